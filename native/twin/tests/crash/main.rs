//! The crash matrix: a four-node upgrade is killed everywhere, and ends as if nothing had been.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "what fails here fails a test")]

use cluster_twin::crash::{Matrix, Scope};
use cluster_twin::{InstallTimes, Operator, Simulation, Twin};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, Release};
use rolling_upgrade_core::plan::{Method, Placement, Policy, make};

/// Four nodes with a VM each, of which one has preferred and one possible owners, on an even cluster that has what a
/// run borrows: the balancer and the role of Cluster-Aware Updating.
fn cluster() -> Inventory {
    let options = GenerateOptions {
        nodes: 4,
        virtual_machines: 4,
        seed: 7,
        from: Release::Server2016,
        memory_use_percent: Some(30),
    };
    let mut inventory = generate(&options).unwrap();
    let names: Vec<_> = inventory.nodes.iter().map(|node| node.name.clone()).collect();
    let mut machines = inventory.roles.iter_mut().filter(|role| role.virtual_machine.is_some());
    let (first, second) = (machines.next().unwrap(), machines.next().unwrap());
    first.preferred_owners = vec![names[0].clone(), names[1].clone()];
    second.possible_owners =
        names.iter().filter(|name| **name != names[3] || **name == second.owner).cloned().collect();
    inventory
}

fn matrix(method: Method) -> Matrix {
    let inventory = cluster();
    let policy = Policy { method, placement: Placement::Fewest, soak_seconds: 0, ..Policy::default() };
    let plan = make(&inventory, Release::Server2019, &policy).unwrap();
    let install = InstallTimes { seconds: 150, machines: Vec::new() };
    // The operator does what he is told, and nothing unasked.
    let operator = Operator { automatic: false, ..Operator::default() };
    let twin = Twin::new(&inventory, &Simulation { install, operator, ..Simulation::default() }, 1).unwrap();
    Matrix::new(twin, plan).unwrap_or_else(|broken| panic!("{broken}"))
}

#[test]
fn a_run_that_is_killed_anywhere_ends_as_if_nothing_had_been() {
    for method in [Method::CleanEvict, Method::InPlaceEvict, Method::InPlaceKeep] {
        let counted = matrix(method).run(&[Scope::Everything]).unwrap_or_else(|broken| panic!("{method:?}: {broken}"));
        assert!(counted.effects > 20 && counted.runs > 4 * counted.transitions, "{counted:?}");
    }
}

#[test]
fn a_run_that_is_killed_twice_ends_as_if_nothing_had_been() {
    let counted = matrix(Method::CleanEvict).run(&[Scope::Effects, Scope::Effects]);
    let counted = counted.unwrap_or_else(|broken| panic!("{broken}"));
    assert!(counted.runs > counted.effects * counted.effects, "{counted:?}");
}

#[test]
fn a_disk_that_fails_at_any_write_leaves_the_cluster_alone_and_the_run_goes_on() {
    let counted = matrix(Method::CleanEvict).run_disk_faults().unwrap_or_else(|broken| panic!("{broken}"));
    assert!(counted.runs >= 3 * counted.transitions, "{counted:?}");
}
