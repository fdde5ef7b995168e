//! A plan that is made anew in the middle of an upgrade: after each node.

use cluster_twin::{Simulation, Twin, rehearse_on};
use rolling_upgrade_core::error::ErrorId;
use rolling_upgrade_core::model::{Inventory, NodeName, NodeState, PooledMachine, Release};
use rolling_upgrade_core::plan::{Method, Plan, Policy, make};
use rolling_upgrade_core::run::RunState;

use crate::scenarios::scenario;

/// Between the places that are tried where each takes long.
const STEP: usize = 7;

/// A plan that ends after so many of its steps.
fn until(plan: &Plan, steps: u32) -> Plan {
    let mut part = plan.clone();
    part.steps.truncate(steps as usize);
    part.nodes.retain(|stage| stage.first_step <= steps);
    part
}

fn nodes(plan: &Plan) -> Vec<NodeName> {
    let mut nodes: Vec<NodeName> = plan.nodes.iter().map(|stage| stage.node.clone()).collect();
    nodes.sort();
    nodes
}

#[test]
fn a_plan_made_anew_after_a_node_takes_the_others_and_ends_the_upgrade() {
    let (inventory, target) = (scenario("cluster01-2019"), Release::Server2022);
    let plan = make(&inventory, target, &Policy::default()).unwrap();
    assert!(plan.nodes.len() > 2 && plan.remaining.is_empty());
    // Before the first node and after each but the last one.
    let ends = plan.nodes[..plan.nodes.len() - 1].iter().map(|stage| stage.last_step);
    for (done, steps) in std::iter::once(plan.nodes[0].first_step - 1).chain(ends).enumerate() {
        let mut twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
        rehearse_on(&mut twin, until(&plan, steps), 1, false).unwrap();
        let rest = make(&twin.inventory(), target, &Policy::default())
            .unwrap_or_else(|error| panic!("no plan after step {steps}: {error}"));
        let mut others: Vec<NodeName> = plan.nodes[done..].iter().map(|stage| stage.node.clone()).collect();
        others.sort();
        assert_eq!(nodes(&rest), others, "after step {steps}");
        let ended = rehearse_on(&mut twin, rest, 1, true).unwrap();
        assert_eq!(ended.status.state, RunState::Completed, "after step {steps}: {}", ended.text());
        assert!(ended.nodes.iter().all(|node| node.release == target), "{}", ended.text());
        assert!(ended.account.outages.iter().all(|outage| outage.down_milliseconds == 0), "{}", ended.text());
    }
}

fn is_away(twin: &Twin) -> bool {
    twin.inventory().nodes.iter().any(|node| matches!(node.state, NodeState::Down | NodeState::Joining))
}

/// Upgrades until so many actions were carried out, plans the rest from there, and says whether the upgrade had ended.
fn stopped_and_gone_on(before: &Inventory, target: Release, policy: &Policy, actions: usize) -> bool {
    let mut twin = Twin::new(before, &Simulation::default(), 1).unwrap();
    let plan = make(before, target, policy).unwrap();
    let stopped = twin.upgrade_until(plan, actions).unwrap();
    let place = format!("{} after {} actions", before.cluster.name, stopped.actions);
    if twin.inventory().cluster.functional_level >= target.level() {
        return true;
    }
    let ended = match twin.go_on(target, &stopped.left, policy, 1) {
        Ok(ended) => ended,
        // A member that is being installed in place is down: nothing is planned before it is back.
        Err(error) if is_away(&twin) && error.causes.iter().any(|cause| cause.starts_with("PRE-01: ")) => {
            return false;
        }
        Err(error) => panic!("{place}: {error} {:?}", error.causes),
    };
    assert_eq!(ended.status.state, RunState::Completed, "{place}: {}", ended.text());
    assert!(ended.nodes.iter().all(|node| node.release == target), "{place}: {}", ended.text());
    assert!(ended.account.outages.iter().all(|outage| outage.down_milliseconds == 0), "{place}: {}", ended.text());
    let after = twin.inventory();
    assert_eq!(after.cluster.functional_level, target.level(), "{place}");
    // A cluster of 2012 R2 has no balancer before its level is raised.
    let mode = before.cluster.auto_balancer_mode;
    assert!(mode.is_none() || after.cluster.auto_balancer_mode == mode, "{place}");
    assert_eq!(after.cluster.updating, before.cluster.updating, "{place}");
    let owners = |inventory: &Inventory| -> Vec<usize> {
        inventory.roles.iter().map(|role| role.possible_owners.len() + role.preferred_owners.len()).collect()
    };
    assert_eq!(owners(&after), owners(before), "{place}");
    stopped.actions < actions
}

#[test]
fn the_rest_is_planned_from_every_place_where_an_upgrade_can_stand() {
    let inventory = scenario("cluster01-2019");
    let mut actions = 0;
    while !stopped_and_gone_on(&inventory, Release::Server2022, &Policy::default(), actions) {
        actions += 1;
    }
    assert!(actions > 60, "only {actions} places were tried");
}

#[test]
fn the_rest_is_planned_with_new_hardware() {
    let inventory = scenario("contoso-2012r2");
    for actions in (7..180).step_by(13) {
        if stopped_and_gone_on(&inventory, Release::Server2016, &Policy::default(), actions) {
            break;
        }
    }
}

#[test]
fn the_rest_is_planned_with_storage_spaces_direct() {
    let inventory = scenario("s2d-2022");
    for method in [Method::CleanEvict, Method::InPlaceKeep] {
        let policy = Policy { method, ..Policy::default() };
        for actions in (0..).step_by(STEP) {
            if stopped_and_gone_on(&inventory, Release::Server2025, &policy, actions) {
                assert!(actions > 40, "{method:?}: only {actions} actions");
                break;
            }
        }
    }
}

/// The scenario with a machine beside it that is like its first node.
fn with_spare() -> Inventory {
    let mut inventory = scenario("cluster01-2019");
    let mut machine = inventory.nodes[0].machine.clone().unwrap();
    machine.release = Release::Server2022;
    machine.build = Release::Server2022.build();
    inventory.machines.push(PooledMachine { name: "Node9".into(), replaces: None, machine });
    inventory
}

#[test]
fn machines_join_first_and_nodes_leave_for_good_as_the_plan_says() {
    let named = || vec![NodeName::from("Node9")];
    for (policy, members) in [
        (Policy { spare_nodes: named(), ..Policy::default() }, 1),
        (Policy { temporary_nodes: named(), ..Policy::default() }, 0),
        (Policy { spare_nodes: named(), retired_nodes: vec!["Node1".into()], ..Policy::default() }, 0),
    ] {
        let inventory = with_spare();
        let plan = make(&inventory, Release::Server2022, &policy).unwrap();
        let mut twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
        let moves = plan.moves.virtual_machine_moves;
        let ended = rehearse_on(&mut twin, plan, 1, true).unwrap();
        assert_eq!(ended.status.state, RunState::Completed, "{}", ended.text());
        assert_eq!(twin.inventory().nodes.len(), inventory.nodes.len() + members, "{}", ended.text());
        assert_eq!(ended.status.moves, moves, "{}", ended.text());
        assert!(ended.account.outages.iter().all(|outage| outage.down_milliseconds == 0), "{}", ended.text());
        for actions in [9, 20, 33, 57] {
            stopped_and_gone_on(&inventory, Release::Server2022, &policy, actions);
        }
    }
}

/// A run that was begun without it goes on with a machine that has come meanwhile.
#[test]
fn a_spare_node_that_comes_in_the_middle_joins_before_the_next_node_leaves() {
    let (inventory, target) = (with_spare(), Release::Server2022);
    for actions in [5, 12, 30, 44] {
        let mut twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
        let plan = make(&inventory, target, &Policy::default()).unwrap();
        let stopped = twin.upgrade_until(plan, actions).unwrap();
        let policy = Policy { spare_nodes: vec!["Node9".into()], ..Policy::default() };
        let ended = twin.go_on(target, &stopped.left, &policy, 1).unwrap();
        assert_eq!(ended.status.state, RunState::Completed, "after {actions}: {}", ended.text());
        assert_eq!(twin.inventory().nodes.len(), inventory.nodes.len() + 1, "after {actions}");
        assert!(ended.account.outages.iter().all(|outage| outage.down_milliseconds == 0), "after {actions}");
    }
}

#[test]
fn a_plan_that_no_longer_fits_is_refused_with_what_changed() {
    let inventory = scenario("cluster01-2019");
    let plan = make(&inventory, Release::Server2022, &Policy::default()).unwrap();
    let last = plan.nodes.last().unwrap().node.clone();
    let mut changed = inventory;
    changed.nodes.iter_mut().find(|node| node.name == last).unwrap().state = NodeState::Paused;
    let mut twin = Twin::new(&changed, &Simulation::default(), 1).unwrap();
    let ended = rehearse_on(&mut twin, plan, 1, true).unwrap();
    let reason = ended.status.reason.clone().unwrap();
    assert_eq!(reason.id, ErrorId::PlanStale, "{}", ended.text());
    assert!(reason.message.contains(&format!("the node {last} is not up")), "{}", reason.message);
}
