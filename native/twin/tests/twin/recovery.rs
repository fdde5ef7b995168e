//! What runs again after a failure, where and in which order.

use cluster_twin::call::Call;
use cluster_twin::{Fault, RoleTime, Simulation, Times, Twin};
use serde_json::{Value, json};

use crate::support::*;

fn crash(node: &str, at_seconds: u64) -> Fault {
    Fault::NodeCrash { node: node.into(), at_seconds, returns_after_seconds: None }
}

fn without_waiting(document: &Value, faults: Vec<Fault>) -> Twin {
    let mut twin = twin_of(document, &Simulation { faults, ..Simulation::default() });
    let write = Call::SetClusterProperty { name: "ResiliencyDefaultPeriod".into(), value: json!(0) };
    call::<Value>(&mut twin, &write);
    twin
}

fn shape(roles: Vec<Value>) -> Value {
    Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: true, roles }.document()
}

#[test]
fn high_priority_starts_where_room_is_left_and_low_gives_way() {
    // n2 and n3 hold 100 GB each of low priority; the 60 GB of n1 fit nowhere beside them.
    let mut roles = vec![
        virtual_machine(1, "n1", "9.0", 61_440),
        virtual_machine(2, "n2", "9.0", 102_400),
        virtual_machine(3, "n3", "9.0", 102_400),
    ];
    roles[0]["priority"] = json!(3000);
    roles[1]["priority"] = json!(1000);
    let mut twin = without_waiting(&shape(roles.clone()), vec![crash("n1", 100)]);
    twin.step(200);
    assert_eq!(group(&mut twin, "VM1").state, 0);
    assert_eq!(group(&mut twin, "VM2").state, 2);
    assert!(event_ids(&mut twin).contains(&1251));
    // High priority never gives way, and what is lower takes nothing from it.
    roles[0]["priority"] = json!(2000);
    roles[1]["priority"] = json!(3000);
    roles[2]["priority"] = json!(3000);
    let mut twin = without_waiting(&shape(roles), vec![crash("n1", 100)]);
    twin.step(200);
    assert_eq!([1, 2, 3].map(|number| group(&mut twin, &format!("VM{number}")).state), [2, 0, 0]);
    assert!(event_ids(&mut twin).contains(&1205));
}

#[test]
fn no_automatic_start_means_none() {
    let mut roles = vec![virtual_machine(1, "n1", "9.0", 8192)];
    roles[0]["priority"] = json!(0);
    let mut twin = without_waiting(&shape(roles), vec![crash("n1", 100)]);
    twin.step(300);
    let machine = group(&mut twin, "VM1");
    assert_eq!(machine.state, 1);
    assert_ne!(machine.owner.as_str(), "n1");
}

/// Group sets: the provider first, then the delay ("Failover cluster group sets").
#[test]
fn a_set_waits_for_the_sets_that_it_depends_on() {
    let roles = vec![virtual_machine(1, "n1", "9.0", 8192), virtual_machine(2, "n1", "9.0", 8192)];
    let mut document = shape(roles);
    document["groupSets"] = json!([
        {"name": "front", "roles": ["VM1"], "providerSets": ["back"]},
        {"name": "back", "roles": ["VM2"], "startupDelaySeconds": 60}
    ]);
    let mut twin = without_waiting(&document, vec![crash("n1", 100)]);
    twin.step(130);
    assert_eq!((group(&mut twin, "VM1").state, group(&mut twin, "VM1").status_information), (1, 4096));
    assert_eq!(group(&mut twin, "VM2").state, 4);
    twin.step(30);
    assert_eq!((group(&mut twin, "VM1").state, group(&mut twin, "VM2").state), (1, 0));
    twin.step(80);
    assert_eq!((group(&mut twin, "VM1").state, group(&mut twin, "VM1").status_information), (0, 0));
}

/// `StartupDelayTrigger`, `StartupCount` and `IsGlobal` of the set of VM2 and VM3, of which VM3 never starts; the
/// seconds within which VM1 runs again, with 30 s for each start and 30 s of delay, or never.
#[test]
fn a_set_is_ready_when_enough_of_its_roles_have_started() {
    let table = [
        ("delay", None, false, 0..0),
        ("delay", Some(1), false, 55..70),
        ("online", Some(1), false, 80..95),
        ("online", Some(0), false, 0..0),
        ("online", Some(1), true, 80..95),
    ];
    for (setting, count, global, expected) in table {
        let mut roles: Vec<Value> = (1..=3).map(|number| virtual_machine(number, "n1", "9.0", 8192)).collect();
        roles[2]["priority"] = json!(0);
        let mut document = shape(roles);
        document["groupSets"] = json!([
            {"name": "front", "roles": ["VM1"], "providerSets": if global { json!([]) } else { json!(["BACK"]) }},
            {
                "name": "back", "roles": ["VM2", "VM3"], "startupDelaySeconds": 30, "startupSetting": setting,
                "startupCount": count, "isGlobal": global
            }
        ]);
        let mut twin = without_waiting(&document, vec![crash("n1", 0)]);
        let (mut stopped, mut runs) = (false, 0);
        for second in 1..400 {
            twin.step(1);
            let online = group(&mut twin, "VM1").state == 0;
            stopped |= !online;
            if runs == 0 && stopped && online {
                runs = second;
            }
        }
        assert!(expected.contains(&runs) || (expected.is_empty() && runs == 0), "{setting} {count:?} {global}: {runs}");
    }
}

/// VM1 waits out the delay of VM2 on a node that is lost meanwhile: it waits again on another one, and starts.
#[test]
fn a_role_that_waits_for_its_delay_starts_although_its_node_is_lost() {
    let roles = vec![virtual_machine(1, "n1", "9.0", 8192), virtual_machine(2, "n1", "9.0", 8192)];
    let mut document = shape(roles);
    document["groupSets"] = json!([
        {"name": "front", "roles": ["VM1"], "providerSets": ["back"]},
        {"name": "back", "roles": ["VM2"], "startupDelaySeconds": 900}
    ]);
    let mut twin = without_waiting(&document, vec![crash("n1", 100)]);
    twin.step(400);
    let waits = group(&mut twin, "VM1");
    assert_eq!((waits.state, waits.status_information), (1, 4096));
    let mut twin = without_waiting(&document, vec![crash("n1", 100), crash(waits.owner.as_str(), 500)]);
    twin.step(600);
    let moved = group(&mut twin, "VM1");
    assert_eq!((moved.state, moved.owner == waits.owner), (1, false));
    twin.step(2000);
    assert_eq!((group(&mut twin, "VM1").state, group(&mut twin, "VM2").state), (0, 0));
}

/// Kind of a role, and how many milliseconds it is away or paused in a planned move.
#[test]
fn roles_that_are_no_machines_are_away_for_their_time() {
    let table = [("fileServer", 20_000, 0), ("sqlServer", 60_000, 0), ("scaleOutFileServer", 0, 5000)];
    for (kind, planned, paused) in table {
        let role = json!({"name": "Role", "id": "role", "kind": kind, "owner": "n1"});
        let mut twin = twin_of(&shape(vec![role]), &Simulation::default());
        call::<Value>(&mut twin, &suspend("n1"));
        twin.step(120);
        let outage = twin.account().outages.into_iter().find(|outage| outage.role.as_str() == "Role").unwrap();
        assert_eq!((outage.planned_milliseconds, outage.blackout_milliseconds), (planned, paused), "{kind}");
        assert_eq!(outage.down_milliseconds, 0, "{kind}");
    }
    let times = Times { roles: vec![RoleTime { role: "Role".into(), seconds: 300 }], ..Times::default() };
    let role = json!({"name": "Role", "id": "role", "kind": "sqlServer", "owner": "n1"});
    let mut twin = twin_of(&shape(vec![role]), &Simulation { times, ..Simulation::default() });
    call::<Value>(&mut twin, &suspend("n1"));
    twin.step(400);
    assert_eq!(twin.account().outages[0].planned_milliseconds, 300_000);
}

#[test]
fn machines_that_are_no_roles_stop_with_their_host() {
    let mut document = shape(vec![virtual_machine(1, "n1", "9.0", 8192)]);
    document["nodes"][0]["machine"]["unclusteredVirtualMachines"] = json!(["Tools"]);
    let mut twin = twin_of(&document, &Simulation::default());
    call::<Value>(&mut twin, &suspend("n1"));
    // A drain leaves them where they are, running.
    assert!(twin.account().outages.iter().all(|outage| outage.role.as_str() != "Tools"));
    call::<Value>(&mut twin, &evict("n1"));
    twin.step(600);
    let outage = twin.account().outages.into_iter().find(|outage| outage.role.as_str() == "Tools").unwrap();
    assert!(outage.planned_milliseconds >= 600_000, "{outage:?}");
    assert!(outage.reasons[0].contains("no role of the cluster"), "{outage:?}");
    // Installed anew, its host does not have them any more.
    twin.step(24 * 3600);
    let outage = twin.account().outages.into_iter().find(|outage| outage.role.as_str() == "Tools").unwrap();
    assert!(outage.planned_milliseconds >= 24 * 3_600_000, "{outage:?}");
    assert!(twin.inventory().machines[0].machine.unclustered_virtual_machines.is_empty());
}

#[test]
fn a_stopped_cluster_starts_again_with_every_role_where_it_was() {
    let roles = (1..=3).map(|number| virtual_machine(number, ["n1", "n2", "n3"][number - 1], "9.0", 8192)).collect();
    let mut twin = twin_of(&shape(roles), &Simulation::default());
    call::<Value>(&mut twin, &Call::StopCluster);
    assert_eq!(refused(&mut twin, &Call::Cluster).win32, Some(1753));
    twin.step(3600);
    assert_eq!(refused(&mut twin, &Call::Cluster).win32, Some(1753));
    call::<Value>(&mut twin, &Call::StartCluster);
    twin.step(300);
    for (number, owner) in [(1, "n1"), (2, "n2"), (3, "n3")] {
        let machine = group(&mut twin, &format!("VM{number}"));
        assert_eq!((machine.state, machine.owner.as_str()), (0, owner));
    }
    assert_eq!(group(&mut twin, "Cluster Group").state, 0);
    assert!(twin.account().outages.iter().all(|outage| outage.down_milliseconds == 0));
}

/// The votes that counted last decide who forms the cluster ("Understanding cluster and pool quorum").
#[test]
fn the_last_voter_forms_the_cluster_again() {
    let roles = vec![virtual_machine(1, "n3", "9.0", 8192)];
    let shape = Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: false, roles };
    let faults = vec![
        crash("n3", 100),
        Fault::NodeCrash { node: "n1".into(), at_seconds: 200, returns_after_seconds: Some(600) },
    ];
    let mut twin = twin_of(&shape.document(), &Simulation { faults, ..Simulation::default() });
    // Of the two that are left the higher id gives up its vote; when the other crashes, nobody counts any more.
    twin.step(300);
    assert_eq!(refused(&mut twin, &Call::Cluster).win32, Some(1753));
    twin.step(900);
    let states: Vec<u32> = nodes(&mut twin).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, [0, 0, 1]);
    assert_eq!(group(&mut twin, "VM1").state, 0);
    assert!(event_ids(&mut twin).contains(&1061));
}

#[test]
fn forced_quorum_forms_the_cluster_with_what_is_there_and_bars_the_level() {
    let roles = vec![virtual_machine(1, "n1", "9.0", 8192)];
    let shape = Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: false, roles };
    let mut twin = twin_of(
        &shape.document(),
        &Simulation { faults: vec![crash("n1", 100), crash("n2", 100)], ..Simulation::default() },
    );
    twin.step(400);
    assert_eq!(refused(&mut twin, &Call::Cluster).win32, Some(1753));
    call::<Value>(&mut twin, &Call::StartNode { node: "n3".into(), clear_quarantine: false, force_quorum: true });
    twin.step(400);
    assert_eq!((group(&mut twin, "VM1").state, group(&mut twin, "VM1").owner.as_str()), (0, "n3"));
    call::<Value>(&mut twin, &evict("n1"));
    call::<Value>(&mut twin, &evict("n2"));
    assert_eq!(refused(&mut twin, &Call::UpdateFunctionalLevel { what_if: true }).win32, Some(5974));
}
