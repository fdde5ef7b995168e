//! Small clusters to work with, and short ways to call.

use cluster_twin::call::{Call, GroupView, NodeView};
use cluster_twin::crash::{MemoryDisk, Session};
use cluster_twin::{Fault, InstallTimes, Simulation, Twin};
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, NodeName, Release};
use rolling_upgrade_core::plan::Plan;
use rolling_upgrade_core::run::{Action, ActionResult, ActionTask, Event, EventKind, Observation, RunState};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

pub(crate) fn machine(release: &str, memory_mib: u64) -> Value {
    let build = match release {
        "2012R2" => 9600,
        "2016" => 14393,
        "2019" => 17763,
        "2022" => 20348,
        _ => 26100,
    };
    json!({
        "release": release, "build": build, "memoryMiB": memory_mib,
        "processor": {
            "vendor": "GenuineIntel", "secondLevelAddressTranslation": true, "featureSet": "haswell",
            "logicalProcessors": 32
        },
        "features": ["Failover-Clustering", "Hyper-V"],
        "switches": [{"name": "vSwitch", "kind": "external"}],
        "adapters": [
            {"name": "Management", "network": "Management", "megabitsPerSecond": 10000},
            {"name": "Live Migration", "network": "Live Migration", "megabitsPerSecond": 10000}
        ],
        "storagePaths": 4, "hyperV": {}, "domain": "contoso.com"
    })
}

pub(crate) fn virtual_machine(number: usize, owner: &str, version: &str, memory_mib: u64) -> Value {
    json!({
        "name": format!("VM{number}"), "id": format!("group-{number}"), "kind": "virtualMachine", "owner": owner,
        "virtualMachine": {
            "id": format!("machine-{number}"), "configurationVersion": version,
            "memory": {"assignedMiB": memory_mib, "startupMiB": memory_mib}, "switches": ["vSwitch"]
        }
    })
}

/// A cluster with its core group on the first node.
pub(crate) struct Shape<'a> {
    pub(crate) release: &'a str,
    pub(crate) level: u32,
    pub(crate) nodes: &'a [&'a str],
    pub(crate) witness: bool,
    pub(crate) roles: Vec<Value>,
}

impl Shape<'_> {
    pub(crate) fn document(&self) -> Value {
        let nodes: Vec<Value> = self
            .nodes
            .iter()
            .enumerate()
            .map(|(place, name)| json!({"name": name, "id": place + 1, "machine": machine(self.release, 131_072)}))
            .collect();
        let mut roles = vec![
            json!({"name": "Cluster Group", "id": "core", "kind": "cluster", "owner": self.nodes[0]}),
            json!({
                "name": "Available Storage", "id": "storage", "kind": "availableStorage", "owner": self.nodes[0],
                "state": "offline"
            }),
        ];
        roles.extend(self.roles.iter().cloned());
        let witness = json!({"kind": "disk", "resource": "Cluster Disk 1"});
        json!({
            "schema": "rolling-upgrade/inventory/1", "capturedAt": "2025-03-01T08:00:00Z",
            "cluster": {
                "name": "Cluster01", "functionalLevel": self.level, "domain": "contoso.com",
                "moveTypeThreshold": 1000,
                "quorum": if self.witness { json!({"witness": witness}) } else { json!({}) },
                "updating": {"present": true, "enabled": true}
            },
            "nodes": nodes, "roles": roles,
            "networks": [
                {"name": "Management", "role": 3, "address": "10.0.1.0", "prefixLength": 24},
                {"name": "Live Migration", "role": 1, "address": "10.0.2.0", "prefixLength": 24, "liveMigration": true}
            ]
        })
    }

    pub(crate) fn twin(&self) -> Twin {
        twin_of(&self.document(), &Simulation::default())
    }
}

pub(crate) fn inventory_of(document: &Value) -> Inventory {
    rolling_upgrade_core::document::read_inventory(document.to_string().as_bytes()).unwrap()
}

pub(crate) fn twin_of(document: &Value, simulation: &Simulation) -> Twin {
    Twin::new(&inventory_of(document), simulation, 1).unwrap()
}

pub(crate) fn call<T: DeserializeOwned>(twin: &mut Twin, call: &Call) -> T {
    let answer = twin.call(call).unwrap_or_else(|error| panic!("{call:?}: {error}"));
    serde_json::from_value(answer).unwrap()
}

pub(crate) fn refused(twin: &mut Twin, call: &Call) -> ErrorReport {
    match twin.call(call) {
        Err(report) => report,
        Ok(answer) => panic!("{call:?} was not refused: {answer}"),
    }
}

pub(crate) fn suspend(node: &str) -> Call {
    Call::SuspendNode { node: node.into(), drain: true, force_drain: false, wait: true, target: None }
}

/// A live migration that nobody waits for.
pub(crate) fn move_to(role: &str, node: &str) -> Call {
    Call::MoveVirtualMachine {
        group: role.into(),
        node: Some(node.into()),
        migration: Some(4),
        wait_seconds: Some(0),
        cancel: false,
    }
}

pub(crate) fn evict(node: &str) -> Call {
    Call::RemoveNode { node: node.into(), ignore_storage_connectivity_loss: false }
}

pub(crate) fn add(machine: &str) -> Call {
    Call::AddNode { machines: vec![machine.into()], no_storage: false }
}

pub(crate) fn nodes(twin: &mut Twin) -> Vec<(String, u32)> {
    let views: Vec<NodeView> = call(twin, &Call::Nodes { names: Vec::new() });
    views.into_iter().map(|node| (node.name.to_string(), node.state)).collect()
}

pub(crate) fn group(twin: &mut Twin, name: &str) -> GroupView {
    let views: Vec<GroupView> = call(twin, &Call::Groups { names: vec![name.into()], owner: None });
    views.into_iter().next().unwrap()
}

pub(crate) fn groups_of(twin: &mut Twin, node: &str) -> usize {
    let owner: NodeName = node.into();
    let views: Vec<GroupView> = call(twin, &Call::Groups { names: Vec::new(), owner: Some(owner) });
    views.len()
}

pub(crate) fn level(twin: &mut Twin) -> u32 {
    let view: cluster_twin::call::ClusterView = call(twin, &Call::Cluster);
    view.functional_level
}

pub(crate) fn event_ids(twin: &mut Twin) -> Vec<u32> {
    let views: Vec<cluster_twin::call::EventView> = call(twin, &Call::Events { from: 0 });
    views.into_iter().filter_map(|event| event.event_id).collect()
}

/// Steps the clock until a machine answers again.
pub(crate) fn await_install(twin: &mut Twin, machine: &str) {
    for _ in 0..200 {
        let view: cluster_twin::call::MachineView = call(twin, &Call::MachineFacts { machine: machine.into() });
        if view.reachable {
            return;
        }
        twin.step(60);
    }
    panic!("{machine} is not installed");
}

/// One node's turn: drain, evict, install, add.
pub(crate) fn turn(twin: &mut Twin, node: &str) {
    let drained: NodeView = call(twin, &suspend(node));
    assert_eq!((drained.state, drained.drain_status), (2, 2), "{node}");
    call::<Value>(twin, &evict(node));
    await_install(twin, node);
    let added: Vec<NodeView> = call(twin, &add(node));
    assert_eq!(added[0].state, 0);
}

/// What becomes of an action of a run.
pub(crate) enum Instead {
    /// It is carried out.
    CarryOut,
    /// The call fails with a system error before anything is done.
    Fail(u32),
    /// It is carried out, and something else is read after it.
    Read(fn(&mut Observation)),
    /// The run is told to stop, and it is not carried out.
    Stop,
}

/// Drives a run to where it rests; `interfere` is asked before each action.
pub(crate) fn drive(
    session: &mut Session<MemoryDisk>,
    first: Event,
    mut interfere: impl FnMut(&Action) -> Instead,
) -> RunState {
    let mut next = Some(first);
    while let Some(event) = next.take() {
        let turn = session.feed(event).unwrap();
        session.keep(&turn).unwrap();
        assert!(session.sequence() < 20_000, "the run does not end");
        let Some(action) = turn.action() else { break };
        next = Some(match interfere(action) {
            Instead::CarryOut => session.act(action).unwrap(),
            Instead::Stop => Event { at: session.twin.now(), event: EventKind::OrderlyStop { abandon: false } },
            Instead::Fail(code) => failed(session, action, code),
            Instead::Read(change) => {
                let mut event = session.act(action).unwrap();
                if let EventKind::ActionEnded { observed, .. } = &mut event.event {
                    change(observed);
                }
                event
            }
        });
    }
    session.status().state
}

fn failed(session: &mut Session<MemoryDisk>, action: &Action, code: u32) -> Event {
    let mut event = session.act(&Action { task: ActionTask::Look, ..action.clone() }).unwrap();
    if let EventKind::ActionEnded { result, .. } = &mut event.event {
        let error = ErrorReport::new(ErrorId::ClusterRefused, format!("refused with {code}"), "Look at the host.");
        *result = ActionResult::Failed { error: error.with_win32(code) };
    }
    event
}

/// A generated cluster of Windows Server 2016.
pub(crate) fn cluster_of_2016(nodes: u32, virtual_machines: u32, memory_use_percent: u32) -> Inventory {
    let from = Release::Server2016;
    let memory_use_percent = Some(memory_use_percent);
    generate(&GenerateOptions { nodes, virtual_machines, seed: 11, from, memory_use_percent }).unwrap()
}

/// A session that carries a plan out on a twin with these faults, whose operator installs a machine in so many seconds.
pub(crate) fn session(
    inventory: &Inventory,
    plan: &Plan,
    install_seconds: u64,
    faults: Vec<Fault>,
) -> Session<MemoryDisk> {
    let install = InstallTimes { seconds: install_seconds, machines: Vec::new() };
    let twin = Twin::new(inventory, &Simulation { install, faults, ..Simulation::default() }, 1).unwrap();
    Session::begin(twin, MemoryDisk::default(), plan.clone().into()).unwrap()
}
