//! What no page states: each assumed behaviour is noted where it decides something, and only there.

use std::collections::BTreeSet;
use std::path::Path;

use cluster_twin::call::Call;
use cluster_twin::{Confidence, Fault, Simulation, Twin, behaviour_page, behaviours};
use serde_json::{Value, json};

use crate::support::*;

const NODES: [&str; 3] = ["n1", "n2", "n3"];

fn document(roles: Vec<Value>) -> Value {
    Shape { release: "2019", level: 10, nodes: &NODES, witness: true, roles }.document()
}

fn guest(number: usize, owner: &str) -> Value {
    virtual_machine(number, owner, "9.0", 8192)
}

fn plain(document: &Value) -> Twin {
    twin_of(document, &Simulation::default())
}

fn drained(document: &Value) -> Twin {
    let mut twin = plain(document);
    call::<Value>(&mut twin, &suspend("n1"));
    twin
}

fn faulty(document: &Value, faults: Vec<Fault>) -> Twin {
    let mut twin = twin_of(document, &Simulation { faults, ..Simulation::default() });
    twin.step(1400);
    twin
}

fn crash(at_seconds: u64) -> Fault {
    Fault::NodeCrash { node: "n1".into(), at_seconds, returns_after_seconds: Some(60) }
}

/// An upgrade without a witness, on which nobody said how fast guests write.
fn upgraded() -> Twin {
    let roles = vec![guest(1, "n1")];
    let mut twin = Shape { release: "2019", level: 10, nodes: &NODES, witness: false, roles }.twin();
    for node in NODES {
        turn(&mut twin, node);
    }
    call::<Value>(&mut twin, &Call::UpdateFunctionalLevel { what_if: false });
    twin
}

fn without_facts() -> Twin {
    let mut document = document(Vec::new());
    document["nodes"][1].as_object_mut().unwrap().remove("machine");
    plain(&document)
}

/// Low priority, nobody read the threshold, and the configuration is that of 2012 R2.
fn quick() -> Twin {
    let mut roles = vec![virtual_machine(1, "n1", "5.0", 8192), virtual_machine(2, "n1", "5.0", 8192)];
    roles.iter_mut().for_each(|role| role["priority"] = json!(1000));
    let mut document = document(roles);
    document["cluster"].as_object_mut().unwrap().remove("moveTypeThreshold");
    drained(&document)
}

fn moved_as_a_group() -> Twin {
    let mut twin = plain(&document(vec![guest(1, "n1")]));
    call::<Value>(&mut twin, &Call::MoveGroup { group: "VM1".into(), node: None, wait_seconds: None });
    twin
}

fn resumed() -> Twin {
    let mut twin = drained(&document(Vec::new()));
    call::<Value>(&mut twin, &Call::ResumeNode { node: "n1".into(), failback: None });
    twin
}

/// 8 GiB fit the 10 GiB of the others only where nothing is kept for the host.
fn no_room() -> Twin {
    let mut document = document(vec![guest(1, "n1")]);
    for node in 1..3 {
        document["nodes"][node]["machine"]["memoryMiB"] = json!(10_240);
    }
    drained(&document)
}

/// Two of three nodes with a copy each are out, which a two-way mirror does not survive.
fn detached() -> Twin {
    let mut document = document(vec![guest(1, "n3")]);
    document["storage"] = json!({
        "spacesDirect": true,
        "physicalDisks": NODES.map(|node| json!({"serialNumber": node, "node": node, "sizeMiB": 1000})),
        "virtualDisks": [{"name": "v", "resiliency": "simple", "sizeMiB": 100_000}]
    });
    let mut twin = plain(&document);
    call::<Value>(&mut twin, &Call::StopNode { node: "n1".into() });
    call::<Value>(&mut twin, &Call::StartNode { node: "n1".into(), clear_quarantine: false, force_quorum: false });
    twin.step(60);
    twin
}

fn joined_without_hyper_v() -> Twin {
    let mut document = document(vec![guest(1, "n1")]);
    let mut blank = machine("2019", 65_536);
    blank["features"] = json!(["Failover-Clustering"]);
    document["machines"] = json!([{"name": "n4", "machine": blank}]);
    let mut twin = plain(&document);
    refused(&mut twin, &add("n4"));
    twin
}

fn loaded() -> Twin {
    let mut document = document((1..=14).map(|number| guest(number, "n1")).collect());
    document["cluster"]["autoBalancerMode"] = json!(2);
    let mut twin = plain(&document);
    twin.step(4000);
    twin
}

/// A role of its own kind on the node that leaves; a network and an owner list that hold that node only.
fn evicted(kind: &str) -> Twin {
    let role = json!({"name": "Role", "id": "role", "kind": kind, "owner": "n1"});
    let pinned = json!({"name": "VM9", "id": "g9", "kind": "generic", "owner": "n2", "possibleOwners": ["n1"]});
    let mut document = document(vec![role, pinned]);
    document["networks"].as_array_mut().unwrap().push(json!({"name": "Backup", "role": 0}));
    let adapters = document["nodes"][0]["machine"]["adapters"].as_array_mut().unwrap();
    adapters.push(json!({"name": "Backup", "network": "Backup"}));
    let mut twin = drained(&document);
    call::<Value>(&mut twin, &evict("n1"));
    twin
}

fn with_checkpoints() -> Twin {
    let mut role = virtual_machine(1, "n1", "8.0", 8192);
    role["state"] = json!("offline");
    role["virtualMachine"]["state"] = json!("off");
    role["virtualMachine"]["checkpoints"] = json!(2);
    let mut twin = plain(&document(vec![role]));
    refused(&mut twin, &Call::UpdateVirtualMachineVersion { name: "VM1".into(), host: "n1".into() });
    twin
}

fn outside_its_window() -> Twin {
    let mut role = guest(1, "n1");
    role["automaticFailback"] = json!(true);
    // The inventory was captured at 08:00.
    role["failbackWindowStart"] = json!(20);
    role["failbackWindowEnd"] = json!(22);
    let mut twin = drained(&document(vec![role]));
    call::<Value>(&mut twin, &Call::ResumeNode { node: "n1".into(), failback: Some(2) });
    twin
}

fn preempted() -> Twin {
    let mut roles = vec![virtual_machine(1, "n1", "9.0", 61_440)];
    roles[0]["priority"] = json!(3000);
    for number in [2, 3] {
        roles.push(virtual_machine(number, NODES[number - 1], "9.0", 102_400));
    }
    faulty(&document(roles), vec![crash(100), crash(200), crash(300)])
}

fn preferred() -> Twin {
    let mut role = guest(1, "n1");
    role["preferredOwners"] = json!(["n3"]);
    let mut document = document(vec![role]);
    document["nodes"][0]["site"] = json!("north");
    document["nodes"][2]["site"] = json!("south");
    drained(&document)
}

/// How a twin comes to rely on assumptions, and on which.
fn table() -> Vec<(Twin, &'static [&'static str])> {
    vec![
        (
            upgraded(),
            &[
                "dirty-rates",
                "compression-gain",
                "pre-copy",
                "vote-dropped",
                "node-id",
                "install",
                "upgrade-version",
                "times",
            ],
        ),
        (without_facts(), &["facts-taken"]),
        (quick(), &["move-type-threshold", "quick-time", "quick-parallel", "saved-below-8"]),
        (moved_as_a_group(), &["move-group"]),
        (resumed(), &["bare-resume"]),
        (no_room(), &["host-reserve"]),
        (detached(), &["unknown-volume", "repair-volume"]),
        (joined_without_hyper_v(), &["hyper-v-join"]),
        (loaded(), &["balancer"]),
        (evicted("fileServer"), &["failover-time", "network-forgotten", "empty-owners"]),
        (evicted("scaleOutFileServer"), &["transparent-failover"]),
        (with_checkpoints(), &["checkpoints"]),
        (outside_its_window(), &["failback-window"]),
        (faulty(&document(vec![guest(1, "n1")]), vec![crash(100)]), &["heartbeat-threshold", "isolation"]),
        (preempted(), &["quarantine", "preemption"]),
        (preferred(), &["best-node", "sites-and-rules"]),
    ]
}

fn relied_on(twin: &Twin) -> BTreeSet<String> {
    twin.account().assumptions.into_iter().map(|assumption| assumption.id).collect()
}

#[test]
fn each_assumption_is_noted_where_it_decides() {
    let mut met = BTreeSet::new();
    for (twin, expected) in table() {
        let found = relied_on(&twin);
        for id in expected {
            assert!(found.contains(*id), "{id} in {found:?}");
            met.insert((*id).to_owned());
        }
    }
    let assumed = |confidence| confidence > Confidence::Specified;
    let all: BTreeSet<String> =
        behaviours().into_iter().filter(|one| assumed(one.confidence)).map(|one| one.id).collect();
    assert_eq!(met, all);
}

#[test]
fn a_twin_that_was_only_looked_at_has_assumed_nothing() {
    let mut twin = plain(&document(vec![guest(1, "n1")]));
    call::<Value>(&mut twin, &Call::Groups { names: Vec::new(), owner: None });
    assert!(relied_on(&twin).is_empty(), "{:?}", relied_on(&twin));
    assert_eq!(twin.account().out_of_scope.len(), 6);
}

#[test]
fn the_page_of_the_behaviours_says_what_each_is_founded_on() {
    let ids: Vec<String> = behaviours().into_iter().map(|one| one.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/twin-behaviour.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, behaviour_page()).unwrap();
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(page == behaviour_page(), "UPDATE_GOLDEN=1 writes {} anew", path.display());
}
