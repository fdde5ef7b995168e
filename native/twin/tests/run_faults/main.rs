//! `docs/faults.md`: what a run makes of each fault, as it happens on a twin.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "what fails here fails a test")]

mod cases;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cases::{CASES, Case, Cluster, Scene, interfere};
use cluster_twin::call::AccountView;
use cluster_twin::call::Call;
use cluster_twin::crash::{MemoryDisk, Session};
use cluster_twin::soak::make_spaces_direct;
use cluster_twin::{Fault, FaultKind, InstallTimes, Simulation, Twin};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, NodeState, Release};
use rolling_upgrade_core::plan::{Plan, Policy, make};
use rolling_upgrade_core::run::RunState;

/// How often somebody resumes a run that has paused, and how long he is away each time.
const RESUMES_MAX: u32 = 4;
const AWAY_SECONDS: u64 = 6 * 3600;
/// The page, and the heads of its table.
const PAGE: &str = "../../docs/faults.md";
const HEAD: &str = "| fault | the run | what is left then | resumed after six hours |\n|---|---|---|---|\n";

fn cluster() -> Inventory {
    cluster_of(4, 8, 30)
}

fn cluster_of(nodes: u32, virtual_machines: u32, memory_use_percent: u32) -> Inventory {
    let options = GenerateOptions {
        nodes,
        virtual_machines,
        seed: 11,
        from: Release::Server2016,
        memory_use_percent: Some(memory_use_percent),
    };
    generate(&options).unwrap()
}

/// The same with disks of its own in each node, and a virtual TPM in every VM.
fn cluster_of_its_own_disks() -> Inventory {
    let mut inventory = cluster();
    make_spaces_direct(&mut inventory);
    let guardians = vec!["UntrustedGuardian".to_owned()];
    for machine in inventory.roles.iter_mut().filter_map(|role| role.virtual_machine.as_mut()) {
        machine.trusted_platform_module = Some(true);
        machine.guardians.clone_from(&guardians);
    }
    for machine in inventory.nodes.iter_mut().filter_map(|node| node.machine.as_mut()) {
        machine.profile.guardians = Some(guardians.clone());
    }
    inventory
}

fn plan(inventory: &Inventory, max_concurrent_nodes: u32) -> Plan {
    let policy =
        Policy { soak_seconds: 0, install_timeout_seconds: 4 * 3600, max_concurrent_nodes, ..Policy::default() };
    make(inventory, Release::Server2019, &policy).unwrap()
}

fn simulation() -> Simulation {
    Simulation { install: InstallTimes { seconds: 900, machines: Vec::new() }, ..Simulation::default() }
}

/// Who is who, and when what happens, in a run without faults.
fn scene(inventory: &Inventory, plan: &Plan) -> Scene {
    let nodes: Vec<String> = plan.nodes.iter().map(|stage| stage.node.to_string()).collect();
    let role =
        inventory.roles.iter().find(|role| role.virtual_machine.is_some() && role.owner.as_str() == nodes[0]).unwrap();
    let network = inventory.networks.iter().find(|network| network.live_migration);
    let network = network.unwrap_or(&inventory.networks[0]).name.to_string();
    let twin = Twin::new(inventory, &simulation(), 1).unwrap();
    let mut session = Session::begin(twin, MemoryDisk::default(), plan.clone().into()).unwrap();
    // The first of two that are out together, where there are any; else the first of all.
    let pair = plan.nodes.windows(2).find(|pair| pair[0].wave == pair[1].wave);
    let in_hand = pair.map_or(&plan.nodes[0], |pair| &pair[0]).node.to_string();
    let (mut drained, mut out) = (0, 0);
    let mut next = Some(session.first());
    while let Some(event) = next.take() {
        let turn = session.feed(event).unwrap();
        let Some(action) = turn.action() else { break };
        let (command, at) = (action.task.command(), session.twin.elapsed_milliseconds() / 1000);
        if command == format!("Suspend-ClusterNode -Name {in_hand}") {
            drained = at;
        }
        if out == 0 && command.starts_with(&format!("on {in_hand}: install")) {
            out = at;
        }
        next = Some(session.act(action).unwrap());
    }
    assert_eq!(session.status().state, RunState::Completed);
    assert!(0 < drained && drained < out);
    let volume = inventory.storage.shared_volumes.first().map_or_else(String::new, |volume| volume.name.clone());
    let other = inventory.roles.iter().find(|role| role.virtual_machine.is_none() && !role.is_core());
    let other = other.map_or_else(String::new, |role| role.name.to_string());
    Scene { nodes, role: role.name.to_string(), other, network, volume, drained, out }
}

/// Drives a run to where it rests; somebody else interferes once.
fn drive(session: &mut Session<MemoryDisk>, interference: &mut Option<(String, Vec<Call>)>) {
    let mut next = Some(session.first());
    while let Some(event) = next.take() {
        let turn = session.feed(event).unwrap();
        session.keep(&turn).unwrap();
        assert!(session.sequence() < 50_000, "the run does not end");
        let Some(action) = turn.action() else { return };
        if interference.as_ref().is_some_and(|(command, _)| action.task.command().starts_with(command)) {
            let (_, calls) = interference.take().unwrap();
            interfere(&mut session.twin, &calls);
        }
        next = Some(session.act(action).unwrap());
    }
}

/// The row of a case.
fn row(case: &Case, inventory: &Inventory, plan: &Plan, scene: &Scene) -> String {
    let faults = serde_json::from_value((case.faults)(scene).into()).unwrap();
    let twin = Twin::new(inventory, &Simulation { faults, ..simulation() }, 1).unwrap();
    let mut session = Session::begin(twin, MemoryDisk::default(), plan.clone().into()).unwrap();
    let mut interference = case.interference.map(|interference| interference(scene));
    let (mut paused, mut left) = (Vec::new(), None);
    for _ in 0..=RESUMES_MAX {
        drive(&mut session, &mut interference);
        let status = session.status();
        let reason = status.reason.as_ref().map(|reason| format!("`{:?}`: {}", reason.id, reason.message));
        left.get_or_insert_with(|| state_of(&mut session.twin, scene));
        match (status.state, reason) {
            (RunState::Completed, _) => break,
            (state, reason) => paused.push(reason.unwrap_or_else(|| state.to_string())),
        }
        session.twin.step(AWAY_SECONDS);
    }
    assert!(interference.is_none(), "{}: nobody interfered", case.name);
    session.twin.check().unwrap_or_else(|broken| panic!("{}: {broken}", case.name));
    let account: AccountView = serde_json::from_value(session.twin.call(&Call::Account).unwrap()).unwrap();
    let struck = case.interference.is_some() || account.faults.iter().any(|fault| fault.struck > 0);
    assert!(struck, "{}: the fault never struck", case.name);
    let outcome = paused.first().map_or_else(|| "goes on".to_owned(), |reason| format!("pauses, {reason}"));
    let after = match (paused.len(), session.status().state) {
        (0, _) => String::new(),
        (_, RunState::Completed) => "completes".to_owned(),
        (_, _) => format!("pauses, {}", paused.last().unwrap()),
    };
    let row = format!("| {} | {outcome} | {} | {after} |", case.name, left.unwrap());
    named(&row, scene)
}

/// The nodes that are not up, and the roles that are down.
fn state_of(twin: &mut Twin, scene: &Scene) -> String {
    let nodes = twin.inventory().nodes;
    let mut told = Vec::new();
    for name in &scene.nodes {
        match nodes.iter().find(|node| node.name.as_str() == name).map(|node| node.state) {
            Some(NodeState::Up) => {}
            Some(NodeState::Down) => told.push(format!("{name} is down")),
            Some(NodeState::Paused) => told.push(format!("{name} is paused")),
            Some(NodeState::Joining) => told.push(format!("{name} is joining")),
            None => told.push(format!("{name} is out")),
        }
    }
    let account: AccountView = serde_json::from_value(twin.call(&Call::Account).unwrap()).unwrap();
    let down = account.outages.iter().filter(|outage| outage.down_milliseconds > 0).count();
    match down {
        0 => told.push("no role was down".to_owned()),
        1 => told.push("a role was down".to_owned()),
        more => told.push(format!("{more} roles were down")),
    }
    told.join(", ")
}

/// Names of the page for names of the cluster.
fn named(text: &str, scene: &Scene) -> String {
    let words = ["A", "B", "C", "D", "E", "F"];
    let text = scene.nodes.iter().zip(words).fold(text.to_owned(), |text, (name, word)| text.replace(name, word));
    text.replace(&scene.role, "the VM")
}

#[test]
fn every_kind_of_fault_has_a_row() {
    let scene = scene(&cluster(), &plan(&cluster(), 1));
    let kinds: BTreeSet<FaultKind> = CASES
        .iter()
        .flat_map(|case| (case.faults)(&scene))
        .map(|fault| serde_json::from_value::<Fault>(fault).unwrap().kind())
        .collect();
    assert_eq!(kinds, BTreeSet::from(FaultKind::ALL));
}

#[test]
fn the_page_of_faults_says_what_a_run_makes_of_them() {
    let worlds = [
        (Cluster::Plain, cluster(), 1),
        (Cluster::OwnDisks, cluster_of_its_own_disks(), 1),
        (Cluster::Together, cluster_of(6, 12, 10), 2),
    ];
    let worlds: BTreeMap<Cluster, (Inventory, Plan, Scene)> = worlds
        .into_iter()
        .map(|(name, inventory, at_once)| {
            let plan = plan(&inventory, at_once);
            assert_eq!(plan.nodes[1].wave == plan.nodes[2].wave, name == Cluster::Together);
            let scene = scene(&inventory, &plan);
            (name, (inventory, plan, scene))
        })
        .collect();
    let row_of = |case: &Case| {
        let (inventory, plan, scene) = &worlds[&case.cluster];
        row(case, inventory, plan, scene)
    };
    let rows: Vec<String> = CASES.iter().map(row_of).collect();
    let table = format!("{HEAD}{}\n", rows.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(HEAD).expect("the page has the table");
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
    let expected = format!("{before}{table}\n{after}");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    let old: Vec<&str> = page.lines().collect();
    for line in expected.lines() {
        assert!(old.contains(&line), "docs/faults.md lacks: {line}");
    }
    assert_eq!(page, expected, "docs/faults.md; UPDATE_GOLDEN=1 writes it anew");
}
