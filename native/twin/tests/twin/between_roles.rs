//! What binds roles to each other and to shared volumes, in a plan that is carried out.

use cluster_twin::{Simulation, rehearse};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{AffinityKind, AffinityRule, GroupSet, Inventory, Release, RoleKind};
use rolling_upgrade_core::plan::{Policy, make};
use rolling_upgrade_core::run::RunState;

/// The commands of an upgrade that goes to its end, the moves of roles and volumes among them.
fn moves(inventory: &Inventory) -> Vec<String> {
    let plan = make(inventory, Release::Server2025, &Policy::default()).unwrap();
    let ended = rehearse(inventory, plan, &Simulation::default(), 1, true).unwrap();
    assert_eq!(ended.status.state, RunState::Completed, "{}", ended.text());
    let commands = ended.actions.into_iter().inspect(|action| assert!(action.error.is_none(), "{:?}", action.error));
    commands.map(|action| action.command).filter(|command| command.starts_with("Move-")).collect()
}

fn small() -> Inventory {
    let options = GenerateOptions {
        nodes: 3,
        virtual_machines: 6,
        seed: 3,
        from: Release::Server2022,
        memory_use_percent: Some(30),
    };
    generate(&options).unwrap()
}

#[test]
fn a_volume_follows_the_virtual_machine_that_a_rule_keeps_it_with() {
    let mut inventory = small();
    let volume = inventory.storage.shared_volumes[0].name.clone();
    let (index, vm) = inventory.roles.iter().enumerate().find(|(_, role)| role.virtual_machine.is_some()).unwrap();
    let (vm, owner) = (inventory.roles[index].name.clone(), vm.owner.clone());
    inventory.storage.shared_volumes[0].owner = owner;
    inventory.affinity_rules.push(AffinityRule {
        name: "near its files".to_owned(),
        kind: AffinityKind::SameNode,
        roles: vec![vm.clone()],
        volumes: vec![volume.clone()],
        enabled: true,
        soft: false,
    });
    let moves = moves(&inventory);
    let to = |command: &String| command.split(" -Node ").nth(1).map(|rest| rest.split(' ').next().unwrap().to_owned());
    let of = |name: &str| -> Vec<Option<String>> {
        let named = format!("-Name '{name}' ");
        let plain = format!("-Name {name} ");
        moves.iter().filter(|command| command.contains(&named) || command.contains(&plain)).map(to).collect()
    };
    assert!(!of(&volume).is_empty(), "{moves:?}");
    assert_eq!(of(&volume), of(vm.as_str()), "{moves:?}");
}

#[test]
fn a_role_waits_for_the_role_that_its_group_set_waits_for() {
    let mut inventory = small();
    let nodes: Vec<_> = inventory.nodes.iter().map(|node| node.name.clone()).collect();
    let template = inventory.roles.iter().find(|role| role.virtual_machine.is_none()).unwrap().clone();
    for name in ["front", "database"] {
        let mut role = template.clone();
        (role.name, role.id, role.kind) = (name.into(), name.to_owned(), RoleKind::Generic);
        (role.owner, role.resource_types) = (nodes[0].clone(), Vec::new());
        inventory.roles.push(role);
    }
    for (name, role, provider) in [("Front", "front", vec!["Data".to_owned()]), ("Data", "database", Vec::new())] {
        let roles = vec![role.into()];
        inventory.group_sets.push(GroupSet {
            name: name.to_owned(),
            roles,
            provider_sets: provider,
            startup_delay_seconds: 0,
            ..GroupSet::default()
        });
    }
    let plan = make(&inventory, Release::Server2025, &Policy::default()).unwrap();
    let ended = rehearse(&inventory, plan, &Simulation::default(), 1, true).unwrap();
    assert_eq!(ended.status.state, RunState::Completed, "{}", ended.text());
    // The move of the front is ordered only when the database has arrived.
    let arrived = ended.lines.iter().find(|line| line.text.starts_with("database moved from")).unwrap().at;
    let ordered = ended.actions.iter().find(|action| action.command.contains("front")).unwrap().at;
    assert!(ordered >= arrived, "{ordered} before {arrived}");
}
