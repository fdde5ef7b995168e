//! Nodes that go out together: what waits overlaps, and one that fails does not tear down the others.

use cluster_twin::Fault;
use cluster_twin::crash::{MemoryDisk, Session};
use rolling_upgrade_core::error::ErrorId;
use rolling_upgrade_core::model::{Inventory, NodeName, Release};
use rolling_upgrade_core::plan::{Plan, Policy, make};
use rolling_upgrade_core::run::{Action, ActionTask, Event, EventKind, HookPoint, RunState, Session as RunSession};

use crate::support::{Instead, cluster_of_2016, drive, session};

const INSTALL_SECONDS: u64 = 3600;

fn cluster() -> Inventory {
    cluster_of_2016(6, 6, 10)
}

fn plan(inventory: &Inventory, max_concurrent_nodes: u32) -> Plan {
    let policy =
        Policy { soak_seconds: 0, install_timeout_seconds: 4 * 3600, max_concurrent_nodes, ..Policy::default() };
    make(inventory, Release::Server2019, &policy).unwrap()
}

/// Nodes of the first wave of several.
fn together(plan: &Plan) -> Vec<NodeName> {
    let wave = plan.nodes.chunk_by(|left, right| left.wave == right.wave).find(|wave| wave.len() > 1).unwrap();
    wave.iter().map(|stage| stage.node.clone()).collect()
}

/// Drives to where the run rests; gives back every action that changes something, with the seconds when it was given.
fn driven(session: &mut Session<MemoryDisk>) -> Vec<(u64, Action)> {
    let mut actions = Vec::new();
    let mut next = Some(session.first());
    while let Some(event) = next.take() {
        let turn = session.feed(event).unwrap();
        session.keep(&turn).unwrap();
        let Some(action) = turn.action() else { break };
        if action.task != ActionTask::Look {
            actions.push((session.twin.elapsed_milliseconds() / 1000, action.clone()));
        }
        assert!(session.sequence() < 20_000, "the run does not end");
        next = Some(session.act(action).unwrap());
    }
    actions
}

fn at(actions: &[(u64, Action)], command: &str) -> u64 {
    let found = actions.iter().find(|(_, action)| action.task.command().starts_with(command));
    found.unwrap_or_else(|| panic!("no {command}")).0
}

#[test]
fn while_one_is_installed_the_next_one_is_emptied() {
    let inventory = cluster();
    let plan = plan(&inventory, 2);
    let pair = together(&plan);
    let mut session = session(&inventory, &plan, INSTALL_SECONDS, Vec::new());
    let actions = driven(&mut session);
    let status = session.status();
    assert_eq!(status.state, RunState::Completed, "{:?}", status.reason);
    assert_eq!(status.nodes_done.len(), plan.nodes.len());
    let installed = at(&actions, &format!("on {}: install", pair[0]));
    let emptied = at(&actions, &format!("Suspend-ClusterNode -Name {}", pair[1]));
    let evicted = at(&actions, &format!("Remove-ClusterNode -Name {}", pair[0]));
    let joined = at(&actions, &format!("Add-ClusterNode -Name {}", pair[0]));
    assert!(evicted <= emptied, "they are emptied one after the other");
    assert!(installed <= emptied && emptied < joined, "{installed} {emptied} {joined}");
    let waves = plan.nodes.iter().map(|stage| stage.wave).max().unwrap() as u64 + 1;
    let took = session.twin.elapsed_milliseconds() / 1000;
    assert!(took < (waves + 1) * INSTALL_SECONDS, "{took} s for {waves} waves");
    assert!(session.twin.account().outages.iter().all(|outage| outage.down_milliseconds == 0));
}

#[test]
fn a_node_that_fails_does_not_tear_down_the_other() {
    let inventory = cluster();
    let plan = plan(&inventory, 2);
    let pair = together(&plan);
    for (failing, other) in [(0, 1), (1, 0)] {
        let (failing, other) = (pair[failing].clone(), pair[other].clone());
        let fails = Fault::ReturnsWithoutFeature {
            machine: failing.clone(),
            feature: "Hyper-V".to_owned(),
            mended_after_seconds: None,
        };
        let mut session = session(&inventory, &plan, INSTALL_SECONDS, vec![fails]);
        driven(&mut session);
        let status = session.status();
        let reason = status.reason.clone().unwrap();
        assert_eq!((status.state, reason.id), (RunState::Paused, ErrorId::StepTimedOut), "{}", reason.message);
        assert!(reason.message.contains(failing.as_str()), "{}", reason.message);
        assert!(status.nodes_done.contains(&other), "{other} is back: {:?}", status.nodes_done);
        assert!(!status.nodes_done.contains(&failing));
        assert_eq!(
            status.nodes_done.len(),
            plan.nodes.iter().position(|stage| pair.contains(&stage.node)).unwrap() + 1
        );
    }
}

/// Drives with hooks before nodes, the first of which fails for one node; gives back the commands.
fn driven_with_hooks(session: &mut Session<MemoryDisk>, first: EventKind, mut fails: Option<&NodeName>) -> Vec<String> {
    let mut commands = Vec::new();
    let first = Event { at: session.twin.now(), event: first };
    drive(session, first, |action| {
        if action.task != ActionTask::Look {
            commands.push(action.task.command());
        }
        match &action.task {
            ActionTask::RunHook { node, .. } if fails.take_if(|fails| node.as_ref() == Some(fails)).is_some() => {
                Instead::Fail(5)
            }
            _ => Instead::CarryOut,
        }
    });
    commands
}

fn hooked(inventory: &Inventory, plan: &Plan) -> Session<MemoryDisk> {
    let mut session = session(inventory, plan, INSTALL_SECONDS, Vec::new());
    let hooks = RunSession { hooks: vec![HookPoint::BeforeNode], ..RunSession::default() };
    let event = Event { at: session.twin.now(), event: EventKind::SessionOpened { session: hooks } };
    let opened = session.feed(event).unwrap();
    session.keep(&opened).unwrap();
    session
}

fn hook_before(node: &NodeName) -> String {
    format!("call the hook before a node: {node}")
}

#[test]
fn the_hook_before_a_node_is_called_when_its_own_turn_begins() {
    let inventory = cluster();
    let plan = plan(&inventory, 2);
    let pair = together(&plan);
    let mut session = hooked(&inventory, &plan);
    let commands = driven_with_hooks(&mut session, EventKind::Started, None);
    assert_eq!(session.status().nodes_done.len(), plan.nodes.len());
    let place = |wanted: &str| commands.iter().position(|command| command == wanted).unwrap();
    for stage in &plan.nodes {
        let suspended = place(&format!("Suspend-ClusterNode -Name {}", stage.node));
        assert!(place(&hook_before(&stage.node)) < suspended, "{}", stage.node);
        let called = commands.iter().filter(|command| **command == hook_before(&stage.node)).count();
        assert_eq!(called, 1, "{}", stage.node);
    }
    let evicted = place(&format!("Remove-ClusterNode -Name {} -Force", pair[0]));
    assert!(place(&hook_before(&pair[1])) > evicted, "{commands:#?}");
}

#[test]
fn a_hook_that_fails_before_a_node_does_not_tear_down_the_one_that_is_out() {
    let inventory = cluster();
    let plan = plan(&inventory, 2);
    let pair = together(&plan);
    let mut session = hooked(&inventory, &plan);
    driven_with_hooks(&mut session, EventKind::Started, Some(&pair[1]));
    let status = session.status();
    let reason = status.reason.unwrap();
    assert_eq!((status.state, reason.id), (RunState::Paused, ErrorId::HookFailed), "{}", reason.message);
    assert!(status.nodes_done.contains(&pair[0]) && !status.nodes_done.contains(&pair[1]), "{:?}", status.nodes_done);
    let commands = driven_with_hooks(&mut session, EventKind::Resumed { commit: true }, None);
    let status = session.status();
    assert_eq!(status.nodes_done.len(), plan.nodes.len(), "{:?}", status.reason);
    assert!(commands.contains(&hook_before(&pair[1])) && !commands.contains(&hook_before(&pair[0])));
}
