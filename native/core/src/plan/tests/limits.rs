//! Every constraint on a cluster where it decides where a role goes, or when.

use super::fixture::{bare, cluster, plan, role, rule, told, vm, volume};
use crate::model::{AffinityKind, GroupSet, Inventory, NodeName, Release};
use crate::plan::{Placement, Plan, PlanError, Policy, Task, make_checked};

pub(super) type Change = fn(&mut Inventory, &mut Policy);

/// `web` leaves n1 first, and goes to n2, which is the least full, where nothing forbids that, else to n3.
fn open_choice() -> (Inventory, Policy) {
    let mut inventory = cluster(&[64, 28, 220, 210]);
    vm(&mut inventory, "web", "n1", 8);
    for (name, owner, gib) in [("large", "n2", 16), ("larger", "n3", 200), ("largest", "n4", 200)] {
        vm(&mut inventory, name, owner, gib);
    }
    let policy = Policy { node_order: names(&["n1"]), stop_after_nodes: 1, placement: Placement::Fewest, ..bare() };
    (inventory, policy)
}

pub(super) fn names(names: &[&str]) -> Vec<NodeName> {
    names.iter().map(|name| NodeName::from(*name)).collect()
}

/// Plans to 2019 without asking the rules, with what would make an impossible plan possible.
pub(super) fn asked(inventory: &Inventory, policy: &Policy) -> Result<Plan, PlanError> {
    make_checked(inventory, Release::Server2019, policy, Vec::new(), &|| false)
}

/// Where `web` goes first.
fn goes_to(inventory: &Inventory, policy: &Policy) -> String {
    let made = asked(inventory, policy).unwrap();
    let to = made.steps.iter().find_map(|step| match &step.task {
        Task::MoveRole { role, to, .. } if role.as_str() == "web" => Some(to.to_string()),
        _ => None,
    });
    to.unwrap()
}

pub(super) fn host(inventory: &mut Inventory, node: usize) -> &mut crate::model::Machine {
    inventory.nodes[node].machine.as_mut().unwrap()
}

pub(super) fn guest<'a>(inventory: &'a mut Inventory, name: &str) -> &'a mut crate::model::VirtualMachine {
    let role = inventory.roles.iter_mut().find(|role| role.name.as_str() == name).unwrap();
    role.virtual_machine.as_mut().unwrap()
}

pub(super) fn classes(inventory: &mut Inventory) {
    for role in &mut inventory.roles[1..3] {
        role.anti_affinity_classes = vec!["db".to_owned()];
    }
}

fn racks(inventory: &mut Inventory, racks: [&str; 4]) {
    for (node, rack) in inventory.nodes.iter_mut().zip(racks) {
        node.fault_domain = Some(rack.to_owned());
    }
}

/// As many VMs of 1 MiB as a host may run.
pub(super) fn crowd(inventory: &mut Inventory, owner: &str, count: usize) {
    for number in 0..count {
        let name = format!("small{number}");
        vm(inventory, &name, owner, 1);
        guest(inventory, &name).memory.assigned_mib = 1;
    }
}

const DECIDES: [(&str, Change); 21] = [
    ("memory", |it, _| host(it, 1).memory_mib = 23 * 1024),
    ("reserve of the host", |_, policy| {
        policy.host_reserve_mib = 5 * 1024;
    }),
    ("cache of shared volumes", |it, _| {
        volume(it, "CSV1", "n3");
        it.cluster.block_cache_mib = Some(5 * 1024);
    }),
    ("overhead of VMs", |_, policy| {
        policy.virtual_machine_overhead_mib = 4096;
    }),
    // What counts is what the VM has now, more than it started with.
    ("dynamic memory", |it, _| {
        host(it, 1).memory_mib = 23 * 1024;
        guest(it, "web").memory.startup_mib = 512;
    }),
    ("virtual processors", |it, _| (guest(it, "web").processors, guest(it, "large").processors) = (16, 2040)),
    ("running VMs", |it, _| crowd(it, "n2", 1023)),
    ("possible owners", |it, _| it.roles[1].possible_owners = names(&["n1", "n3"])),
    ("anti-affinity, a wish", |it, _| classes(it)),
    ("anti-affinity, enforced", |it, _| {
        classes(it);
        it.cluster.enforced_anti_affinity = true;
    }),
    ("different nodes", |it, _| rule(it, AffinityKind::DifferentNode, &["web", "large"], &[])),
    ("different nodes, soft", |it, _| {
        rule(it, AffinityKind::DifferentNode, &["web", "large"], &[]);
        it.affinity_rules[0].soft = true;
    }),
    ("one node", |it, _| {
        vm(it, "cache", "n1", 1).possible_owners = names(&["n1", "n3"]);
        rule(it, AffinityKind::SameNode, &["web", "cache"], &[]);
    }),
    ("different fault domains", |it, _| {
        racks(it, ["a", "b", "c", "b"]);
        rule(it, AffinityKind::DifferentFaultDomain, &["web", "large"], &[]);
    }),
    ("one fault domain", |it, _| {
        racks(it, ["a", "b", "a", "b"]);
        rule(it, AffinityKind::SameFaultDomain, &["web", "larger"], &[]);
    }),
    ("site", |it, _| {
        for (node, site) in it.nodes.iter_mut().zip(["Bonn", "Kiel", "Bonn", "Kiel"]) {
            node.site = Some(site.to_owned());
        }
    }),
    ("away from a shared volume", |it, _| {
        volume(it, "CSV1", "n2");
        rule(it, AffinityKind::DifferentNode, &["web"], &["CSV1"]);
    }),
    ("near a shared volume", |it, _| {
        volume(it, "CSV1", "n3");
        rule(it, AffinityKind::SameNode, &["web"], &["CSV1"]);
    }),
    ("configuration version", |it, _| host(it, 1).release = Release::Server2012R2),
    ("processor features", |it, _| host(it, 1).processor.feature_set = Some("haswell".to_owned())),
    ("switches", |it, _| host(it, 1).switches.clear()),
];

#[test]
fn where_a_constraint_decides() {
    let (free, policy) = open_choice();
    assert_eq!(goes_to(&free, &policy), "n2");
    for (case, bind) in DECIDES {
        let (mut inventory, mut policy) = open_choice();
        bind(&mut inventory, &mut policy);
        assert_eq!(goes_to(&inventory, &policy), "n3", "{case}");
    }
    // Preferred owners count where a role stays: on nodes that have had their turn.
    let (mut inventory, policy) = open_choice();
    (host(&mut inventory, 1).release, host(&mut inventory, 2).release) = (Release::Server2019, Release::Server2019);
    assert_eq!(goes_to(&inventory, &policy), "n2");
    inventory.roles[1].preferred_owners = names(&["n3"]);
    assert_eq!(goes_to(&inventory, &policy), "n3");
}

/// A role that is locked is not the one that goes aside, though it is the smallest that would do.
#[test]
fn a_locked_role_stays_where_it_is() {
    let mut inventory = cluster(&[64, 64, 64]);
    for (name, owner, gib) in [("a", "n1", 30), ("b", "n1", 12), ("c", "n1", 13), ("d", "n2", 44), ("large", "n3", 21)]
    {
        vm(&mut inventory, name, owner, gib);
    }
    let policy = Policy { node_order: names(&["n3"]), stop_after_nodes: 1, ..bare() };
    let first = |inventory: &Inventory| told(&asked(inventory, &policy).unwrap()).remove(0);
    assert_eq!(first(&inventory), "move b n1 -> n2, live");
    inventory.roles[2].locked = true;
    assert_eq!(first(&inventory), "move c n1 -> n2, live");
}

/// The VM and the volume that belong together go together, at every turn, and the coordinator is moved by name.
#[test]
fn a_volume_goes_where_its_rule_wants_it() {
    let mut inventory = cluster(&[64; 3]);
    vm(&mut inventory, "web", "n1", 8);
    vm(&mut inventory, "large", "n2", 16);
    volume(&mut inventory, "CSV1", "n1");
    rule(&mut inventory, AffinityKind::SameNode, &["web"], &["CSV1"]);
    let policy = Policy { node_order: names(&["n1", "n2", "n3"]), placement: Placement::Fewest, ..bare() };
    // The replay asserts that both are on one node whenever a node is empty.
    let steps = told(&plan(&inventory, &policy).unwrap());
    assert_eq!(steps[..4], ["pause n1", "move web n1 -> n3, live", "move volume CSV1 n1 -> n3", "drain n1"]);
    // Apart: whoever leaves goes to the node where the other is not.
    inventory.affinity_rules[0].kind = AffinityKind::DifferentNode;
    inventory.storage.shared_volumes[0].owner = NodeName::from("n2");
    let steps = told(&plan(&inventory, &policy).unwrap());
    assert!(steps.contains(&"move web n1 -> n3, live".to_owned()), "{steps:?}");
    assert!(steps.contains(&"move volume CSV1 n2 -> n1".to_owned()), "{steps:?}");
}

/// What stops on its way starts again only where its providers are online: they go first, and never at the same time.
#[test]
fn roles_travel_in_the_order_of_their_group_sets() {
    let mut inventory = cluster(&[64; 3]);
    for name in ["front", "middle", "database"] {
        role(&mut inventory, name, "n1");
    }
    vm(&mut inventory, "live", "n1", 4);
    let policy = Policy { node_order: names(&["n1"]), ..bare() };
    let first = |inventory: &Inventory| {
        let made = plan(inventory, &policy).unwrap();
        let moves = made.steps.into_iter().filter_map(|step| match step.task {
            Task::MoveRole { role, from, waits_for, .. } if from.as_str() == "n1" => {
                let waits: Vec<String> = waits_for.iter().map(ToString::to_string).collect();
                Some((role.to_string(), waits.join(" "), step.span.unwrap()))
            }
            _ => None,
        });
        moves.take(4).collect::<Vec<_>>()
    };
    let free = first(&inventory);
    assert!(free.iter().all(|(_, waits, span)| waits.is_empty() && span.starts_seconds == 0), "all at once: {free:?}");
    let set = |name: &str, role: &str, provider: &[&str]| GroupSet {
        name: name.to_owned(),
        roles: vec![role.into()],
        provider_sets: provider.iter().map(|name| (*name).to_owned()).collect(),
        startup_delay_seconds: 0,
        ..GroupSet::default()
    };
    inventory.group_sets =
        vec![set("Front", "front", &["Middle"]), set("Middle", "middle", &["data"]), set("Data", "database", &[])];
    // A provider that is migrated live stays online, and nobody waits for it.
    inventory.group_sets[2].roles.push("live".into());
    let bound = first(&inventory);
    let of = |name: &str| bound.iter().find(|(role, ..)| role == name).unwrap();
    assert_eq!(
        (of("front").1.as_str(), of("middle").1.as_str(), of("database").1.as_str()),
        ("middle database", "database", "")
    );
    assert!(of("middle").2.starts_seconds >= of("database").2.ends_seconds);
    assert!(of("front").2.starts_seconds >= of("middle").2.ends_seconds);
    assert_eq!(of("live").2.starts_seconds, 0);
    // Sets that wait for each other are told by a rule and leave the order as it is.
    inventory.group_sets[2].provider_sets.push("front".to_owned());
    assert!(first(&inventory).iter().all(|(_, waits, _)| waits.is_empty()));
}

/// A VM goes back from a new host to an old one where that makes the room, unless the old host can't run it.
#[test]
fn both_directions_are_used_where_hosts_allow() {
    let mut inventory = cluster(&[62, 64, 64]);
    host(&mut inventory, 0).release = Release::Server2019;
    for (name, owner, gib) in [("small", "n1", 10), ("large", "n2", 60), ("other", "n3", 54)] {
        vm(&mut inventory, name, owner, gib);
    }
    let policy = Policy { node_order: names(&["n2", "n3"]), placement: Placement::Fewest, ..bare() };
    let goes_back = |inventory: &Inventory| {
        let steps = told(&asked(inventory, &policy)?);
        Ok::<_, PlanError>(steps.contains(&"move small n1 -> n3, live".to_owned()))
    };
    assert!(goes_back(&inventory).unwrap());
    // An old host does not run the version of the new release.
    guest(&mut inventory, "small").configuration_version = "9.0".parse().unwrap();
    assert!(goes_back(&inventory).is_err());
    guest(&mut inventory, "small").configuration_version = "8.0".parse().unwrap();
    guest(&mut inventory, "other").processor_compatibility = true;
    host(&mut inventory, 2).processor.feature_set = Some("haswell".to_owned());
    assert!(goes_back(&inventory).is_err());
    guest(&mut inventory, "small").processor_compatibility = true;
    assert!(goes_back(&inventory).unwrap());
}
