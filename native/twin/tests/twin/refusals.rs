//! What the cluster refuses, with the system error code that Windows gives.

use cluster_twin::call::{Call, NodeView};
use cluster_twin::{Fault, InstallDefect, Simulation, Twin};
use rolling_upgrade_core::error::ErrorId;
use serde_json::{Value, json};

use crate::support::*;

fn shape(roles: Vec<Value>) -> Shape<'static> {
    Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: true, roles }
}

fn change(roles: Vec<Value>, alter: impl Fn(&mut Value)) -> Twin {
    let mut document = shape(roles).document();
    alter(&mut document);
    twin_of(&document, &Simulation::default())
}

fn live(role: &str, node: &str) -> Call {
    migrate(role, node, 4)
}

fn quick(role: &str, node: &str) -> Call {
    migrate(role, node, 1)
}

/// `-MigrationType` by its number.
fn migrate(role: &str, node: &str, kind: u32) -> Call {
    Call::MoveVirtualMachine {
        group: role.into(),
        node: Some(node.into()),
        migration: Some(kind),
        wait_seconds: None,
        cancel: false,
    }
}

#[test]
fn names_that_do_not_exist() {
    let mut twin = shape(Vec::new()).twin();
    assert_eq!(refused(&mut twin, &suspend("n9")).id, ErrorId::NodeNotFound);
    assert_eq!(refused(&mut twin, &live("VM9", "n1")).id, ErrorId::RoleNotFound);
    assert_eq!(refused(&mut twin, &add("n9")).id, ErrorId::NodeNotFound);
    assert_eq!(refused(&mut twin, &Call::UpdateStoragePool { pool: "p".into() }).win32, Some(1168));
    assert_eq!(
        refused(&mut twin, &Call::OwnerNodes { group: None, resource: Some("r".into()), resource_type: None }).win32,
        Some(5007)
    );
}

/// Release of n2, teaming of the switch on n1, which runs 2019, the parameter, and whether VM1 migrates live to n2.
#[test]
fn back_to_2016_the_check_of_the_destination_is_in_the_way_of_embedded_teaming() {
    let table = [
        ("2016", "set", None, false),
        ("2016", "set", Some(0), false),
        ("2016", "set", Some(1), true),
        ("2016", "lbfo", None, true),
        ("2016", "none", None, true),
        ("2019", "set", None, true),
    ];
    for (release, teaming, value, moves) in table {
        let mut document = shape(vec![virtual_machine(1, "n1", "8.0", 8192)]).document();
        document["cluster"]["functionalLevel"] = json!(9);
        document["nodes"][1]["machine"]["release"] = json!(release);
        document["nodes"][0]["machine"]["switches"][0]["teaming"] = json!(teaming);
        let mut twin = twin_of(&document, &Simulation::default());
        if let Some(value) = value {
            call::<Value>(
                &mut twin,
                &Call::SetParameters {
                    resource: None,
                    resource_type: Some("Virtual Machine".to_owned()),
                    cluster: false,
                    values: [("SkipMigrationDestinationCheck".to_owned(), json!(value))].into_iter().collect(),
                    create: true,
                    delete: false,
                },
            );
        }
        if !moves {
            assert_eq!(refused(&mut twin, &live("VM1", "n2")).win32, Some(5953), "{release} {teaming} {value:?}");
            // The check is one of live migration: a quick one goes.
            call::<Value>(&mut twin, &quick("VM1", "n2"));
        } else {
            call::<Value>(&mut twin, &live("VM1", "n2"));
        }
        assert_eq!(group(&mut twin, "VM1").owner.as_str(), "n2", "{release} {teaming} {value:?}");
    }
}

#[test]
fn moves_that_can_not_be_made() {
    let one = || vec![virtual_machine(1, "n1", "9.0", 8192)];
    type Alter = fn(&mut Value);
    let table: [(&str, Alter, u32); 8] = [
        ("not a possible owner", |document| document["roles"][2]["possibleOwners"] = json!(["n1", "n3"]), 5016),
        ("other switch", |document| document["nodes"][1]["machine"]["switches"][0]["name"] = json!("vswitch"), 5953),
        ("other vendor", |d| d["nodes"][1]["machine"]["processor"]["vendor"] = json!("AuthenticAMD"), 5953),
        ("other features", |d| d["nodes"][1]["machine"]["processor"]["featureSet"] = json!("skylake"), 5953),
        ("no memory", |document| document["nodes"][1]["machine"]["memoryMiB"] = json!(8000), 5957),
        ("no Hyper-V", |d| d["nodes"][1]["machine"]["features"] = json!(["Failover-Clustering"]), 5079),
        ("paused", |document| document["nodes"][1]["state"] = json!("paused"), 5070),
        ("locked", |document| document["roles"][2]["locked"] = json!(true), 5960),
    ];
    for (name, alter, code) in table {
        let mut twin = change(one(), alter);
        assert_eq!(refused(&mut twin, &live("VM1", "n2")).win32, Some(code), "{name}");
        assert_eq!(group(&mut twin, "VM1").owner.as_str(), "n1", "{name}");
    }
    let mut twin = change(one(), |document| {
        document["nodes"][1]["machine"]["processor"]["featureSet"] = json!("skylake");
        document["roles"][2]["virtualMachine"]["processorCompatibility"] = json!(true);
    });
    assert!(twin.call(&live("VM1", "n2")).is_ok());
    assert!(twin.account().outages[0].blackout_milliseconds >= 300);
}

#[test]
fn a_role_that_can_not_move_fails_the_drain() {
    let roles = || vec![virtual_machine(1, "n1", "9.0", 8192), virtual_machine(2, "n1", "9.0", 8192)];
    let pinned = |document: &mut Value| document["roles"][3]["possibleOwners"] = json!(["n1"]);
    let mut twin = change(roles(), pinned);
    let view: NodeView = call(&mut twin, &suspend("n1"));
    assert_eq!((view.state, view.drain_status, view.drain_error_code), (2, 3, 5016));
    let events: Vec<cluster_twin::call::EventView> = call(&mut twin, &Call::Events { from: 0 });
    let failed = events.iter().find(|event| event.event_id == Some(1677)).unwrap();
    assert!(failed.message.contains("the role VM2 could not be moved (code 5016)"), "{}", failed.message);
    assert_ne!(group(&mut twin, "VM1").owner.as_str(), "n1");
    let error = refused(&mut twin, &evict("n1"));
    assert_eq!(error.win32, Some(5072));
    // Forced, it is stopped.
    let mut twin = change(roles(), pinned);
    let force = Call::SuspendNode { node: "n1".into(), drain: true, force_drain: true, wait: true, target: None };
    let view: NodeView = call(&mut twin, &force);
    assert_eq!((view.state, view.drain_status), (2, 2));
    assert_eq!(group(&mut twin, "VM2").state, 1);
    assert!(twin.account().outages.iter().any(|outage| outage.role.as_str() == "VM2"));
}

#[test]
fn drains_that_can_not_begin() {
    let mut twin = shape(Vec::new()).twin();
    let onto = |target: &str| Call::SuspendNode {
        node: "n1".into(),
        drain: true,
        force_drain: false,
        wait: false,
        target: Some(target.into()),
    };
    assert_eq!(refused(&mut twin, &onto("n1")).win32, Some(114));
    assert_eq!(refused(&mut twin, &onto("n9")).win32, Some(5005));
    for node in ["n2", "n3"] {
        call::<Value>(&mut twin, &suspend(node));
    }
    assert_eq!(refused(&mut twin, &suspend("n1")).win32, Some(5050));
    assert_eq!(refused(&mut twin, &Call::ResumeNode { node: "n1".into(), failback: None }).win32, Some(5058));
}

#[test]
fn joins_that_are_refused() {
    let pool = |machine: Value| {
        let mut document = shape(vec![virtual_machine(1, "n1", "9.0", 8192)]).document();
        document["machines"] = json!([{"name": "n4", "machine": machine}]);
        twin_of(&document, &Simulation::default())
    };
    let mut incompatible = pool(machine("2025", 65_536));
    assert_eq!(refused(&mut incompatible, &add("n4")).win32, Some(5075));
    assert!(event_ids(&mut incompatible).contains(&1547));
    assert_eq!(refused(&mut pool(machine("2016", 65_536)), &add("n4")).win32, Some(5075));
    let mut without = machine("2019", 65_536);
    without["features"] = json!(["Hyper-V"]);
    assert_eq!(refused(&mut pool(without.clone()), &add("n4")).win32, Some(5932));
    without["features"] = json!(["Failover-Clustering"]);
    assert_eq!(refused(&mut pool(without.clone()), &add("n4")).win32, Some(5079));
    without["features"] = json!(["Failover-Clustering", "Hyper-V"]);
    without["domain"] = json!("fabrikam.com");
    assert_eq!(refused(&mut pool(without), &add("n4")).win32, Some(1355));
    let mut twin = pool(machine("2022", 65_536));
    assert_eq!(refused(&mut twin, &add("n1")).win32, Some(5065));
    call::<Value>(&mut twin, &add("n4"));
    assert_eq!(nodes(&mut twin).len(), 4);
}

#[test]
fn a_node_without_slat_does_not_come_back() {
    let mut twin = change(vec![virtual_machine(1, "n2", "9.0", 8192)], |document| {
        document["nodes"][0]["machine"]["processor"]["secondLevelAddressTranslation"] = json!(false);
    });
    call::<Value>(&mut twin, &suspend("n1"));
    call::<Value>(&mut twin, &evict("n1"));
    await_install(&mut twin, "n1");
    assert_eq!(refused(&mut twin, &add("n1")).win32, Some(5079));
}

#[test]
fn the_level_needs_every_node() {
    let mut twin = shape(Vec::new()).twin();
    for node in ["n1", "n2", "n3"] {
        turn(&mut twin, node);
    }
    let update = Call::UpdateFunctionalLevel { what_if: false };
    call::<Value>(
        &mut twin,
        &Call::SuspendNode { node: "n1".into(), drain: false, force_drain: false, wait: false, target: None },
    );
    assert_eq!(refused(&mut twin, &update).win32, Some(5980));
    assert!(event_ids(&mut twin).contains(&1664));
    call::<Value>(&mut twin, &Call::ResumeNode { node: "n1".into(), failback: None });
    call::<Value>(&mut twin, &Call::StopNode { node: "n3".into() });
    assert_eq!(refused(&mut twin, &update).win32, Some(5980));
    call::<Value>(&mut twin, &Call::StartNode { node: "n3".into(), clear_quarantine: false, force_quorum: false });
    twin.step(60);
    call::<Value>(&mut twin, &update);
    assert_eq!(level(&mut twin), 11);
}

#[test]
fn the_last_node_stays() {
    let shape = Shape { release: "2019", level: 10, nodes: &["n1", "n2"], witness: false, roles: Vec::new() };
    let mut twin = shape.twin();
    call::<Value>(&mut twin, &suspend("n1"));
    call::<Value>(&mut twin, &evict("n1"));
    let alone = refused(&mut twin, &suspend("n2"));
    assert_eq!(alone.win32, Some(5050));
    assert!(refused(&mut twin, &Call::StopNode { node: "n2".into() }).win32 == Some(5939));
}

#[test]
fn lost_quorum_stops_everything_and_votes_bring_it_back() {
    let crash =
        |node: &str, at_seconds| Fault::NodeCrash { node: node.into(), at_seconds, returns_after_seconds: Some(600) };
    let simulation = Simulation { faults: vec![crash("n1", 100), crash("n2", 100)], ..Simulation::default() };
    let roles = vec![virtual_machine(1, "n1", "9.0", 8192), virtual_machine(2, "n3", "9.0", 8192)];
    let shape = Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: false, roles };
    let mut twin = twin_of(&shape.document(), &simulation);
    twin.step(50);
    assert_eq!(nodes(&mut twin).len(), 3);
    twin.step(80);
    // Two of three votes at once.
    assert_eq!(refused(&mut twin, &Call::Cluster).win32, Some(1753));
    assert!(event_ids(&mut twin).contains(&1177));
    twin.step(3000);
    assert_eq!(nodes(&mut twin).iter().filter(|(_, state)| *state == 0).count(), 3);
    let down = |name: &str, twin: &mut Twin| group(twin, name).state;
    assert_eq!((down("VM1", &mut twin), down("VM2", &mut twin)), (0, 0));
    assert!(twin.account().outages.iter().all(|outage| outage.down_milliseconds > 0));
}

#[test]
fn what_an_installation_leaves_out_is_missing_until_it_is_mended() {
    let defect = InstallDefect {
        features: vec!["Hyper-V".into()],
        networks: vec!["Live Migration".into()],
        storage_paths: 2,
        mended_after_seconds: Some(900),
        ..InstallDefect::of("n1".into())
    };
    let simulation = Simulation { install_defects: vec![defect], ..Simulation::default() };
    let mut twin = twin_of(&shape(vec![virtual_machine(1, "n2", "9.0", 8192)]).document(), &simulation);
    call::<Value>(&mut twin, &suspend("n1"));
    call::<Value>(&mut twin, &evict("n1"));
    await_install(&mut twin, "n1");
    let facts = |twin: &mut Twin| -> cluster_twin::call::MachineView {
        call(twin, &Call::MachineFacts { machine: "n1".into() })
    };
    let first = facts(&mut twin).facts.unwrap();
    assert!(!first.has_feature("Hyper-V") && first.storage_paths == Some(2));
    assert!(first.adapters.iter().all(|adapter| adapter.network.as_deref() != Some("Live Migration")));
    assert_eq!(refused(&mut twin, &add("n1")).win32, Some(5079));
    twin.step(900);
    let then = facts(&mut twin).facts.unwrap();
    assert!(then.has_feature("Hyper-V") && then.storage_paths == Some(4));
    call::<Value>(&mut twin, &add("n1"));
}

#[test]
fn properties_are_written_where_the_level_has_them() {
    let set = |name: &str, value: u64| Call::SetClusterProperty { name: name.into(), value: value.into() };
    let mut twin = shape(Vec::new()).twin();
    assert!(twin.call(&set("AutoBalancerMode", 7)).is_err());
    assert_eq!(refused(&mut twin, &set("Nonsense", 1)).id, ErrorId::TwinNotModelled);
    call::<Value>(&mut twin, &set("AutoBalancerMode", 0));
    call::<Value>(&mut twin, &set("SameSubnetThreshold", 30));
    let view: cluster_twin::call::ClusterView = call(&mut twin, &Call::Cluster);
    assert_eq!(view.properties["SameSubnetThreshold"], 30);
    let old = Shape { release: "2012R2", level: 8, nodes: &["n1", "n2"], witness: true, roles: Vec::new() };
    let mut twin = old.twin();
    let report = refused(&mut twin, &set("AutoBalancerMode", 0));
    assert_eq!(report.id, ErrorId::RequestInvalid);
    assert!(report.message.contains("does not exist at functional level 8"), "{}", report.message);
    assert!(report.message.ends_with("Windows Server 2016 brings it, at level 9"), "{}", report.message);
    let view: cluster_twin::call::ClusterView = call(&mut twin, &Call::Cluster);
    assert!(!view.properties.contains_key("AutoBalancerMode"));
}

#[test]
fn the_balancer_moves_only_while_it_is_on() {
    let busy = |mode: u32| {
        let roles = (1..=14).map(|number| virtual_machine(number, "n1", "9.0", 8192)).collect();
        let mut document = shape(roles).document();
        document["cluster"]["autoBalancerMode"] = json!(mode);
        let mut twin = twin_of(&document, &Simulation::default());
        twin.step(4000);
        groups_of(&mut twin, "n1")
    };
    assert_eq!(busy(0), 16);
    assert_eq!(busy(1), 16);
    assert!(busy(2) < 16);
}
