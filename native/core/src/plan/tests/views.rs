//! A plan seen from outside: compared, as a runbook, in a fleet.

use super::fixture::{bare, cluster, plan, role, vm};
use crate::generate::{GenerateOptions, generate};
use crate::model::{NodeName, Release};
use crate::plan::{
    Fleet, FleetCluster, Method, Minimize, Placement, Policy, Task, compare, comparison_text, fleet_text, runbook,
};

fn small() -> crate::model::Inventory {
    let mut inventory = cluster(&[64, 64, 64]);
    vm(&mut inventory, "a", "n1", 8);
    vm(&mut inventory, "b's", "n2", 8).preferred_owners = vec![NodeName::from("n2")];
    vm(&mut inventory, "c", "n3", 8);
    vm(&mut inventory, "d", "n3", 4);
    role(&mut inventory, "files", "n3");
    inventory
}

/// A cluster two releases away from the one it is to have.
fn several_passes() -> crate::model::Inventory {
    let from = Release::Server2016;
    let options = GenerateOptions { nodes: 4, virtual_machines: 24, seed: 1, from, memory_use_percent: None };
    generate(&options).unwrap()
}

/// A cluster that the rules let through.
fn generated() -> crate::model::Inventory {
    let from = Release::Server2019;
    let options = GenerateOptions { nodes: 4, virtual_machines: 24, seed: 1, from, memory_use_percent: None };
    generate(&options).unwrap()
}

#[test]
fn plans_side_by_side() {
    let inventory = small();
    let first = plan(&inventory, &bare()).unwrap();
    let same = compare(&first, &first);
    assert!(same.is_same() && same.same_inventory && same.roles.is_empty());
    assert!(comparison_text(&same).contains("Every role takes the same way."));
    let node_order = vec![NodeName::from("n3")];
    let second = plan(&inventory, &Policy { placement: Placement::Restore, node_order, ..bare() }).unwrap();
    let other = compare(&first, &second);
    assert!(!other.is_same() && other.same_inventory);
    let moves = &other.quantities[0];
    assert_eq!((moves.first, moves.second), (first.moves.virtual_machine_moves, second.moves.virtual_machine_moves));
    for difference in &other.roles {
        let way = |plan: &crate::plan::Plan| -> Vec<NodeName> {
            let steps = plan.steps.iter().filter_map(|step| match &step.task {
                Task::MoveRole { role, to, .. } if *role == difference.role => Some(to.clone()),
                _ => None,
            });
            steps.collect()
        };
        assert_eq!((&difference.first, &difference.second), (&way(&first), &way(&second)));
        assert_ne!(difference.first, difference.second);
    }
    let text = comparison_text(&other);
    assert!(text.contains("Order of the second: n3") && text.contains("Roles that take another way:"), "{text}");
}

/// Passes after the first are compared, too: what differs in one of them alone makes the plans differ.
#[test]
fn plans_of_several_passes_side_by_side() {
    let made = |policy: &Policy| crate::plan::make(&several_passes(), Release::Server2022, policy).unwrap();
    let first = made(&bare());
    assert_eq!(first.following.len(), 1, "2016 to 2022 takes two passes");
    assert!(compare(&first, &first).is_same());
    let mut second = first.clone();
    let later = second.following[0].plan.as_mut().unwrap();
    later.nodes.reverse();
    let other = compare(&first, &second);
    assert!(!other.is_same() && other.orders[0] == other.orders[1]);
    let pass = &other.following[0];
    assert_eq!((pass.to, pass.raised), (Release::Server2022, [0, 0]));
    let orders = &pass.comparison.as_ref().unwrap().orders;
    assert_ne!(orders[0], orders[1]);
    let text = comparison_text(&other);
    assert!(text.contains("The pass to Windows Server 2022") && text.contains("Order of the second: "), "{text}");
    second.following.clear();
    let shorter = compare(&first, &second);
    assert_eq!(shorter.following[0].without_plan, [String::new(), "no such pass".to_owned()]);
    assert!(comparison_text(&shorter).contains("The second has no plan of it: no such pass"));
}

/// Every move says what else there was: the next best node and in what it is worse, or that no other has room.
#[test]
fn every_step_says_what_else_there_was() {
    let mut inventory = cluster(&[64, 64, 64, 64]);
    vm(&mut inventory, "a", "n1", 8);
    vm(&mut inventory, "b", "n2", 40);
    vm(&mut inventory, "c", "n3", 44);
    vm(&mut inventory, "d", "n4", 48);
    let policy = Policy { placement: Placement::Fewest, ..bare() };
    let found = plan(&inventory, &policy).unwrap();
    let (mut alternatives, mut without) = (0, 0);
    for step in &found.steps {
        let Task::MoveRole { from, to, .. } = &step.task else { continue };
        match step.reason.split_once("; the alternative: ") {
            Some((_, told)) => {
                let node = told.split(',').next().unwrap();
                assert!(
                    from != node && to != node && inventory.node(&NodeName::from(node)).is_some(),
                    "{}",
                    step.reason
                );
                alternatives += 1;
            }
            None => {
                assert!(step.reason.ends_with("; no other has room"), "{}", step.reason);
                without += 1;
            }
        }
    }
    assert!(alternatives > 0 && without > 0, "{}", crate::plan::text(&found));
    let (last, others) = found.nodes.split_last().unwrap();
    assert!(others.iter().all(|stage| stage.reason.contains("; the alternative: n")), "{others:?}");
    assert!(!last.reason.contains("alternative"), "the last has none: {}", last.reason);
}

#[test]
fn a_runbook_has_a_command_and_a_way_back_for_every_step() {
    let mut inventory = small();
    inventory.cluster.auto_balancer_mode = Some(1);
    inventory.storage.spaces_direct = true;
    for method in [Method::CleanEvict, Method::InPlaceKeep] {
        let plan = plan(&inventory, &Policy { method, ..bare() }).unwrap();
        let text = runbook(&plan);
        assert_eq!(text.matches("\n### Step ").count(), plan.steps.len());
        assert_eq!(text.matches("- [ ] Expected: ").count(), plan.steps.len());
        assert_eq!(text.matches("- Way back: ").count(), plan.steps.len());
        assert!(!text.contains("Expected: \n") && !text.contains("Way back: \n"));
        for stage in &plan.nodes {
            assert!(text.contains(&format!(": {}\n", stage.node)), "{}", stage.node);
        }
        // A quote in a name is doubled, as PowerShell wants it.
        assert!(text.contains("-Name 'b''s' -Node "), "{text}");
        assert!(text.contains("Move-ClusterGroup -Name 'files'"));
        assert!(text.contains("Update-ClusterFunctionalLevel -WhatIf") && text.contains("$old = (Get-Cluster)."));
        let evicts = method == Method::CleanEvict;
        assert_eq!(text.contains("Remove-ClusterNode -Name 'n1'"), evicts);
        assert_eq!(text.contains("Resume-ClusterNode -Name 'n1' -Failback NoFailback\n```"), !evicts);
    }
}

#[test]
fn a_fleet_is_told_line_by_line() {
    let mut inventory = generated();
    let policy = Policy { placement: Placement::Fewest, ..Policy::default() };
    let planned = FleetCluster::planned("a.json".to_owned(), &inventory, Release::Server2022, &policy);
    let short = planned.plan.clone().unwrap();
    let plan = crate::plan::make(&inventory, Release::Server2022, &policy).unwrap();
    assert_eq!((short.nodes, short.virtual_machine_moves), (4, plan.moves.virtual_machine_moves));
    inventory.nodes[0].state = crate::model::NodeState::Down;
    let refused = FleetCluster::planned("b.json".to_owned(), &inventory, Release::Server2022, &policy);
    let fleet = Fleet::new(vec![planned, refused]);
    assert!(!fleet.is_planned());
    let text = fleet_text(&fleet);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with(&format!("a.json: {}, 4 nodes to 2022, ", plan.cluster)), "{text}");
    assert!(lines[1].starts_with("b.json: PreflightFailed: "), "{text}");
    assert!(lines[2].starts_with("1 of 2 clusters have a plan, "), "{text}");
}

/// Two nodes of different loads: few large VMs on one, many small ones on the other.
#[test]
fn what_is_minimized_decides_who_goes_first() {
    let mut inventory = cluster(&[256, 256, 256]);
    vm(&mut inventory, "large", "n1", 64);
    for number in 0..3 {
        vm(&mut inventory, &format!("small{number}"), "n2", 4);
        vm(&mut inventory, &format!("middle{number}"), "n3", 16);
    }
    let planned = |minimize| {
        let policy = Policy { placement: Placement::Fewest, minimize, ..bare() };
        plan(&inventory, &policy).unwrap()
    };
    let (moves, mib) = (planned(Minimize::Moves), planned(Minimize::Mib));
    assert_eq!(moves.nodes[0].node, NodeName::from("n1"));
    assert_eq!((moves.moves.virtual_machine_moves, moves.moves.bound), (8, 8));
    assert_eq!(mib.nodes[0].node, NodeName::from("n2"));
    assert_eq!((mib.moves.moved_mib, mib.moves.bound_mib), (136 * 1024, 136 * 1024));
    assert_eq!(moves.moves.above_bound_mib.len(), 1, "{:?}", moves.moves.above_bound_mib);
    assert_eq!(mib.moves.above_bound, ["2 moves: n2 goes first and is not the emptiest"]);
    let placements: Vec<Placement> = moves.placements.iter().map(|cost| cost.placement).collect();
    assert_eq!(placements, [Placement::Balanced, Placement::Fewest, Placement::Restore]);
    assert_eq!(moves.placements[1].virtual_machine_moves, 8);
    assert!(moves.placements[1].buys.is_empty() && !moves.placements[2].buys.is_empty());
}

#[test]
fn a_plan_can_be_cancelled() {
    let made = crate::plan::make_until(&generated(), Release::Server2022, &Policy::default(), &|| true);
    assert_eq!(made, Err(crate::plan::PlanError::Cancelled));
}
