//! Disks of a pool that die: rebuilt from the reserve, or replaced.

use cluster_twin::call::{Call, VirtualDiskView};
use cluster_twin::{Fault, Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

const NODES: [&str; 4] = ["n1", "n2", "n3", "n4"];

/// Eight disks of 1 TiB, one virtual disk; the disk n2-1 dies after a minute.
fn twin(allocated_mib: Option<u64>, replaced_after_seconds: Option<u64>) -> Twin {
    let mut document = Shape { release: "2022", level: 11, nodes: &NODES, witness: true, roles: Vec::new() }.document();
    let disks: Vec<Value> = NODES
        .iter()
        .flat_map(|node| {
            (1..=2)
                .map(move |disk| json!({"serialNumber": format!("{node}-{disk}"), "node": node, "sizeMiB": 1_048_576}))
        })
        .collect();
    let mut pool = json!({"name": "S2D", "version": "2022", "sizeMiB": 8 * 1_048_576});
    if let Some(allocated) = allocated_mib {
        pool["allocatedMiB"] = json!(allocated);
    }
    document["storage"] = json!({
        "spacesDirect": true, "physicalDisks": disks, "pools": [pool],
        "virtualDisks": [{"name": "Volume1", "resiliency": "threeWayMirror", "sizeMiB": 1_048_576}],
    });
    let fault = Fault::DiskDies { serial_number: "n2-1".to_owned(), at_seconds: 60, replaced_after_seconds };
    twin_of(&document, &Simulation { faults: vec![fault], ..Simulation::default() })
}

fn status(twin: &mut Twin) -> (String, u32) {
    let views: Vec<VirtualDiskView> = call(twin, &Call::VirtualDisks);
    (views[0].operational_status.clone(), views[0].health_status)
}

fn is(status: &str, health: u32) -> (String, u32) {
    (status.to_owned(), health)
}

#[test]
fn a_dead_disk_is_rebuilt_from_the_reserve_and_nodes_may_leave_again() {
    let mut twin = twin(Some(4 * 1_048_576), None);
    assert_eq!(status(&mut twin), is("OK", 0));
    twin.step(120);
    assert_eq!(status(&mut twin), is("InService", 1));
    assert_eq!(refused(&mut twin, &suspend("n1")).win32, Some(5987));
    let jobs: Vec<Value> = call(&mut twin, &Call::StorageJobs);
    // Half of the disk was in use.
    assert_eq!(jobs[0]["bytesTotal"], json!(524_288_u64 * 1024 * 1024));
    twin.step(24 * 3600);
    assert_eq!(status(&mut twin), is("OK", 0));
    call::<Value>(&mut twin, &suspend("n1"));
    // An equal twin is made of what is saved.
    let again = Twin::new(&twin.inventory(), &Simulation::default(), 1).unwrap();
    assert_eq!(serde_json::to_value(again.inventory()).unwrap(), serde_json::to_value(twin.inventory()).unwrap());
}

/// With two nodes out a two-way mirror is gone and a three-way mirror is not: only what is known to be on the former
/// stops, and it starts again when the disks are back.
#[test]
fn only_what_is_on_a_lost_volume_stops() {
    let guests = [Some("Two"), Some("Three"), None];
    let roles = (1..=3).map(|number| {
        let mut role = virtual_machine(number, "n1", "10.0", 4096);
        if let Some(volume) = guests[number - 1] {
            role["virtualMachine"]["volume"] = json!(volume);
        }
        role
    });
    let shape = Shape { release: "2022", level: 11, nodes: &NODES, witness: true, roles: roles.collect() };
    let mut document = shape.document();
    let disks: Vec<Value> = NODES
        .iter()
        .map(|node| json!({"serialNumber": format!("disk of {node}"), "node": node, "sizeMiB": 1_048_576}))
        .collect();
    document["storage"] = json!({
        "spacesDirect": true, "physicalDisks": disks,
        "virtualDisks": [
            {"name": "Two", "resiliency": "twoWayMirror", "sizeMiB": 1_048_576},
            {"name": "Three", "resiliency": "threeWayMirror", "sizeMiB": 1_048_576}
        ],
    });
    let dead = |node: &str, at_seconds| Fault::DiskDies {
        serial_number: format!("disk of {node}"),
        at_seconds,
        replaced_after_seconds: Some(3600),
    };
    let simulation = Simulation { faults: vec![dead("n3", 60), dead("n4", 120)], ..Simulation::default() };
    let mut twin = twin_of(&document, &simulation);
    twin.step(600);
    let states = |twin: &mut Twin| ["VM1", "VM2", "VM3"].map(|name| group(twin, name).state);
    assert_eq!(states(&mut twin), [2, 0, 0]);
    twin.step(24 * 3600);
    assert_eq!(states(&mut twin), [0, 0, 0]);
}

/// What is allocated, and whether it is replaced after an hour; the status after a day.
#[test]
fn without_a_reserve_it_has_to_be_replaced() {
    for (allocated, replaced, expected) in [
        (Some(7 * 1_048_576 + 1), None, is("Incomplete", 1)),
        (None, None, is("Incomplete", 1)),
        (None, Some(3600), is("OK", 0)),
    ] {
        let mut twin = twin(allocated, replaced);
        twin.step(120);
        assert_eq!(status(&mut twin), is("Incomplete", 1));
        twin.step(24 * 3600);
        assert_eq!(status(&mut twin), expected, "{allocated:?} {replaced:?}");
    }
}
