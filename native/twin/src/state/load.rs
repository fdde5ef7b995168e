//! From an inventory to the state.

use std::collections::{BTreeSet, HashMap};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rolling_upgrade_core::model::{
    DrainState, Inventory, Machine, NodeName, NodeState, Role, RoleState, VirtualMachine, same_name,
};

use super::{
    ClusterState, FaultDomain, GuestFacts, MachineRecord, Names, NodeRecord, Outage, PhysicalDiskRecord, RoleRecord,
    SharedVolumeRecord, State, StorageState, VirtualDiskRecord, VirtualMachineRecord, affinity,
};
use crate::error::TwinError;
use crate::ids::{DiskList, MachineId, MachineList, RoleId, RoleList};
use crate::quorum::Votes;
use crate::simulation::Simulation;

/// Builds the state. `assumed` gets the names of nodes whose facts are missing and were taken from another node.
pub(crate) fn load(
    inventory: &Inventory,
    simulation: &Simulation,
    random: &mut ChaCha8Rng,
    assumed: &mut Vec<NodeName>,
) -> Result<State, TwinError> {
    let cluster = &inventory.cluster;
    let mut state = State {
        cluster: ClusterState {
            level: cluster.functional_level,
            quorum: cluster.quorum.clone(),
            updating: cluster.updating.clone(),
            facts: cluster.clone(),
            votes: Votes::default(),
            last_votes: Votes::default(),
            level_attempts: 0,
            level_stopped_in: None,
            formed_at: None,
            highest_node_id: inventory.nodes.iter().map(|node| node.id).max().unwrap_or(0),
            level_needs_restart: false,
            stopped: false,
            membership_changed_at: None,
            fault_domains: fault_domains(inventory),
            sites: sites(inventory),
            written: Vec::new(),
            private_properties: Vec::new(),
        },
        machines: MachineList::new(),
        roles: RoleList::new(),
        networks: inventory.networks.clone(),
        storage: StorageState {
            spaces_direct: inventory.storage.spaces_direct,
            volumes: Vec::new(),
            pools: inventory.storage.pools.clone(),
            virtual_disks: DiskList::new(),
            physical_disks: Vec::new(),
            cache_memory_mib: inventory.storage.cache_memory_mib,
            shared_virtual_disks: inventory.storage.shared_virtual_disks,
            detached: Vec::new(),
            available: Vec::new(),
        },
        affinity_rules: Vec::new(),
        group_sets: Vec::new(),
        coordinator: inventory.coordinator.clone(),
        directory: inventory.directory.clone(),
        domain_controllers: inventory.domain_controllers.clone(),
        resource_types: inventory.resource_types.clone(),
        members: Vec::new(),
        sources: BTreeSet::new(),
        feature_sets: Names::default(),
        switches: Names::default(),
        classes: Names::default(),
        machines_by_name: HashMap::new(),
        roles_by_name: HashMap::new(),
        overhead_mib: simulation.placement.virtual_machine_overhead_mib,
    };
    load_machines(&mut state, inventory, simulation, assumed)?;
    load_storage(&mut state, inventory)?;
    for role in &inventory.roles {
        load_role(&mut state, role, simulation, random)?;
    }
    affinity::load(&mut state, inventory);
    for machine in state.machines.ids().collect::<Vec<_>>() {
        let record = &mut state.machines[machine];
        record.memory_limit_mib = record.facts.memory_mib.max(record.memory_used_mib);
    }
    Ok(state)
}

/// What lies between sites and nodes, each once.
fn fault_domains(inventory: &Inventory) -> Vec<FaultDomain> {
    let mut found: Vec<FaultDomain> = Vec::new();
    for node in &inventory.nodes {
        if let Some(name) = &node.fault_domain
            && !found.iter().any(|domain| same_name(&domain.name, name))
        {
            found.push(FaultDomain { name: name.clone(), site: node.site.clone() });
        }
    }
    found
}

fn sites(inventory: &Inventory) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for site in inventory.nodes.iter().filter_map(|node| node.site.as_ref()) {
        if !found.iter().any(|known| same_name(known, site)) {
            found.push(site.clone());
        }
    }
    found
}

fn load_machines(
    state: &mut State,
    inventory: &Inventory,
    simulation: &Simulation,
    assumed: &mut Vec<NodeName>,
) -> Result<(), TwinError> {
    let template = inventory
        .nodes
        .iter()
        .find_map(|node| node.machine.clone())
        .or_else(|| inventory.machines.first().map(|pooled| pooled.machine.clone()));
    for node in &inventory.nodes {
        let facts = match (&node.machine, &template) {
            (Some(facts), _) => facts.clone(),
            (None, Some(template)) => {
                assumed.push(node.name.clone());
                Machine { disks: Vec::new(), unclustered_virtual_machines: Vec::new(), ..template.clone() }
            }
            (None, None) => return Err(TwinError::NoFacts),
        };
        let id = add_machine(state, node.name.clone(), facts, simulation)?;
        state.machines[id].node = Some(NodeRecord {
            state: if node.state == NodeState::Joining { NodeState::Up } else { node.state },
            vote: node.vote,
            fault_domain: node.fault_domain.clone(),
            site: node.site.clone(),
            quarantined: node.quarantined,
            drain_status: node.drain.map_or(0, drain_number),
            drain_was_read: node.drain.is_some(),
            crashed: node.state == NodeState::Down && node.machine.is_none(),
            ..NodeRecord::new(node.id)
        });
        state.members.push(id);
    }
    state.members.sort_by_key(|id| state.machines[*id].node.as_ref().map_or(0, |node| node.id));
    for pooled in &inventory.machines {
        let id = add_machine(state, pooled.name.clone(), pooled.machine.clone(), simulation)?;
        if let Some(replaced) = &pooled.replaces {
            let replaced = resolve(state, replaced, &format!("machine {}", pooled.name))?;
            state.machines[id].replaces = Some(replaced);
        }
    }
    Ok(())
}

/// `DrainStatus`.
const fn drain_number(drain: DrainState) -> u32 {
    match drain {
        DrainState::NotInitiated => 0,
        DrainState::InProgress => 1,
        DrainState::Completed => 2,
        DrainState::Failed => 3,
    }
}

fn add_machine(
    state: &mut State,
    name: NodeName,
    facts: Machine,
    simulation: &Simulation,
) -> Result<MachineId, TwinError> {
    if state.machines_by_name.contains_key(&name) {
        return Err(TwinError::Duplicate { kind: "machines", name: name.to_string() });
    }
    let id = state.machines.push(MachineRecord::new(name.clone(), facts));
    state.machines_by_name.insert(name, id);
    state.refresh_facts(id, simulation.migration.link_mib_per_second);
    Ok(id)
}

fn resolve(state: &State, name: &NodeName, subject: &str) -> Result<MachineId, TwinError> {
    state
        .machines_by_name
        .get(name)
        .copied()
        .ok_or_else(|| TwinError::UnknownNode { subject: subject.to_owned(), node: name.clone() })
}

fn load_storage(state: &mut State, inventory: &Inventory) -> Result<(), TwinError> {
    for volume in &inventory.storage.shared_volumes {
        let owner = resolve(state, &volume.owner, &format!("volume {}", volume.name))?;
        state.storage.volumes.push(SharedVolumeRecord {
            name: volume.name.clone(),
            friendly_name: volume.friendly_name.clone(),
            owner,
            online: volume.online,
            redirected: volume.redirected,
            size_mib: volume.size_mib,
            free_mib: volume.free_mib,
            file_system: volume.file_system.clone(),
            file_system_version: volume.file_system_version.clone(),
            deduplication: volume.deduplication,
            replicated: volume.replicated,
            backup_in_progress: volume.backup_in_progress,
        });
    }
    for disk in &inventory.storage.virtual_disks {
        state.storage.virtual_disks.push(VirtualDiskRecord {
            name: disk.name.clone(),
            resiliency: disk.resiliency,
            own_health: disk.health,
            own_status: disk.status,
            size_mib: disk.size_mib,
            job: None,
            token: 0,
        });
    }
    for disk in &inventory.storage.physical_disks {
        let machine = resolve(state, &disk.node, &format!("disk {}", disk.serial_number))?;
        state.storage.physical_disks.push(PhysicalDiskRecord {
            serial_number: disk.serial_number.clone(),
            machine,
            size_mib: disk.size_mib,
            health: disk.health,
            lost: false,
            rebuilding: false,
            rebuilt: false,
            maintenance_was_read: disk.in_maintenance.is_some(),
        });
        if disk.in_maintenance == Some(true) {
            state.machines[machine].maintenance = true;
        }
    }
    Ok(())
}

/// Adds a role without a VM to a state that is in use.
///
/// # Errors
/// Its owner is unknown, or its name is taken.
pub(crate) fn add_role(state: &mut State, role: &Role) -> Result<RoleId, TwinError> {
    // Chance decides something of VMs only.
    let mut unused = ChaCha8Rng::seed_from_u64(0);
    load_role(state, role, &Simulation::default(), &mut unused)
}

fn load_role(
    state: &mut State,
    role: &Role,
    simulation: &Simulation,
    random: &mut ChaCha8Rng,
) -> Result<RoleId, TwinError> {
    let subject = format!("role {}", role.name);
    let owner = resolve(state, &role.owner, &subject)?;
    let resolve_all = |state: &State, names: &[NodeName]| {
        names.iter().map(|name| resolve(state, name, &subject)).collect::<Result<Vec<_>, _>>()
    };
    let preferred = resolve_all(state, &role.preferred_owners)?;
    let possible = resolve_all(state, &role.possible_owners)?;
    let classes = role.anti_affinity_classes.iter().map(|class| state.classes.number(class)).collect();
    let virtual_machine = role.virtual_machine.as_ref().map(|machine| {
        let dirty = dirty_rate(role, simulation, random);
        virtual_machine_record(state, machine, dirty)
    });
    let record = RoleRecord {
        name: role.name.clone(),
        id: role.id.clone(),
        kind: role.kind,
        owner,
        place: u32::try_from(state.machines[owner].roles.len()).unwrap_or(u32::MAX),
        state: if role.state == RoleState::Pending { RoleState::Online } else { role.state },
        priority: role.priority,
        preferred,
        possible,
        classes,
        locked: role.locked,
        automatic_failback: role.automatic_failback,
        resource_types: role.resource_types.clone(),
        preferred_site: role.preferred_site.clone(),
        failback_window_start: role.failback_window_start,
        failback_window_end: role.failback_window_end,
        virtual_machine,
        rules: Vec::new(),
        waits_for_providers: false,
        lost: false,
        unmonitored: false,
        failing_back: None,
        movement: None,
        queued: None,
        home: None,
        token: 0,
        outage: Outage::default(),
    };
    if state.roles_by_name.contains_key(&role.name) {
        return Err(TwinError::Duplicate { kind: "roles", name: role.name.to_string() });
    }
    let id = state.roles.push(record);
    state.roles_by_name.insert(role.name.clone(), id);
    state.machines[owner].roles.push(id);
    state.settle(id);
    state.hold(owner, id);
    Ok(id)
}

fn virtual_machine_record(
    state: &mut State,
    machine: &VirtualMachine,
    dirty_mib_per_second: u64,
) -> VirtualMachineRecord {
    VirtualMachineRecord {
        id: machine.id.clone(),
        version: machine.configuration_version,
        power: machine.state.into(),
        memory: machine.memory,
        processors: machine.processors,
        processor_compatibility: machine.processor_compatibility,
        booted_feature_set: machine.booted_feature_set.as_ref().map(|name| state.feature_sets.number(name)),
        switches: machine.switches.iter().map(|name| state.switches.number(name)).collect(),
        checkpoints: machine.checkpoints,
        guest_shutdown: machine.guest_shutdown,
        local_media: machine.local_media.clone(),
        quick_migration: machine.quick_migration,
        dirty_mib_per_second,
        booted_at: 0,
        facts: GuestFacts {
            trusted_platform_module: machine.trusted_platform_module,
            guardians: machine.guardians.clone(),
            automatic_stop_action: machine.automatic_stop_action.clone(),
            offline_action: machine.offline_action.clone(),
            time_synchronization: machine.time_synchronization,
            remote_fx: machine.remote_fx,
            shared_disks: machine.shared_disks,
            replica: machine.replica.clone(),
            vlans: machine.vlans.clone(),
            domain_controller: machine.domain_controller,
            volume: machine.volume.clone(),
        },
    }
}

/// The rate that the simulation gives, else one drawn: most guests are quiet, some are busy, a few very.
fn dirty_rate(role: &Role, simulation: &Simulation, random: &mut ChaCha8Rng) -> u64 {
    let (class, spread) = (random.next_u32() % 100, u64::from(random.next_u32()));
    let listed = simulation.dirty_rates.virtual_machines.iter().find(|rate| rate.role == role.name);
    if let Some(rate) = listed {
        return rate.mib_per_second;
    }
    simulation.dirty_rates.default_mib_per_second.unwrap_or(match class {
        0..70 => 2 + spread % 9,
        70..95 => 11 + spread % 30,
        _ => 41 + spread % 80,
    })
}
