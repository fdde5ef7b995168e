//! Each gate between two nodes closes on a twin where the cluster is not as it has to be, pauses the run, and opens
//! again once it is.

use cluster_twin::Fault;
use cluster_twin::call::Call;
use cluster_twin::crash::{MemoryDisk, Session};
use rolling_upgrade_core::error::ErrorId;
use rolling_upgrade_core::model::{Inventory, NodeName, Release, RoleName};
use rolling_upgrade_core::plan::{Plan, Policy, make};
use rolling_upgrade_core::run::{ActionTask, RunState, RunStatus};
use serde_json::Value;

use crate::scenarios::scenario;
use crate::support::{call, cluster_of_2016, group, session};

/// How long somebody takes to mend what keeps a gate closed: longer than a gate waits.
const AWAY_SECONDS: u64 = 6 * 3600;
const TWO_HOURS: u64 = 7200;
const INSTALL_SECONDS: u64 = 900;

fn cluster() -> Inventory {
    cluster_of_2016(4, 8, 30)
}

fn plan(inventory: &Inventory, policy: Policy) -> Plan {
    make(inventory, Release::Server2019, &Policy { soak_seconds: 0, ..policy }).unwrap()
}

/// Drives until the first node is back and verified; the session ends before the gates of the next one.
fn until_one_is_back(session: &mut Session<MemoryDisk>) {
    let mut next = Some(session.first());
    while let Some(event) = next.take() {
        let turn = session.feed(event).unwrap();
        session.keep(&turn).unwrap();
        if session.status().nodes_done.len() == 1 {
            return;
        }
        next = Some(session.act(turn.action().unwrap()).unwrap());
    }
}

/// When that is, in seconds.
fn back_at(inventory: &Inventory, plan: &Plan) -> u64 {
    let mut session = session(inventory, plan, INSTALL_SECONDS, Vec::new());
    until_one_is_back(&mut session);
    session.twin.elapsed_milliseconds() / 1000
}

fn goes_on(session: &mut Session<MemoryDisk>) -> RunStatus {
    let first = session.first();
    session.drive(first).unwrap()
}

fn is_closed(status: &RunStatus, reason: &str) {
    let report = status.reason.as_ref().unwrap_or_else(|| panic!("the run is {}", status.state));
    assert_eq!((status.state, report.id), (RunState::Paused, ErrorId::GateClosed), "{}", report.message);
    assert!(report.message.contains(reason), "{}", report.message);
    assert_eq!(status.nodes_done.len(), 1, "the next node has not gone out");
}

#[test]
fn the_gate_of_the_roles_closes_where_a_role_does_not_run() {
    let inventory = cluster();
    let plan = plan(&inventory, Policy::default());
    let mut session = session(&inventory, &plan, INSTALL_SECONDS, Vec::new());
    until_one_is_back(&mut session);
    let role = inventory.roles.iter().find(|role| role.virtual_machine.is_some()).unwrap().name.clone();
    call::<Value>(&mut session.twin, &Call::StopGroup { group: role.clone(), wait_seconds: None });
    is_closed(&goes_on(&mut session), &format!("the gate of the roles is closed: the role {role} does not run"));
    call::<Value>(&mut session.twin, &Call::StartGroup { group: role, wait_seconds: None });
    assert_eq!(goes_on(&mut session).state, RunState::Completed);
}

#[test]
fn the_gate_of_storage_closes_while_a_dead_disk_is_rebuilt() {
    let inventory = scenario("s2d-2022");
    let policy = Policy { soak_seconds: 0, gate_timeout_seconds: 300, ..Policy::default() };
    let plan = make(&inventory, Release::Server2025, &policy).unwrap();
    let at_seconds = back_at(&inventory, &plan) + 5;
    let serial_number = inventory.storage.physical_disks.last().unwrap().serial_number.clone();
    let dies = Fault::DiskDies { serial_number, at_seconds, replaced_after_seconds: Some(TWO_HOURS) };
    let mut session = session(&inventory, &plan, INSTALL_SECONDS, vec![dies]);
    until_one_is_back(&mut session);
    session.twin.step(60);
    is_closed(&goes_on(&mut session), "the gate of storage is closed: the virtual disk ");
    session.twin.step(4 * AWAY_SECONDS);
    assert_eq!(goes_on(&mut session).state, RunState::Completed);
}

#[test]
fn the_gate_of_the_validation_closes_where_a_test_of_the_cluster_fails() {
    let inventory = cluster();
    let plan = plan(&inventory, Policy { validate_between_nodes: true, ..Policy::default() });
    // A cluster that is half upgraded and well passes.
    let mut well = session(&inventory, &plan, INSTALL_SECONDS, Vec::new());
    let status = goes_on(&mut well);
    assert_eq!(status.state, RunState::Completed, "{:?}", status.reason);

    let at_seconds = back_at(&inventory, &plan) + 5;
    let lost = Fault::WitnessLost { at_seconds, returns_after_seconds: Some(TWO_HOURS) };
    let mut session = session(&inventory, &plan, INSTALL_SECONDS, vec![lost]);
    until_one_is_back(&mut session);
    session.twin.step(60);
    is_closed(&goes_on(&mut session), "the gate of the validation is closed: the validation says HadUnselectedTests");
    session.twin.step(AWAY_SECONDS);
    assert_eq!(goes_on(&mut session).state, RunState::Completed);
}

/// The owners of the canary's moves that the run asked for.
fn journeys(session: &mut Session<MemoryDisk>, canary: &RoleName) -> Vec<NodeName> {
    let mut journeys = Vec::new();
    let mut next = Some(session.first());
    while let Some(event) = next.take() {
        let turn = session.feed(event).unwrap();
        session.keep(&turn).unwrap();
        let Some(action) = turn.action() else { break };
        if let ActionTask::MoveRole { role, to, .. } = &action.task
            && role == canary
        {
            journeys.push(to.clone());
        }
        next = Some(session.act(action).unwrap());
    }
    journeys
}

#[test]
fn the_gate_of_the_canary_closes_where_nobody_reaches_it_on_the_new_node() {
    let inventory = cluster();
    let bare = plan(&inventory, Policy::default());
    let (first, last) = (bare.nodes[0].node.clone(), bare.nodes[3].node.clone());
    let on_the_last = |role: &&rolling_upgrade_core::model::Role| role.virtual_machine.is_some() && role.owner == last;
    let canary = inventory.roles.iter().find(on_the_last).unwrap().name.clone();
    let plan = plan(&inventory, Policy { canary_role: Some(canary.clone()), ..Policy::default() });
    let mut well = session(&inventory, &plan, INSTALL_SECONDS, Vec::new());
    let journeys = journeys(&mut well, &canary);
    assert_eq!(well.status().state, RunState::Completed, "{:?}", well.status().reason);
    assert_eq!(journeys[..2], [first.clone(), last.clone()], "there and back");

    let missing = Fault::VlanMissing { machine: first.clone(), mended_after_seconds: Some(TWO_HOURS) };
    let mut session = session(&inventory, &plan, INSTALL_SECONDS, vec![missing]);
    until_one_is_back(&mut session);
    is_closed(&goes_on(&mut session), &format!("the gate of the canary is closed: {canary} did not answer on {first}"));
    assert_eq!(group(&mut session.twin, canary.as_str()).owner, last, "it is not left where nobody reaches it");
    session.twin.step(AWAY_SECONDS);
    assert_eq!(goes_on(&mut session).state, RunState::Completed);
}
