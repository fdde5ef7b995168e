//! How near plans come to the fewest moves and the least memory moved, and how long they take, as a table.
//!
//! Run with `cargo bench -p native-benchmarks --bench planner`.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints its table and may fail")]

use std::time::{Duration, Instant};

use rolling_upgrade_core::generate::{GenerateOptions, generate, generate_beyond_limits};
use rolling_upgrade_core::model::{Inventory, Release};
use rolling_upgrade_core::plan::{self, FleetCluster, Minimize, Placement, Policy};

const FROM: Release = Release::Server2019;
const TO: Release = Release::Server2022;
const SEEDS: u64 = 5;

/// Nodes, VMs and the share of the memory that is in use, in percent.
const CLUSTERS: [(u32, u32, u32); 17] = [
    (5, 150, 60),
    (6, 180, 60),
    (8, 250, 60),
    (10, 300, 60),
    (14, 420, 60),
    (16, 500, 60),
    (24, 750, 60),
    (32, 1000, 60),
    (48, 4000, 60),
    (64, 500, 60),
    (64, 8000, 60),
    (14, 420, 85),
    (16, 500, 85),
    (24, 750, 85),
    (32, 1000, 85),
    (64, 500, 85),
    (64, 8000, 85),
];

/// Nodes and VMs of the table that shows how times grow.
const SCALE: [(u32, u32); 6] = [(16, 500), (32, 2000), (64, 8000), (128, 32_000), (192, 64_000), (256, 100_000)];

/// What is summed up over the seeds of a row.
#[derive(Default)]
struct Sum {
    reached: u64,
    bound: u64,
    /// The worst quotient of the two.
    worst: f64,
}

impl Sum {
    fn add(&mut self, reached: u64, bound: u64) {
        self.reached += reached;
        self.bound += bound;
        self.worst = self.worst.max(reached as f64 / bound as f64);
    }
}

fn main() {
    println!("| nodes | VMs | memory in use | moves | bound | worst | MiB moved | bound | worst | longest plan |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for (nodes, virtual_machines, percent) in CLUSTERS {
        row(nodes, virtual_machines, percent);
    }
    scale();
    fleet();
}

/// How the time of a plan grows beyond what Windows Server allows, which the rules would refuse.
fn scale() {
    println!("\n| nodes | VMs | plan | ns for each node and VM |");
    println!("|---|---|---|---|");
    for (nodes, virtual_machines) in SCALE {
        let options = GenerateOptions { nodes, virtual_machines, seed: 1, from: FROM, memory_use_percent: Some(60) };
        let inventory = generate_beyond_limits(&options).unwrap();
        let policy = Policy::default();
        let start = Instant::now();
        plan::make_checked(&inventory, TO, &policy, Vec::new(), &|| false).unwrap();
        let time = start.elapsed();
        let each = time.as_nanos() / (u128::from(nodes) * u128::from(virtual_machines));
        println!("| {nodes} | {virtual_machines} | {} ms | {each} |", time.as_millis());
    }
}

/// A fleet on one core; the clusters of a fleet are planned side by side.
fn fleet() {
    const CLUSTERS: u64 = 100;
    let clusters: Vec<Inventory> = (1..=CLUSTERS)
        .map(|seed| GenerateOptions { nodes: 16, virtual_machines: 500, seed, from: FROM, memory_use_percent: None })
        .map(|options| generate(&options).unwrap())
        .collect();
    let start = Instant::now();
    let planned = clusters.iter().map(|one| FleetCluster::planned(String::new(), one, TO, &Policy::default()));
    let with_plan = planned.filter(|cluster| cluster.plan.is_some()).count();
    let time = start.elapsed().as_millis();
    println!("\n{with_plan} of {CLUSTERS} clusters of 16 nodes and 500 VMs have a plan: {time} ms on one core");
}

fn row(nodes: u32, virtual_machines: u32, percent: u32) {
    let (mut moves, mut memory, mut longest, mut refused) = (Sum::default(), Sum::default(), Duration::ZERO, 0);
    for seed in 1..=SEEDS {
        let memory_use_percent = Some(percent);
        let options = GenerateOptions { nodes, virtual_machines, seed, from: FROM, memory_use_percent };
        let inventory = generate(&options).unwrap();
        for minimize in [Minimize::Moves, Minimize::Mib] {
            let Some((plan, time)) = timed(&inventory, minimize) else {
                refused += 1;
                continue;
            };
            longest = longest.max(time);
            match minimize {
                Minimize::Moves => moves.add(plan.moves.virtual_machine_moves, plan.moves.bound),
                Minimize::Mib => memory.add(plan.moves.moved_mib, plan.moves.bound_mib),
            }
        }
    }
    println!(
        "| {nodes} | {virtual_machines} | {percent} % | {} | {} | {:.4} | {} | {} | {:.4} | {} ms |{}",
        moves.reached,
        moves.bound,
        moves.worst,
        memory.reached,
        memory.bound,
        memory.worst,
        longest.as_millis(),
        if refused > 0 { format!(" {refused} refused by the rules") } else { String::new() }
    );
}

/// The plan and the time it took; nothing where a rule refuses the cluster.
fn timed(inventory: &Inventory, minimize: Minimize) -> Option<(plan::Plan, Duration)> {
    let policy = Policy { placement: Placement::Fewest, minimize, ..Policy::default() };
    let start = Instant::now();
    let plan = plan::make(inventory, TO, &policy).ok()?;
    Some((plan, start.elapsed()))
}
