//! The faults of the page, each on the same cluster.

use cluster_twin::Twin;
use cluster_twin::call::Call;
use serde_json::{Value, json};

/// The times and the names that faults refer to.
pub(crate) struct Scene {
    /// The nodes in the order of the plan.
    pub(crate) nodes: Vec<String>,
    /// A VM of the first node.
    pub(crate) role: String,
    /// A role that is no VM.
    pub(crate) other: String,
    /// The network of the cluster.
    pub(crate) network: String,
    /// A shared volume.
    pub(crate) volume: String,
    /// When the first node, or the first of two that are out together, is drained, in seconds.
    pub(crate) drained: u64,
    /// When it is out, in seconds.
    pub(crate) out: u64,
}

/// What somebody else does to the cluster right before a command of the run.
pub(crate) type Interference = fn(&Scene) -> (String, Vec<Call>);

/// A row of the page.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) faults: fn(&Scene) -> Vec<Value>,
    pub(crate) interference: Option<Interference>,
    pub(crate) cluster: Cluster,
}

/// The cluster that a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cluster {
    /// One node is out at a time.
    Plain,
    /// It has disks of its own (Storage Spaces Direct) and virtual TPMs.
    OwnDisks,
    /// Two nodes are out together.
    Together,
}

/// After how long somebody mends a machine, in seconds.
const TWO_HOURS: u64 = 7200;

const fn fault(name: &'static str, faults: fn(&Scene) -> Vec<Value>) -> Case {
    Case { name, faults, interference: None, cluster: Cluster::Plain }
}

const fn of_disks(name: &'static str, faults: fn(&Scene) -> Vec<Value>) -> Case {
    Case { name, faults, interference: None, cluster: Cluster::OwnDisks }
}

const fn of_two(name: &'static str, faults: fn(&Scene) -> Vec<Value>) -> Case {
    Case { name, faults, interference: None, cluster: Cluster::Together }
}

const fn somebody(name: &'static str, interference: Interference) -> Case {
    Case { name, faults: |_| Vec::new(), interference: Some(interference), cluster: Cluster::Plain }
}

fn before_the_second(scene: &Scene) -> String {
    format!("Suspend-ClusterNode -Name {}", scene.nodes[1])
}

/// A disk of a node.
fn disk(node: &str) -> String {
    format!("{node}-1")
}

pub(crate) const CASES: &[Case] = &[
    fault("a node does not return", |scene| vec![json!({"kind": "nodeDoesNotReturn", "machine": scene.nodes[0]})]),
    fault("a node comes back without a feature, and somebody mends it after two hours", |scene| {
        let machine = &scene.nodes[0];
        let (kind, feature) = ("returnsWithoutFeature", "Hyper-V");
        vec![json!({"kind": kind, "machine": machine, "feature": feature, "mendedAfterSeconds": TWO_HOURS})]
    }),
    fault("a node comes back without a feature, and nobody mends it", |scene| {
        vec![json!({"kind": "returnsWithoutFeature", "machine": scene.nodes[0], "feature": "Hyper-V"})]
    }),
    fault("a node comes back without a network, and somebody mends it after two hours", |scene| {
        let (kind, machine, network) = ("returnsWithoutNetwork", &scene.nodes[0], &scene.network);
        vec![json!({"kind": kind, "machine": machine, "network": network, "mendedAfterSeconds": TWO_HOURS})]
    }),
    fault("a node comes back with half its paths to storage, and somebody mends it after two hours", |scene| {
        vec![json!({"kind": "storagePathsHalved", "machine": scene.nodes[0], "mendedAfterSeconds": 7200})]
    }),
    fault("a node comes back with a VLAN missing, and somebody mends it after two hours", |scene| {
        vec![json!({"kind": "vlanMissing", "machine": scene.nodes[0], "mendedAfterSeconds": TWO_HOURS})]
    }),
    fault(
        "a node comes back without what a role needs that is no VM, and somebody mends it after two hours",
        |scene| {
            let (kind, machine, role) = ("resourceTypeMissing", &scene.nodes[0], &scene.other);
            vec![json!({"kind": kind, "machine": machine, "role": role, "mendedAfterSeconds": TWO_HOURS})]
        },
    ),
    of_disks("a node comes back without the keys of virtual TPMs, and somebody mends it after two hours", |scene| {
        vec![json!({"kind": "guardianKeyMissing", "machine": scene.nodes[0], "mendedAfterSeconds": TWO_HOURS})]
    }),
    of_disks("a node comes back without one of its disks, and somebody mends it after two hours", |scene| {
        let (kind, machine, serial) = ("returnsWithoutDisk", &scene.nodes[0], disk(&scene.nodes[0]));
        vec![json!({"kind": kind, "machine": machine, "serialNumber": serial, "mendedAfterSeconds": TWO_HOURS})]
    }),
    of_disks("a node comes back without one of its disks, and nobody mends it", |scene| {
        let serial = disk(&scene.nodes[0]);
        vec![json!({"kind": "returnsWithoutDisk", "machine": scene.nodes[0], "serialNumber": serial})]
    }),
    of_disks("a disk of another node dies while one is out, and is replaced after an hour", |scene| {
        let (at, serial) = (scene.out + 60, disk(&scene.nodes[1]));
        vec![json!({"kind": "diskDies", "serialNumber": serial, "atSeconds": at, "replacedAfterSeconds": 3600})]
    }),
    fault("I/O of a shared volume is redirected for five hours", |scene| {
        vec![json!({"kind": "volumeRedirected", "volume": scene.volume, "atSeconds": scene.out, "forSeconds": 18_000})]
    }),
    fault("the domain refuses the old account of a node twice", |scene| {
        vec![json!({"kind": "computerAccountRefused", "machine": scene.nodes[0], "attempts": 2})]
    }),
    fault("the name of a node leads to its old address for two attempts", |scene| {
        vec![json!({"kind": "staleNameRecord", "machine": scene.nodes[0], "attempts": 2})]
    }),
    fault("a drain stalls for ten minutes, with a VM that could not be moved before", |scene| {
        let node = &scene.nodes[0];
        vec![
            json!({"kind": "migrationFails", "role": scene.role, "times": 4}),
            json!({"kind": "drainStalls", "node": node, "forSeconds": 600}),
        ]
    }),
    fault("a drain stalls for five hours, with a VM that could not be moved before", |scene| {
        let node = &scene.nodes[0];
        vec![
            json!({"kind": "migrationFails", "role": scene.role, "times": 4}),
            json!({"kind": "drainStalls", "node": node, "forSeconds": 18_000}),
        ]
    }),
    fault("another node dies while one is out, and returns after an hour", |scene| {
        let at = scene.out + 60;
        vec![json!({"kind": "nodeCrash", "node": scene.nodes[1], "atSeconds": at, "returnsAfterSeconds": 3600})]
    }),
    fault("another node dies while one is out, and does not return", |scene| {
        vec![json!({"kind": "nodeCrash", "node": scene.nodes[1], "atSeconds": scene.out + 60})]
    }),
    fault("another node dies while one is drained, and returns after an hour", |scene| {
        let at = scene.drained + 5;
        vec![json!({"kind": "nodeCrash", "node": scene.nodes[1], "atSeconds": at, "returnsAfterSeconds": 3600})]
    }),
    fault("the node in hand dies while it is drained, and returns after an hour", |scene| {
        let at = scene.drained + 5;
        vec![json!({"kind": "nodeCrash", "node": scene.nodes[0], "atSeconds": at, "returnsAfterSeconds": 3600})]
    }),
    fault("another node is isolated while one is out, and rejoins after ten minutes", |scene| {
        let at = scene.out + 60;
        vec![json!({"kind": "nodeIsolated", "node": scene.nodes[1], "atSeconds": at, "returnsAfterSeconds": 600})]
    }),
    fault("another node says that it is up and nobody reaches it for an hour", |scene| {
        vec![json!({"kind": "nodeSaysUp", "node": scene.nodes[1], "atSeconds": scene.drained, "forSeconds": 3600})]
    }),
    of_two("of two nodes that are out together, one does not return", |scene| {
        vec![json!({"kind": "nodeDoesNotReturn", "machine": scene.nodes[1]})]
    }),
    of_two("of two nodes that are out together, one comes back without a feature, and nobody mends it", |scene| {
        vec![json!({"kind": "returnsWithoutFeature", "machine": scene.nodes[2], "feature": "Hyper-V"})]
    }),
    of_two("another node dies while two are on their way out, and returns after an hour", |scene| {
        let at = scene.out + 60;
        vec![json!({"kind": "nodeCrash", "node": scene.nodes[3], "atSeconds": at, "returnsAfterSeconds": 3600})]
    }),
    fault("the witness is lost for two hours", |scene| {
        vec![json!({"kind": "witnessLost", "atSeconds": scene.out, "returnsAfterSeconds": 7200})]
    }),
    fault("quorum is lost, and regained after an hour", |scene| {
        let at = scene.out + 60;
        let crash =
            |node: &String| json!({"kind": "nodeCrash", "node": node, "atSeconds": at, "returnsAfterSeconds": 3600});
        let mut faults: Vec<Value> = scene.nodes[1..3].iter().map(crash).collect();
        faults.push(json!({"kind": "witnessLost", "atSeconds": at, "returnsAfterSeconds": 3600}));
        faults
    }),
    fault("the live migration of a VM fails ten times", |scene| {
        vec![json!({"kind": "migrationFails", "role": scene.role, "times": 10})]
    }),
    fault("the live migration of a VM fails twice", |scene| {
        vec![json!({"kind": "migrationFails", "role": scene.role, "times": 2})]
    }),
    fault("the migration of a VM does not converge for an hour", |scene| {
        vec![json!({"kind": "migrationDoesNotConverge", "role": scene.role, "forSeconds": 3600})]
    }),
    fault("a move is reported as failed and took place", |scene| {
        vec![json!({"kind": "migrationSaysFailed", "role": scene.role})]
    }),
    fault("a move is reported as done and did not take place", |scene| {
        vec![json!({"kind": "migrationSaysDone", "role": scene.role})]
    }),
    fault("the link of a node is slow for an hour", |scene| {
        let at = scene.drained;
        vec![json!({"kind": "linkSlows", "node": scene.nodes[0], "atSeconds": at, "forSeconds": 3600, "percent": 5})]
    }),
    fault("an answer is lost", |scene| vec![json!({"kind": "answerLost", "atSeconds": scene.drained})]),
    fault("an answer comes ten minutes late", |scene| {
        vec![json!({"kind": "answerLate", "atSeconds": scene.drained, "lateSeconds": 600})]
    }),
    fault("two calls fail before anything is done (1722)", |scene| {
        vec![json!({"kind": "rpcError", "atSeconds": scene.drained, "calls": 2})]
    }),
    fault("twelve calls fail before anything is done (1722)", |scene| {
        vec![json!({"kind": "rpcError", "atSeconds": scene.drained, "calls": 12})]
    }),
    somebody("somebody evicts a node whose turn has not come", |scene| {
        let node = scene.nodes[3].as_str();
        let pause = Call::SuspendNode { node: node.into(), drain: true, force_drain: false, wait: true, target: None };
        let evict = Call::RemoveNode { node: node.into(), ignore_storage_connectivity_loss: false };
        (before_the_second(scene), vec![pause, evict])
    }),
    somebody("somebody moves the VM that the run is about to move", |scene| {
        let move_it = Call::MoveVirtualMachine {
            group: scene.role.as_str().into(),
            node: Some(scene.nodes[3].as_str().into()),
            migration: Some(4),
            wait_seconds: None,
            cancel: false,
        };
        (format!("Suspend-ClusterNode -Name {}", scene.nodes[0]), vec![move_it])
    }),
    somebody("somebody pauses the next node, as a patch run does, and restarts it", |scene| {
        let node = scene.nodes[1].as_str();
        let pause = Call::SuspendNode { node: node.into(), drain: true, force_drain: false, wait: true, target: None };
        (before_the_second(scene), vec![pause, Call::RestartMachine { machine: node.into(), wait: true }])
    }),
    somebody("somebody pauses another node while one goes out", |scene| {
        let node = scene.nodes[2].as_str();
        let pause = Call::SuspendNode { node: node.into(), drain: true, force_drain: false, wait: true, target: None };
        (before_the_second(scene), vec![pause])
    }),
    somebody("somebody resumes the node that is about to be evicted", |scene| {
        let node = scene.nodes[0].as_str();
        let resume = Call::ResumeNode { node: node.into(), failback: Some(1) };
        (format!("Remove-ClusterNode -Name {node}"), vec![resume])
    }),
];

/// Lets somebody else do what he does; what the cluster refuses him is not done.
pub(crate) fn interfere(twin: &mut Twin, calls: &[Call]) {
    for call in calls {
        twin.call(call).unwrap_or_else(|error| panic!("{call:?}: {error}"));
    }
}
