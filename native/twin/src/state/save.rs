//! From the state to an inventory that makes an equal twin.

use rolling_upgrade_core::model::{
    Cluster, Inventory, Machine, Node, NodeName, NodeState, PhysicalDisk, PooledMachine, Role, RoleState, SharedVolume,
    Storage, Timestamp, VirtualDisk, VirtualMachine, VirtualMachineState,
};

use super::{GuestFacts, MachineRecord, RoleRecord, State, VirtualMachineRecord};
use crate::ids::MachineId;

/// Tells the state as an inventory. What is on its way is told as where it comes from, still running.
pub(crate) fn save(state: &State, now: Timestamp) -> Inventory {
    let roles = state.roles.iter().map(|(_, record)| role(state, record)).collect();
    save_around(state, now, nodes(state, Vec::new(), |_| false), roles)
}

/// Everything but the nodes and the roles.
pub(super) fn save_around(state: &State, now: Timestamp, nodes: Vec<Node>, roles: Vec<Role>) -> Inventory {
    let facts = &state.cluster.facts;
    let cluster = Cluster {
        functional_level: state.cluster.level,
        quorum: state.cluster.quorum.clone(),
        updating: state.cluster.updating.clone(),
        ..facts.clone()
    };
    let machines = state
        .machines
        .iter()
        .filter(|(_, record)| record.node.is_none())
        .map(|(_, record)| PooledMachine {
            name: record.name.clone(),
            replaces: record
                .replaces
                .filter(|replaced| state.machines[*replaced].node.is_some())
                .map(|replaced| state.machines[replaced].name.clone()),
            machine: record.facts.clone(),
        })
        .collect();
    Inventory {
        schema: Inventory::SCHEMA.to_owned(),
        captured_at: Some(now),
        cluster,
        nodes,
        machines,
        networks: state.networks.clone(),
        roles,
        storage: storage(state),
        affinity_rules: state.affinity_rules.iter().map(|rule| rule.facts.clone()).collect(),
        group_sets: state.group_sets.iter().map(|set| set.facts.clone()).collect(),
        coordinator: state.coordinator.clone(),
        directory: state.directory.clone(),
        domain_controllers: state.domain_controllers.clone(),
        resource_types: state.resource_types.clone(),
    }
}

/// The members; the facts of machines that were told before and have not changed are taken over. Of those for which
/// `unchanged` says so that is certain without a look.
pub(super) fn nodes(state: &State, told: Vec<Node>, unchanged: impl Fn(MachineId) -> bool) -> Vec<Node> {
    let mut told: Vec<Option<Machine>> = told.into_iter().map(|node| node.machine).collect();
    let members = state.members.iter().enumerate();
    let nodes = members.filter_map(|(place, member)| {
        let record = &state.machines[*member];
        let before = told.get_mut(place).and_then(Option::take);
        node(state, record, before.filter(|machine| unchanged(*member) || *machine == record.facts))
    });
    nodes.collect()
}

fn node(state: &State, record: &MachineRecord, machine: Option<Machine>) -> Option<Node> {
    let node = record.node.as_ref()?;
    Some(Node {
        name: record.name.clone(),
        id: node.id,
        // Without quorum no node is up, whatever its service waits for.
        state: if state.cluster.stopped { NodeState::Down } else { node.state },
        vote: node.vote,
        fault_domain: node.fault_domain.clone(),
        site: node.site.clone(),
        build: None,
        quarantined: node.quarantined,
        drain: node.told_drain(),
        machine: Some(machine.unwrap_or_else(|| record.facts.clone())),
    })
}

fn names(state: &State, machines: &[MachineId]) -> Vec<NodeName> {
    machines.iter().map(|machine| state.machines[*machine].name.clone()).collect()
}

fn role(state: &State, record: &RoleRecord) -> Role {
    let pending = record.state == RoleState::Pending;
    Role {
        name: record.name.clone(),
        id: record.id.clone(),
        kind: record.kind,
        owner: state.machines[record.owner].name.clone(),
        state: if pending { RoleState::Online } else { record.state },
        priority: record.priority,
        preferred_owners: names(state, &record.preferred),
        possible_owners: names(state, &record.possible),
        anti_affinity_classes: record.classes.iter().map(|class| state.classes.name(*class).to_owned()).collect(),
        locked: record.locked,
        automatic_failback: record.automatic_failback,
        virtual_machine: record.virtual_machine.as_ref().map(|machine| virtual_machine(state, machine, pending)),
        resource_types: record.resource_types.clone(),
        preferred_site: record.preferred_site.clone(),
        failback_window_start: record.failback_window_start,
        failback_window_end: record.failback_window_end,
    }
}

/// Tells a role again over what was told of it before: what is the same is not copied.
pub(super) fn tell_again(state: &State, record: &RoleRecord, told: &mut Role) {
    let pending = record.state == RoleState::Pending;
    let Role {
        name,
        id,
        kind,
        owner,
        state: role_state,
        priority,
        preferred_owners,
        possible_owners,
        anti_affinity_classes,
        locked,
        automatic_failback,
        virtual_machine: machine,
        resource_types,
        preferred_site,
        failback_window_start,
        failback_window_end,
    } = told;
    keep(name, &record.name);
    keep(id, &record.id);
    *kind = record.kind;
    keep(owner, &state.machines[record.owner].name);
    *role_state = if pending { RoleState::Online } else { record.state };
    *priority = record.priority;
    keep_names(state, preferred_owners, &record.preferred);
    keep_names(state, possible_owners, &record.possible);
    keep_all(anti_affinity_classes, record.classes.iter().map(|class| state.classes.name(*class)));
    (*locked, *automatic_failback) = (record.locked, record.automatic_failback);
    match (machine, &record.virtual_machine) {
        (Some(machine), Some(record)) => tell_machine_again(state, record, pending, machine),
        (machine, record) => *machine = record.as_ref().map(|record| virtual_machine(state, record, pending)),
    }
    keep(resource_types, &record.resource_types);
    keep(preferred_site, &record.preferred_site);
    (*failback_window_start, *failback_window_end) = (record.failback_window_start, record.failback_window_end);
}

fn tell_machine_again(state: &State, record: &VirtualMachineRecord, pending: bool, told: &mut VirtualMachine) {
    let power = if pending { VirtualMachineState::Running } else { record.power.state() };
    let booted = record.booted_feature_set.map(|number| state.feature_sets.name(number));
    if told.booted_feature_set.as_deref() != booted {
        told.booted_feature_set = booted.map(str::to_owned);
    }
    keep_all(&mut told.switches, record.switches.iter().map(|number| state.switches.name(*number)));
    keep(&mut told.id, &record.id);
    keep(&mut told.local_media, &record.local_media);
    let GuestFacts {
        trusted_platform_module,
        guardians,
        automatic_stop_action,
        offline_action,
        time_synchronization,
        remote_fx,
        shared_disks,
        replica,
        vlans,
        domain_controller,
        volume,
    } = &record.facts;
    keep(&mut told.guardians, guardians);
    keep(&mut told.automatic_stop_action, automatic_stop_action);
    keep(&mut told.offline_action, offline_action);
    keep(&mut told.replica, replica);
    keep(&mut told.vlans, vlans);
    keep(&mut told.volume, volume);
    *told = VirtualMachine {
        state: power,
        configuration_version: record.version,
        memory: record.memory,
        processors: record.processors,
        processor_compatibility: record.processor_compatibility,
        checkpoints: record.checkpoints,
        guest_shutdown: record.guest_shutdown,
        quick_migration: record.quick_migration,
        trusted_platform_module: *trusted_platform_module,
        time_synchronization: *time_synchronization,
        remote_fx: *remote_fx,
        shared_disks: *shared_disks,
        domain_controller: *domain_controller,
        id: std::mem::take(&mut told.id),
        booted_feature_set: told.booted_feature_set.take(),
        switches: std::mem::take(&mut told.switches),
        local_media: std::mem::take(&mut told.local_media),
        guardians: std::mem::take(&mut told.guardians),
        automatic_stop_action: told.automatic_stop_action.take(),
        offline_action: told.offline_action.take(),
        replica: told.replica.take(),
        vlans: std::mem::take(&mut told.vlans),
        volume: told.volume.take(),
    };
}

/// Takes over what differs.
fn keep<T: Clone + PartialEq>(told: &mut T, known: &T) {
    if told != known {
        told.clone_from(known);
    }
}

/// The same for texts that are numbers in the state.
fn keep_all<'a>(told: &mut Vec<String>, known: impl Iterator<Item = &'a str> + Clone) {
    if !told.iter().map(String::as_str).eq(known.clone()) {
        *told = known.map(str::to_owned).collect();
    }
}

/// The same for the names of machines.
fn keep_names(state: &State, told: &mut Vec<NodeName>, machines: &[MachineId]) {
    let known = machines.iter().map(|machine| &state.machines[*machine].name);
    if !told.iter().eq(known) {
        *told = names(state, machines);
    }
}

fn virtual_machine(state: &State, record: &VirtualMachineRecord, pending: bool) -> VirtualMachine {
    VirtualMachine {
        id: record.id.clone(),
        configuration_version: record.version,
        state: if pending { VirtualMachineState::Running } else { record.power.state() },
        memory: record.memory,
        processors: record.processors,
        processor_compatibility: record.processor_compatibility,
        booted_feature_set: record.booted_feature_set.map(|number| state.feature_sets.name(number).to_owned()),
        switches: record.switches.iter().map(|number| state.switches.name(*number).to_owned()).collect(),
        checkpoints: record.checkpoints,
        guest_shutdown: record.guest_shutdown,
        local_media: record.local_media.clone(),
        quick_migration: record.quick_migration,
        trusted_platform_module: record.facts.trusted_platform_module,
        guardians: record.facts.guardians.clone(),
        automatic_stop_action: record.facts.automatic_stop_action.clone(),
        offline_action: record.facts.offline_action.clone(),
        time_synchronization: record.facts.time_synchronization,
        remote_fx: record.facts.remote_fx,
        shared_disks: record.facts.shared_disks,
        replica: record.facts.replica.clone(),
        vlans: record.facts.vlans.clone(),
        domain_controller: record.facts.domain_controller,
        volume: record.facts.volume.clone(),
    }
}

fn storage(state: &State) -> Storage {
    let storage = &state.storage;
    let shared_volumes = storage
        .volumes
        .iter()
        .map(|volume| SharedVolume {
            name: volume.name.clone(),
            friendly_name: volume.friendly_name.clone(),
            owner: state.machines[volume.owner].name.clone(),
            online: volume.online,
            redirected: volume.redirected,
            size_mib: volume.size_mib,
            free_mib: volume.free_mib,
            file_system: volume.file_system.clone(),
            file_system_version: volume.file_system_version.clone(),
            deduplication: volume.deduplication,
            replicated: volume.replicated,
            backup_in_progress: volume.backup_in_progress,
        })
        .collect();
    let virtual_disks = storage
        .virtual_disks
        .ids()
        .map(|id| {
            let (status, health) = state.virtual_disk_status(id);
            let disk = &storage.virtual_disks[id];
            VirtualDisk {
                name: disk.name.clone(),
                resiliency: disk.resiliency,
                health,
                status,
                size_mib: disk.size_mib,
            }
        })
        .collect();
    // A disk of a machine that is no member at the moment has no node to be told under.
    let physical_disks = storage
        .physical_disks
        .iter()
        .filter(|disk| state.machines[disk.machine].node.is_some())
        .map(|disk| PhysicalDisk {
            serial_number: disk.serial_number.clone(),
            node: state.machines[disk.machine].name.clone(),
            size_mib: disk.size_mib,
            health: disk.health,
            in_maintenance: disk.told_maintenance(state.machines[disk.machine].maintenance),
        })
        .collect();
    let jobs = storage.virtual_disks.iter().filter(|(_, disk)| disk.job.is_some()).count();
    Storage {
        spaces_direct: storage.spaces_direct,
        shared_volumes,
        pools: storage.pools.clone(),
        virtual_disks,
        physical_disks,
        repair_jobs: u32::try_from(jobs).unwrap_or(u32::MAX),
        cache_memory_mib: storage.cache_memory_mib,
        shared_virtual_disks: storage.shared_virtual_disks,
    }
}

#[cfg(test)]
mod tests {
    use rolling_upgrade_core::generate::{GenerateOptions, generate};
    use rolling_upgrade_core::model::{NodeName, Release};
    use rolling_upgrade_core::rules::Places;

    use crate::call::Call;
    use crate::{Simulation, Twin};

    /// Calls that move, stop, take away and bring back.
    fn calls(node: &NodeName, role: &rolling_upgrade_core::model::RoleName) -> Vec<Call> {
        let drain = Call::SuspendNode { node: node.clone(), drain: true, force_drain: false, wait: true, target: None };
        let install = Call::Install {
            machine: node.clone(),
            replaces: None,
            release: Some(Release::Server2016),
            in_place: false,
        };
        vec![
            Call::StopGroup { group: role.clone(), wait_seconds: None },
            Call::SetOwnerNodes { group: Some(role.clone()), resource: None, owners: vec![node.clone()] },
            drain,
            Call::StartGroup { group: role.clone(), wait_seconds: None },
            Call::RemoveNode { node: node.clone(), ignore_storage_connectivity_loss: false },
            install,
            Call::AddNode { machines: vec![node.clone()], no_storage: false },
            Call::RemoveGroup { group: role.clone(), remove_resources: true },
        ]
    }

    #[test]
    fn what_is_told_again_is_what_is_told_anew() {
        let from = Release::Server2012R2;
        let options = GenerateOptions { nodes: 4, virtual_machines: 24, seed: 7, from, memory_use_percent: None };
        let inventory = generate(&options).unwrap();
        let mut twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
        let machines = inventory.roles.iter().filter(|role| role.virtual_machine.is_some());
        let mut answered = 0;
        for (node, role) in inventory.nodes.iter().zip(machines) {
            for call in calls(&node.name, &role.name) {
                answered += u32::from(twin.call(&call).is_ok());
                twin.step(600);
                let again = twin.with_inventory(|inventory, places| {
                    assert_eq!(*places, Places::of(inventory), "after {call:?}");
                    inventory.clone()
                });
                assert_eq!(again, twin.inventory(), "after {call:?}");
            }
        }
        assert!(answered >= 20, "only {answered} calls did something");
    }
}
