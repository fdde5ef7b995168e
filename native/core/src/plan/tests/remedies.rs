//! What would make a plan possible: each change that is told was planned again.

use super::fixture::{bare, cluster, vm};
use crate::error::Reportable;
use crate::model::{AffinityKind, AffinityRule, Inventory, NodeName, Priority, Release, RoleName};
use crate::plan::{Plan, PlanError, Policy, make_checked};

fn asked(inventory: &Inventory, policy: &Policy) -> Result<Plan, PlanError> {
    make_checked(inventory, Release::Server2019, policy, Vec::new(), &|| false)
}

fn remedy(inventory: &Inventory, policy: &Policy) -> String {
    asked(inventory, policy).unwrap_err().report().remedy
}

/// Two nodes of 64 GiB that hold 72 GiB.
fn full() -> Inventory {
    let mut inventory = cluster(&[64, 64]);
    for (name, owner, gib, priority) in [
        ("database", "n1", 40, Priority::HIGH),
        ("web", "n2", 20, Priority::MEDIUM),
        ("test1", "n1", 4, Priority::LOW),
        ("test2", "n2", 8, Priority::LOW),
    ] {
        vm(&mut inventory, name, owner, gib).priority = priority;
    }
    inventory
}

#[test]
fn vms_of_low_priority_and_a_node_of_so_much_memory() {
    let told = remedy(&full(), &bare());
    assert!(told.contains("Stop test2 (8 GiB) for the run."), "test1 alone is not enough, both are not needed: {told}");
    assert!(told.contains("Add a node of the new release with 8 GiB for VMs"), "{told}");
    assert!(told.ends_with("Planned again with any one of these, the cluster has a plan."), "{told}");
    // What is told holds: with the VM off there is a plan, and with the smaller one off there is none.
    let without = |name: &str| {
        let mut inventory = full();
        let role = inventory.roles.iter_mut().find(|role| role.name.as_str() == name).unwrap();
        role.virtual_machine.as_mut().unwrap().state = crate::model::VirtualMachineState::Off;
        asked(&inventory, &bare())
    };
    assert!(without("test2").is_ok() && without("test1").is_err());
    let mut more = full();
    super::fixture::spare(&mut more, "n3", 8);
    let policy = Policy { spare_nodes: vec![NodeName::from("n3")], ..bare() };
    assert!(asked(&more, &policy).is_ok());
    more.machines[0].machine.memory_mib = 7 * 1024;
    assert!(asked(&more, &policy).is_err());
}

#[test]
fn a_rule_that_is_lifted() {
    let mut inventory = cluster(&[64, 64]);
    vm(&mut inventory, "a", "n1", 8);
    vm(&mut inventory, "b", "n2", 8);
    let roles = ["a", "b"].map(RoleName::from).to_vec();
    let kind = AffinityKind::DifferentNode;
    inventory.affinity_rules.push(AffinityRule {
        name: "apart".to_owned(),
        kind,
        roles,
        volumes: Vec::new(),
        enabled: true,
        soft: false,
    });
    let told = remedy(&inventory, &bare());
    assert!(told.starts_with("Disable affinity rule `apart` for the run."), "{told}");
    inventory.affinity_rules.clear();
    inventory.cluster.enforced_anti_affinity = true;
    inventory.roles[1].anti_affinity_classes = vec!["db".to_owned()];
    inventory.roles[2].anti_affinity_classes = vec!["db".to_owned()];
    let told = remedy(&inventory, &bare());
    assert!(told.starts_with("Set ClusterEnforcedAntiAffinity to 0 for the run."), "{told}");
}

#[test]
fn settings_of_one_role() {
    type Change = fn(&mut Inventory);
    let table: [(Change, &str); 6] = [
        (|it| it.roles[1].locked = true, "Unlock role big for the run."),
        (|it| machine(it).local_media = vec!["C:\\a.iso".into()], "Detach C:\\a.iso from VM big"),
        (|it| it.roles[1].possible_owners = vec![NodeName::from("n2")], "Add n1 to the possible owners of role big."),
        (|it| machine(it).switches = vec!["dmz".into()], "Make a virtual switch `dmz` on n1."),
        (
            |it| machine(it).booted_feature_set = Some("milan".into()),
            "Turn on processor compatibility for VM big; it has to be off for that.",
        ),
        (|it| it.cluster.block_cache_mib = None, ""),
    ];
    for (change, expected) in table {
        let mut inventory = cluster(&[64, 64]);
        vm(&mut inventory, "big", "n2", 32);
        change(&mut inventory);
        match asked(&inventory, &bare()) {
            Ok(_) => assert!(expected.is_empty(), "{expected}"),
            Err(error) => {
                let told = error.report().remedy;
                assert!(!expected.is_empty() && told.starts_with(expected), "{told}");
            }
        }
    }
}

fn machine(inventory: &mut Inventory) -> &mut crate::model::VirtualMachine {
    inventory.roles[1].virtual_machine.as_mut().unwrap()
}

#[test]
fn a_reserve_that_nobody_can_keep() {
    let mut inventory = cluster(&[64, 64, 64]);
    for (name, owner) in [("a", "n1"), ("b", "n2"), ("c", "n3")] {
        vm(&mut inventory, name, owner, 30);
    }
    let told = remedy(&inventory, &Policy { require_reserve: true, ..bare() });
    assert!(told.starts_with("Plan without a reserve for one more failure."), "{told}");
    assert!(told.contains("Add a node of the new release with"), "{told}");
}
