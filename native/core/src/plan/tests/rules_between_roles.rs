//! Affinity rules of all kinds in plans: where one binds, and where it leaves no plan.

use super::fixture::{bare, cluster, plan, rule, told, vm};
use crate::error::{ErrorReport, Reportable};
use crate::model::{AffinityKind, Inventory, NodeName, RoleName};
use crate::plan::{Placement, Plan, Policy, Task};

fn racks(inventory: &mut Inventory, racks: &[&str]) {
    for (node, rack) in inventory.nodes.iter_mut().zip(racks) {
        node.fault_domain = Some((*rack).to_owned());
    }
}

fn fewest(order: &[&str]) -> Policy {
    let node_order = order.iter().map(|node| NodeName::from(*node)).collect();
    Policy { placement: Placement::Fewest, node_order, ..bare() }
}

fn names(names: &[&str]) -> Vec<NodeName> {
    names.iter().map(|name| NodeName::from(*name)).collect()
}

fn refused(inventory: &Inventory, policy: &Policy) -> ErrorReport {
    plan(inventory, policy).err().unwrap().report()
}

/// Where a role goes, step by step.
fn way(plan: &Plan, wanted: &str) -> Vec<String> {
    let steps = plan.steps.iter().filter_map(|step| match &step.task {
        Task::MoveRole { role, to, .. } if role.as_str() == wanted => Some(to.to_string()),
        _ => None,
    });
    steps.collect()
}

#[test]
fn roles_of_one_node_move_as_one() {
    let mut inventory = cluster(&[64, 64, 64]);
    vm(&mut inventory, "web", "n1", 20);
    vm(&mut inventory, "cache", "n1", 20);
    vm(&mut inventory, "b", "n2", 30);
    vm(&mut inventory, "c", "n3", 4);
    rule(&mut inventory, AffinityKind::SameNode, &["web", "cache"], &[]);
    let made = plan(&inventory, &fewest(&["n1"])).unwrap();
    assert_eq!(way(&made, "web"), way(&made, "cache"));
    assert_eq!(way(&made, "web")[0], "n3", "n2 has room for one of them only");
    // Each alone finds room, both together do not.
    let mut inventory = cluster(&[128, 64, 64]);
    vm(&mut inventory, "web", "n1", 40);
    vm(&mut inventory, "cache", "n1", 40);
    rule(&mut inventory, AffinityKind::SameNode, &["web", "cache"], &[]);
    let error = refused(&inventory, &fewest(&["n1"]));
    assert!(error.message.contains("at step 1, before any node is upgraded"), "{}", error.message);
    inventory.affinity_rules[0].enabled = false;
    plan(&inventory, &fewest(&["n1"])).unwrap();
}

#[test]
fn roles_of_different_nodes_stay_apart() {
    let mut inventory = cluster(&[64, 64, 64]);
    vm(&mut inventory, "a", "n1", 8);
    vm(&mut inventory, "b", "n2", 8);
    rule(&mut inventory, AffinityKind::DifferentNode, &["a", "b"], &[]);
    let made = plan(&inventory, &fewest(&["n1", "n2", "n3"])).unwrap();
    assert_eq!(way(&made, "a")[0], "n3");
    vm(&mut inventory, "c", "n3", 8);
    inventory.affinity_rules[0].roles.push(RoleName::from("c"));
    let error = refused(&inventory, &fewest(&[]));
    assert!(error.message.contains("is kept free of it by affinity rule `r`"), "{}", error.message);
    assert!(error.remedy.contains("Disable affinity rule `r`"), "{}", error.remedy);
}

#[test]
fn roles_of_different_fault_domains_stay_apart() {
    let mut inventory = cluster(&[64, 64, 64, 64]);
    racks(&mut inventory, &["a", "a", "b", "b"]);
    vm(&mut inventory, "a", "n1", 8);
    vm(&mut inventory, "b", "n3", 8);
    rule(&mut inventory, AffinityKind::DifferentFaultDomain, &["a", "b"], &[]);
    let made = plan(&inventory, &fewest(&["n1", "n3", "n2", "n4"])).unwrap();
    assert_eq!(way(&made, "a")[0], "n2", "n4 is emptier, and stands in the rack of b");
    // Where it may own no other node of its rack it has nowhere to go, as b may not leave the other.
    inventory.roles[1].possible_owners = names(&["n1", "n3", "n4"]);
    inventory.roles[2].possible_owners = names(&["n3", "n4"]);
    let error = refused(&inventory, &fewest(&["n1"]));
    assert!(error.message.contains("affinity rule `r`"), "{}", error.message);
}

#[test]
fn roles_of_one_fault_domain_follow_each_other() {
    let mut inventory = cluster(&[64, 64, 64, 64]);
    racks(&mut inventory, &["a", "a", "b", "b"]);
    vm(&mut inventory, "a", "n1", 40);
    vm(&mut inventory, "b", "n2", 40);
    rule(&mut inventory, AffinityKind::SameFaultDomain, &["a", "b"], &[]);
    let made = plan(&inventory, &fewest(&["n3", "n4", "n1", "n2"])).unwrap();
    let first = made.nodes[2].first_step as usize;
    let turn = &told(&made)[first - 1..made.nodes[2].last_step as usize];
    assert!(turn.iter().any(|step| step.starts_with("move a n1 -> n")), "{turn:?}");
    assert!(turn.iter().any(|step| step.starts_with("move b n2 -> n")), "b goes with it: {turn:?}");
    assert_eq!(made.moves.virtual_machine_moves, 2);
    assert!(made.steps.iter().any(|step| step.reason.contains("keeps it together with a role that leaves")));
    // Where one may not leave its rack, and the other has no node there, there is no plan.
    inventory.roles[1].possible_owners = names(&["n1", "n3", "n4"]);
    inventory.roles[2].possible_owners = names(&["n1", "n2"]);
    let error = refused(&inventory, &fewest(&["n1"]));
    assert!(error.message.contains("does not hold the roles that an affinity rule keeps it with"), "{}", error.message);
}

#[test]
fn a_restored_group_is_whole_again() {
    let mut inventory = cluster(&[64, 64, 64]);
    vm(&mut inventory, "web", "n1", 20);
    vm(&mut inventory, "cache", "n1", 20);
    rule(&mut inventory, AffinityKind::SameNode, &["web", "cache"], &[]);
    let made = plan(&inventory, &Policy { placement: Placement::Restore, ..bare() }).unwrap();
    assert_eq!(
        (way(&made, "web").last(), way(&made, "cache").last()),
        (Some(&"n1".to_owned()), Some(&"n1".to_owned()))
    );
}
