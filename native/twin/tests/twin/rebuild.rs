//! What the cluster forgets of an evicted node, what an installation leaves of a machine, and what its lack does.

use cluster_twin::call::{Call, ClusterView, EventView, MachineView, NodeView, PhysicalDiskView, VirtualDiskView};
use cluster_twin::{InstallDefect, LevelSettings, Operator, Restored, Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

fn document() -> Value {
    let mut roles = vec![virtual_machine(1, "n2", "9.0", 4096), virtual_machine(2, "n3", "9.0", 4096)];
    roles[0]["possibleOwners"] = json!(["n1", "n2"]);
    roles[0]["preferredOwners"] = json!(["n1"]);
    roles[0]["virtualMachine"]["vlans"] = json!([30]);
    roles.push(json!({
        "name": "SQL", "id": "sql", "kind": "sqlServer", "owner": "n2", "resourceTypes": ["SQL Server"]
    }));
    let mut document =
        Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: true, roles }.document();
    document["cluster"]["quorum"]["lowerPriorityNodeId"] = json!(1);
    document["nodes"][0]["vote"] = json!(false);
    document["nodes"][0]["site"] = json!("north");
    document["nodes"][0]["faultDomain"] = json!("rack1");
    document["resourceTypes"] = json!([{"name": "SQL Server", "possibleOwners": ["n1", "n2", "n3"]}]);
    document["nodes"][0]["machine"]["profile"] = json!({
        "guardians": ["Guardian"], "certificates": [{"thumbprint": "00", "store": "My"}],
        "account": {"enabled": true, "reuseAllowed": true, "trusted": true, "delegation": "anyProtocol"}
    });
    document
}

fn rebuilt(simulation: &Simulation) -> Twin {
    let mut twin = twin_of(&document(), simulation);
    call::<Value>(&mut twin, &suspend("n1"));
    call::<Value>(&mut twin, &evict("n1"));
    await_install(&mut twin, "n1");
    twin
}

fn with_defect(defect: InstallDefect) -> Simulation {
    Simulation { install_defects: vec![defect], ..Simulation::default() }
}

/// "ApiEvictNode", MS-CMRP: all that the cluster stored about the node goes.
#[test]
fn an_evicted_node_is_forgotten() {
    let mut twin = rebuilt(&Simulation::default());
    let gone = twin.inventory();
    assert_eq!(gone.cluster.quorum.lower_priority_node_id, 0);
    let machine = gone.roles.iter().find(|role| role.name.as_str() == "VM1").unwrap();
    assert_eq!((machine.possible_owners.len(), machine.preferred_owners.len()), (1, 0));
    assert_eq!(gone.resource_types[0].possible_owners.len(), 2);
    call::<Value>(&mut twin, &add("n1"));
    let back = twin.inventory();
    let node = back.node(&"n1".into()).unwrap();
    assert_eq!((node.vote, &node.site, &node.fault_domain), (true, &None, &None));
    let machine = back.roles.iter().find(|role| role.name.as_str() == "VM1").unwrap();
    assert_eq!(machine.possible_owners.len(), 1);
    for id in [1011, 4621, 1007, 1062] {
        assert!(event_ids(&mut twin).contains(&id), "{id}");
    }
}

/// Whether ids are given anew, and the id of the node that comes back ("Add-ClusterNode": the next free one).
#[test]
fn its_id_is_the_lowest_that_is_free_or_a_new_one() {
    for (new_node_ids, expected) in [(false, 1), (true, 4)] {
        let operator = Operator { new_node_ids, ..Operator::default() };
        let mut twin = rebuilt(&Simulation { operator, ..Simulation::default() });
        let views: Vec<NodeView> = call(&mut twin, &add("n1"));
        assert_eq!(views[0].id, expected);
    }
}

#[test]
fn a_node_that_was_down_when_it_was_evicted_has_to_be_cleared() {
    let operator = Operator { automatic: false, ..Operator::default() };
    let mut twin = twin_of(&document(), &Simulation { operator, ..Simulation::default() });
    call::<Value>(&mut twin, &Call::StopNode { node: "n1".into() });
    call::<Value>(&mut twin, &evict("n1"));
    assert_eq!(refused(&mut twin, &add("n1")).win32, Some(5065));
    assert!(!event_ids(&mut twin).contains(&4621));
    call::<Value>(&mut twin, &Call::ClearNode { machine: "n1".into() });
    assert!(event_ids(&mut twin).contains(&4621));
    call::<Value>(&mut twin, &add("n1"));
}

fn facts(twin: &mut Twin) -> rolling_upgrade_core::model::Machine {
    let view: MachineView = call(twin, &Call::MachineFacts { machine: "n1".into() });
    view.facts.unwrap()
}

#[test]
fn an_operator_who_brings_back_nothing_leaves_a_blank_machine() {
    let operator = Operator { restores: Vec::new(), ..Operator::default() };
    let mut twin = rebuilt(&Simulation { operator, ..Simulation::default() });
    let found = facts(&mut twin);
    assert!(found.features.is_empty() && found.switches.is_empty() && found.hyper_v.is_none());
    assert_eq!((found.domain, found.storage_paths), (None, Some(0)));
    assert_eq!(found.profile.guardians, Some(Vec::new()));
    assert_eq!(refused(&mut twin, &add("n1")).win32, Some(5932));
}

/// What is left out, and the code with which the machine is refused when it joins.
#[test]
fn what_keeps_a_machine_from_joining() {
    let table = [
        (Restored::Features, Some(5932)),
        (Restored::Domain, Some(1355)),
        (Restored::Account, Some(1355)),
        (Restored::Guardians, None),
        (Restored::Switches, None),
    ];
    for (item, code) in table {
        let defect = InstallDefect { omitted: vec![item], ..InstallDefect::of("n1".into()) };
        let mut twin = rebuilt(&with_defect(defect));
        let answer = twin.call(&add("n1"));
        assert_eq!(answer.err().and_then(|report| report.win32), code, "{item:?}");
        let refused_account = item == Restored::Account;
        let lines: Vec<EventView> = call(&mut twin, &Call::Events { from: 0 });
        assert_eq!(lines.iter().any(|line| line.message.contains("0xaac")), refused_account);
    }
}

#[test]
fn a_machine_in_a_vlan_that_is_missing_runs_and_nobody_reaches_it() {
    let defect = InstallDefect { vlans: vec![30], mended_after_seconds: Some(3600), ..InstallDefect::of("n1".into()) };
    let mut twin = rebuilt(&with_defect(defect));
    call::<Value>(&mut twin, &add("n1"));
    let owners = Call::SetOwnerNodes {
        group: None,
        resource: Some("Virtual Machine VM1".into()),
        owners: vec!["n1".into(), "n2".into()],
    };
    call::<Value>(&mut twin, &owners);
    call::<Value>(&mut twin, &move_to("VM1", "n1"));
    twin.step(120);
    let machine = group(&mut twin, "VM1");
    assert_eq!((machine.state, machine.owner.as_str()), (0, "n1"));
    let down = |twin: &Twin| {
        let outages = twin.account().outages;
        outages.into_iter().find(|outage| outage.role.as_str() == "VM1").map(|outage| outage.down_milliseconds).unwrap()
    };
    let first = down(&twin);
    assert!(first > 0, "{:?}", twin.account().outages);
    // Moved away, it answers again; the other machine, in no VLAN, never noticed.
    call::<Value>(&mut twin, &move_to("VM1", "n2"));
    twin.step(120);
    let away = down(&twin);
    twin.step(600);
    assert_eq!(down(&twin), away);
    call::<Value>(&mut twin, &move_to("VM2", "n1"));
    twin.step(120);
    assert!(twin.account().outages.iter().all(|outage| outage.role.as_str() != "VM2" || outage.down_milliseconds == 0));
    // Mended, it is no trap any more.
    twin.step(3600);
    call::<Value>(&mut twin, &move_to("VM1", "n1"));
    twin.step(600);
    assert_eq!(down(&twin), away);
}

#[test]
fn a_resource_type_that_is_missing_keeps_its_roles_away() {
    let defect = InstallDefect { resource_types: vec!["SQL Server".into()], ..InstallDefect::of("n1".into()) };
    let mut twin = rebuilt(&with_defect(defect));
    call::<Value>(&mut twin, &add("n1"));
    let to = |node: &str| Call::MoveGroup { group: "SQL".into(), node: Some(node.into()), wait_seconds: None };
    assert_eq!(refused(&mut twin, &to("n1")).win32, Some(5079));
    call::<Value>(&mut twin, &to("n3"));
}

#[test]
fn without_a_path_to_shared_storage_a_node_works_through_the_others() {
    let mut document = document();
    document["storage"] = json!({
        "sharedVolumes": [{"name": "Cluster Disk 2", "friendlyName": "Volume1", "owner": "n2"}]
    });
    let defect = InstallDefect { storage_paths: 4, ..InstallDefect::of("n1".into()) };
    let mut twin = twin_of(&document, &with_defect(defect));
    call::<Value>(&mut twin, &suspend("n1"));
    call::<Value>(&mut twin, &evict("n1"));
    await_install(&mut twin, "n1");
    call::<Value>(&mut twin, &add("n1"));
    let volumes: Vec<cluster_twin::call::SharedVolumeView> = call(&mut twin, &Call::SharedVolumes);
    assert!(volumes[0].redirected);
    assert!(event_ids(&mut twin).contains(&5121));
}

/// Which resiliency survives how many nodes that are out, in a pool of five ("Understanding cluster and pool quorum").
#[test]
fn virtual_disks_survive_what_their_resiliency_says() {
    let table = [
        ("simple", 1, "Detached"),
        ("twoWayMirror", 1, "Incomplete"),
        ("twoWayMirror", 2, "Detached"),
        ("threeWayMirror", 2, "Incomplete"),
        ("parity", 2, "Detached"),
        ("dualParity", 2, "Incomplete"),
        ("threeWayMirror", 3, "Detached"),
    ];
    for (resiliency, out, expected) in table {
        let nodes = ["n1", "n2", "n3", "n4", "n5"];
        let roles = vec![virtual_machine(1, "n5", "9.0", 4096)];
        let mut document = Shape { release: "2019", level: 10, nodes: &nodes, witness: true, roles }.document();
        document["storage"] = json!({
            "spacesDirect": true,
            "physicalDisks": nodes.map(|node| json!({"serialNumber": node, "node": node, "sizeMiB": 1000})),
            "virtualDisks": [{"name": "v", "resiliency": resiliency, "sizeMiB": 100_000}]
        });
        let mut twin = twin_of(&document, &Simulation::default());
        for node in nodes.iter().take(out) {
            call::<Value>(&mut twin, &Call::StopNode { node: (*node).into() });
        }
        let disks: Vec<VirtualDiskView> = call(&mut twin, &Call::VirtualDisks);
        assert_eq!(disks[0].operational_status, expected, "{resiliency}, {out} out");
        let runs = group(&mut twin, "VM1").state == 0;
        assert_eq!(runs, expected != "Detached", "{resiliency}, {out} out");
        if !runs {
            for node in nodes.iter().take(out) {
                let start = Call::StartNode { node: (*node).into(), clear_quarantine: false, force_quorum: false };
                call::<Value>(&mut twin, &start);
            }
            twin.step(300);
            assert_eq!(group(&mut twin, "VM1").state, 0, "{resiliency}, {out} were out");
        }
    }
}

#[test]
fn a_machine_that_comes_back_without_a_disk_leaves_copies_missing() {
    let nodes = ["n1", "n2", "n3"];
    let roles = vec![virtual_machine(1, "n2", "9.0", 4096)];
    let mut document = Shape { release: "2019", level: 10, nodes: &nodes, witness: true, roles }.document();
    let disks: Vec<Value> = nodes
        .iter()
        .flat_map(|node| {
            (1..=2).map(move |disk| json!({"serialNumber": format!("{node}-{disk}"), "node": node, "sizeMiB": 1000}))
        })
        .collect();
    document["storage"] = json!({
        "spacesDirect": true, "physicalDisks": disks,
        "virtualDisks": [{"name": "v", "resiliency": "threeWayMirror", "sizeMiB": 100_000}]
    });
    let defect = InstallDefect {
        disks: vec!["n1-2".into()],
        mended_after_seconds: Some(7200),
        ..InstallDefect::of("n1".into())
    };
    let mut twin = twin_of(&document, &with_defect(defect));
    call::<Value>(&mut twin, &suspend("n1"));
    call::<Value>(&mut twin, &evict("n1"));
    await_install(&mut twin, "n1");
    call::<Value>(&mut twin, &add("n1"));
    let physical: Vec<PhysicalDiskView> = call(&mut twin, &Call::PhysicalDisks { node: Some("n1".into()) });
    let states: Vec<&str> = physical.iter().map(|disk| disk.operational_status.as_str()).collect();
    assert_eq!(states, ["OK", "Lost Communication"]);
    let status = |twin: &mut Twin| {
        let disks: Vec<VirtualDiskView> = call(twin, &Call::VirtualDisks);
        disks[0].operational_status.clone()
    };
    assert_eq!(status(&mut twin), "Incomplete");
    assert_eq!(refused(&mut twin, &suspend("n2")).win32, Some(5987));
    twin.step(7200);
    assert_eq!(status(&mut twin), "InService");
    twin.step(24 * 3600);
    assert_eq!(status(&mut twin), "OK");
}

/// What the simulation says of the level change, the codes of the attempts one after the other, and the level then
/// ("CLUSTER_UPGRADE_PHASE", WinError.h 5973 to 5977).
#[test]
fn the_phases_of_a_level_change() {
    let settings = LevelSettings::default;
    let table: [(LevelSettings, &[Option<u32>], u32); 5] = [
        (settings(), &[None], 11),
        (LevelSettings { stops_in_phase: Some(2), ..settings() }, &[Some(5977), None], 11),
        (LevelSettings { stops_in_phase: Some(4), ..settings() }, &[Some(5977), None], 11),
        (LevelSettings { needs_restart: true, ..settings() }, &[Some(5975)], 11),
        (LevelSettings { busy_until_seconds: Some(1_000_000), ..settings() }, &[Some(5976)], 10),
    ];
    for (level, codes, expected) in table {
        let shape = Shape { release: "2022", level: 10, nodes: &["n1", "n2"], witness: true, roles: Vec::new() };
        let mut twin = twin_of(&shape.document(), &Simulation { level: level.clone(), ..Simulation::default() });
        for code in codes {
            let before: ClusterView = call(&mut twin, &Call::Cluster);
            let answer = twin.call(&Call::UpdateFunctionalLevel { what_if: false });
            assert_eq!(answer.err().and_then(|report| report.win32), *code, "{level:?}");
            let after: ClusterView = call(&mut twin, &Call::Cluster);
            let committed = level.stops_in_phase.is_none_or(|phase| phase > 2);
            if code.is_some_and(|code| code == 5977) {
                assert_eq!(after.functional_level > before.functional_level, committed, "{level:?}");
                assert!(event_ids(&mut twin).contains(&1664));
            }
        }
        let view: ClusterView = call(&mut twin, &Call::Cluster);
        assert_eq!(view.functional_level, expected, "{level:?}");
    }
}

/// What is above a node is set and read, a rack keeps its site, and a name that nobody knows is refused
/// ("Set-ClusterFaultDomain", learn.microsoft.com).
#[test]
fn nodes_and_racks_are_put_under_others() {
    let mut document = document();
    for (place, (rack, site)) in [("Rack 1", "North"), ("Rack 2", "South"), ("Rack 2", "South")].into_iter().enumerate()
    {
        document["nodes"][place]["faultDomain"] = json!(rack);
        document["nodes"][place]["site"] = json!(site);
    }
    let mut twin = twin_of(&document, &Simulation::default());
    let put = |name: &str, parent: &str| Call::SetFaultDomain { name: name.into(), parent: parent.into() };
    let place = |twin: &Twin, name: &str| {
        let inventory = twin.inventory();
        let node = inventory.node(&name.into()).unwrap();
        (node.fault_domain.clone().unwrap_or_default(), node.site.clone().unwrap_or_default())
    };
    let at = |rack: &str, site: &str| (rack.to_owned(), site.to_owned());
    call::<Value>(&mut twin, &put("n1", "rack 2"));
    assert_eq!(place(&twin, "n1"), at("Rack 2", "South"));
    // Nobody is in it any more, and it is there.
    call::<Value>(&mut twin, &put("n2", "Rack 1"));
    assert_eq!(place(&twin, "n2"), at("Rack 1", "North"));
    call::<Value>(&mut twin, &put("Rack 2", "North"));
    assert_eq!((place(&twin, "n1"), place(&twin, "n3")), (at("Rack 2", "North"), at("Rack 2", "North")));
    call::<Value>(&mut twin, &put("n1", "South"));
    assert_eq!(place(&twin, "n1"), at("", "South"));
    call::<Value>(&mut twin, &put("n1", ""));
    assert_eq!(place(&twin, "n1"), at("", ""));
    assert_eq!(refused(&mut twin, &put("n1", "Rack 9")).win32, Some(4312));
    assert_eq!(refused(&mut twin, &put("n9", "Rack 2")).win32, Some(4312));
    let role =
        |role: u64| Call::SetNetworkProperty { network: "Management".into(), name: "Role".into(), value: role.into() };
    call::<Value>(&mut twin, &role(1));
    assert_eq!(twin.inventory().networks[0].role, 1);
    assert!(twin.call(&role(4)).is_err());
}

/// A network that only one node is on goes and comes with it, and then is one like any other.
#[test]
fn a_network_of_one_node_goes_with_it() {
    let mut document = document();
    document["networks"].as_array_mut().unwrap().push(json!({"name": "Backup", "role": 0}));
    let adapters = document["nodes"][0]["machine"]["adapters"].as_array_mut().unwrap();
    adapters.push(json!({"name": "Backup", "network": "Backup"}));
    let role = |twin: &Twin, name: &str| {
        twin.inventory().networks.iter().find(|network| network.name == name).map(|network| network.role)
    };
    let mut twin = twin_of(&document, &Simulation::default());
    let before = role(&twin, "Live Migration");
    call::<Value>(&mut twin, &suspend("n1"));
    call::<Value>(&mut twin, &evict("n1"));
    await_install(&mut twin, "n1");
    call::<Value>(&mut twin, &add("n1"));
    assert_eq!((role(&twin, "Backup"), role(&twin, "Live Migration")), (Some(3), before));
}
