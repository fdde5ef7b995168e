//! What administrators do around an upgrade: the cluster stopped and started, restarts, groups, quorum, features.

use cluster_twin::call::{
    AccountView, Call, GroupView, HostView, MachineView, NodeView, QuorumView, ResourceView, VirtualMachineView,
    WitnessSetting,
};
use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::error::ErrorId;
use rolling_upgrade_core::model::WitnessKind;
use serde_json::{Value, json};

use crate::support::*;

const NODES: [&str; 3] = ["Node1", "Node2", "Node3"];

fn twin() -> Twin {
    twin_with(&Simulation::default())
}

fn twin_with(simulation: &Simulation) -> Twin {
    let roles = (1..=4).map(|number| virtual_machine(number, NODES[(number - 1) % 3], "9.0", 4096)).collect();
    let shape = Shape { release: "2019", level: 10, nodes: &NODES, witness: true, roles };
    twin_of(&shape.document(), simulation)
}

fn states(twin: &mut Twin) -> Vec<(String, u32)> {
    let groups: Vec<GroupView> = call(twin, &Call::Groups { names: Vec::new(), owner: None });
    groups.into_iter().map(|group| (group.name.to_string(), group.state)).collect()
}

#[test]
fn a_stopped_cluster_answers_nobody_and_comes_back_with_its_roles() {
    let mut twin = twin();
    let before = states(&mut twin);
    call::<Value>(&mut twin, &Call::StopCluster);
    assert_eq!(refused(&mut twin, &Call::Cluster).win32, Some(1753));
    call::<Value>(&mut twin, &Call::Step { seconds: 600 });
    assert_eq!(refused(&mut twin, &Call::Cluster).win32, Some(1753), "nobody started it");
    call::<Value>(&mut twin, &Call::StartCluster);
    call::<Value>(&mut twin, &Call::Step { seconds: 60 });
    assert_eq!(states(&mut twin), before);
    let account: AccountView = call(&mut twin, &Call::Account);
    assert_eq!(account.outages.len(), 4);
    for outage in &account.outages {
        assert!(outage.planned_milliseconds >= 600_000 && outage.down_milliseconds == 0, "{outage:?}");
    }
}

#[test]
fn a_restart_drains_first_and_the_node_comes_back() {
    let mut twin = twin();
    call::<MachineView>(&mut twin, &Call::RestartMachine { machine: "Node1".into(), wait: false });
    let facts: MachineView = call(&mut twin, &Call::MachineFacts { machine: "Node1".into() });
    assert!(!facts.reachable && facts.facts.is_none());
    assert_ne!(group(&mut twin, "VM1").owner.as_str(), "Node1");
    assert_eq!(group(&mut twin, "VM1").state, 0);
    assert_eq!(refused(&mut twin, &Call::RestartMachine { machine: "Node1".into(), wait: false }).win32, Some(1722));
    call::<Value>(&mut twin, &Call::Step { seconds: 300 });
    assert_eq!(nodes(&mut twin)[0], ("Node1".to_owned(), 0));
    let account: AccountView = call(&mut twin, &Call::Account);
    assert!(account.outages.iter().all(|outage| outage.planned_milliseconds + outage.down_milliseconds == 0));
}

#[test]
fn hyper_v_works_after_a_restart_only() {
    let defect = json!({"installDefects": [{"machine": "Node3", "features": ["Hyper-V"]}]});
    let mut twin = twin_with(&serde_json::from_value(defect).unwrap());
    call::<Value>(&mut twin, &suspend("Node3"));
    call::<Value>(&mut twin, &evict("Node3"));
    let hyper_v = |twin: &mut Twin| call::<HostView>(twin, &Call::Host { host: "Node3".into() }).hyper_v;
    await_install(&mut twin, "Node3");
    assert!(!hyper_v(&mut twin), "the installation left it out");
    let install = Call::InstallFeatures { machine: "Node3".into(), features: vec!["hyper-v".to_owned()] };
    assert!(call::<MachineView>(&mut twin, &install).facts.unwrap().pending_restart);
    assert!(!hyper_v(&mut twin));
    call::<MachineView>(&mut twin, &Call::RestartMachine { machine: "Node3".into(), wait: true });
    assert!(hyper_v(&mut twin));
    assert_eq!(call::<Vec<NodeView>>(&mut twin, &add("Node3"))[0].state, 0);
}

#[test]
fn a_virtual_machine_leaves_the_cluster_and_comes_back() {
    let mut twin = twin();
    let refusal = refused(&mut twin, &Call::RemoveGroup { group: "VM1".into(), remove_resources: false });
    assert_eq!(refusal.win32, Some(5001));
    call::<Value>(&mut twin, &Call::RemoveGroup { group: "VM1".into(), remove_resources: true });
    assert_eq!(states(&mut twin).len(), 5);
    let guests: Vec<VirtualMachineView> = call(&mut twin, &Call::VirtualMachines { host: "Node1".into() });
    assert!(guests.iter().any(|guest| guest.name.as_str() == "VM1" && !guest.is_clustered));
    let back: GroupView = call(&mut twin, &Call::AddVirtualMachineRole { name: "VM1".into() });
    assert_eq!((back.owner.as_str(), back.state), ("Node1", 0));
    assert_eq!(refused(&mut twin, &Call::AddVirtualMachineRole { name: "VM1".into() }).win32, Some(5010));
    let made: GroupView = call(&mut twin, &Call::AddGroup { group: "Batch".into(), group_type: None });
    assert_eq!((made.state, made.group_type), (1, 9999));
    call::<Value>(&mut twin, &suspend("Node1"));
    assert_ne!(group(&mut twin, "VM1").owner.as_str(), "Node1");
}

#[test]
fn a_share_can_become_the_witness_and_goes_offline_like_a_resource() {
    let mut twin = twin();
    let share = WitnessSetting { kind: WitnessKind::FileShare, name: "\\\\fs1\\witness".to_owned() };
    let quorum: QuorumView = call(&mut twin, &Call::SetQuorum { disk_only: false, witness: Some(share) });
    assert_eq!(quorum.witness.unwrap().share_path.as_deref(), Some("\\\\fs1\\witness"));
    let stop = Call::StopResource { resource: "File Share Witness".to_owned(), wait_seconds: None };
    let resource: ResourceView = call(&mut twin, &stop);
    assert_eq!(resource.state, 4);
    let none: QuorumView = call(&mut twin, &Call::SetQuorum { disk_only: false, witness: None });
    assert!(none.witness.is_none());
    let unknown = WitnessSetting { kind: WitnessKind::Disk, name: "Cluster Disk 9".to_owned() };
    assert_eq!(refused(&mut twin, &Call::SetQuorum { disk_only: false, witness: Some(unknown) }).win32, Some(5007));
}

#[test]
fn a_disk_that_was_the_witness_is_available_and_can_become_it_again() {
    let mut twin = twin();
    let quorum = |twin: &mut Twin, kind, name: &str| -> QuorumView {
        let witness = Some(WitnessSetting { kind, name: name.to_owned() });
        call(twin, &Call::SetQuorum { disk_only: false, witness })
    };
    let group_of = |twin: &mut Twin, disk: &str| {
        let all: Vec<ResourceView> = call(twin, &Call::Resources { group: None });
        all.into_iter().find(|resource| resource.name == disk).map(|resource| resource.owner_group.to_string())
    };
    let disk = "Cluster Disk 1";
    assert_eq!(group_of(&mut twin, disk).as_deref(), Some("Cluster Group"));
    quorum(&mut twin, WitnessKind::FileShare, "\\\\fs1\\witness");
    assert_eq!(group_of(&mut twin, disk).as_deref(), Some("Available Storage"));
    let back = quorum(&mut twin, WitnessKind::Disk, disk);
    assert_eq!(back.witness.unwrap().resource, disk);
    assert_eq!(group_of(&mut twin, disk).as_deref(), Some("Cluster Group"));
}

#[test]
fn a_resource_carries_its_role() {
    let mut twin = twin();
    let stop = Call::StopResource { resource: "Virtual Machine VM2".to_owned(), wait_seconds: None };
    let resource: ResourceView = call(&mut twin, &stop);
    assert_eq!(resource.state, 3);
    assert_eq!(group(&mut twin, "VM2").state, 1);
    let start = Call::StartResource { resource: "Virtual Machine VM2".to_owned(), wait_seconds: None };
    assert_eq!(call::<ResourceView>(&mut twin, &start).state, 2);
    let core = Call::StopResource { resource: "Cluster Name".to_owned(), wait_seconds: None };
    assert_eq!(refused(&mut twin, &core).id, ErrorId::TwinNotModelled);
}

#[test]
fn a_guest_is_paused_and_configured() {
    let mut twin = twin();
    let (name, host) = (|| "VM1".into(), || "Node1".into());
    let pause = Call::SuspendVirtualMachine { name: name(), host: host() };
    assert_eq!(call::<VirtualMachineView>(&mut twin, &pause).state, 9);
    let resume = Call::ResumeVirtualMachine { name: name(), host: host() };
    assert_eq!(call::<VirtualMachineView>(&mut twin, &resume).state, 2);
    let configure = |startup_mib, maximum_mib| Call::SetVirtualMachine {
        name: name(),
        host: host(),
        processors: Some(8),
        dynamic: Some(true),
        startup_mib: Some(startup_mib),
        minimum_mib: Some(1024),
        maximum_mib: Some(maximum_mib),
    };
    assert_eq!(refused(&mut twin, &configure(2048, 8192)).win32, Some(32_775));
    call::<Value>(&mut twin, &Call::StopVirtualMachine { name: name(), host: host(), kind: 2 });
    refused(&mut twin, &configure(9000, 8192));
    let changed: VirtualMachineView = call(&mut twin, &configure(2048, 8192));
    assert_eq!((changed.processor_count, changed.memory_startup_bytes), (8, 2048 * 1024 * 1024));
}

#[test]
fn private_properties_are_made_before_they_are_set() {
    let mut twin = twin();
    let set = |name: &str, value: Value, create| Call::SetParameters {
        resource: None,
        resource_type: Some("Virtual Machine".to_owned()),
        cluster: false,
        values: [(name.to_owned(), value)].into_iter().collect(),
        create,
        delete: false,
    };
    let read =
        |twin: &mut Twin| -> Value { call(twin, &Call::Parameters { resource_type: Some("Virtual Machine".into()) }) };
    let check = "SkipMigrationDestinationCheck";
    assert_eq!(refused(&mut twin, &set(check, json!(1), false)).win32, Some(1168));
    call::<Value>(&mut twin, &set(check, json!(1), true));
    assert_eq!(read(&mut twin)[check], 1);
    call::<Value>(&mut twin, &set(check, json!(0), false));
    call::<Value>(&mut twin, &set("MoveTypeThreshold", json!(3000), false));
    assert_eq!((&read(&mut twin)["MoveTypeThreshold"], &read(&mut twin)[check]), (&json!(3000), &json!(0)));
    call::<Value>(&mut twin, &suspend("Node1"));
    let account: AccountView = call(&mut twin, &Call::Account);
    assert_eq!((account.live_migrations, account.quick_migrations > 0), (0, true), "nothing has that priority");
}
