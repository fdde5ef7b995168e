//! What every generated cluster has to be.

use super::*;
use crate::document;
use crate::error::Reportable;
use crate::model::VirtualMachineState;

fn options(nodes: u32, virtual_machines: u32, seed: u64, from: Release) -> GenerateOptions {
    GenerateOptions { nodes, virtual_machines, seed, from, memory_use_percent: None }
}

fn use_percent(inventory: &Inventory) -> u64 {
    let used: u64 = inventory.roles.iter().map(Role::memory_mib).sum();
    let memory: u64 = inventory.nodes.iter().filter_map(|node| Some(node.machine.as_ref()?.memory_mib)).sum();
    used * 100 / memory
}

#[test]
fn every_cluster_can_be_read_back() {
    for (nodes, machines) in [(2, 0), (2, 3), (3, 40), (4, 24), (16, 500), (64, 8000)] {
        for from in [Release::Server2012R2, Release::Server2016, Release::Server2019, Release::Server2022] {
            let inventory = generate(&options(nodes, machines, 1, from)).unwrap();
            let text = document::write(&inventory).unwrap();
            assert_eq!(document::read_inventory(text.as_bytes()).unwrap(), inventory, "{nodes} {machines} {from}");
            let count = inventory.roles.iter().filter(|role| role.virtual_machine.is_some()).count();
            assert_eq!((inventory.nodes.len(), count), (nodes as usize, machines as usize));
            assert!(inventory.cluster.functional_level == from.level());
        }
    }
}

#[test]
fn one_seed_gives_one_cluster_and_another_seed_another() {
    let text = |seed| document::write(&generate(&options(8, 100, seed, Release::Server2016)).unwrap()).unwrap();
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn the_memory_is_used_as_asked_and_no_node_is_overfull() {
    for seed in 0..20 {
        for (nodes, machines, least, most) in [(64, 8000, 57, 60), (8, 800, 55, 60), (3, 300, 50, 57), (2, 200, 35, 43)]
        {
            let inventory = generate(&options(nodes, machines, seed, Release::Server2012R2)).unwrap();
            let percent = use_percent(&inventory);
            assert!((least..=most).contains(&percent), "{nodes} nodes, seed {seed}: {percent} %");
            for node in &inventory.nodes {
                let used: u64 = inventory.roles_on(&node.name).map(Role::memory_mib).sum();
                let memory = node.machine.as_ref().unwrap().memory_mib;
                assert!(used * 10 < memory * 8, "{nodes} nodes, seed {seed}: {} has {used} of {memory}", node.name);
            }
        }
    }
    let asked = GenerateOptions { memory_use_percent: Some(90), ..options(16, 2000, 1, Release::Server2012R2) };
    assert!((86..=90).contains(&use_percent(&generate(&asked).unwrap())));
}

#[test]
fn members_of_a_class_are_apart_and_owners_may_own() {
    let inventory = generate(&options(16, 2000, 3, Release::Server2019)).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for role in &inventory.roles {
        assert!(role.may_be_owned_by(&role.owner));
        assert!(role.possible_owners.is_empty() || role.possible_owners.len() >= 2);
        for class in &role.anti_affinity_classes {
            assert!(seen.insert((class.clone(), role.owner.to_string())), "two of {class} on {}", role.owner);
        }
    }
    assert!(seen.len() > 20);
    let states: Vec<_> = inventory.roles.iter().filter_map(|role| Some(role.virtual_machine.as_ref()?.state)).collect();
    assert!(states.contains(&VirtualMachineState::Off));
}

#[test]
fn options_that_describe_no_cluster_are_refused() {
    let base = options(4, 24, 1, Release::Server2016);
    let table = [
        (GenerateOptions { nodes: 1, ..base.clone() }, ErrorId::QuantityAbsurd),
        (GenerateOptions { nodes: 65, ..base.clone() }, ErrorId::QuantityAbsurd),
        (GenerateOptions { virtual_machines: 8001, ..base.clone() }, ErrorId::QuantityAbsurd),
        (GenerateOptions { memory_use_percent: Some(0), ..base.clone() }, ErrorId::QuantityAbsurd),
        (GenerateOptions { memory_use_percent: Some(96), ..base.clone() }, ErrorId::QuantityAbsurd),
        (GenerateOptions { from: Release::Server2025, ..base.clone() }, ErrorId::TargetInvalid),
        (GenerateOptions { from: Release::Older, ..base }, ErrorId::TargetInvalid),
    ];
    for (wrong, id) in table {
        assert_eq!(generate(&wrong).unwrap_err().report().id, id, "{wrong:?}");
    }
}
