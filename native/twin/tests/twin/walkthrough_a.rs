//! The walkthrough of "Cluster operating system rolling upgrade" (learn.microsoft.com): three nodes, level 10 to 11.

use cluster_twin::call::{Call, ClusterView, NodeView, SupportedVersionView, UpdatingView, VirtualMachineView};
use serde_json::Value;

use crate::support::*;

fn shape() -> Shape<'static> {
    Shape {
        release: "2019",
        level: 10,
        nodes: &["Node1", "Node2", "Node3"],
        witness: false,
        roles: vec![
            virtual_machine(1, "Node1", "9.0", 12_288),
            virtual_machine(2, "Node1", "9.0", 4096),
            virtual_machine(3, "Node2", "9.0", 1216),
            virtual_machine(4, "Node3", "9.0", 2048),
        ],
    }
}

fn up(names: &[&str]) -> Vec<(String, u32)> {
    names.iter().map(|name| ((*name).to_owned(), 0)).collect()
}

#[test]
fn every_documented_state_is_shown() {
    let mut twin = shape().twin();
    first_node_leaves(&mut twin);
    first_node_comes_back(&mut twin);
    turn(&mut twin, "Node2");
    turn(&mut twin, "Node3");
    all_nodes_are_new(&mut twin);
    level_is_raised(&mut twin);
    one_version_is_raised(&mut twin);

    // No role was down but for the shutdown that somebody asked for.
    let account = twin.account();
    assert_eq!(account.failed_moves, 0);
    assert!(account.outages.iter().all(|outage| outage.down_milliseconds == 0), "{account:?}");
    let planned: Vec<&str> =
        account.outages.iter().filter(|outage| outage.planned_milliseconds > 0).map(|one| one.role.as_str()).collect();
    assert_eq!(planned, ["VM2"]);
}

/// A01 to A06.
fn first_node_leaves(twin: &mut cluster_twin::Twin) {
    // A01, A02, A03
    assert_eq!(nodes(twin), up(&["Node1", "Node2", "Node3"]));
    let updating: UpdatingView = call(twin, &Call::Updating);
    assert!(updating.present && updating.enabled && !updating.run_in_progress);
    call::<Value>(twin, &Call::SetUpdatingRole { enabled: false });
    assert!(!call::<UpdatingView>(twin, &Call::Updating).enabled);

    // A04: the cmdlet returns at once, the node is paused, the roles are on their way.
    let drain = Call::SuspendNode { node: "Node1".into(), drain: true, force_drain: false, wait: false, target: None };
    let view: NodeView = call(twin, &drain);
    assert_eq!((view.name.as_str(), view.id, view.state, view.drain_status), ("Node1", 1, 2, 1));
    assert_eq!(view.status_information, 4);
    assert_eq!(refused(twin, &drain).win32, Some(5962));
    twin.step(120);
    let view: Vec<NodeView> = call(twin, &Call::Nodes { names: vec!["Node1".into()] });
    assert_eq!((view[0].state, view[0].drain_status, view[0].drain_error_code), (2, 2, 0));
    assert_eq!(groups_of(twin, "Node1"), 0);
    assert_eq!(group(twin, "VM1").state, 0);

    // A06
    assert_eq!(twin.call(&evict("Node1")).unwrap(), Value::Null);
    assert_eq!(nodes(twin), up(&["Node2", "Node3"]));
    assert!(event_ids(twin).contains(&1011));
}

/// A07 to A12.
fn first_node_comes_back(twin: &mut cluster_twin::Twin) {
    // A07 to A10: installed, added; mixed mode, core group on the new node, level as before.
    assert_eq!(refused(twin, &add("Node1")).win32, Some(1722));
    await_install(twin, "Node1");
    let added: Vec<NodeView> = call(twin, &add("Node1"));
    assert_eq!((added[0].state, added[0].id, added[0].build_number), (0, 1, 20348));
    twin.step(10);
    assert_eq!(group(twin, "Cluster Group").owner.as_str(), "Node1");
    assert_eq!(level(twin), 10);
    assert!(event_ids(twin).contains(&1548));
    assert!(twin.inventory().cluster.mixed_since.is_some());

    // A12
    let back = Call::MoveVirtualMachine {
        group: "VM1".into(),
        node: Some("Node1".into()),
        migration: None,
        wait_seconds: None,
        cancel: false,
    };
    let moved: cluster_twin::call::GroupView = call(twin, &back);
    assert_eq!((moved.name.as_str(), moved.owner.as_str(), moved.state), ("VM1", "Node1", 0));

    // E: not yet, and not with an old member.
    assert_eq!(refused(twin, &Call::UpdateFunctionalLevel { what_if: true }).win32, Some(5973));
}

/// A14 to A16, after A13.
fn all_nodes_are_new(twin: &mut cluster_twin::Twin) {
    let storage = group(twin, "Available Storage");
    assert_eq!(storage.state, 1);
    for name in ["VM1", "VM2", "VM3", "VM4", "Cluster Group"] {
        assert_eq!(group(twin, name).state, 0, "{name}");
    }
    assert_eq!(nodes(twin), up(&["Node1", "Node2", "Node3"]));
    assert_eq!(level(twin), 10);
    let versions: Vec<SupportedVersionView> = call(twin, &Call::SupportedVersions);
    assert!(versions.iter().all(|version| version.functional_level == 11));
}

/// A17, A18, A20.
fn level_is_raised(twin: &mut cluster_twin::Twin) {
    call::<ClusterView>(twin, &Call::UpdateFunctionalLevel { what_if: true });
    assert_eq!(level(twin), 10);
    let cluster: ClusterView = call(twin, &Call::UpdateFunctionalLevel { what_if: false });
    assert_eq!(cluster.functional_level, 11);
    assert!(event_ids(twin).contains(&1594));
    // A20
    call::<Value>(twin, &Call::SetUpdatingRole { enabled: true });
    assert!(call::<UpdatingView>(twin, &Call::Updating).enabled);
}

/// A23, A24: off first, then 10.0.
fn one_version_is_raised(twin: &mut cluster_twin::Twin) {
    let owner = group(twin, "VM2").owner;
    let update = Call::UpdateVirtualMachineVersion { name: "VM2".into(), host: owner.clone() };
    assert_eq!(refused(twin, &update).win32, Some(32_775));
    let off: VirtualMachineView =
        call(twin, &Call::StopVirtualMachine { name: "VM2".into(), host: owner.clone(), kind: 2 });
    assert_eq!(off.state, 3);
    assert_eq!(group(twin, "VM2").state, 1);
    assert_eq!(call::<VirtualMachineView>(twin, &update).version, "10.0");
    let on: VirtualMachineView = call(twin, &Call::StartVirtualMachine { name: "VM2".into(), host: owner });
    assert_eq!((on.state, group(twin, "VM2").state), (2, 0));
}

#[test]
fn an_evicted_node_is_forgotten() {
    let mut document = shape().document();
    document["nodes"][0]["vote"] = false.into();
    document["nodes"][0]["faultDomain"] = "rack1".into();
    document["cluster"]["quorum"]["lowerPriorityNodeId"] = 1.into();
    document["roles"][2]["preferredOwners"] = serde_json::json!(["Node1", "Node2"]);
    document["roles"][2]["possibleOwners"] = serde_json::json!(["Node1", "Node2"]);
    let mut twin = twin_of(&document, &cluster_twin::Simulation::default());
    turn(&mut twin, "Node1");
    let inventory = twin.inventory();
    let role = inventory.roles.iter().find(|role| role.name.as_str() == "VM1").unwrap();
    assert_eq!((role.preferred_owners.len(), role.possible_owners.len()), (1, 1));
    let node = inventory.node(&"Node1".into()).unwrap();
    assert!(node.vote && node.fault_domain.is_none());
    assert_eq!(inventory.cluster.quorum.lower_priority_node_id, 0);
}

#[test]
fn the_present_state_makes_an_equal_twin() {
    let mut twin = shape().twin();
    turn(&mut twin, "Node1");
    let inventory = twin.inventory();
    let again = cluster_twin::Twin::new(&inventory, &cluster_twin::Simulation::default(), 1).unwrap();
    assert_eq!(again.inventory(), inventory);
}
