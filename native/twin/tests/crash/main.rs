//! The crash matrix: a four-node upgrade is killed everywhere, and ends as if nothing had been.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "what fails here fails a test")]

use cluster_twin::crash::{Matrix, Scope, four_nodes, two_nodes_at_once, version_campaign, way_back};
use rolling_upgrade_core::plan::Method;

/// Actions after which an upgrade has one new node and one that is out.
const WITHIN_THE_SECOND_NODE: usize = 55;

fn matrix(method: Method) -> Matrix {
    four_nodes(method).unwrap_or_else(|broken| panic!("{broken}"))
}

#[test]
fn a_run_that_is_killed_anywhere_ends_as_if_nothing_had_been() {
    for method in [Method::CleanEvict, Method::InPlaceEvict, Method::InPlaceKeep] {
        let counted = matrix(method).run(&[Scope::Everything]).unwrap_or_else(|broken| panic!("{method:?}: {broken}"));
        assert!(counted.effects > 20 && counted.runs > 4 * counted.transitions, "{counted:?}");
    }
}

#[test]
fn a_run_that_has_two_nodes_out_and_is_killed_anywhere_ends_as_if_nothing_had_been() {
    let mut matrix = two_nodes_at_once().unwrap_or_else(|broken| panic!("{broken}"));
    let counted = matrix.run(&[Scope::Everything]).unwrap_or_else(|broken| panic!("{broken}"));
    assert!(counted.effects > 20 && counted.runs > 4 * counted.transitions, "{counted:?}");
}

#[test]
fn a_way_back_that_is_killed_at_any_effect_ends_as_if_nothing_had_been() {
    // With a new node and one that is out, and with zero old nodes left.
    for actions in [WITHIN_THE_SECOND_NODE, usize::MAX] {
        let mut matrix = way_back(actions).unwrap_or_else(|broken| panic!("{actions}: {broken}"));
        let counted = matrix.run(&[Scope::Effects]).unwrap_or_else(|broken| panic!("{actions}: {broken}"));
        assert!(counted.effects > 10 && counted.runs > 3 * counted.effects, "{counted:?}");
    }
}

#[test]
fn a_campaign_of_versions_that_is_killed_anywhere_ends_as_if_nothing_had_been() {
    let mut matrix = version_campaign().unwrap_or_else(|broken| panic!("{broken}"));
    let counted = matrix.run(&[Scope::Everything]).unwrap_or_else(|broken| panic!("{broken}"));
    assert!(counted.effects >= 12 && counted.runs > 3 * counted.effects, "{counted:?}");
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
