//! Nodes that leave without a word ("Virtual machine compute resiliency", "Failover clustering system log events").

use cluster_twin::call::{Call, GroupView, NodeView};
use cluster_twin::{Fault, Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

fn crash(node: &str, at_seconds: u64, returns_after_seconds: u64) -> Fault {
    Fault::NodeCrash { node: node.into(), at_seconds, returns_after_seconds: Some(returns_after_seconds) }
}

fn twin(level: u32, faults: Vec<Fault>) -> Twin {
    let release = if level < 9 { "2012R2" } else { "2019" };
    let version = if level < 9 { "5.0" } else { "9.0" };
    let roles = vec![virtual_machine(1, "n1", version, 8192), virtual_machine(2, "n2", version, 8192)];
    let shape = Shape { release, level, nodes: &["n1", "n2", "n3"], witness: true, roles };
    twin_of(&shape.document(), &Simulation { faults, ..Simulation::default() })
}

fn node(twin: &mut Twin, name: &str) -> NodeView {
    let views: Vec<NodeView> = call(twin, &Call::Nodes { names: vec![name.into()] });
    views.into_iter().next().unwrap()
}

const ISOLATED: u32 = 1;
const QUARANTINED: u32 = 2;
const UNMONITORED: u32 = 256;

#[test]
fn an_isolated_node_that_comes_back_in_time_has_lost_nothing() {
    let isolated = Fault::NodeIsolated { node: "n1".into(), at_seconds: 100, returns_after_seconds: Some(120) };
    let mut twin = twin(10, vec![isolated]);
    twin.step(130);
    let (lost, machine): (NodeView, GroupView) = (node(&mut twin, "n1"), group(&mut twin, "VM1"));
    assert_eq!((lost.state, lost.status_information), (1, ISOLATED));
    assert_eq!((machine.state, machine.owner.as_str(), machine.status_information), (0, "n1", UNMONITORED));
    assert_eq!(refused(&mut twin, &move_to("VM1", "n2")).win32, Some(5984));
    // What is no VM does not wait.
    assert_ne!(group(&mut twin, "Cluster Group").owner.as_str(), "n1");
    twin.step(100);
    assert_eq!(node(&mut twin, "n1").status_information, 0);
    let machine = group(&mut twin, "VM1");
    assert_eq!((machine.state, machine.owner.as_str(), machine.status_information), (0, "n1", 0));
    assert!(twin.account().outages.is_empty(), "{:?}", twin.account().outages);
    let ids = event_ids(&mut twin);
    for id in [1135, 1673, 1681, 1680, 1682] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
}

/// When the VM of a node that crashed runs again: level, expected seconds of its outage.
#[test]
fn a_dead_node_looks_like_an_isolated_one_until_the_period_is_over() {
    for (level, least, most) in [(8, 20, 60), (10, 260, 300)] {
        let mut twin = twin(level, vec![crash("n1", 100, 3000)]);
        twin.step(1000);
        assert_eq!((group(&mut twin, "VM1").state, level), (0, level));
        assert_ne!(group(&mut twin, "VM1").owner.as_str(), "n1");
        let account = twin.account();
        let outage = account.outages.iter().find(|outage| outage.role.as_str() == "VM1").unwrap();
        let seconds = outage.down_milliseconds / 1000;
        assert!((least..most).contains(&seconds), "level {level}: {seconds} s");
        assert_eq!(outage.reasons, ["its node went down"]);
    }
}

#[test]
fn a_node_that_restarts_within_the_period_starts_its_machines_itself() {
    let mut twin = twin(10, vec![crash("n1", 100, 90)]);
    twin.step(400);
    let machine = group(&mut twin, "VM1");
    assert_eq!((machine.state, machine.owner.as_str()), (0, "n1"));
    let seconds = twin.account().outages[0].down_milliseconds / 1000;
    assert!((90..140).contains(&seconds), "{seconds}");
}

#[test]
fn the_period_is_a_property_of_the_cluster() {
    let mut twin = twin(10, vec![crash("n1", 100, 3000)]);
    let write = Call::SetClusterProperty { name: "ResiliencyDefaultPeriod".into(), value: json!(0) };
    call::<Value>(&mut twin, &write);
    twin.step(160);
    assert_eq!(group(&mut twin, "VM1").state, 0);
    assert!(!event_ids(&mut twin).contains(&1673));
}

#[test]
fn three_departures_in_an_hour_are_followed_by_quarantine() {
    let mut twin = twin(10, vec![crash("n1", 100, 60), crash("n1", 700, 60), crash("n1", 1300, 60)]);
    twin.step(1400);
    let lost = node(&mut twin, "n1");
    assert_eq!((lost.state, lost.status_information & QUARANTINED), (1, QUARANTINED));
    // Nobody waits for a node in quarantine.
    assert_eq!((group(&mut twin, "VM1").state, lost.status_information & ISOLATED), (0, 0));
    let start = |clear_quarantine| Call::StartNode { node: "n1".into(), clear_quarantine, force_quorum: false };
    assert_eq!(refused(&mut twin, &start(false)).win32, Some(5985));
    let ids = event_ids(&mut twin);
    for id in [1672, 1675, 1676] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    let mut cleared = twin.clone();
    call::<NodeView>(&mut cleared, &start(true));
    cleared.step(60);
    assert_eq!((node(&mut cleared, "n1").state, node(&mut cleared, "n1").status_information), (0, 0));
    // Two hours later it joins by itself.
    twin.step(7000);
    assert_eq!(node(&mut twin, "n1").state, 1);
    twin.step(300);
    assert_eq!((node(&mut twin, "n1").state, node(&mut twin, "n1").status_information), (0, 0));
}

#[test]
fn departures_that_lie_further_apart_do_not_count_together() {
    let mut twin = twin(10, vec![crash("n1", 100, 60), crash("n1", 3000, 60), crash("n1", 6000, 60)]);
    twin.step(6300);
    assert_eq!(node(&mut twin, "n1").state, 0);
    assert!(!event_ids(&mut twin).contains(&1672));
}
