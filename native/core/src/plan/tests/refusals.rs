//! Every limit on a cluster where it leaves no plan: the refusal names it with the role and the step, and the smallest
//! change that it tells leads to a plan.

use super::fixture::{bare, cluster, rule, spare, vm, volume};
use super::limits::{Change, asked, classes, crowd, guest, host, names};
use crate::error::Reportable;
use crate::model::{AffinityKind, Inventory, NodeName, Priority, RoleState, VirtualMachineState};
use crate::plan::Policy;

/// `web` has to leave n2 and has only n1 to go to.
fn only_one() -> Inventory {
    let mut inventory = cluster(&[64, 64]);
    vm(&mut inventory, "web", "n2", 32);
    vm(&mut inventory, "other", "n1", 8).priority = Priority::LOW;
    inventory
}

fn stop(inventory: &mut Inventory, name: &str) {
    guest(inventory, name).state = VirtualMachineState::Off;
    inventory.roles.iter_mut().find(|role| role.name.as_str() == name).unwrap().state = RoleState::Offline;
}

fn second_switch(inventory: &mut Inventory, node: usize) {
    let mut switch = host(inventory, node).switches[0].clone();
    switch.name = "dmz".to_owned();
    host(inventory, node).switches.push(switch);
}

/// The limit, what the refusal names, the change that it tells, and that change.
const REFUSES: [(&str, Change, &str, &str, Change); 17] = [
    (
        "memory",
        |it, _| host(it, 0).memory_mib = 36 * 1024,
        "n1 lacks 4096 MiB",
        "Stop other (8 GiB)",
        |it, _| stop(it, "other"),
    ),
    (
        "reserve of the host",
        |_, policy| policy.host_reserve_mib = 28 * 1024,
        "n1 lacks 4096 MiB",
        "Stop other (8 GiB)",
        |it, _| stop(it, "other"),
    ),
    (
        "dynamic memory",
        |it, _| {
            host(it, 0).memory_mib = 36 * 1024;
            guest(it, "web").memory.startup_mib = 512;
        },
        "n1 lacks 4096 MiB",
        "Stop other (8 GiB)",
        |it, _| stop(it, "other"),
    ),
    (
        "virtual processors",
        |it, _| (guest(it, "web").processors, guest(it, "other").processors) = (1024, 1025),
        "at the limit of 1024 VMs or 2048 virtual processors",
        "Stop other (8 GiB)",
        |it, _| stop(it, "other"),
    ),
    (
        "running VMs",
        |it, _| crowd(it, "n1", 1023),
        "at the limit of 1024 VMs or 2048 virtual processors",
        "Stop other (8 GiB)",
        |it, _| stop(it, "other"),
    ),
    (
        "possible owners",
        |it, _| it.roles[1].possible_owners = names(&["n2"]),
        "n1 is not among its possible owners",
        "Add n1 to the possible owners of role web.",
        |it, _| it.roles[1].possible_owners = names(&["n1", "n2"]),
    ),
    (
        "anti-affinity",
        |it, _| {
            classes(it);
            it.cluster.enforced_anti_affinity = true;
        },
        "anti-affinity class `db`",
        "Set ClusterEnforcedAntiAffinity to 0 for the run.",
        |it, _| it.cluster.enforced_anti_affinity = false,
    ),
    (
        "different nodes",
        |it, _| rule(it, AffinityKind::DifferentNode, &["web", "other"], &[]),
        "affinity rule `r`",
        "Disable affinity rule `r` for the run.",
        |it, _| it.affinity_rules[0].enabled = false,
    ),
    (
        "different fault domains",
        |it, _| rule(it, AffinityKind::DifferentFaultDomain, &["web", "other"], &[]),
        "affinity rule `r`",
        "Disable affinity rule `r` for the run.",
        |it, _| it.affinity_rules[0].enabled = false,
    ),
    (
        "one node",
        |it, _| {
            vm(it, "cache", "n2", 1).possible_owners = names(&["n2"]);
            rule(it, AffinityKind::SameNode, &["web", "cache"], &[]);
        },
        "n1 takes no cache, which an affinity rule keeps with it",
        "Add n1 to the possible owners of role cache.",
        |it, _| it.roles.last_mut().unwrap().possible_owners.clear(),
    ),
    (
        "one fault domain",
        |it, _| {
            it.roles[2].locked = true;
            rule(it, AffinityKind::SameFaultDomain, &["web", "other"], &[]);
            it.roles[2].owner = NodeName::from("n2");
        },
        "it is locked against moving",
        "Unlock role other for the run.",
        |it, _| it.roles[2].locked = false,
    ),
    (
        "away from a shared volume",
        |it, _| {
            volume(it, "CSV1", "n1");
            rule(it, AffinityKind::DifferentNode, &["web"], &["CSV1"]);
        },
        "affinity rule `r`",
        "Disable affinity rule `r` for the run.",
        |it, _| it.affinity_rules[0].enabled = false,
    ),
    (
        "locked",
        |it, _| it.roles[1].locked = true,
        "it is locked against moving",
        "Unlock role web for the run.",
        |it, _| it.roles[1].locked = false,
    ),
    (
        "configuration version",
        |it, _| guest(it, "web").configuration_version = "9.0".parse().unwrap(),
        "n1 does not run configuration version 9.0",
        "Add a node of the new release with 32 GiB for VMs",
        |it, policy| {
            spare(it, "n3", 32);
            policy.spare_nodes = names(&["n3"]);
        },
    ),
    (
        "processor features",
        |it, _| guest(it, "web").booted_feature_set = Some("milan".to_owned()),
        "n1 has other processor features (skylake)",
        "Turn on processor compatibility for VM web",
        |it, _| guest(it, "web").processor_compatibility = true,
    ),
    (
        "switches",
        |it, _| {
            guest(it, "web").switches = vec!["dmz".to_owned()];
            second_switch(it, 1);
        },
        "n1 has no virtual switch `dmz`",
        "Make a virtual switch `dmz` on n1.",
        |it, _| second_switch(it, 0),
    ),
    (
        "a reserve for one more failure",
        |_, policy| policy.require_reserve = true,
        "if node n1 failed, too,",
        "Plan without a reserve for one more failure.",
        |_, policy| policy.require_reserve = false,
    ),
];

#[test]
fn where_a_limit_leaves_no_plan() {
    for (case, bind, named, told, change) in REFUSES {
        let (mut inventory, mut policy) = (only_one(), Policy { node_order: names(&["n2"]), ..bare() });
        assert!(asked(&inventory, &policy).is_ok());
        bind(&mut inventory, &mut policy);
        let report = asked(&inventory, &policy).unwrap_err().report();
        assert!(report.message.contains(named), "{case}: {}", report.message);
        assert!(report.message.contains("role ") && report.message.contains("at step "), "{case}: {}", report.message);
        assert!(report.remedy.contains(told), "{case}: {}", report.remedy);
        change(&mut inventory, &mut policy);
        asked(&inventory, &policy).unwrap_or_else(|error| panic!("{case}: {error}"));
    }
}
