//! The small world: every cluster of a finite family, with every single fault at every step of its upgrade.
//!
//! The family: one, two or three nodes, with and without a witness; one or two VMs a node, of which every second one
//! has a low priority and so migrates quickly; with and without a file server; on shared disks, and with a witness
//! also on Storage Spaces Direct. One node has nowhere to move to, and two without a witness lose their quorum: there
//! is no plan, and somebody takes the steps by hand, whatever the cluster refuses.
//!
//! A step is every second before and after a moment at which the undisturbed upgrade does something: an event of the
//! twin or a call. Every kind of fault is tried, with each node, role and disk of a pool that it can be about (there is
//! one volume and one witness). A fault with a time strikes at each step, or waits for its occasion from then on; one
//! without when its occasion comes. How long a fault lasts, and which feature and network are missing, is not varied.
//! After every event the invariants are checked and the state is noted; a state is what [`Watched`] says.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, outside the functions that are tests")]

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use cluster_twin::call::Call;
use cluster_twin::soak::judge;
use cluster_twin::{Fault, FaultKind, Simulation, Twin, Watched, rehearse_on};
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

impl Member {
    /// One node has nowhere to move to, and two without a witness lose their quorum.
    const fn has_a_plan(self) -> bool {
        self.nodes > 2 || (self.nodes == 2 && self.witness)
    }
}

fn family() -> Vec<Member> {
    let mut family = Vec::new();
    // The largest first, so that the threads are done at about the same time.
    for nodes in [3, 2, 1] {
        for witness in [false, true] {
            for guests in [1, 2] {
                for files in [false, true] {
                    family.push(Member { nodes, witness, guests, files, spaces: false });
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
        roles.push(json!({"name": "Files", "id": "files", "kind": "fileServer", "owner": names[names.len() - 1]}));
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

/// Whether a cluster has what a kind of fault is about.
fn has_a_subject(kind: FaultKind, inventory: &Inventory) -> bool {
    match kind {
        FaultKind::DiskDies => !inventory.storage.physical_disks.is_empty(),
        FaultKind::WitnessLost => inventory.cluster.quorum.witness.is_some(),
        _ => true,
    }
}

/// Every fault of the small world of one cluster: each kind, each subject, each step, each once.
fn faults(inventory: &Inventory, steps: &BTreeSet<u64>) -> Vec<Fault> {
    let (mut faults, mut known) = (Vec::new(), BTreeSet::new());
    for kind in FaultKind::ALL.into_iter().filter(|kind| has_a_subject(*kind, inventory)) {
        for step in steps {
            for node in &inventory.nodes {
                for role in inventory.roles.iter().filter(|role| role.name.as_str() != STORAGE) {
                    let fault = fault(kind, node.name.as_str(), role.name.as_str(), *step);
                    if known.insert(serde_json::to_string(&fault).unwrap()) {
                        faults.push(fault);
                    }
                }
            }
        }
    }
    faults
}

/// The seconds between which something happens: before each moment and after it.
fn steps(watched: &Watched) -> BTreeSet<u64> {
    watched.moments.iter().flat_map(|moment| [moment / 1000, moment / 1000 + 1]).collect()
}

/// Carries the upgrade of a cluster through on a twin with these faults. Where there is a plan, the run carries it out
/// and is judged; where there is none, somebody goes through the steps by hand whatever the cluster says of them.
fn upgraded(member: Member, inventory: &Inventory, plan: Option<&Plan>, faults: &[Fault]) -> Twin {
    let simulation = Simulation { faults: faults.to_vec(), ..Simulation::default() };
    let mut twin = Twin::new(inventory, &simulation, 1).unwrap();
    twin.watch();
    let Some(plan) = plan else {
        by_hand(&mut twin, inventory);
        twin.check().unwrap_or_else(|error| panic!("{member:?} {faults:?}: {error}"));
        return twin;
    };
    let rehearsal = rehearse_on(&mut twin, plan.clone(), 1, true).unwrap_or_else(|report| panic!("{report}"));
    if let Err(violation) = judge(1, &rehearsal) {
        panic!("{member:?} {faults:?}: {violation}\n{}", rehearsal.text());
    }
    assert!(!faults.is_empty() || rehearsal.succeeded(), "{member:?}\n{}", rehearsal.text());
    twin
}

fn by_hand(twin: &mut Twin, inventory: &Inventory) {
    for node in inventory.nodes.iter().map(|node| &node.name) {
        let suspend =
            Call::SuspendNode { node: node.clone(), drain: true, force_drain: false, wait: true, target: None };
        let machines = vec![node.clone()];
        for call in [
            suspend,
            Call::RemoveNode { node: node.clone(), ignore_storage_connectivity_loss: false },
            Call::Install {
                machine: node.clone(),
                replaces: None,
                release: Some(Release::Server2022),
                in_place: false,
            },
            Call::Step { seconds: 2 * 3600 },
            Call::AddNode { machines, no_storage: false },
            Call::ResumeNode { node: node.clone(), failback: Some(1) },
        ] {
            // Refusals are a part of what this world is like.
            let _ = twin.call_for_text(&call);
        }
    }
    let _ = twin.call_for_text(&Call::UpdateFunctionalLevel { what_if: false });
}

/// What came of the small world, or of the part of it that one cluster makes.
#[derive(Default)]
struct Tally {
    upgrades: u64,
    events: u64,
    /// Hashes of states, each with that of its cluster.
    states: BTreeSet<(usize, u64)>,
    struck: BTreeSet<FaultKind>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.upgrades += other.upgrades;
        self.events += other.events;
        self.states.extend(other.states);
        self.struck.extend(other.struck);
    }
}

fn explored(place: usize, member: Member) -> Tally {
    let inventory = inventory(member);
    let plan = make(&inventory, Release::Server2022, &Policy::default());
    assert_eq!(plan.is_ok(), member.has_a_plan(), "{member:?}: {:?}", plan.err());
    let plan = plan.ok();
    let undisturbed = upgraded(member, &inventory, plan.as_ref(), &[]);
    let steps = steps(undisturbed.watched().unwrap());
    let mut tally = Tally::default();
    for fault in faults(&inventory, &steps) {
        let twin = upgraded(member, &inventory, plan.as_ref(), std::slice::from_ref(&fault));
        tally.upgrades += 1;
        tally.events += twin.events();
        tally.struck.extend(twin.account().faults.iter().filter(|one| one.struck > 0).map(|one| one.kind));
        tally.states.extend(twin.watched().unwrap().states.iter().map(|state| (place, *state)));
    }
    tally
}

#[test]
fn every_small_cluster_survives_every_single_fault_at_every_step() {
    let family = family();
    let next = AtomicUsize::new(0);
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let work = || {
            let mut mine = Tally::default();
            while let place = next.fetch_add(1, Ordering::Relaxed)
                && let Some(member) = family.get(place)
            {
                mine.add(explored(place, *member));
            }
            mine
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            tally.add(worker.join().unwrap());
        }
    });
    let told = format!(
        "small world: {} clusters, {} upgrades with one fault each, {} events, {} different states\n",
        family.len(),
        tally.upgrades,
        tally.events,
        tally.states.len()
    );
    // Past the capture of the test's output: the number is to be seen in every run.
    std::io::stderr().write_all(told.as_bytes()).unwrap();
    assert_eq!(tally.struck, FaultKind::ALL.into_iter().collect());
}
