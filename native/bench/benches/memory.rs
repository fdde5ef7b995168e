//! The most memory that a whole rehearsal takes at the size of a small cluster and of the largest one: inventory, plan,
//! twin, run and story together. Linux tells it; elsewhere nothing is measured.
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

use std::io::{self, Write};

use cluster_twin::{Simulation, rehearse};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::Release;
use rolling_upgrade_core::plan::{self, Policy};

/// The peak resident set of this process, as Linux counts it.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn main() -> io::Result<()> {
    // `cargo bench` passes options, `cargo test --benches` none: then it only has to build.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    for (nodes, virtual_machines) in [(4, 24), (64, 8000)] {
        let from = Release::Server2012R2;
        let options = GenerateOptions { nodes, virtual_machines, seed: 1, from, memory_use_percent: None };
        let inventory = generate(&options).unwrap();
        let plan = plan::make(&inventory, Release::Server2016, &Policy::default()).unwrap();
        let rehearsal = rehearse(&inventory, plan, &Simulation::default(), 1, true).unwrap();
        let peak = peak_kib().map_or_else(|| "not measured".to_owned(), |peak| format!("{} MiB", peak / 1024));
        let name = format!("memory/rehearse/{nodes} nodes, {virtual_machines} VMs");
        writeln!(io::stdout(), "{name}: peak {peak}, {} events", rehearsal.events)?;
    }
    Ok(())
}
