//! The order of a drain, its methods and its destination ("Suspend-ClusterNode", "Configuring how VMs are moved when a
//! node is drained").

use cluster_twin::call::{Call, EventView, NodeView};
use cluster_twin::{Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

fn drain(target: Option<&str>) -> Call {
    let target = target.map(Into::into);
    Call::SuspendNode { node: "n1".into(), drain: true, force_drain: false, wait: false, target }
}

/// One of low priority, one of medium, two of high, one that is off, and one that is no VM; one migration at a time.
fn twin() -> Twin {
    let mut roles: Vec<Value> = (1..=5).map(|number| virtual_machine(number, "n1", "9.0", 4096)).collect();
    for (role, priority) in roles.iter_mut().zip([1000, 2000, 3000, 3000, 3000]) {
        role["priority"] = json!(priority);
    }
    roles[4]["state"] = json!("offline");
    roles[4]["virtualMachine"]["state"] = json!("off");
    roles.push(json!({"name": "Files", "id": "files", "kind": "fileServer", "owner": "n1"}));
    let mut document =
        Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: true, roles }.document();
    document["cluster"]["moveTypeThreshold"] = json!(2000);
    document["cluster"]["maximumParallelMigrations"] = json!(1);
    twin_of(&document, &Simulation::default())
}

/// The roles in the order in which they arrived, with how they moved.
fn arrivals(twin: &mut Twin) -> Vec<(String, String)> {
    let events: Vec<EventView> = call(twin, &Call::Events { from: 0 });
    let arrived = events.into_iter().filter(|event| event.event_id == Some(1641));
    arrived.map(|event| (event.subject, event.message.split(" from ").next().unwrap().to_owned())).collect()
}

#[test]
fn high_before_medium_and_low_beside_them() {
    let mut twin = twin();
    let view: NodeView = call(&mut twin, &drain(None));
    assert_eq!((view.state, view.drain_status), (2, 1), "paused first");
    let state = |twin: &mut Twin, name: &str| group(twin, name).state;
    // The first of high priority migrates; the quick one is on its way beside it as soon as the core group and what is
    // off have changed their owner; the others wait.
    twin.step(3);
    let states = ["VM1", "VM2", "VM3", "VM4"].map(|name| state(&mut twin, name));
    assert_eq!(states, [4, 0, 4, 0]);
    assert_eq!(group(&mut twin, "VM2").status_information & 4, 4, "queued");
    twin.step(300);
    let arrived = arrivals(&mut twin);
    let live: Vec<&str> =
        arrived.iter().filter(|(_, how)| how == "migrated live").map(|(name, _)| name.as_str()).collect();
    assert_eq!(live, ["VM3", "VM4", "VM2"]);
    let how = |name: &str| arrived.iter().find(|(role, _)| role == name).map(|(_, how)| how.clone()).unwrap();
    assert_eq!(how("VM1"), "migrated quickly");
    assert_eq!((how("VM5").as_str(), state(&mut twin, "VM5")), ("changed its owner", 1));
    assert_eq!((how("Files").as_str(), state(&mut twin, "Files")), ("failed over", 0));
    let account = twin.account();
    let planned: Vec<&str> =
        account.outages.iter().filter(|one| one.planned_milliseconds > 0).map(|one| one.role.as_str()).collect();
    assert_eq!(planned, ["VM1", "Files"]);
}

#[test]
fn without_drain_nothing_moves_and_with_a_target_all_go_there() {
    let mut paused = twin();
    let pause = Call::SuspendNode { node: "n1".into(), drain: false, force_drain: false, wait: true, target: None };
    assert_eq!(call::<NodeView>(&mut paused, &pause).state, 2);
    paused.step(600);
    assert_eq!(groups_of(&mut paused, "n1"), 8);
    let mut targeted = twin();
    call::<Value>(&mut targeted, &drain(Some("n3")));
    targeted.step(600);
    assert_eq!(groups_of(&mut targeted, "n1"), 0);
    // The core group and storage that nobody uses go where the cluster likes.
    for name in ["VM1", "VM2", "VM3", "VM4", "VM5", "Files"] {
        assert_eq!(group(&mut targeted, name).owner.as_str(), "n3", "{name}");
    }
}

#[test]
fn a_drain_that_is_called_off_leaves_what_has_not_moved() {
    let mut twin = twin();
    call::<Value>(&mut twin, &drain(None));
    call::<Value>(&mut twin, &Call::ResumeNode { node: "n1".into(), failback: Some(0) });
    twin.step(600);
    assert_eq!(group(&mut twin, "VM4").owner.as_str(), "n1");
    let view: Vec<NodeView> = call(&mut twin, &Call::Nodes { names: vec!["n1".into()] });
    assert_eq!((view[0].state, view[0].drain_status), (0, 0));
}
