//! The small world: every cluster of a finite family, with every single fault at every step of its upgrade.
//!
//! The family: two or three nodes, three of them with and without a witness; one or two VMs a node, of which every
//! second one has a low priority and so migrates quickly; with and without a file server; on shared disks, and with a
//! witness also on Storage Spaces Direct. (One node has nowhere to move to, and two without a witness lose their
//! quorum: there is no plan, which is tested as well.) A step is every moment at which the undisturbed upgrade does
//! something. A fault with a time strikes at each step, one without when its occasion comes; each names each node and
//! each role in turn.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, outside the functions that are tests")]

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;

use cluster_twin::soak::judge;
use cluster_twin::{Fault, FaultKind, Rehearsal, Simulation, Twin, rehearse_on};
use rolling_upgrade_core::model::{Inventory, Release};
use rolling_upgrade_core::plan::{Plan, Policy, make};
use serde_json::{Value, json};

const NODES: [&str; 3] = ["n1", "n2", "n3"];
/// What a plan leaves to the drain.
const STORAGE: &str = "Available Storage";
/// How long a fault lasts that is over by itself, and after how long what was lost comes back.
const LASTS_SECONDS: u64 = 600;

/// A cluster of the family.
#[derive(Debug, Clone, Copy)]
struct Member {
    nodes: usize,
    witness: bool,
    guests: usize,
    files: bool,
    spaces: bool,
}

fn family() -> Vec<Member> {
    let mut family = Vec::new();
    for nodes in [2, 3] {
        for witness in [false, true] {
            for guests in [1, 2] {
                for files in [false, true] {
                    if nodes > 2 || witness {
                        family.push(Member { nodes, witness, guests, files, spaces: false });
                    }
                }
            }
        }
        family.push(Member { nodes, witness: true, guests: 1, files: false, spaces: true });
    }
    family
}

/// The disk of a node that its pool has, where there is one.
fn pooled(node: &str) -> String {
    format!("{node}-pooled")
}

fn machine(node: &str) -> Value {
    json!({
        "release": "2019", "build": 17763, "memoryMiB": 65_536, "domain": "contoso.com", "storagePaths": 4,
        "processor": {
            "vendor": "GenuineIntel", "secondLevelAddressTranslation": true, "featureSet": "haswell",
            "logicalProcessors": 16
        },
        "features": ["Failover-Clustering", "Hyper-V", "FS-FileServer"], "hyperV": {},
        "switches": [{"name": "vSwitch", "kind": "external"}],
        "adapters": [{"name": "Live Migration", "network": "Live Migration", "megabitsPerSecond": 10_000}],
        "disks": [
            {"serialNumber": node, "sizeMiB": 100_000, "boot": true},
            {"serialNumber": pooled(node), "sizeMiB": 100_000, "pooled": true},
        ],
        "profile": {"guardians": ["Guardian"]},
    })
}

fn inventory(member: Member) -> Inventory {
    let names = &NODES[..member.nodes];
    let nodes = names.iter().enumerate();
    let nodes: Vec<Value> =
        nodes.map(|(place, name)| json!({"name": name, "id": place + 1, "machine": machine(name)})).collect();
    let mut roles = vec![
        json!({"name": "Cluster Group", "id": "core", "kind": "cluster", "owner": "n1"}),
        json!({"name": STORAGE, "id": "storage", "kind": "availableStorage", "owner": "n1", "state": "offline"}),
    ];
    for number in 0..member.nodes * member.guests {
        roles.push(json!({
            "name": format!("VM{number}"), "id": format!("group-{number}"), "kind": "virtualMachine",
            "owner": names[number % names.len()], "priority": if number % 2 == 0 { 2000 } else { 1000 },
            "virtualMachine": {
                "id": format!("machine-{number}"), "configurationVersion": "9.0", "switches": ["vSwitch"],
                "memory": {"assignedMiB": 4096, "startupMiB": 4096}, "trustedPlatformModule": number == 0,
                "guardians": if number == 0 { json!(["Guardian"]) } else { json!([]) }
            }
        }));
    }
    if member.files {
        roles.push(json!({"name": "Files", "id": "files", "kind": "fileServer", "owner": "n2"}));
    }
    let witness = json!({"kind": "fileShare", "resource": "Witness", "sharePath": r"\\witness\share"});
    let mut storage = json!({"sharedVolumes": [{"name": "Volume1", "friendlyName": "Volume1", "owner": "n1"}]});
    if member.spaces {
        let disk = |node: &&str| json!({"serialNumber": pooled(node), "node": node, "sizeMiB": 100_000});
        storage["spacesDirect"] = json!(true);
        storage["physicalDisks"] = names.iter().map(disk).collect();
        storage["virtualDisks"] = json!([{"name": "Volume1", "resiliency": "twoWayMirror", "sizeMiB": 10_000}]);
    }
    serde_json::from_value(json!({
        "schema": "rolling-upgrade/inventory/1", "capturedAt": "2025-03-01T08:00:00Z",
        "cluster": {
            "name": "small", "functionalLevel": 10, "domain": "contoso.com", "moveTypeThreshold": 2000,
            "quorum": if member.witness { json!({"witness": witness}) } else { json!({}) },
        },
        "nodes": nodes, "roles": roles,
        "networks": [{"name": "Live Migration", "role": 1, "liveMigration": true}],
        "storage": storage,
    }))
    .unwrap()
}

/// The fault of a kind that names a node and a role, at a time.
fn fault(kind: FaultKind, node: &str, role: &str, at: u64) -> Fault {
    let (name, lasts) = (kind.name(), LASTS_SECONDS);
    let document = match kind {
        FaultKind::NodeCrash | FaultKind::NodeIsolated => {
            json!({"kind": name, "node": node, "atSeconds": at, "returnsAfterSeconds": lasts})
        }
        FaultKind::NodeSaysUp | FaultKind::DrainStalls => {
            json!({"kind": name, "node": node, "atSeconds": at, "forSeconds": lasts})
        }
        FaultKind::LinkSlows => {
            json!({"kind": name, "node": node, "atSeconds": at, "forSeconds": lasts, "percent": 10})
        }
        FaultKind::NodeDoesNotReturn => json!({"kind": name, "machine": node}),
        FaultKind::ReturnsWithoutFeature => {
            json!({"kind": name, "machine": node, "feature": "Hyper-V", "mendedAfterSeconds": lasts})
        }
        FaultKind::ReturnsWithoutNetwork => {
            json!({"kind": name, "machine": node, "network": "Live Migration", "mendedAfterSeconds": lasts})
        }
        FaultKind::ReturnsWithoutDisk => {
            json!({"kind": name, "machine": node, "serialNumber": node, "mendedAfterSeconds": lasts})
        }
        FaultKind::StoragePathsHalved | FaultKind::VlanMissing | FaultKind::GuardianKeyMissing => {
            json!({"kind": name, "machine": node, "mendedAfterSeconds": lasts})
        }
        FaultKind::ResourceTypeMissing => {
            json!({"kind": name, "machine": node, "role": role, "mendedAfterSeconds": lasts})
        }
        FaultKind::ComputerAccountRefused | FaultKind::StaleNameRecord => {
            json!({"kind": name, "machine": node, "attempts": 1})
        }
        FaultKind::MigrationFails => json!({"kind": name, "role": role, "atSeconds": at, "times": 1}),
        FaultKind::MigrationDoesNotConverge => {
            json!({"kind": name, "role": role, "atSeconds": at, "forSeconds": lasts})
        }
        FaultKind::MigrationSaysFailed | FaultKind::MigrationSaysDone => {
            json!({"kind": name, "role": role, "atSeconds": at})
        }
        FaultKind::WitnessLost => json!({"kind": name, "atSeconds": at, "returnsAfterSeconds": lasts}),
        FaultKind::DiskDies => {
            json!({"kind": name, "serialNumber": pooled(node), "atSeconds": at, "replacedAfterSeconds": lasts})
        }
        FaultKind::VolumeRedirected => {
            json!({"kind": name, "volume": "Volume1", "atSeconds": at, "forSeconds": lasts})
        }
        FaultKind::AnswerLate => json!({"kind": name, "atSeconds": at, "lateSeconds": 60}),
        FaultKind::RpcError => json!({"kind": name, "atSeconds": at, "calls": 1}),
        FaultKind::AnswerLost => json!({"kind": name, "atSeconds": at}),
    };
    serde_json::from_value(document).unwrap()
}

/// Every fault of the small world of one cluster: each kind, each subject, each step, each once.
fn faults(inventory: &Inventory, steps: &BTreeSet<u64>) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let has_disks = !inventory.storage.physical_disks.is_empty();
    for kind in FaultKind::ALL.into_iter().filter(|kind| has_disks || *kind != FaultKind::DiskDies) {
        for step in steps {
            for node in &inventory.nodes {
                for role in inventory.roles.iter().filter(|role| role.name.as_str() != STORAGE) {
                    let fault = fault(kind, node.name.as_str(), role.name.as_str(), *step);
                    if !faults.contains(&fault) {
                        faults.push(fault);
                    }
                }
            }
        }
    }
    faults
}

fn rehearsed(inventory: &Inventory, plan: &Plan, faults: Vec<Fault>) -> (Twin, Rehearsal) {
    let simulation = Simulation { faults, ..Simulation::default() };
    let mut twin = Twin::new(inventory, &simulation, 1).unwrap();
    let rehearsal = rehearse_on(&mut twin, plan.clone(), 1, true).unwrap_or_else(|report| panic!("{report}"));
    (twin, rehearsal)
}

fn hash(twin: &Twin) -> u64 {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(&twin.inventory()).unwrap().hash(&mut hasher);
    hasher.finish()
}

#[test]
fn one_node_and_two_without_a_witness_have_no_plan() {
    for (nodes, witness, rule) in [(1, false, "DRN-01"), (1, true, "DRN-01"), (2, false, "QRM-01")] {
        let inventory = inventory(Member { nodes, witness, guests: 1, files: false, spaces: false });
        let error = make(&inventory, Release::Server2022, &Policy::default()).unwrap_err();
        assert!(error.to_string().contains(rule), "{nodes} nodes, witness {witness}: {error}");
    }
}

#[test]
fn every_small_cluster_survives_every_single_fault_at_every_step() {
    let (mut runs, mut events, mut struck) = (0_u64, 0_u64, BTreeSet::new());
    let mut states = BTreeSet::new();
    for member in family() {
        let inventory = inventory(member);
        let plan = make(&inventory, Release::Server2022, &Policy::default()).unwrap_or_else(|error| {
            panic!("{member:?}: {error}");
        });
        let (_, undisturbed) = rehearsed(&inventory, &plan, Vec::new());
        assert!(undisturbed.succeeded(), "{member:?}\n{}", undisturbed.text());
        let began = undisturbed.started_at;
        let steps: BTreeSet<u64> = undisturbed.actions.iter().map(|action| action.at.seconds_since(began)).collect();
        for fault in faults(&inventory, &steps) {
            let (twin, rehearsal) = rehearsed(&inventory, &plan, vec![fault.clone()]);
            if let Err(violation) = judge(runs, &rehearsal) {
                panic!("{member:?} {fault:?}: {violation}\n{}", rehearsal.text());
            }
            runs += 1;
            events += rehearsal.events;
            struck.extend(rehearsal.account.faults.iter().filter(|one| one.struck > 0).map(|one| one.kind));
            states.insert(hash(&twin));
        }
    }
    let told = format!(
        "small world: {} clusters, {runs} upgrades with one fault each, {events} events, {} different end states\n",
        family().len(),
        states.len()
    );
    // Past the capture of the test's output: the number is to be seen in every run.
    std::io::stderr().write_all(told.as_bytes()).unwrap();
    assert_eq!(struck, FaultKind::ALL.into_iter().collect());
}
