//! Campaigns that raise configuration versions.

use super::fixture::{bare, cluster, told, vm};
use crate::model::{FunctionalLevel, Inventory, Priority, Release, VirtualMachineState};
use crate::plan::{PlanError, make_version_campaign, validate};

#[test]
fn low_priority_first_and_what_can_t_be_raised_is_named() {
    let mut inventory = cluster(&[64, 64]);
    inventory.cluster.functional_level = Release::Server2019.level();
    for node in &mut inventory.nodes {
        node.machine.as_mut().unwrap().release = Release::Server2019;
    }
    vm(&mut inventory, "zeta", "n1", 4).priority = Priority::LOW;
    vm(&mut inventory, "alpha", "n1", 4).priority = Priority::HIGH;
    vm(&mut inventory, "beta", "n2", 4).priority = Priority::LOW;
    vm(&mut inventory, "off", "n2", 4).virtual_machine.as_mut().unwrap().state = VirtualMachineState::Off;
    vm(&mut inventory, "new", "n2", 4).virtual_machine.as_mut().unwrap().configuration_version = "9.0".parse().unwrap();
    vm(&mut inventory, "points", "n2", 4).virtual_machine.as_mut().unwrap().checkpoints = 2;
    vm(&mut inventory, "saved", "n2", 4).virtual_machine.as_mut().unwrap().state = VirtualMachineState::Saved;
    vm(&mut inventory, "deaf", "n2", 4).virtual_machine.as_mut().unwrap().guest_shutdown = false;
    let plan = make_version_campaign(&inventory, &bare()).unwrap();
    assert_eq!(
        told(&plan),
        [
            "raise beta (running) from 8.0 to 9.0",
            "raise zeta (running) from 8.0 to 9.0",
            "raise off (off) from 8.0 to 9.0",
            "raise alpha (running) from 8.0 to 9.0",
        ]
    );
    let left: Vec<_> =
        plan.findings.iter().map(|it| (it.rule.as_str(), it.subject.name.as_str(), it.refuses())).collect();
    let vms = [("VMV-02", "deaf", false), ("VMV-02", "saved", false), ("VMV-03", "points", false)];
    assert_eq!(left[..3], vms);
    assert_eq!(left[3..], [("VMV-17", "c", false)], "nobody states a backup");
    assert!(validate(&plan).is_ok());
}

#[test]
fn a_level_that_is_not_raised_refuses() {
    let mut inventory = cluster(&[64, 64]);
    let refused = |inventory: &Inventory| match make_version_campaign(inventory, &bare()) {
        Err(PlanError::Refused { findings }) => findings[0].rule.clone(),
        other => panic!("{other:?}"),
    };
    inventory.nodes[1].machine.as_mut().unwrap().release = Release::Server2019;
    assert_eq!(refused(&inventory), "MIX-05");
    inventory.nodes[1].machine.as_mut().unwrap().release = Release::Server2012R2;
    assert_eq!(refused(&inventory), "VMV-04");
    inventory.nodes[1].machine = None;
    assert_eq!(refused(&inventory), "VMV-04");
    inventory.cluster.functional_level = FunctionalLevel(7);
    assert!(matches!(make_version_campaign(&inventory, &bare()), Err(PlanError::TargetInvalid { .. })));
}
