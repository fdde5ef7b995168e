//! A twin keeps every fact of its inventory: what goes in comes out.

use cluster_twin::call::{Call, GroupView, MachineView, NetworkView, VirtualMachineView};
use cluster_twin::{Simulation, Twin};
use proptest::prelude::*;
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, Release};
use serde_json::{Value, json};

use crate::support::*;

fn round_trip(inventory: &Inventory) -> Inventory {
    let twin = Twin::new(inventory, &Simulation::default(), 3).unwrap();
    twin.inventory()
}

/// Every optional fact that the document has room for.
fn everything() -> Value {
    let mut roles = vec![virtual_machine(1, "n1", "9.0", 4096), virtual_machine(2, "n2", "9.0", 4096)];
    roles[0]["virtualMachine"].as_object_mut().unwrap().extend(
        json!({
            "trustedPlatformModule": true, "guardians": ["Guardian"], "automaticStopAction": "shutDown",
            "timeSynchronization": false, "remoteFx": false, "sharedDisks": true, "vlans": [10, 20],
            "replica": {"partner": "broker", "partnerRelease": "2019", "primary": true, "health": "normal"},
            "domainController": true, "bootedFeatureSet": "skylake", "processorCompatibility": true
        })
        .as_object()
        .unwrap()
        .clone(),
    );
    roles.push(json!({
        "name": "SQL", "id": "sql", "kind": "sqlServer", "owner": "n2", "automaticFailback": true,
        "resourceTypes": ["Network Name", "SQL Server"], "preferredSite": "north", "preferredOwners": ["n2"],
        "failbackWindowStart": 22, "failbackWindowEnd": 5
    }));
    let mut document =
        Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: true, roles }.document();
    document["cluster"].as_object_mut().unwrap().extend(
        json!({
            "id": "cluster", "blockCacheMiB": 1024, "validatedAt": "2025-02-01T00:00:00Z",
            "validationFailures": ["Validate Drivers"], "upgradeVersion": 10
        })
        .as_object()
        .unwrap()
        .clone(),
    );
    document["nodes"][0]["site"] = json!("north");
    document["nodes"][0]["faultDomain"] = json!("rack1");
    document["nodes"][0]["machine"]["observedAt"] = json!("2025-03-01T07:59:00Z");
    document["nodes"][0]["machine"]["unclusteredVirtualMachines"] = json!(["Tools"]);
    document["nodes"][0]["machine"]["profile"] = json!({
        "edition": "ServerDatacenter", "guardians": ["Guardian"], "powerPlan": "High performance",
        "multipath": {"policy": "RR", "disks": [{"serialNumber": "a", "paths": 4}]},
        "certificates": [{"thumbprint": "00", "store": "My", "privateKey": true}],
        "account": {"enabled": true, "reuseAllowed": true, "delegation": "anyProtocol"},
        "updates": {"source": "microsoftUpdate"}
    });
    document["nodes"][0]["machine"]["hyperV"] = json!({
        "migrationNetworks": ["Live Migration"], "virtualMachinePath": "C:\\VMs", "macAddressMinimum": "00155D000000"
    });
    document["networks"][0]["state"] = json!("partitioned");
    document["storage"] = json!({
        "cacheMemoryMiB": 32768,
        "sharedVolumes": [{
            "name": "Cluster Disk 2", "friendlyName": "Volume1", "owner": "n1", "sizeMiB": 4000, "freeMiB": 1000,
            "fileSystem": "refs", "fileSystemVersion": "3.4", "deduplication": true, "replicated": false
        }]
    });
    document["affinityRules"] = json!([
        {"name": "apart", "kind": "differentNode", "roles": ["VM1", "VM2"], "volumes": ["Cluster Disk 2"], "soft": true}
    ]);
    document["groupSets"] = json!([
        {"name": "first", "roles": ["VM1"]},
        {
            "name": "second", "roles": ["VM2"], "providerSets": ["first"], "startupDelaySeconds": 30,
            "startupSetting": "delay", "startupCount": 1, "isGlobal": false, "reserveSpareNode": true
        }
    ]);
    document["coordinator"] = json!({"name": "admin", "toolsRelease": "2022", "ticketSeconds": 36000});
    document["directory"] = json!([{"name": "Cluster01", "clusterName": true, "enabled": true, "writable": true}]);
    document
}

#[test]
fn every_fact_that_goes_in_comes_out() {
    let inventory = inventory_of(&everything());
    pretty_assertions(&round_trip(&inventory), &inventory);
}

#[test]
fn the_scenarios_come_out_as_they_went_in() {
    for name in ["cluster01-2019", "contoso-2012r2", "contoso-2012r2-no-slat", "s2d-2022"] {
        let inventory = crate::scenarios::scenario(name);
        pretty_assertions(&round_trip(&inventory), &inventory);
    }
}

/// Says where two inventories differ, line by line.
fn pretty_assertions(found: &Inventory, expected: &Inventory) {
    let lines = |inventory: &Inventory| serde_json::to_string_pretty(inventory).unwrap();
    let (found, expected) = (lines(found), lines(expected));
    for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", number + 1);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn the_calls_answer_them() {
    let mut twin = twin_of(&everything(), &Simulation::default());
    let machine: MachineView = call(&mut twin, &Call::MachineFacts { machine: "n1".into() });
    let facts = machine.facts.unwrap();
    assert_eq!(facts.profile.guardians, Some(vec!["Guardian".to_owned()]));
    assert_eq!(facts.hyper_v.unwrap().migration_networks, Some(vec!["Live Migration".to_owned()]));
    let guests: Vec<VirtualMachineView> = call(&mut twin, &Call::VirtualMachines { host: "n1".into() });
    assert_eq!((guests[0].trusted_platform_module, guests[0].vlans.clone()), (Some(true), vec![10, 20]));
    assert_eq!(guests[0].replica.as_ref().map(|replica| replica.partner.as_str()), Some("broker"));
    let sql: GroupView = group(&mut twin, "SQL");
    assert_eq!((sql.failback_window_start, sql.failback_window_end), (22, 5));
    let networks: Vec<NetworkView> = call(&mut twin, &Call::Networks);
    assert_eq!(networks.iter().map(|network| network.state).collect::<Vec<_>>(), [2, 3]);
}

fn releases() -> impl Strategy<Value = Release> {
    prop::sample::select(vec![Release::Server2012R2, Release::Server2016, Release::Server2019, Release::Server2022])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn generated_clusters_come_out_as_they_went_in(
        nodes in 2_u32..12, virtual_machines in 0_u32..60, seed in any::<u64>(), from in releases(),
    ) {
        let options = GenerateOptions { nodes, virtual_machines, seed, from, memory_use_percent: None };
        let inventory = generate(&options).unwrap();
        prop_assert_eq!(round_trip(&inventory), inventory);
    }
}
