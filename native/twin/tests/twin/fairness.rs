//! Votes as the cluster shows them, and the load of nodes levelled ("Configure and manage quorum", "Virtual machine
//! load balancing overview").

use cluster_twin::call::{Call, ClusterView, NodeView};
use cluster_twin::{Fault, Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

fn votes(twin: &mut Twin) -> (Vec<u32>, u64) {
    let views: Vec<NodeView> = call(twin, &Call::Nodes { names: Vec::new() });
    let cluster: ClusterView = call(twin, &Call::Cluster);
    let witness = cluster.properties["WitnessDynamicWeight"].as_u64().unwrap();
    (views.into_iter().map(|view| view.dynamic_weight).collect(), witness)
}

/// The witness votes with an even number of nodes; where it is lost, one node gives its vote up until it is back.
#[test]
fn a_witness_is_lost_and_comes_back() {
    for (named, expected) in [(0, [1, 0, 0]), (1, [0, 1, 0])] {
        let mut document =
            Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: true, roles: Vec::new() }
                .document();
        document["cluster"]["quorum"]["lowerPriorityNodeId"] = json!(named);
        let lost = Fault::WitnessLost { at_seconds: 600, returns_after_seconds: Some(600) };
        let mut twin = twin_of(&document, &Simulation { faults: vec![lost], ..Simulation::default() });
        assert_eq!(votes(&mut twin), (vec![1, 1, 1], 0));
        call::<Value>(&mut twin, &Call::StopNode { node: "n3".into() });
        assert_eq!(votes(&mut twin), (vec![1, 1, 0], 1));
        twin.step(700);
        assert_eq!(votes(&mut twin), (expected.to_vec(), 0), "lower priority {named}");
        assert!(event_ids(&mut twin).contains(&1069));
        twin.step(600);
        assert_eq!(votes(&mut twin), (vec![1, 1, 0], 1));
    }
}

/// VMs of 8 GiB on the first of three nodes of 128 GiB.
fn loaded(machines: usize, release: &'static str, level: u32, change: &Value) -> Twin {
    let version = if level < 9 { "5.0" } else { "8.0" };
    let roles = (1..=machines).map(|number| virtual_machine(number, "n1", version, 8192)).collect();
    let mut document = Shape { release, level, nodes: &["n1", "n2", "n3"], witness: true, roles }.document();
    for (name, value) in change.as_object().unwrap() {
        document["cluster"][name] = value.clone();
    }
    twin_of(&document, &Simulation::default())
}

/// VMs (14 are 88 %, 12 are 75 %, 10 are 63 %), `AutoBalancerLevel`, and whether some leave.
#[test]
fn a_node_above_its_threshold_gives_machines_away() {
    for (machines, level, leave) in [(14, 1, true), (12, 1, false), (12, 2, true), (10, 2, false), (10, 3, true)] {
        let change = json!({"autoBalancerMode": 2, "autoBalancerLevel": level});
        let mut twin = loaded(machines, "2019", 10, &change);
        twin.step(4000);
        assert_eq!(groups_of(&mut twin, "n1") < machines + 2, leave, "{machines} machines, level {level}");
        assert_eq!(event_ids(&mut twin).contains(&1808), leave);
    }
}

/// `AutoBalancerMode` 1 levels the load when a node joins, and only then.
#[test]
fn the_load_is_levelled_when_a_node_joins() {
    for (mode, leave) in [(0, false), (1, true)] {
        let mut twin = loaded(14, "2019", 10, &json!({"autoBalancerMode": mode}));
        call::<Value>(&mut twin, &Call::StopNode { node: "n3".into() });
        twin.step(4000);
        assert_eq!(groups_of(&mut twin, "n1"), 16);
        let start = Call::StartNode { node: "n3".into(), clear_quarantine: false, force_quorum: false };
        call::<Value>(&mut twin, &start);
        twin.step(300);
        assert_eq!(groups_of(&mut twin, "n1") < 16, leave, "mode {mode}");
    }
    // Below level 9 there is no such thing.
    let mut old = loaded(14, "2012R2", 8, &json!({"autoBalancerMode": 2}));
    old.step(4000);
    assert_eq!(groups_of(&mut old, "n1"), 16);
}
