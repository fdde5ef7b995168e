//! Every kind of fault strikes a whole upgrade, is counted, and names its reason in the event log.

use cluster_twin::call::{AccountView, Call, EventView};
use cluster_twin::{DrawnFaults, Fault, FaultKind, Rehearsal, Simulation, Twin, rehearse_on};
use rolling_upgrade_core::model::{Inventory, Release};
use rolling_upgrade_core::plan::{Policy, make};
use rolling_upgrade_core::run::RunState;
use serde_json::{Value, json};

use crate::support::*;

const NODES: [&str; 3] = ["n1", "n2", "n3"];

/// Three nodes with six VMs, one of them with a virtual TPM, a file server and a pool.
fn inventory() -> Inventory {
    let mut roles: Vec<Value> = (1..=6).map(|number| virtual_machine(number, NODES[number % 3], "9.0", 4096)).collect();
    for (place, role) in roles.iter_mut().enumerate() {
        role["virtualMachine"]["trustedPlatformModule"] = json!(place == 0);
    }
    roles[0]["virtualMachine"]["guardians"] = json!(["Guardian"]);
    roles.push(json!({"name": "Files", "id": "files", "kind": "fileServer", "owner": "n2"}));
    let mut document = Shape { release: "2019", level: 10, nodes: &NODES, witness: true, roles }.document();
    document["cluster"]["quorum"]["witness"] =
        json!({"kind": "fileShare", "resource": "Witness", "sharePath": r"\\witness\share"});
    for (place, node) in NODES.iter().enumerate() {
        document["nodes"][place]["machine"]["disks"] =
            json!([{"serialNumber": node, "sizeMiB": 100_000, "pooled": true}]);
        document["nodes"][place]["machine"]["features"] = json!(["Failover-Clustering", "Hyper-V", "FS-FileServer"]);
        document["nodes"][place]["machine"]["profile"] = json!({"guardians": ["Guardian"]});
    }
    document["storage"] = json!({
        "spacesDirect": true,
        "sharedVolumes": [{"name": "Volume1", "friendlyName": "Volume1", "owner": "n1"}],
        "pools": [{"name": "Pool", "version": "2019", "sizeMiB": 300_000, "allocatedMiB": 30_000}],
        "physicalDisks": NODES.map(|node| json!({"serialNumber": node, "node": node, "sizeMiB": 100_000})),
        "virtualDisks": [{"name": "Disk", "resiliency": "threeWayMirror", "sizeMiB": 10_000}],
    });
    inventory_of(&document)
}

fn upgrade(fault: &Value) -> (Twin, Rehearsal) {
    let inventory = inventory();
    let faults: Vec<Fault> = vec![serde_json::from_value(fault.clone()).unwrap()];
    let simulation = Simulation { faults, ..Simulation::default() };
    let plan = make(&inventory, Release::Server2022, &Policy::default()).unwrap();
    let mut twin = Twin::new(&inventory, &simulation, 1).unwrap();
    let rehearsal = rehearse_on(&mut twin, plan, 1, true).unwrap();
    (twin, rehearsal)
}

fn log(twin: &mut Twin) -> Vec<EventView> {
    call(twin, &Call::Events { from: 0 })
}

/// A fault, a part of what the log says of it, and whether the run gets over it by itself; else it pauses and says why.
type Row = (Value, &'static str, bool);

fn table() -> Vec<Row> {
    [nodes(), moves_and_surroundings()].concat()
}

fn nodes() -> Vec<Row> {
    vec![
        (
            json!({"kind": "nodeCrash", "node": "n3", "atSeconds": 600, "returnsAfterSeconds": 600}),
            "was removed from the active membership",
            // The gate of the events waits for a person.
            false,
        ),
        (
            json!({"kind": "nodeIsolated", "node": "n3", "atSeconds": 600, "returnsAfterSeconds": 60}),
            "was removed from the active membership",
            // The gate of the events waits for a person.
            false,
        ),
        (json!({"kind": "nodeSaysUp", "node": "n3", "atSeconds": 5, "forSeconds": 600}), "does not answer", false),
        (json!({"kind": "nodeDoesNotReturn", "machine": "n1"}), "setup does not end", false),
        (
            json!({
                "kind": "returnsWithoutFeature", "machine": "n1", "feature": "Hyper-V", "mendedAfterSeconds": 600
            }),
            "came back without the feature Hyper-V",
            true,
        ),
        (
            json!({
                "kind": "returnsWithoutNetwork", "machine": "n1", "network": "Live Migration",
                "mendedAfterSeconds": 600
            }),
            "came back without an address on the network Live Migration",
            true,
        ),
        (
            json!({"kind": "returnsWithoutDisk", "machine": "n1", "serialNumber": "n1", "mendedAfterSeconds": 600}),
            "came back without the disk n1",
            true,
        ),
        (
            json!({"kind": "storagePathsHalved", "machine": "n1", "mendedAfterSeconds": 600}),
            "came back with 2 of 4 paths",
            true,
        ),
        (json!({"kind": "vlanMissing", "machine": "n1"}), "a VLAN missing on one port", true),
        (
            json!({"kind": "guardianKeyMissing", "machine": "n1", "mendedAfterSeconds": 600}),
            "without the keys of its guardians",
            true,
        ),
        (
            json!({"kind": "resourceTypeMissing", "machine": "n1", "role": "Files"}),
            "without the resource type of Files",
            true,
        ),
        (json!({"kind": "computerAccountRefused", "machine": "n1", "attempts": 1}), "computer account", false),
        (json!({"kind": "staleNameRecord", "machine": "n1", "attempts": 1}), "old address", false),
    ]
}

fn moves_and_surroundings() -> Vec<Row> {
    vec![
        (json!({"kind": "migrationFails", "role": "VM1", "times": 1}), "failed at the last moment", true),
        (
            json!({"kind": "migrationDoesNotConverge", "role": "VM1", "forSeconds": 86_400}),
            "faster than the link copies it",
            true,
        ),
        (json!({"kind": "migrationSaysFailed", "role": "VM1"}), "reported as failed and takes place", true),
        (json!({"kind": "migrationSaysDone", "role": "VM1"}), "reported as done and does not take place", true),
        (json!({"kind": "drainStalls", "node": "n1", "forSeconds": 300}), "the drain stands still", false),
        (json!({"kind": "witnessLost", "atSeconds": 60, "returnsAfterSeconds": 60}), "the witness", true),
        (
            json!({"kind": "diskDies", "serialNumber": "n2", "atSeconds": 2, "replacedAfterSeconds": 600}),
            "the disk n2 has failed",
            false,
        ),
        (
            json!({"kind": "linkSlows", "node": "n1", "atSeconds": 0, "forSeconds": 3600, "percent": 5}),
            "has slowed down",
            true,
        ),
        (
            json!({"kind": "volumeRedirected", "volume": "Volume1", "atSeconds": 10, "forSeconds": 600}),
            "redirected over the network",
            true,
        ),
        (json!({"kind": "answerLate", "atSeconds": 10, "lateSeconds": 120}), "120 s late", true),
        (json!({"kind": "rpcError", "atSeconds": 10, "calls": 2}), "RPC server is unavailable", true),
        (json!({"kind": "answerLost", "atSeconds": 10}), "its answer got lost", true),
    ]
}

#[test]
fn every_kind_strikes_and_names_its_reason() {
    let table = table();
    let kinds: Vec<Value> = FaultKind::ALL.iter().map(|kind| json!(kind.name())).collect();
    assert_eq!(table.iter().map(|(fault, ..)| fault["kind"].clone()).collect::<Vec<_>>(), kinds);
    let mut others = Vec::new();
    for (fault, text, gets_over_it) in table {
        let (mut twin, rehearsal) = upgrade(&fault);
        let counted: AccountView = call(&mut twin, &Call::Account);
        assert_eq!(counted.faults.len(), 1, "{fault}");
        assert!(counted.faults[0].struck > 0, "{fault} never struck:\n{}", rehearsal.text());
        let log = log(&mut twin);
        let told = log.iter().find(|event| event.message.contains(text));
        assert!(told.is_some(), "nothing tells of {fault}: {log:#?}");
        if let Some(id) = counted.faults[0].kind.event_id() {
            assert!(log.iter().any(|event| event.event_id == Some(id)), "no event {id} tells of {fault}");
        }
        let completed = rehearsal.status.state == RunState::Completed;
        if completed != gets_over_it {
            others.push(format!(
                "{fault}: {}",
                rehearsal.status.reason.map_or_else(String::new, |reason| reason.message)
            ));
        }
    }
    assert!(others.is_empty(), "these end otherwise:\n{}", others.join("\n"));
}

#[test]
fn a_missing_vlan_is_an_outage_of_whoever_runs_behind_it() {
    let (_, rehearsal) = upgrade(&json!({"kind": "vlanMissing", "machine": "n1", "mendedAfterSeconds": 7200}));
    let down: Vec<_> = rehearsal.account.outages.iter().filter(|outage| outage.down_milliseconds > 0).collect();
    assert!(!down.is_empty(), "{}", rehearsal.text());
    assert!(down.iter().all(|outage| outage.reasons.iter().any(|reason| reason.contains("VLAN"))), "{down:?}");
}

#[test]
fn a_fault_that_names_nothing_is_refused() {
    for fault in [
        json!({"kind": "nodeCrash", "node": "n9", "atSeconds": 1}),
        json!({"kind": "migrationFails", "role": "VM9", "times": 1}),
        json!({"kind": "diskDies", "serialNumber": "nothing", "atSeconds": 1}),
        json!({"kind": "volumeRedirected", "volume": "nothing", "atSeconds": 1, "forSeconds": 1}),
    ] {
        let faults: Vec<Fault> = vec![serde_json::from_value(fault.clone()).unwrap()];
        let refused = Twin::new(&inventory(), &Simulation { faults, ..Simulation::default() }, 1);
        assert!(refused.is_err(), "{fault}");
    }
}

/// The seed draws each kind, and the same seed the same faults.
#[test]
fn every_kind_is_drawn() {
    let inventory = inventory();
    for kind in FaultKind::ALL {
        let wish = DrawnFaults { count: 3, within_seconds: 3600, kinds: vec![kind] };
        let simulation = Simulation { drawn_faults: Some(wish), ..Simulation::default() };
        let drawn = |seed| Twin::new(&inventory, &simulation, seed).unwrap();
        let faults = drawn(1).account().faults;
        assert_eq!((faults.len(), faults[0].kind, faults[0].planned), (1, kind, 3), "{}", kind.name());
        assert_eq!(drawn(1).save().unwrap(), drawn(1).save().unwrap());
        assert_ne!(drawn(1).save().unwrap(), drawn(2).save().unwrap(), "{}", kind.name());
    }
}
