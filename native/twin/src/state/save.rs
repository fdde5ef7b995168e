//! From the state to an inventory that makes an equal twin.

use rolling_upgrade_core::model::{
    Cluster, Inventory, Node, NodeName, NodeState, PhysicalDisk, PooledMachine, Role, RoleState, SharedVolume, Storage,
    Timestamp, VirtualDisk, VirtualMachine,
};

use super::{MachineRecord, RoleRecord, State, VirtualMachineRecord};
use crate::ids::MachineId;

/// Tells the state as an inventory. What is on its way is told as where it comes from, still running.
pub(crate) fn save(state: &State, now: Timestamp) -> Inventory {
    let roles = state.roles.iter().map(|(_, record)| role(state, record)).collect();
    save_around(state, now, roles)
}

/// The same, with the roles of an earlier inventory of this state, of which only those are told anew that were written
/// to since: a run asks before each of its steps, and few of 8,000 roles have moved meanwhile.
pub(crate) fn save_again(state: &mut State, now: Timestamp, mut roles: Vec<Role>) -> Inventory {
    let changes = state.roles.take_changes();
    if changes.is_all() || roles.len() != state.roles.iter().count() {
        return save(state, now);
    }
    for ((id, record), told) in state.roles.iter().zip(&mut roles) {
        if changes.holds(id.index()) {
            *told = role(state, record);
        }
    }
    save_around(state, now, roles)
}

/// Everything but the roles.
fn save_around(state: &State, now: Timestamp, roles: Vec<Role>) -> Inventory {
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
        nodes: state.members.iter().filter_map(|member| node(state, &state.machines[*member])).collect(),
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

fn node(state: &State, record: &MachineRecord) -> Option<Node> {
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
        machine: Some(record.facts.clone()),
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

fn virtual_machine(state: &State, record: &VirtualMachineRecord, pending: bool) -> VirtualMachine {
    let running = rolling_upgrade_core::model::VirtualMachineState::Running;
    VirtualMachine {
        id: record.id.clone(),
        configuration_version: record.version,
        state: if pending { running } else { record.power.state() },
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
                let again = twin.with_inventory(|inventory, _| inventory.clone());
                assert_eq!(again, twin.inventory(), "after {call:?}");
            }
        }
        assert!(answered >= 20, "only {answered} calls did something");
    }
}
