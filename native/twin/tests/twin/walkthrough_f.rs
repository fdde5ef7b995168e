//! The node cycle with Storage Spaces Direct ("Taking a Storage Spaces Direct server offline for maintenance").

use cluster_twin::call::{Call, PhysicalDiskView, PoolView, StorageJobView, VirtualDiskView};
use cluster_twin::{Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

fn twin() -> Twin {
    let nodes = ["Server1", "Server2", "Server3", "Server4"];
    let roles = (1..=4).map(|number| virtual_machine(number, nodes[number - 1], "10.0", 8192)).collect();
    let mut document = Shape { release: "2022", level: 11, nodes: &nodes, witness: true, roles }.document();
    let disks: Vec<Value> = nodes
        .iter()
        .flat_map(|node| {
            (1..=2)
                .map(move |disk| json!({"serialNumber": format!("{node}-{disk}"), "node": node, "sizeMiB": 4_000_000}))
        })
        .collect();
    let virtual_disks: Vec<Value> = (1..=3)
        .map(|disk| json!({"name": format!("MyVolume{disk}"), "resiliency": "threeWayMirror", "sizeMiB": 1_048_576}))
        .collect();
    document["storage"] = json!({
        "spacesDirect": true, "physicalDisks": disks, "virtualDisks": virtual_disks,
        "pools": [{"name": "S2D on Cluster01", "version": "2022", "sizeMiB": 32_000_000}],
        "sharedVolumes": [
            {"name": "Cluster Disk 2", "friendlyName": "Volume1", "owner": "Server1", "sizeMiB": 1_048_576}
        ]
    });
    twin_of(&document, &Simulation::default())
}

fn disks(twin: &mut Twin) -> Vec<(String, u32)> {
    let views: Vec<VirtualDiskView> = call(twin, &Call::VirtualDisks);
    views.into_iter().map(|disk| (disk.operational_status, disk.health_status)).collect()
}

fn all(status: &str, health: u32) -> Vec<(String, u32)> {
    vec![(status.to_owned(), health); 3]
}

fn jobs(twin: &mut Twin) -> Vec<StorageJobView> {
    call(twin, &Call::StorageJobs)
}

#[test]
fn the_states_of_the_node_cycle() {
    let mut twin = twin();
    // F01
    assert_eq!(disks(&mut twin), all("OK", 0));
    // F02, F03
    call::<Value>(&mut twin, &suspend("Server1"));
    let volumes: Vec<cluster_twin::call::SharedVolumeView> = call(&mut twin, &Call::SharedVolumes);
    assert_eq!(volumes[0].owner.as_str(), "Server2");
    let maintenance = |node: &str| Call::EnableStorageMaintenance { node: node.into() };
    call::<Value>(&mut twin, &maintenance("Server1"));
    let physical: Vec<PhysicalDiskView> = call(&mut twin, &Call::PhysicalDisks { node: Some("Server1".into()) });
    assert_eq!(physical.len(), 2);
    assert!(physical.iter().all(|disk| disk.operational_status == "In Maintenance Mode"));
    assert_eq!(disks(&mut twin), all("Incomplete", 1));
    // One fault domain at a time.
    assert_eq!(refused(&mut twin, &suspend("Server2")).win32, Some(5987));
    assert_eq!(refused(&mut twin, &maintenance("Server2")).win32, None);
    // F04: out, installed, back; the copies are still missing.
    call::<Value>(&mut twin, &evict("Server1"));
    await_install(&mut twin, "Server1");
    call::<Value>(&mut twin, &add("Server1"));
    assert_eq!(disks(&mut twin), all("Incomplete", 1));
    assert!(jobs(&mut twin).is_empty());
    // F05, F06, F07
    call::<Value>(&mut twin, &Call::DisableStorageMaintenance { node: "Server1".into() });
    assert_eq!(disks(&mut twin), all("InService", 1));
    twin.step(120);
    let running = jobs(&mut twin);
    assert_eq!(running.len(), 3);
    for job in &running {
        assert_eq!(job.job_state, "Running");
        assert!((1..99).contains(&job.percent_complete), "{job:?}");
        assert!(job.bytes_processed < job.bytes_total && job.elapsed_seconds >= 120);
    }
    assert_eq!(refused(&mut twin, &suspend("Server2")).win32, Some(5987));
    // F08, F09
    twin.step(7200);
    assert!(jobs(&mut twin).is_empty());
    assert_eq!(disks(&mut twin), all("OK", 0));
    call::<Value>(&mut twin, &suspend("Server2"));
}

#[test]
fn the_pool_waits_for_the_level() {
    let mut twin = twin();
    let pool = Call::UpdateStoragePool { pool: "S2D on Cluster01".into() };
    let before: Option<PoolView> = call(&mut twin, &pool);
    assert_eq!(before.unwrap().version, "Windows Server 2022");
    for node in ["Server1", "Server2", "Server3", "Server4"] {
        turn(&mut twin, node);
        assert!(twin.call(&pool).is_err(), "{node}");
        twin.step(7200);
        assert_eq!(disks(&mut twin), all("OK", 0));
    }
    assert!(twin.call(&pool).is_err());
    call::<Value>(&mut twin, &Call::UpdateFunctionalLevel { what_if: false });
    let after: Option<PoolView> = call(&mut twin, &pool);
    assert_eq!(after.unwrap().version, "Windows Server 2025");
}

#[test]
fn an_upgrade_in_place_keeps_the_membership() {
    let mut twin = twin();
    let install = Call::Install { machine: "Server1".into(), replaces: None, release: None, in_place: true };
    assert!(twin.call(&install).is_err());
    call::<Value>(&mut twin, &suspend("Server1"));
    call::<Value>(&mut twin, &Call::EnableStorageMaintenance { node: "Server1".into() });
    call::<Value>(&mut twin, &install);
    assert_eq!(nodes(&mut twin)[0], ("Server1".to_owned(), 1));
    twin.step(3700);
    assert_eq!(nodes(&mut twin)[0], ("Server1".to_owned(), 2));
    call::<Value>(&mut twin, &Call::DisableStorageMaintenance { node: "Server1".into() });
    call::<Value>(&mut twin, &Call::ResumeNode { node: "Server1".into(), failback: Some(1) });
    twin.step(60);
    assert_eq!(group(&mut twin, "VM1").owner.as_str(), "Server1");
    assert_eq!(nodes(&mut twin).len(), 4);
}
