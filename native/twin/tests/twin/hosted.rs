//! What the node interface and the parameters of resources tell of VMs, and owner lists asked for at once.

use cluster_twin::call::{Call, HostedView, OwnerListsView, OwnerNodesView, ResourceView, VirtualMachineView};
use cluster_twin::{Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

fn twin() -> Twin {
    let mut roles = vec![virtual_machine(1, "n1", "9.0", 4096), virtual_machine(2, "n2", "9.0", 4096)];
    roles[0]["virtualMachine"]["trustedPlatformModule"] = json!(true);
    roles[0]["virtualMachine"]["guardians"] = json!(["Guardian"]);
    roles[0]["virtualMachine"]["offlineAction"] = json!("shutDown");
    roles[0]["preferredOwners"] = json!(["n2", "n1"]);
    roles[1]["possibleOwners"] = json!(["n1", "n2"]);
    let mut document =
        Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: true, roles }.document();
    document["resourceTypes"] = json!([{"name": "SQL Server", "possibleOwners": ["n1"]}]);
    twin_of(&document, &Simulation::default())
}

fn owners(twin: &mut Twin, call_of: &Call) -> Vec<String> {
    let view: OwnerNodesView = call(twin, call_of);
    view.owner_nodes.iter().map(ToString::to_string).collect()
}

#[test]
fn a_host_tells_of_its_own_guests_and_a_silent_one_of_none() {
    let mut twin = twin();
    let view: HostedView = call(&mut twin, &Call::Hosted { machine: "n1".into() });
    assert_eq!((view.guests.len(), view.guests[0].trusted_platform_module), (1, Some(true)));
    assert_eq!(view.guests[0].guardians, ["Guardian"]);
    call::<Value>(&mut twin, &Call::RestartMachine { machine: "n1".into(), wait: false });
    let view: HostedView = call(&mut twin, &Call::Hosted { machine: "n1".into() });
    assert!(!view.reachable && view.guests.is_empty() && view.volumes.is_empty());
}

#[test]
fn all_owner_lists_at_once_are_those_asked_for_one_by_one() {
    let mut twin = twin();
    for resources in [false, true] {
        let all: OwnerListsView = call(&mut twin, &Call::OwnerLists { resources });
        assert!(!all.objects.is_empty());
        for object in &all.objects {
            let group = (!resources).then(|| object.name.as_str().into());
            let resource = resources.then(|| object.name.clone());
            let one = owners(&mut twin, &Call::OwnerNodes { group, resource, resource_type: None });
            let listed: Vec<String> = all.lists[object.list].iter().map(ToString::to_string).collect();
            assert_eq!(listed, one, "{}", object.name);
        }
    }
}

#[test]
fn a_type_belongs_to_the_nodes_that_have_it() {
    let mut twin = twin();
    let of = |kind: &str| Call::OwnerNodes { group: None, resource: None, resource_type: Some(kind.to_owned()) };
    assert_eq!(owners(&mut twin, &of("sql server")), ["n1"]);
    assert_eq!(owners(&mut twin, &of("Generic Service")), ["n1", "n2", "n3"]);
}

#[test]
fn how_a_vm_goes_offline_and_moves_is_a_parameter_that_can_be_set() {
    let mut twin = twin();
    let parameters = |twin: &mut Twin| {
        let all: Vec<ResourceView> = call(twin, &Call::Resources { group: Some("VM1".into()) });
        all.into_iter().find(|view| view.resource_type == "Virtual Machine").unwrap().parameters
    };
    assert_eq!(parameters(&mut twin)["OfflineAction"], 2);
    assert_eq!(parameters(&mut twin)["DefaultMoveType"], u32::MAX);
    let set = |values: Value| Call::SetParameters {
        resource: Some("Virtual Machine VM1".to_owned()),
        resource_type: None,
        values: values.as_object().unwrap().clone(),
        cluster: false,
        create: false,
        delete: false,
    };
    call::<Value>(&mut twin, &set(json!({"OfflineAction": 3, "DefaultMoveType": 1})));
    assert_eq!(parameters(&mut twin)["OfflineAction"], 3);
    let guests: Vec<VirtualMachineView> = call(&mut twin, &Call::VirtualMachines { host: "n1".into() });
    assert!(guests[0].quick_migration);
    refused(&mut twin, &set(json!({"OfflineAction": 9})));
}

/// What nobody has read is not told, and is there all the same for who sets it.
#[test]
fn a_property_that_every_vm_has_can_be_set_although_nobody_read_it() {
    let roles = vec![virtual_machine(1, "n1", "9.0", 4096)];
    let mut document = Shape { release: "2019", level: 10, nodes: &["n1", "n2"], witness: true, roles }.document();
    document["cluster"].as_object_mut().unwrap().remove("moveTypeThreshold");
    let mut twin = twin_of(&document, &Simulation::default());
    let read = |twin: &mut Twin, kind: Option<&str>| match kind {
        Some(kind) => call::<Value>(twin, &Call::Parameters { resource_type: Some(kind.to_owned()) }),
        None => {
            let all: Vec<ResourceView> = call(twin, &Call::Resources { group: Some("VM1".into()) });
            all.into_iter().find(|view| view.resource_type == "Virtual Machine").unwrap().parameters.into()
        }
    };
    for (kind, name, value) in [(None, "OfflineAction", 1), (Some("Virtual Machine"), "MoveTypeThreshold", 2000)] {
        assert_eq!(read(&mut twin, kind).get(name), None);
        let set = |name: &str| Call::SetParameters {
            resource: kind.is_none().then(|| "Virtual Machine VM1".to_owned()),
            resource_type: kind.map(str::to_owned),
            values: [(name.to_owned(), json!(value))].into_iter().collect(),
            cluster: false,
            create: false,
            delete: false,
        };
        call::<Value>(&mut twin, &set(name));
        assert_eq!(read(&mut twin, kind)[name], value);
        assert_eq!(refused(&mut twin, &set("Invented")).win32, Some(1168));
    }
}

#[test]
fn networks_without_live_migration_are_a_parameter_of_the_type() {
    let mut twin = twin();
    let excluded = |twin: &mut Twin| -> String {
        let all: Value = call(twin, &Call::Parameters { resource_type: Some("Virtual Machine".to_owned()) });
        all["MigrationExcludeNetworks"].as_str().unwrap().to_owned()
    };
    assert!(!excluded(&mut twin).is_empty());
    let none = Call::SetParameters {
        resource: None,
        resource_type: Some("Virtual Machine".to_owned()),
        values: [("MigrationExcludeNetworks".to_owned(), json!(""))].into_iter().collect(),
        cluster: false,
        create: false,
        delete: false,
    };
    call::<Value>(&mut twin, &none);
    assert_eq!(excluded(&mut twin), "");
    assert!(twin.inventory().networks.iter().all(|network| network.live_migration));
}

/// The names and addresses of the directory are parameters of their resources, and can be written.
#[test]
fn the_name_and_the_address_of_the_cluster_are_parameters() {
    let files = json!({"name": "Files", "id": "files", "kind": "fileServer", "owner": "n1"});
    let mut document =
        Shape { release: "2019", level: 10, nodes: &["n1", "n2"], witness: true, roles: vec![files] }.document();
    document["directory"] = json!([
        {"name": "cluster01", "clusterName": true, "addresses": ["10.0.1.10", "fd00::10"]},
        {"name": "Files", "addresses": ["10.0.9.9"]}
    ]);
    let mut twin = twin_of(&document, &Simulation::default());
    let of = |twin: &mut Twin, name: &str| {
        let all: Vec<ResourceView> = call(twin, &Call::Resources { group: None });
        all.into_iter().find(|view| view.name == name).map(|view| (view.resource_type, Value::Object(view.parameters)))
    };
    let told = |kind: &str, parameters: Value| Some((kind.to_owned(), parameters));
    let name = |name: &str| json!({"Name": name, "DnsName": name, "DnsSuffix": "contoso.com"});
    let mut address = json!({"Address": "10.0.1.10", "SubnetMask": "255.255.255.0", "Network": "Management"});
    assert_eq!(of(&mut twin, "Cluster Name"), told("Network Name", name("Cluster01")));
    assert_eq!(of(&mut twin, "Cluster IP Address"), told("IP Address", address.clone()));
    assert_eq!(of(&mut twin, "Cluster IP Address 2"), told("IPv6 Address", json!({"Address": "fd00::10"})));
    assert_eq!(of(&mut twin, "Files"), told("Network Name", name("Files")));
    assert_eq!(of(&mut twin, "IP Address 10.0.9.9"), told("IP Address", json!({"Address": "10.0.9.9"})));
    let set = Call::SetParameters {
        resource: Some("Cluster IP Address".to_owned()),
        resource_type: None,
        values: [("Address".to_owned(), json!("10.0.1.11"))].into_iter().collect(),
        cluster: false,
        create: false,
        delete: false,
    };
    call::<Value>(&mut twin, &set);
    address["Address"] = json!("10.0.1.11");
    assert_eq!(of(&mut twin, "Cluster IP Address"), told("IP Address", address));
}
