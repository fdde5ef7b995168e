//! Bugs planted on purpose, each of which the invariants have to name.

use rolling_upgrade_core::model::{Inventory, NodeState, RoleState};
use serde_json::json;

use super::Planted;
use crate::call::Call;
use crate::error::TwinError;
use crate::queue::Happening;
use crate::simulation::Simulation;
use crate::state::Power;
use crate::twin::Twin;

fn twin() -> Twin {
    let machine = json!({
        "release": "2019", "build": 17763, "memoryMiB": 65536, "features": ["Hyper-V", "Failover-Clustering"],
        "processor": {"vendor": "GenuineIntel", "logicalProcessors": 8},
    });
    let nodes: Vec<_> = (1..=3).map(|id| json!({"name": format!("n{id}"), "id": id, "machine": machine})).collect();
    let roles: Vec<_> = (1..=6)
        .map(|number| {
            json!({
                "name": format!("VM{number}"), "id": format!("g{number}"), "kind": "virtualMachine",
                "owner": format!("n{}", 1 + number % 3), "antiAffinityClasses": ["web"],
                "virtualMachine": {
                    "id": format!("m{number}"), "configurationVersion": "9.0",
                    "memory": {"assignedMiB": 4096, "startupMiB": 4096}
                }
            })
        })
        .collect();
    let inventory: Inventory = serde_json::from_value(json!({
        "schema": "rolling-upgrade/inventory/1", "nodes": nodes, "roles": roles,
        "cluster": {"name": "c", "functionalLevel": 10, "moveTypeThreshold": 1000},
    }))
    .unwrap();
    Twin::new(&inventory, &Simulation::default(), 1).unwrap()
}

/// The invariant that breaks, at once or by the next full check.
fn broken_by(twin: &mut Twin, calls: &[Call]) -> Option<&'static str> {
    for call in calls {
        let _ = twin.call(call);
    }
    twin.check_in_full();
    match &twin.broken {
        Some(TwinError::Broken { invariant, .. }) => Some(invariant),
        _ => None,
    }
}

fn drain() -> Vec<Call> {
    vec![
        Call::SuspendNode { node: "n1".into(), drain: true, force_drain: false, wait: false, target: None },
        Call::Step { seconds: 600 },
    ]
}

#[test]
fn without_a_bug_nothing_breaks() {
    let mut calls = drain();
    calls.push(Call::RemoveNode { node: "n1".into(), ignore_storage_connectivity_loss: false });
    assert_eq!(broken_by(&mut twin(), &calls), None);
}

#[test]
fn a_vote_that_is_not_removed_is_found() {
    let mut twin = twin();
    twin.planted = Some(Planted::VoteKept);
    let mut calls = drain();
    calls.push(Call::RemoveNode { node: "n1".into(), ignore_storage_connectivity_loss: false });
    assert_eq!(broken_by(&mut twin, &calls), Some("votes-belong-to-nodes-that-are-up"));
    let error = twin.call(&Call::Cluster).unwrap_err();
    assert_eq!(error.id, rolling_upgrade_core::error::ErrorId::InvariantBroken);
}

#[test]
fn memory_that_is_counted_twice_is_found() {
    let mut twin = twin();
    twin.planted = Some(Planted::MemoryKeptAtSource);
    assert_eq!(broken_by(&mut twin, &drain()), Some("memory-sums-are-right"));
}

#[test]
fn memory_that_is_counted_once_on_the_way_is_found() {
    let mut twin = twin();
    twin.planted = Some(Planted::MemoryNotHeldOnTheWay);
    assert_eq!(broken_by(&mut twin, &drain()[..1]), Some("memory-sums-are-right"));
}

#[test]
fn a_drain_that_forgets_a_queued_role_is_found() {
    let mut twin = twin();
    twin.planted = Some(Planted::QueuedRoleForgotten);
    assert_eq!(broken_by(&mut twin, &drain()[..1]), Some("a-drain-forgets-no-role"));
}

/// A sum that is wrong where nothing happens is found when everything is counted again: after a thousand events.
#[test]
fn every_thousand_events_everything_is_compared() {
    let mut twin = twin();
    let untouched = twin.state.members[2];
    twin.state.machines[untouched].memory_used_mib += 1;
    for milliseconds in 1..=1000 {
        twin.queue.put(milliseconds, Happening::OwnersAwaited);
    }
    twin.pass(999);
    assert_eq!(twin.broken, None);
    twin.pass(1);
    assert!(matches!(twin.broken, Some(TwinError::Broken { invariant: "memory-sums-are-right", .. })));
}

/// States that no call leads to, made by hand.
#[test]
fn each_impossible_state_is_named() {
    type Damage = fn(&mut Twin);
    let table: [(&str, Damage); 9] = [
        ("node-within-its-memory", |twin| {
            let node = twin.state.members[0];
            twin.state.machines[node].memory_limit_mib = 100;
        }),
        ("role-on-one-node", |twin| {
            let (role, other) = (twin.state.roles_of(twin.state.members[0])[0], twin.state.members[1]);
            twin.state.machines[other].roles.push(role);
            twin.state.roles[role].owner = other;
        }),
        ("roles-are-counted", |twin| {
            let (role, other) = (twin.state.roles_of(twin.state.members[0])[0], twin.state.members[1]);
            twin.state.machines[other].roles.push(role);
        }),
        ("nothing-runs-on-a-node-that-is-down", |twin| {
            let node = twin.state.members[0];
            if let Some(record) = &mut twin.state.machines[node].node {
                record.state = NodeState::Down;
            }
        }),
        ("power-agrees-with-the-group", |twin| {
            let role = twin.state.roles_of(twin.state.members[0])[0];
            twin.state.roles[role].state = RoleState::Offline;
        }),
        ("members-are-listed", |twin| {
            twin.state.members.pop();
        }),
        ("anti-affinity-is-counted", |twin| {
            let node = twin.state.members[0];
            twin.state.machines[node].count_class(0, true);
        }),
        ("memory-sums-are-right", |twin| {
            let role = twin.state.roles_of(twin.state.members[0])[0];
            if let Some(machine) = &mut twin.state.roles[role].virtual_machine {
                machine.power = Power::Off;
            }
        }),
        ("pending-roles-are-awaited", |twin| {
            let role = twin.state.roles_of(twin.state.members[0])[0];
            twin.state.roles[role].state = RoleState::Pending;
        }),
    ];
    for (invariant, damage) in table {
        let mut twin = twin();
        damage(&mut twin);
        assert_eq!(broken_by(&mut twin, &[]), Some(invariant));
    }
    let mut small = twin();
    let larger = {
        let mut roles = crate::ids::RoleList::new();
        (0..100).map(|_| roles.push(())).last().unwrap()
    };
    small.queue.put(1_000_000, Happening::RoleStarted { role: larger, token: 0 });
    assert_eq!(broken_by(&mut small, &[]), Some("queue-entries-exist"));
}
