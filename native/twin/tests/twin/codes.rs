//! System error codes and events that no other test meets ("System error codes", "Failover clustering system log
//! events", learn.microsoft.com).

use cluster_twin::call::{Call, NodeView};
use cluster_twin::{Fault, Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

const NODES: [&str; 3] = ["n1", "n2", "n3"];

fn document() -> Value {
    let roles = (1..=3).map(|number| virtual_machine(number, NODES[number - 1], "9.0", 8192)).collect();
    let mut document = Shape { release: "2019", level: 10, nodes: &NODES, witness: true, roles }.document();
    document["storage"] = json!({"sharedVolumes": [{"name": "Disk 2", "friendlyName": "Volume1", "owner": "n1"}]});
    document
}

fn twin(change: impl Fn(&mut Value), faults: Vec<Fault>) -> Twin {
    let mut document = document();
    change(&mut document);
    twin_of(&document, &Simulation { faults, ..Simulation::default() })
}

fn stop(node: &str) -> Call {
    Call::StopNode { node: node.into() }
}

fn start(node: &str) -> Call {
    Call::StartNode { node: node.into(), clear_quarantine: false, force_quorum: false }
}

fn code(twin: &mut Twin, call: &Call) -> Option<u32> {
    refused(twin, call).win32
}

#[test]
fn services_that_run_or_do_not() {
    let mut twin = twin(|_| (), Vec::new());
    assert_eq!(code(&mut twin, &start("n1")), Some(5061));
    call::<Value>(&mut twin, &stop("n1"));
    assert_eq!(code(&mut twin, &stop("n1")), Some(5062));
    assert!(event_ids(&mut twin).contains(&1063));
    call::<Value>(&mut twin, &Call::RestartMachine { machine: "n2".into(), wait: false });
    assert!(event_ids(&mut twin).contains(&1074));
}

#[test]
fn roles_that_are_busy() {
    let queued = |document: &mut Value| {
        document["cluster"]["maximumParallelMigrations"] = json!(1);
        document["roles"][3]["owner"] = json!("n1");
    };
    let mut twin = twin(queued, Vec::new());
    call::<Value>(&mut twin, &move_to("VM1", "n2"));
    call::<Value>(&mut twin, &move_to("VM2", "n2"));
    assert_eq!(code(&mut twin, &move_to("VM1", "n3")), Some(5944));
    assert_eq!(code(&mut twin, &move_to("VM2", "n3")), Some(5959));
    // Its destination goes away while it is on its way.
    call::<Value>(&mut twin, &stop("n2"));
    assert!(event_ids(&mut twin).contains(&1155));
    assert_eq!((group(&mut twin, "VM1").state, group(&mut twin, "VM1").owner.as_str()), (0, "n1"));
    for wish in [
        Call::StopGroup { group: "VM1".into(), wait_seconds: None },
        Call::StartGroup { group: "VM1".into(), wait_seconds: None },
    ] {
        call::<Value>(&mut twin, &wish);
    }
    let ids = event_ids(&mut twin);
    assert!(ids.contains(&1204) && ids.contains(&1201), "{ids:?}");
}

#[test]
fn a_cluster_of_64_nodes_is_full() {
    let names: Vec<String> = (1..=64).map(|number| format!("n{number}")).collect();
    let nodes: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut document = Shape { release: "2019", level: 10, nodes: &nodes, witness: true, roles: Vec::new() }.document();
    document["machines"] = json!([{"name": "n65", "machine": machine("2019", 65_536)}]);
    let mut twin = twin_of(&document, &Simulation::default());
    assert_eq!(code(&mut twin, &add("n65")), Some(5934));
}

/// A backup keeps its volume where it is (5949, 5143); a pinned role fails the drain (1137).
#[test]
fn what_keeps_a_drain() {
    let mut backup =
        twin(|document| document["storage"]["sharedVolumes"][0]["backupInProgress"] = json!(true), Vec::new());
    let view: NodeView = call(&mut backup, &suspend("n1"));
    assert_eq!((view.drain_status, view.drain_error_code), (3, 5949));
    assert!(event_ids(&mut backup).contains(&5143));
    let mut pinned = twin(|document| document["roles"][2]["possibleOwners"] = json!(["n1"]), Vec::new());
    call::<Value>(&mut pinned, &suspend("n1"));
    assert!(event_ids(&mut pinned).contains(&1137));
}

/// Enforced anti-affinity leaves a role without a place (1639); the coordinator of a volume dies (5120).
#[test]
fn failures_that_leave_something_behind() {
    let apart = |document: &mut Value| {
        document["cluster"]["enforcedAntiAffinity"] = json!(true);
        for role in 2..5 {
            document["roles"][role]["antiAffinityClasses"] = json!(["web"]);
        }
    };
    let mut enforced = twin(apart, Vec::new());
    call::<Value>(&mut enforced, &stop("n1"));
    assert_eq!(group(&mut enforced, "VM1").state, 2);
    assert!(event_ids(&mut enforced).contains(&1639));
    let crash = Fault::NodeCrash { node: "n1".into(), at_seconds: 10, returns_after_seconds: None };
    let mut coordinator = twin(|_| (), vec![crash]);
    coordinator.step(60);
    assert!(event_ids(&mut coordinator).contains(&5120));
    assert_ne!(coordinator.inventory().storage.shared_volumes[0].owner.as_str(), "n1");
}

#[test]
fn no_copy_is_within_reach() {
    let spaces = |document: &mut Value| {
        document["storage"] = json!({
            "spacesDirect": true,
            "physicalDisks": NODES.map(|node| json!({"serialNumber": node, "node": node, "sizeMiB": 1000})),
            "virtualDisks": [{"name": "v", "resiliency": "simple", "sizeMiB": 100_000}]
        });
    };
    let mut twin = twin(spaces, Vec::new());
    call::<Value>(&mut twin, &stop("n1"));
    assert!(event_ids(&mut twin).contains(&5142));
}

/// The domain and the name server refuse a rebuilt machine once; then it joins.
#[test]
fn joins_that_others_refuse() {
    let account = Fault::ComputerAccountRefused { machine: "n1".into(), attempts: 1 };
    let name = Fault::StaleNameRecord { machine: "n1".into(), attempts: 1 };
    for (fault, expected, event) in [(account, 2732, 4101), (name, 53, 1653)] {
        let mut twin = twin(|_| (), vec![fault]);
        call::<Value>(&mut twin, &suspend("n1"));
        call::<Value>(&mut twin, &evict("n1"));
        await_install(&mut twin, "n1");
        assert_eq!(code(&mut twin, &add("n1")), Some(expected));
        assert!(event_ids(&mut twin).contains(&event));
        call::<Value>(&mut twin, &add("n1"));
    }
}

/// An RPC error before the call changes anything, and one after it has been carried out.
#[test]
fn calls_that_fail_before_and_after() {
    let pause = Call::SuspendNode { node: "n1".into(), drain: false, force_drain: false, wait: false, target: None };
    let before = Fault::RpcError { at_seconds: 10, calls: 1 };
    let after = Fault::AnswerLost { at_seconds: 10 };
    for (fault, expected, state) in [(before, 1722, 0), (after, 1726, 2)] {
        let mut twin = twin(|_| (), vec![fault]);
        twin.step(20);
        assert_eq!(code(&mut twin, &pause), Some(expected));
        assert_eq!(nodes(&mut twin)[0].1, state);
    }
}
