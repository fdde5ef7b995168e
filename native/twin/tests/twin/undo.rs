//! An upgrade is taken back from wherever it stands, as long as the level is not raised.

use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::error::ErrorId;
use rolling_upgrade_core::model::{Inventory, Release, RoleState, Timestamp};
use rolling_upgrade_core::plan::{Attestation, Method, Policy, make};
use rolling_upgrade_core::run::RunState;

use crate::scenarios::{placed, scenario};

/// What the rules of the way back ask a person.
pub(crate) fn attested() -> Policy {
    let statement = |topic: &str| Attestation {
        topic: topic.to_owned(),
        statement: "it is there".to_owned(),
        by: "CONTOSO\\ops".to_owned(),
        at: Timestamp::from_milliseconds(1_800_000_000_000),
    };
    Policy { attestations: vec![statement("backup"), statement("oldMedia")], ..Policy::default() }
}

fn online(inventory: &Inventory) -> Vec<String> {
    let online = inventory.roles.iter().filter(|role| role.state == RoleState::Online);
    let mut names: Vec<String> = online.map(|role| role.name.to_string()).collect();
    names.sort_unstable();
    names
}

/// Upgrades until so many actions were carried out, goes back, and says whether the upgrade had ended by itself.
fn there_and_back(name: &str, target: Release, policy: &Policy, actions: usize) -> bool {
    there_and_back_of(&placed(name), name, target, policy, actions)
}

fn there_and_back_of(before: &Inventory, name: &str, target: Release, policy: &Policy, actions: usize) -> bool {
    let mut twin = Twin::new(before, &Simulation::default(), 1).unwrap();
    let plan = make(before, target, policy).unwrap();
    let stopped = twin.upgrade_until(plan, actions).unwrap();
    let ended = stopped.actions < actions;
    let place = format!("{name} after {} actions", stopped.actions);
    let back = match twin.take_back(&stopped.left, policy, 1) {
        Ok(back) => back,
        Err(error) => {
            assert_eq!(error.id, ErrorId::NoWayBack, "{place}: {error} {:?}", error.causes);
            // Nothing was changed that had to be taken back.
            assert_eq!(twin.inventory().cluster.auto_balancer_mode, before.cluster.auto_balancer_mode, "{place}");
            return ended;
        }
    };
    assert_eq!(back.status.state, RunState::Completed, "{place}: {}", back.text());
    let after = twin.inventory();
    let old = before.level_release().unwrap();
    assert_eq!(after.nodes.len(), before.nodes.len(), "{place}");
    assert_eq!(after.cluster.functional_level, before.cluster.functional_level, "{place}");
    assert!(back.nodes.iter().all(|node| node.release == old), "{place}: {}", back.text());
    assert!(after.nodes.iter().all(|node| node.state == before.nodes[0].state), "{place}: {}", back.text());
    let standing = |inventory: &Inventory| {
        let nodes = inventory.nodes.iter();
        let mut all: Vec<_> = nodes.map(|node| (node.vote, node.site.clone(), node.fault_domain.clone())).collect();
        all.sort_unstable();
        all
    };
    assert_eq!(standing(&after), standing(before), "{place}: {}", back.text());
    let owners = |inventory: &Inventory| {
        let lists = inventory.roles.iter().map(|role| (role.possible_owners.len(), role.preferred_owners.len()));
        lists.collect::<Vec<_>>()
    };
    assert_eq!(owners(&after), owners(before), "{place}: {}", back.text());
    assert_eq!(online(&after), online(before), "{place}: {}", back.text());
    assert_eq!(after.cluster.auto_balancer_mode, before.cluster.auto_balancer_mode, "{place}");
    assert_eq!(after.cluster.updating, before.cluster.updating, "{place}");
    assert!(back.account.outages.iter().all(|outage| outage.down_milliseconds == 0), "{place}: {}", back.text());
    ended
}

#[test]
fn an_upgrade_is_taken_back_from_every_place_where_it_can_stand() {
    let mut actions = 0;
    while !there_and_back("cluster01-2019", Release::Server2022, &attested(), actions) {
        actions += 1;
    }
    assert!(actions > 60, "only {actions} places were tried");
}

#[test]
fn a_role_that_only_two_nodes_may_own_is_taken_back_from_every_place() {
    let mut before = placed("cluster01-2019");
    let pair: Vec<_> = before.nodes.iter().take(2).map(|node| node.name.clone()).collect();
    let role = before.roles.iter_mut().find(|role| role.virtual_machine.is_some() && pair.contains(&role.owner));
    let role = role.unwrap();
    (role.possible_owners, role.preferred_owners) = (pair.clone(), pair);
    let mut actions = 0;
    while !there_and_back_of(&before, "cluster01-2019", Release::Server2022, &attested(), actions) {
        actions += 1;
    }
    assert!(actions > 60, "only {actions} places were tried");
}

#[test]
fn it_is_taken_back_with_zero_old_nodes_left_and_with_new_hardware_and_with_spaces_direct() {
    for (name, target) in [("contoso-2012r2", Release::Server2016), ("s2d-2022", Release::Server2025)] {
        for actions in [40, 90, 140, usize::MAX] {
            there_and_back(name, target, &attested(), actions);
        }
    }
}

#[test]
fn nodes_that_were_upgraded_in_place_are_installed_anew() {
    let policy = Policy { method: Method::InPlaceKeep, ..attested() };
    there_and_back("cluster01-2019", Release::Server2022, &policy, usize::MAX);
}

#[test]
fn once_the_level_is_raised_there_is_no_way_back() {
    let before = scenario("cluster01-2019");
    let mut twin = Twin::new(&before, &Simulation::default(), 1).unwrap();
    let plan = make(&before, Release::Server2022, &Policy::default()).unwrap();
    let left = Twin::new(&before, &Simulation::default(), 1).unwrap().upgrade_until(plan.clone(), 5).unwrap().left;
    let done = cluster_twin::rehearse_on(&mut twin, plan, 1, true).unwrap();
    assert_eq!(done.status.state, RunState::Completed);
    let error = twin.take_back(&left, &attested(), 1).unwrap_err();
    assert_eq!(error.id, ErrorId::NoWayBack);
    assert!(error.remedy.contains("authoritative restore"), "{}", error.remedy);
}

#[test]
fn what_could_not_go_back_is_named_and_keeps_the_nodes_as_they_are() {
    let before = scenario("cluster01-2019");
    let mut twin = Twin::new(&before, &Simulation::default(), 1).unwrap();
    let plan = make(&before, Release::Server2022, &Policy::default()).unwrap();
    // Both questions are told before the first node is evicted, not first when somebody wants to go back.
    for rule in ["PRE-05", "UND-01"] {
        assert!(plan.findings.iter().any(|finding| finding.rule == rule), "{rule}");
    }
    let stopped = twin.upgrade_until(plan, usize::MAX).unwrap();
    let revision = twin.revision();
    let error = twin.take_back(&stopped.left, &Policy::default(), 1).unwrap_err();
    assert_eq!(error.id, ErrorId::PreflightFailed);
    let refusing = |rule: &str| error.findings.iter().filter(|one| one.rule == rule && one.refuses()).count();
    assert_eq!((refusing("PRE-05"), refusing("UND-01")), (1, before.nodes.len()));
    assert_eq!(twin.revision(), revision);
}
