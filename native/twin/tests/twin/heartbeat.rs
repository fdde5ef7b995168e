//! How long a node may be missing ("Failover cluster common properties: SameSubnetDelay, SameSubnetThreshold").

use cluster_twin::call::{Call, MachineView};
use cluster_twin::{Fault, Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

const NODES: [&str; 5] = ["n1", "n2", "n3", "n4", "n5"];

fn twin(level: u32, threshold: Option<u32>, faults: Vec<Fault>) -> Twin {
    let (release, version) = [("2012R2", "5.0"), ("2016", "8.0"), ("2019", "9.0")][level as usize - 8];
    let roles = vec![virtual_machine(1, "n5", version, 8192), virtual_machine(2, "n1", version, 8192)];
    let mut document = Shape { release, level, nodes: &NODES, witness: false, roles }.document();
    if let Some(threshold) = threshold {
        document["cluster"]["sameSubnetThreshold"] = json!(threshold);
    }
    twin_of(&document, &Simulation { faults, ..Simulation::default() })
}

fn away(node: &str, at_seconds: u64, seconds: u64) -> Fault {
    Fault::NodeIsolated { node: node.into(), at_seconds, returns_after_seconds: Some(seconds) }
}

fn crash(node: &str, at_seconds: u64) -> Fault {
    Fault::NodeCrash { node: node.into(), at_seconds, returns_after_seconds: None }
}

fn set(twin: &mut Twin, name: &str, value: u32) {
    call::<Value>(twin, &Call::SetClusterProperty { name: name.into(), value: json!(value) });
}

/// Level, what the inventory says of the threshold, what is written as threshold and delay; for how many seconds a
/// node may be missing.
#[test]
fn a_node_may_miss_so_many_heartbeats() {
    let table = [
        (8, None, None, None, 5),
        (9, None, None, None, 10),
        (10, None, None, None, 20),
        (10, Some(5), None, None, 5),
        (10, Some(5), Some(40), None, 40),
        (10, None, None, Some(500), 10),
    ];
    for (level, told, threshold, delay, tolerated) in table {
        for (seconds, missed) in [(tolerated - 1, false), (tolerated, true)] {
            let mut twin = twin(level, told, vec![away("n2", 100, seconds)]);
            for (name, value) in [("SameSubnetThreshold", threshold), ("SameSubnetDelay", delay)] {
                if let Some(value) = value {
                    set(&mut twin, name, value);
                }
            }
            twin.step(300);
            let left = event_ids(&mut twin).contains(&1135);
            assert_eq!(left, missed, "level {level}, {told:?}, {threshold:?}, {delay:?}: away for {seconds} s");
            assert_eq!(nodes(&mut twin)[1].1, 0);
        }
    }
}

/// Until then the cluster shows what it believes, and its clients know better.
#[test]
fn a_dead_node_shows_as_up_until_it_is_missed() {
    let mut twin = twin(10, None, vec![crash("n5", 100)]);
    twin.step(110);
    assert_eq!((nodes(&mut twin)[4].1, group(&mut twin, "VM1").state), (0, 0));
    let machine: MachineView = call(&mut twin, &Call::MachineFacts { machine: "n5".into() });
    assert!(!machine.reachable);
    assert_eq!(refused(&mut twin, &Call::StopNode { node: "n5".into() }).win32, Some(1722));
    let down = |twin: &Twin| twin.account().outages.iter().map(|one| one.down_milliseconds / 1000).collect::<Vec<_>>();
    assert_eq!(down(&twin), [10]);
    twin.step(15);
    assert_eq!(nodes(&mut twin)[4].1, 1);
    assert!(down(&twin)[0] >= 25, "it counts from the moment when the machine stopped");
}

/// A migration to a node that is not heard stands still: it ends when the node is heard again, or turns back.
#[test]
fn a_migration_waits_for_a_node_that_is_not_heard() {
    for (seconds, owner) in [(18, "n2"), (60, "n1")] {
        let mut twin = twin(10, None, vec![away("n2", 100, seconds)]);
        twin.step(99);
        call::<Value>(&mut twin, &move_to("VM2", "n2"));
        twin.step(15);
        assert_eq!((group(&mut twin, "VM2").state, group(&mut twin, "VM2").owner.as_str()), (4, "n1"));
        twin.step(10);
        let machine = group(&mut twin, "VM2");
        assert_eq!((machine.state, machine.owner.as_str()), (0, owner), "{seconds}");
    }
}

/// Three of five nodes: lost one after the other the cluster goes on, lost before the first is missed it stops
/// ("Understanding cluster and pool quorum": dynamic quorum never helps against the loss of a majority at once).
#[test]
fn what_is_missing_at_one_regroup_is_lost_at_once() {
    for (apart, stops) in [(60, false), (5, true)] {
        let mut twin = twin(10, None, vec![crash("n3", 100), crash("n4", 100 + apart), crash("n5", 100 + 2 * apart)]);
        twin.step(400);
        assert_eq!(event_ids(&mut twin).contains(&1177), stops, "{apart} s apart");
    }
}

/// A node that nobody hears does not join when the cluster stops and forms again meanwhile.
#[test]
fn who_is_not_heard_does_not_help_to_form_the_cluster() {
    let shape = Shape { release: "2019", level: 10, nodes: &NODES[..3], witness: false, roles: Vec::new() };
    let crash = Fault::NodeCrash { node: "n1".into(), at_seconds: 200, returns_after_seconds: Some(300) };
    let faults = vec![away("n3", 100, 1000), crash];
    let mut twin = twin_of(&shape.document(), &Simulation { faults, ..Simulation::default() });
    twin.step(400);
    assert_eq!(refused(&mut twin, &Call::Cluster).win32, Some(1753));
    let states = |twin: &mut Twin| nodes(twin).into_iter().map(|(_, state)| state).collect::<Vec<_>>();
    twin.step(300);
    assert_eq!(states(&mut twin), [0, 0, 1]);
    twin.step(600);
    assert_eq!(states(&mut twin), [0, 0, 0]);
}
