//! Machines that join first, nodes that leave for good, and two-node clusters.

use super::fixture::{bare, cluster, plan, replace, spare, told, vm};
use crate::error::{ErrorId, Reportable};
use crate::generate::{GenerateOptions, generate};
use crate::model::{Inventory, Machine, NodeName, PooledMachine, Release};
use crate::plan::beginning::Beginning;
use crate::plan::{Acknowledgement, Placement, Plan, Policy, StageKind, Unfinished, UpgradedNode, make_way_back};

fn names(names: &[&str]) -> Vec<NodeName> {
    names.iter().map(|name| NodeName::from(*name)).collect()
}

fn fewest() -> Policy {
    Policy { placement: Placement::Fewest, ..bare() }
}

/// Nodes of 64 GiB with four VMs of 4 GiB each.
fn loaded(nodes: usize) -> Inventory {
    let mut inventory = cluster(&vec![64; nodes]);
    for number in 0..4 * nodes {
        vm(&mut inventory, &format!("v{number}"), &format!("n{}", number % nodes + 1), 4);
    }
    inventory
}

fn moves(plan: &Plan) -> (u64, u64) {
    (plan.moves.virtual_machine_moves, plan.moves.bound)
}

fn place(steps: &[String], wanted: &str) -> usize {
    steps.iter().position(|step| step.starts_with(wanted)).unwrap_or_else(|| panic!("no {wanted}: {steps:?}"))
}

#[test]
fn with_a_spare_node_each_vm_moves_once() {
    let mut inventory = loaded(3);
    assert_eq!(moves(&plan(&inventory, &fewest()).unwrap()), (16, 16));
    spare(&mut inventory, "s1", 64);
    let policy = Policy { spare_nodes: names(&["s1"]), ..fewest() };
    let made = plan(&inventory, &policy).unwrap();
    assert_eq!(moves(&made), (12, 12), "{:?}", made.moves);
    let steps = told(&made);
    assert!(place(&steps, "add s1") < place(&steps, "pause"), "{steps:?}");
    assert_eq!((made.nodes[0].kind, made.nodes[0].node.as_str()), (StageKind::Joins, "s1"));
    // Not named, it stays where it is.
    assert_eq!(plan(&inventory, &fewest()).unwrap().nodes.len(), 3);
}

#[test]
fn two_nodes_with_a_third_for_the_upgrade_only() {
    let mut inventory = loaded(2);
    let first = plan(&inventory, &fewest()).unwrap();
    let alone = first.steps.iter().filter_map(|step| step.risk.as_ref()).filter(|risk| risk.votes < 3);
    assert!(alone.count() > 0, "evict first leaves one node");
    for (stage, only) in first.nodes.iter().zip(["n2", "n1"].iter().rev()) {
        let warned = format!("WARNING: meanwhile {only} is the only node, so that nothing can fail over");
        assert!(stage.node.as_str() != *only && stage.reason.contains(&warned), "{}", stage.reason);
        assert!(crate::plan::runbook(&first).contains(&warned));
    }
    spare(&mut inventory, "t1", 64);
    let policy = Policy { temporary_nodes: names(&["t1"]), ..fewest() };
    let made = plan(&inventory, &policy).unwrap();
    let steps = told(&made);
    assert!(place(&steps, "add t1") < place(&steps, "pause") && place(&steps, "add n2") < place(&steps, "evict t1"));
    assert_eq!(moves(&made), (12, 12), "what waited on it moves again: {:?}", made.moves);
    assert_eq!(made.nodes.last().map(|stage| stage.kind), Some(StageKind::Leaves));
    assert!(place(&steps, "evict t1") < place(&steps, "raise the functional level"));
    // At every moment two nodes are in.
    assert!(!made.nodes.iter().any(|stage| stage.reason.contains("WARNING")), "{:?}", made.nodes);
    let evicts = made.steps.iter().filter_map(|step| step.risk.as_ref());
    assert!(evicts.clone().all(|risk| risk.survives_one_more_failure), "{:?}", evicts.collect::<Vec<_>>());
}

#[test]
fn new_hardware_that_joins_first_takes_the_vms_for_good() {
    let mut inventory = loaded(3);
    replace(&mut inventory, "n3", "n9", 64);
    let later = plan(&inventory, &fewest()).unwrap();
    assert_eq!(moves(&later), (16, 16));
    let made = plan(&inventory, &Policy { replacements_join_first: true, ..fewest() }).unwrap();
    let steps = told(&made);
    assert!(place(&steps, "add n9") < place(&steps, "pause n3"), "{steps:?}");
    assert!(place(&steps, "verify n9") < place(&steps, "evict n3"), "{steps:?}");
    assert_eq!(moves(&made), (12, 12), "{:?}", made.moves);
    assert_eq!(made.nodes[0].returns_as, NodeName::from("n9"));
}

#[test]
fn old_nodes_leave_for_good_and_larger_ones_take_their_vms() {
    let mut inventory = loaded(4);
    spare(&mut inventory, "big1", 128);
    spare(&mut inventory, "big2", 128);
    let policy =
        Policy { spare_nodes: names(&["big1", "big2"]), retired_nodes: names(&["n1", "n2", "n3", "n4"]), ..fewest() };
    let made = plan(&inventory, &policy).unwrap();
    assert_eq!(moves(&made), (16, 16));
    let steps = told(&made);
    assert!(
        !steps.iter().any(|step| step.starts_with("add n") || step.starts_with("install Windows Server 2019 on n"))
    );
    assert_eq!(steps.iter().filter(|step| step.starts_with("evict n")).count(), 4);
    // Without the larger ones the last node would have nowhere to send its VMs.
    let policy = Policy { retired_nodes: names(&["n1", "n2", "n3", "n4"]), ..fewest() };
    assert_eq!(plan(&inventory, &policy).unwrap_err().report().id, ErrorId::NoPlacement);
}

#[test]
fn machines_that_can_t_join_and_nodes_that_can_t_leave() {
    let mut inventory = loaded(2);
    replace(&mut inventory, "n2", "n9", 64);
    spare(&mut inventory, "s1", 64);
    let invalid = |policy: Policy| plan(&inventory, &policy).unwrap_err().report().id;
    for spare_nodes in [names(&["s2"]), names(&["n1"]), names(&["n9"]), names(&["s1", "S1"])] {
        assert_eq!(invalid(Policy { spare_nodes, ..bare() }), ErrorId::PlanInvalid);
    }
    for retired_nodes in [names(&["n7"]), names(&["n2"])] {
        assert_eq!(invalid(Policy { retired_nodes, ..bare() }), ErrorId::PlanInvalid);
    }
    let both = Policy { spare_nodes: names(&["s1"]), temporary_nodes: names(&["s1"]), ..bare() };
    assert_eq!(invalid(both), ErrorId::PlanInvalid);
}

/// On the way back a machine that joined for the upgrade leaves; the others go back to the old release.
#[test]
fn what_joined_for_the_upgrade_leaves_on_the_way_back() {
    let from = Release::Server2019;
    let options = GenerateOptions { nodes: 4, virtual_machines: 24, seed: 1, from, memory_use_percent: None };
    let mut inventory = generate(&options).unwrap();
    let newer = |machine: &mut Machine| {
        (machine.release, machine.build) = (Release::Server2022, Release::Server2022.build());
    };
    let mut machine = inventory.nodes[0].machine.clone().unwrap();
    newer(&mut machine);
    inventory.machines.push(PooledMachine { name: "s1".into(), replaces: None, machine });
    let accepted = |rule: &str| Acknowledgement { rule: rule.to_owned(), reason: "a test".into(), by: None, at: None };
    let acknowledgements = vec![accepted("PRE-05"), accepted("UND-01")];
    let placement = Placement::Fewest;
    let policy = Policy { spare_nodes: names(&["s1"]), placement, acknowledgements, ..Policy::default() };
    let beginning = Beginning::of(&inventory, &policy).unwrap();
    let mut joined = beginning.joined(&inventory, Release::Server2022).into_owned();
    let first = inventory.nodes[0].name.clone();
    newer(joined.nodes[0].machine.as_mut().unwrap());
    let back = make_way_back(&joined, &policy, &Unfinished::default()).unwrap();
    let steps = told(&back);
    assert!(steps.contains(&"evict s1".to_owned()) && steps.contains(&format!("evict {first}")), "{steps:?}");
    assert!(!steps.iter().any(|step| step.ends_with(" on s1") || step == "add s1"), "{steps:?}");
    assert!(steps.contains(&format!("install Windows Server 2019 on {first}")), "{steps:?}");
    let kinds: Vec<_> = back.nodes.iter().map(|stage| (stage.node.as_str(), stage.kind)).collect();
    assert!(kinds.contains(&("s1", StageKind::Leaves)), "{kinds:?}");
    assert!(kinds.contains(&(first.as_str(), StageKind::Returns)), "{kinds:?}");
    // One that has left already is not brought back.
    let left = Unfinished { nodes: vec![gone("s1")], ..Unfinished::default() };
    joined.nodes.retain(|node| node.name.as_str() != "s1");
    let back = make_way_back(&joined, &policy, &left).unwrap();
    assert!(!told(&back).iter().any(|step| step.contains("s1")), "{:?}", told(&back));
}

fn gone(name: &str) -> UpgradedNode {
    UpgradedNode {
        node: name.into(),
        returns_as: name.into(),
        before: None,
        membership: None,
        leaves: false,
        owners: Vec::new(),
    }
}
