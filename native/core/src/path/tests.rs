//! The way from 2012 R2 to 2025, and shorter ones.

use super::passes::LASTING;
use super::{Advice, OutageMoment, Pass, compare, passes, text};
use crate::model::{Inventory, PoolVersion, Release, StoragePool};
use crate::plan::Policy;
use crate::plan::tests::fixture::{cluster, role, vm};
use crate::rules::{CheckRequest, RULES, check};

/// Four nodes on 2012 R2 with a VM of version 5.0 each, one of version 8.0 that nobody has made there, and a file
/// server.
fn old_cluster() -> Inventory {
    let mut inventory = cluster(&[128; 4]);
    inventory.cluster.functional_level = Release::Server2012R2.level();
    for node in &mut inventory.nodes {
        let machine = node.machine.as_mut().unwrap();
        machine.release = Release::Server2012R2;
        machine.build = Release::Server2012R2.build();
        machine.processor.second_level_address_translation = Some(true);
    }
    for number in 1..=4 {
        let made = vm(&mut inventory, &format!("vm{number}"), &format!("n{number}"), 8);
        made.virtual_machine.as_mut().unwrap().configuration_version = "5.0".parse().unwrap();
    }
    role(&mut inventory, "files", "n1");
    inventory
}

fn found(inventory: &Inventory, target: Release) -> Vec<Pass> {
    passes(inventory, target, &Policy::default())
}

fn needs<'a>(pass: &'a Pass, rule: &str) -> Vec<&'a str> {
    pass.needs.iter().filter(|need| need.rule == rule).map(|need| need.subject.name.as_str()).collect()
}

#[test]
fn four_passes_lead_from_2012_r2_to_2025() {
    let passes = found(&old_cluster(), Release::Server2025);
    let hops: Vec<String> =
        passes.iter().map(|pass| format!("{} {}", pass.from.short_name(), pass.to.short_name())).collect();
    assert_eq!(hops, ["2012R2 2016", "2016 2019", "2019 2022", "2022 2025"]);
    assert!(passes.iter().all(|pass| pass.rebuilds == 4 && pass.days.likely == 1));
    assert!(needs(&passes[0], "VER-15").is_empty());
    assert!(passes[1..].iter().all(|pass| needs(pass, "VER-15") == ["c"]));
}

#[test]
fn versions_are_raised_once_before_2022() {
    let passes = found(&old_cluster(), Release::Server2025);
    let asked: Vec<usize> = passes.iter().map(|pass| needs(pass, "PRE-08").len()).collect();
    assert_eq!(asked, [0, 0, 4, 0]);
    let shut_down = |pass: &Pass| pass.outages.iter().filter(|outage| outage.moment == OutageMoment::Before).count();
    assert_eq!(passes.iter().map(shut_down).collect::<Vec<_>>(), [0, 0, 4, 0]);
    assert!(passes.iter().all(|pass| {
        pass.outages.iter().any(|outage| outage.role.as_str() == "files" && outage.moment == OutageMoment::During)
    }));
}

#[test]
fn teams_under_switches_are_replaced_before_2022() {
    let mut inventory = old_cluster();
    inventory.nodes[1].machine.as_mut().unwrap().switches[0].teaming = crate::model::Teaming::Lbfo;
    let passes = found(&inventory, Release::Server2025);
    let asked: Vec<Vec<&str>> = passes.iter().map(|pass| needs(pass, "PRE-07")).collect();
    assert_eq!(asked, [vec![], vec![], vec!["n2"], vec![]]);
}

#[test]
fn a_pool_follows_every_level() {
    let mut inventory = old_cluster();
    inventory.storage.pools = vec![StoragePool {
        name: "Pool".to_owned(),
        version: PoolVersion(Release::Server2012R2),
        health: crate::model::Health::Healthy,
        size_mib: 0,
        allocated_mib: 0,
    }];
    let passes = found(&inventory, Release::Server2019);
    assert!(needs(&passes[0], "MIX-04").is_empty());
    assert_eq!(needs(&passes[1], "MIX-04"), ["Pool"]);
    assert!(passes[1].needs[0].remedy.contains("Update-"), "{:?}", passes[1].needs);
}

#[test]
fn hardware_without_slat_is_a_reason_not_to_roll() {
    let mut inventory = old_cluster();
    inventory.nodes[2].machine.as_mut().unwrap().processor.second_level_address_translation = Some(false);
    let policy = Policy::default();
    let way = passes(&inventory, Release::Server2025, &policy);
    assert_eq!(needs(&way[0], "VER-12"), ["n3"]);
    let compared = compare(&inventory, &way, Release::Server2025, &policy).unwrap();
    assert_eq!(compared.advice, Advice::NewCluster);
    assert!(compared.reasons[0].starts_with("Pass 1 can't be made on this hardware (VER-12): n3"));
}

#[test]
fn what_costs_less_is_advised() {
    let (inventory, mut policy) = (old_cluster(), Policy::default());
    let way = passes(&inventory, Release::Server2025, &policy);
    let compared = compare(&inventory, &way, Release::Server2025, &policy).unwrap();
    // 16 installations in 4 days and 15 between them; 4 times the file server and 4 VMs once.
    assert_eq!((compared.rolling.rebuilds, compared.rolling.outages, compared.rolling.days.likely), (16, 8, 19));
    // 4 installations in a day, 10 days before and one to move 5 roles.
    assert_eq!(
        (compared.new_cluster.rebuilds, compared.new_cluster.outages, compared.new_cluster.days.likely),
        (4, 5, 12)
    );
    assert_eq!(compared.advice, Advice::NewCluster);
    policy.path.days_to_prepare_new_cluster = 60;
    let compared = compare(&inventory, &way, Release::Server2025, &policy).unwrap();
    assert_eq!(compared.advice, Advice::Roll);
    let told = text(&way, Some(&compared));
    assert!(told.contains("advice:       roll, pass by pass"), "{told}");
    assert!(told.contains("outage before the pass: vm1, vm2, vm3, vm4: shut down while"), "{told}");
}

#[test]
fn two_passes_are_not_compared_and_one_is_not_listed() {
    let inventory = old_cluster();
    let report = check(&inventory, &CheckRequest::new(Release::Server2019));
    assert_eq!(report.passes.len(), 2);
    assert!(report.comparison.is_none());
    let report = check(&inventory, &CheckRequest::new(Release::Server2016));
    assert!(report.passes.is_empty() && report.comparison.is_none());
}

#[test]
fn new_hardware_serves_the_later_passes() {
    let mut inventory = old_cluster();
    inventory.nodes[2].machine.as_mut().unwrap().processor.second_level_address_translation = Some(false);
    crate::plan::tests::fixture::replace(&mut inventory, "n3", "n5", 128);
    inventory.machines[0].machine.processor.second_level_address_translation = Some(true);
    let passes = found(&inventory, Release::Server2022);
    assert!(passes.iter().all(|pass| needs(pass, "VER-12").is_empty()));
}

#[test]
fn every_rule_that_lasts_exists() {
    for id in LASTING {
        assert!(RULES.iter().any(|rule| rule.id == *id), "{id}");
    }
}
