//! Random calls, refused or not, never break an invariant; the same seed says the same.

use cluster_twin::call::Call;
use cluster_twin::{DrawnFaults, Fault, Simulation, Twin};
use proptest::prelude::*;
use rolling_upgrade_core::error::ErrorId;
use serde_json::json;

use crate::support::*;

const NODES: [&str; 4] = ["n1", "n2", "n3", "n4"];
const ROLES: usize = 10;

fn node() -> impl Strategy<Value = rolling_upgrade_core::model::NodeName> {
    prop::sample::select(NODES.to_vec()).prop_map(Into::into)
}

fn role() -> impl Strategy<Value = rolling_upgrade_core::model::RoleName> {
    let names: Vec<String> =
        (1..=ROLES).map(|number| format!("VM{number}")).chain(["Cluster Group".into(), "Files".into()]).collect();
    prop::sample::select(names).prop_map(|name| name.as_str().into())
}

fn any_call() -> impl Strategy<Value = Call> {
    prop_oneof![
        4 => (node(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(node, drain, force_drain, wait)| {
            Call::SuspendNode { node, drain, force_drain, wait, target: None }
        }),
        3 => (node(), 0_u32..3).prop_map(|(node, failback)| Call::ResumeNode { node, failback: Some(failback) }),
        2 => node().prop_map(|node| Call::RemoveNode { node, ignore_storage_connectivity_loss: false }),
        3 => node().prop_map(|node| Call::AddNode { machines: vec![node], no_storage: false }),
        1 => node().prop_map(|node| Call::StopNode { node }),
        1 => Just(Call::StopCluster),
        2 => Just(Call::StartCluster),
        2 => node().prop_map(|node| Call::StartNode { node, clear_quarantine: true, force_quorum: false }),
        4 => (role(), node(), 0_u32..5, any::<bool>()).prop_map(|(group, node, migration, cancel)| {
            let (node, migration, wait_seconds) = (Some(node), Some(migration), Some(0));
            Call::MoveVirtualMachine { group, node, migration, wait_seconds, cancel }
        }),
        2 => (role(), prop::option::of(node())).prop_map(|(group, node)| {
            Call::MoveGroup { group, node, wait_seconds: Some(3) }
        }),
        2 => role().prop_map(|group| Call::StartGroup { group, wait_seconds: Some(0) }),
        2 => role().prop_map(|group| Call::StopGroup { group, wait_seconds: Some(0) }),
        1 => (role(), 0_u64..4).prop_map(|(group, step)| {
            Call::SetGroupProperty { group, name: "Priority".into(), value: (step * 1000).into() }
        }),
        1 => role().prop_map(|group| {
            Call::SetGroupProperty { group, name: "AntiAffinityClassNames".into(), value: json!(["web"]) }
        }),
        1 => (node(), 0_u64..2).prop_map(|(node, weight)| {
            Call::SetNodeProperty { node, name: "NodeWeight".into(), value: weight.into() }
        }),
        1 => (0_u64..3).prop_map(|mode| {
            Call::SetClusterProperty { name: "AutoBalancerMode".into(), value: mode.into() }
        }),
        1 => any::<bool>().prop_map(|what_if| Call::UpdateFunctionalLevel { what_if }),
        1 => node().prop_map(|node| Call::EnableStorageMaintenance { node }),
        1 => node().prop_map(|node| Call::DisableStorageMaintenance { node }),
        1 => (node(), any::<bool>()).prop_map(|(machine, in_place)| {
            Call::Install { machine, replaces: None, release: None, in_place }
        }),
        1 => (role(), node(), 0_u32..3).prop_map(|(name, host, kind)| Call::StopVirtualMachine { name, host, kind }),
        8 => prop::sample::select(vec![1_u64, 10, 120, 1800, 4000]).prop_map(|seconds| Call::Step { seconds }),
    ]
}

fn twin(faults: Vec<Fault>, seed: u64) -> Twin {
    let mut roles: Vec<_> = (1..=ROLES)
        .map(|number| virtual_machine(number, NODES[number % 4], "9.0", 4096 * (1 + number as u64)))
        .collect();
    roles.push(json!({"name": "Files", "id": "files", "kind": "fileServer", "owner": "n2"}));
    let mut document = Shape { release: "2019", level: 10, nodes: &NODES, witness: true, roles }.document();
    document["roles"][3]["possibleOwners"] = json!(["n1", "n2"]);
    document["roles"][4]["antiAffinityClasses"] = json!(["web"]);
    document["roles"][5]["antiAffinityClasses"] = json!(["web"]);
    document["cluster"]["moveTypeThreshold"] = json!(2000);
    document["cluster"]["autoBalancerMode"] = json!(2);
    document["roles"][6]["priority"] = json!(1000);
    document["affinityRules"] = json!([
        {"name": "apart", "kind": "differentNode", "roles": ["VM1", "VM2"]},
        {"name": "together", "kind": "sameNode", "roles": ["VM7", "VM8"]}
    ]);
    document["groupSets"] = json!([
        {"name": "first", "roles": ["VM9"]},
        {"name": "second", "roles": ["VM10"], "providerSets": ["first"], "startupDelaySeconds": 30}
    ]);
    document["roles"][8]["automaticFailback"] = json!(true);
    document["roles"][8]["preferredOwners"] = json!(["n3"]);
    document["storage"] = json!({
        "spacesDirect": true,
        "physicalDisks": NODES.map(|node| json!({"serialNumber": node, "node": node, "sizeMiB": 1000})),
        "virtualDisks": [{"name": "v", "resiliency": "threeWayMirror", "sizeMiB": 100_000}],
    });
    let simulation = Simulation { faults, ..Simulation::default() };
    Twin::new(&inventory_of(&document), &simulation, seed).unwrap()
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (node(), 0_u64..10_000, prop::option::of(1_u64..4000)).prop_map(|(node, at_seconds, returns_after_seconds)| {
            Fault::NodeCrash { node, at_seconds, returns_after_seconds }
        }),
        (node(), 0_u64..10_000, prop::option::of(1_u64..4000)).prop_map(|(node, at_seconds, returns_after_seconds)| {
            Fault::NodeIsolated { node, at_seconds, returns_after_seconds }
        }),
        (node(), 0_u64..10_000).prop_map(|(node, at_seconds)| {
            Fault::DiskDies { serial_number: node.to_string(), at_seconds, replaced_after_seconds: None }
        }),
        (0_u64..10_000).prop_map(|at_seconds| Fault::WitnessLost { at_seconds, returns_after_seconds: None }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_calls_breaks_an_invariant(
        calls in prop::collection::vec(any_call(), 1..60),
        faults in prop::collection::vec(fault(), 0..4),
    ) {
        let (mut first, mut second) = (twin(faults.clone(), 7), twin(faults, 7));
        for call in &calls {
            let answered = first.call(call);
            if let Err(report) = &answered {
                prop_assert_ne!(report.id, ErrorId::InvariantBroken, "{:?}: {}", call, report);
            }
            prop_assert_eq!(&answered, &second.call(call));
        }
        first.step(100_000);
        prop_assert!(first.broken_invariant().is_none(), "{:?}", first.broken_invariant());
        prop_assert!(first.check().is_ok(), "{:?}", first.check());
        second.step(100_000);
        let inventory = first.inventory();
        prop_assert_eq!(&inventory, &second.inventory());
        let loaded = Twin::new(&inventory, &Simulation::default(), 7);
        prop_assert!(loaded.is_ok(), "{:?}", loaded.err());
    }

    #[test]
    fn a_twin_that_was_saved_and_loaded_has_the_same_future(
        calls in prop::collection::vec(any_call(), 1..60),
        moment in 0_usize..60,
        count in 0_u32..6,
        seed in any::<u64>(),
    ) {
        let wish = DrawnFaults { count, within_seconds: 20_000, kinds: Vec::new() };
        let simulation = Simulation { drawn_faults: Some(wish), ..Simulation::default() };
        let inventory = twin(Vec::new(), 7).inventory();
        let mut first = Twin::new(&inventory, &simulation, seed).unwrap();
        let mut second = first.clone();
        for (place, call) in calls.iter().enumerate() {
            if place == moment % calls.len() {
                let saved = second.save().unwrap();
                second = Twin::load(saved.to_string().as_bytes()).unwrap();
                prop_assert_eq!(second.save().unwrap().to_string(), saved.to_string());
            }
            prop_assert_eq!(first.call(call), second.call(call));
        }
        first.step(100_000);
        second.step(100_000);
        prop_assert!(first.broken_invariant().is_none(), "{:?}", first.broken_invariant());
        prop_assert_eq!(first.save().unwrap().to_string(), second.save().unwrap().to_string());
    }
}
