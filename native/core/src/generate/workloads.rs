//! The virtual machines: sizes, priorities, constraints, and on which node each one runs.

use super::random::SplitMix64;
use super::{GenerateOptions, hosts};
use crate::model::{
    Node, NodeName, Priority, Role, RoleKind, RoleName, RoleState, VirtualMachine, VirtualMachineMemory,
    VirtualMachineState,
};

/// A kind of workload: the beginning of its name, the sizes it comes in, and whether its members are kept apart.
struct Workload {
    prefix: &'static str,
    sizes_mib: &'static [(u64, u64)],
    /// How many members a group of servers has that must not share a node; 0 for servers on their own.
    apart: u32,
}

const GIB: u64 = 1024;

/// What runs in a cluster of this kind, with weights: most of it is small and on its own.
const WORKLOADS: &[(u64, Workload)] = &[
    (26, Workload { prefix: "WEB", sizes_mib: &[(60, 4 * GIB), (40, 8 * GIB)], apart: 0 }),
    (24, Workload { prefix: "APP", sizes_mib: &[(50, 8 * GIB), (35, 12 * GIB), (15, 16 * GIB)], apart: 0 }),
    (18, Workload { prefix: "SRV", sizes_mib: &[(50, 2 * GIB), (50, 4 * GIB)], apart: 0 }),
    (12, Workload { prefix: "VDI", sizes_mib: &[(70, 4 * GIB), (30, 6 * GIB)], apart: 0 }),
    (9, Workload { prefix: "TEST", sizes_mib: &[(50, 2 * GIB), (50, 8 * GIB)], apart: 0 }),
    (6, Workload { prefix: "DB", sizes_mib: &[(50, 16 * GIB), (35, 32 * GIB), (15, 64 * GIB)], apart: 0 }),
    (3, Workload { prefix: "SQL", sizes_mib: &[(60, 16 * GIB), (40, 32 * GIB)], apart: 2 }),
    (2, Workload { prefix: "DC", sizes_mib: &[(100, 4 * GIB)], apart: 2 }),
];

const PRIORITIES: &[(u64, Priority)] =
    &[(12, Priority::HIGH), (74, Priority::MEDIUM), (11, Priority::LOW), (3, Priority::NO_AUTOMATIC_START)];

/// A role with nothing set but what is named.
pub(super) fn role(name: RoleName, id: String, kind: RoleKind, owner: NodeName, state: RoleState) -> Role {
    Role {
        name,
        id,
        kind,
        owner,
        state,
        priority: Priority::MEDIUM,
        preferred_owners: Vec::new(),
        possible_owners: Vec::new(),
        anti_affinity_classes: Vec::new(),
        locked: false,
        automatic_failback: false,
        virtual_machine: None,
        resource_types: Vec::new(),
        preferred_site: None,
        failback_window_start: None,
        failback_window_end: None,
    }
}

/// The virtual machines, without owners: those are known when the nodes are.
pub(super) fn virtual_machines(options: &GenerateOptions, random: &mut SplitMix64) -> Vec<Role> {
    let count = options.virtual_machines;
    let mut roles = Vec::with_capacity(usize::try_from(count).unwrap_or(0));
    let mut number = 0;
    while number < count {
        let workload = random.weighted(WORKLOADS);
        let size = *random.weighted(workload.sizes_mib);
        let members = if workload.apart > 1 && count - number >= workload.apart { workload.apart } else { 1 };
        let class = (members > 1).then(|| format!("{}{:04}", workload.prefix, number + 1));
        for _ in 0..members {
            number += 1;
            let name = format!("{}{number:04}", workload.prefix);
            roles.push(virtual_machine(options, name, size, class.clone(), random));
        }
    }
    roles
}

fn virtual_machine(
    options: &GenerateOptions,
    name: String,
    size_mib: u64,
    class: Option<String>,
    random: &mut SplitMix64,
) -> Role {
    let off = class.is_none() && random.chance(3);
    let mut role =
        role(RoleName::new(name), random.guid(), RoleKind::VirtualMachine, NodeName::new(""), RoleState::Online);
    role.priority = *random.weighted(PRIORITIES);
    role.anti_affinity_classes = class.into_iter().collect();
    role.state = if off { RoleState::Offline } else { RoleState::Online };
    let newest = options.from.default_configuration_version();
    role.virtual_machine = newest.map(|configuration_version| VirtualMachine {
        id: random.guid(),
        configuration_version,
        state: if off { VirtualMachineState::Off } else { VirtualMachineState::Running },
        memory: memory(size_mib, off, random),
        processors: processors(size_mib),
        processor_compatibility: hosts::has_two_models(options),
        booted_feature_set: None,
        switches: vec![hosts::SWITCH.to_owned()],
        checkpoints: 0,
        guest_shutdown: true,
        local_media: Vec::new(),
        quick_migration: false,
        trusted_platform_module: Some(false),
        guardians: Vec::new(),
        automatic_stop_action: None,
        offline_action: None,
        time_synchronization: None,
        remote_fx: Some(false),
        shared_disks: None,
        replica: None,
        vlans: Vec::new(),
        domain_controller: None,
        volume: None,
    });
    role
}

fn memory(size_mib: u64, off: bool, random: &mut SplitMix64) -> VirtualMachineMemory {
    let dynamic = random.chance(30);
    // Dynamic memory lets a guest have some more or less than it started with, in steps of 2 MiB.
    let assigned = if dynamic { size_mib / 2 + 2 * random.below(size_mib / 2) } else { size_mib };
    VirtualMachineMemory {
        assigned_mib: if off { 0 } else { assigned },
        startup_mib: size_mib,
        minimum_mib: dynamic.then_some(size_mib / 2),
        maximum_mib: dynamic.then_some(size_mib * 2),
        dynamic,
    }
}

const fn processors(size_mib: u64) -> u32 {
    match size_mib / GIB {
        0..=2 => 1,
        3..=6 => 2,
        7..=12 => 4,
        13..=32 => 8,
        _ => 16,
    }
}

/// What a node carries while VMs are placed.
struct Load {
    used_mib: u64,
    classes: std::collections::BTreeSet<String>,
}

/// Gives every VM an owner, and some of them owner lists.
pub(super) fn place(roles: &mut [Role], nodes: &[Node], random: &mut SplitMix64) {
    let mut loads: Vec<Load> =
        nodes.iter().map(|_| Load { used_mib: 0, classes: std::collections::BTreeSet::new() }).collect();
    for role in roles {
        let chosen = choose(role, &loads, random);
        loads[chosen].used_mib += role.memory_mib();
        loads[chosen].classes.extend(role.anti_affinity_classes.iter().cloned());
        role.owner = nodes[chosen].name.clone();
        owner_lists(role, chosen, nodes, random);
    }
}

/// The least used of three nodes that chance names and of the least used of all, leaving out those that hold another
/// member of the same class: grown over years, not dealt out by a machine, and never overfull.
fn choose(role: &Role, loads: &[Load], random: &mut SplitMix64) -> usize {
    let allowed = |load: &Load| role.anti_affinity_classes.iter().all(|class| !load.classes.contains(class));
    let least = (0..loads.len())
        .filter(|index| allowed(&loads[*index]))
        .min_by_key(|index| loads[*index].used_mib)
        .unwrap_or(0);
    let grown = (0..2)
        .map(|_| random.index(loads.len()))
        .filter(|index| allowed(&loads[*index]))
        .min_by_key(|index| loads[*index].used_mib);
    // A node may be ahead of the least used one by an eighth and a large VM, no more.
    let limit = loads[least].used_mib + loads[least].used_mib / 8 + 16 * GIB;
    grown.filter(|index| loads[*index].used_mib <= limit).unwrap_or(least)
}

/// A few VMs prefer their node and the next one; a few may run on half of the nodes only, for a licence.
fn owner_lists(role: &mut Role, owner: usize, nodes: &[Node], random: &mut SplitMix64) {
    let following = |count: usize| (0..count).map(|step| nodes[(owner + step) % nodes.len()].name.clone()).collect();
    if random.chance(5) {
        role.preferred_owners = following(2);
    }
    let half = nodes.len().div_ceil(2).max(2);
    if nodes.len() > half && random.chance(2) {
        role.possible_owners = following(half);
    }
}
