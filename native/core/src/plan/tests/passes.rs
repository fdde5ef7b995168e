//! A plan to a release that several passes lead to.

use super::fixture::{bare, cluster, role, vm};
use crate::generate::{GenerateOptions, generate};
use crate::model::{Inventory, Release};
use crate::path::OutageMoment;
use crate::plan::{Attestation, Plan, Policy, Task, make, runbook, text, validate};

/// Four nodes of a release, which the rules let through.
fn four(from: Release) -> Inventory {
    let options = GenerateOptions { nodes: 4, virtual_machines: 24, seed: 1, from, memory_use_percent: None };
    generate(&options).unwrap()
}

fn policy() -> Policy {
    let statement = |topic: &str| Attestation {
        topic: topic.to_owned(),
        statement: "yes".to_owned(),
        by: "ada".to_owned(),
        at: "2026-11-23T12:00:00Z".parse().unwrap(),
    };
    Policy { attestations: vec![statement("backup")], ..Policy::default() }
}

fn hops(plan: &Plan) -> Vec<String> {
    let first = (plan.change.from_release, plan.change.to_release);
    let rest = plan.following.iter().map(|following| (following.pass.from, following.pass.to));
    let hop = |(from, to): (Release, Release)| format!("{} {}", from.short_name(), to.short_name());
    std::iter::once(first).chain(rest).map(hop).collect()
}

#[test]
fn one_document_holds_every_pass_with_its_plan() {
    let inventory = four(Release::Server2012R2);
    let plan = make(&inventory, Release::Server2025, &policy()).unwrap();
    assert_eq!(hops(&plan), ["2012R2 2016", "2016 2019", "2019 2022", "2022 2025"]);
    assert_eq!(plan.change.to_level, Release::Server2016.level(), "the run takes the first pass");
    validate(&plan).unwrap();
    for following in &plan.following {
        let later = following.plan.as_ref().unwrap_or_else(|| panic!("{:?}", following.refusal));
        validate(later).unwrap();
        assert_eq!((later.nodes.len(), later.change.to_release), (4, following.pass.to));
        assert!(later.following.is_empty());
    }
    // Each pass begins where the one before leaves the roles.
    let mut owners: std::collections::BTreeMap<_, _> =
        inventory.roles.iter().map(|role| (role.name.clone(), role.owner.clone())).collect();
    for one in std::iter::once(&plan).chain(plan.following.iter().filter_map(|one| one.plan.as_deref())) {
        for step in &one.steps {
            if let Task::MoveRole { role, from, to, .. } = &step.task {
                assert_eq!(owners.insert(role.clone(), to.clone()).as_ref(), Some(from), "{role} moves from there");
            }
        }
    }
    // VMs of 2012 R2 are raised once, before the pass to 2022, and named as outages.
    let raised: Vec<usize> =
        plan.following.iter().map(|one| one.versions.as_ref().map_or(0, |campaign| campaign.steps.len())).collect();
    let down = |moment| {
        plan.following.iter().map(move |one| one.pass.outages.iter().filter(|outage| outage.moment == moment).count())
    };
    assert!(raised[1] > 0 && raised[0] == 0 && raised[2] == 0, "{raised:?}");
    assert!(down(OutageMoment::Before).nth(1).is_some_and(|count| count > 0));
    let (told, board) = (text(&plan), runbook(&plan));
    assert!(told.contains("This is pass 1 of 4 to ") && told.contains("\nPass 4 of 4: "), "{told}");
    assert!(told.contains("Before it: raise the configuration version of "), "{told}");
    assert!(board.contains("## The passes that follow"), "{board}");
}

#[test]
fn one_pass_is_a_plan_as_before_and_a_forecast_is_the_same_each_time() {
    let inventory = four(Release::Server2016);
    let one = make(&inventory, Release::Server2019, &policy()).unwrap();
    assert!(one.following.is_empty() && !text(&one).contains("pass 1 of"));
    let two = make(&inventory, Release::Server2022, &policy()).unwrap();
    assert_eq!(two, make(&inventory, Release::Server2022, &policy()).unwrap());
    assert_eq!((two.steps.as_slice(), hops(&two).len()), (one.steps.as_slice(), 2));
}

#[test]
fn a_pass_that_has_no_plan_yet_says_why() {
    let mut inventory = cluster(&[64, 64, 64]);
    vm(&mut inventory, "a", "n1", 8);
    role(&mut inventory, "files", "n2");
    let first = super::fixture::plan(&inventory, &bare()).unwrap();
    // Twice the memory that any node has.
    inventory.roles.push(inventory.roles[1].clone());
    let big = inventory.roles.last_mut().unwrap();
    (big.name, big.id) = ("big".into(), "big".into());
    big.virtual_machine.as_mut().unwrap().memory.assigned_mib = 128 * 1024;
    let found = crate::plan::passes::following(&inventory, &first, Release::Server2022, &bare(), &|| false).unwrap();
    assert!(found[0].plan.is_none() && found[0].refusal.is_some(), "{:?}", found[0].refusal);
}
