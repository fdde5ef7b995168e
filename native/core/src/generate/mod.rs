//! Invents a believable cluster of a given size, for rehearsals, tests and benchmarks.
//!
//! Everything follows from the options and the seed: the same options give the same bytes on every platform.

mod facts;
mod hosts;
mod random;
mod workloads;

use thiserror::Error;

use crate::error::{ErrorId, ErrorReport, Reportable};
use crate::model::{
    Cluster, FunctionalLevel, Inventory, Network, NodeName, Quorum, QuorumKind, Release, Role, RoleKind, RoleName,
    RoleState, SharedVolume, Storage, Timestamp, UpdatingRole, Witness, WitnessKind,
};
pub(crate) use random::SplitMix64;

/// The fewest nodes: with one there is nowhere to move to.
pub const NODES_MIN: u32 = 2;
/// The most nodes that Windows Server allows in a cluster.
pub const NODES_MAX: u32 = 64;
/// The most virtual machines that Windows Server allows in a cluster.
pub const VIRTUAL_MACHINES_MAX: u32 = 8000;
/// The share of the memory that is in use where nobody asks for another.
pub const MEMORY_USE_PERCENT: u32 = 60;

/// 2024-01-01T00:00:00Z: a generated cluster has no clock, and documents have to be equal.
const CAPTURED_AT: Timestamp = Timestamp::from_milliseconds(1_704_067_200_000);

/// What to invent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerateOptions {
    /// How many nodes, 2 to 64.
    pub nodes: u32,
    /// How many virtual machines, up to 8,000.
    pub virtual_machines: u32,
    /// Decides everything that is left to chance.
    pub seed: u64,
    /// The release that the nodes run: one that has a next.
    pub from: Release,
    /// How much of the memory of all nodes the VMs use, in percent from 1 to 95. Where absent: 60, or less with so few
    /// nodes that 60 would leave no room for a node to go out.
    pub memory_use_percent: Option<u32>,
}

/// Options that describe no cluster.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GenerateError {
    /// A number is out of its range.
    #[error("{name} is {value}; it has to be from {least} to {most}")]
    OutOfRange {
        /// The option.
        name: &'static str,
        /// Its value.
        value: u32,
        /// The least that is allowed.
        least: u32,
        /// The most that is allowed.
        most: u32,
    },
    /// A release from which no rolling upgrade leads on.
    #[error("no rolling upgrade starts from {release}")]
    Release {
        /// The release.
        release: Release,
    },
}

impl Reportable for GenerateError {
    fn report(&self) -> ErrorReport {
        match self {
            Self::OutOfRange { name, .. } => {
                ErrorReport::new(ErrorId::QuantityAbsurd, self.to_string(), "Give a number in the range.").about(*name)
            }
            Self::Release { .. } => ErrorReport::new(
                ErrorId::TargetInvalid,
                self.to_string(),
                "Give 2012R2, 2016, 2019 or 2022 as the release to start from.",
            )
            .about("from"),
        }
    }
}

/// Invents a cluster.
///
/// # Errors
/// [`GenerateError`] where the options describe none.
pub fn generate(options: &GenerateOptions) -> Result<Inventory, GenerateError> {
    check(options, NODES_MAX, VIRTUAL_MACHINES_MAX)?;
    Ok(invent(options))
}

/// Invents a cluster that may be larger than Windows Server allows, up to 256 nodes and 100,000 VMs: to see how times
/// grow.
///
/// # Errors
/// [`GenerateError`] where the options describe none.
pub fn generate_beyond_limits(options: &GenerateOptions) -> Result<Inventory, GenerateError> {
    const NODES_BEYOND: u32 = 256;
    const VIRTUAL_MACHINES_BEYOND: u32 = 100_000;
    check(options, NODES_BEYOND, VIRTUAL_MACHINES_BEYOND)?;
    Ok(invent(options))
}

fn invent(options: &GenerateOptions) -> Inventory {
    let mut random = SplitMix64::new(options.seed);
    let mut machines = workloads::virtual_machines(options, &mut random);
    let nodes = hosts::nodes(options, &machines, &mut random);
    workloads::place(&mut machines, &nodes, &mut random);
    let names: Vec<NodeName> = nodes.iter().map(|node| node.name.clone()).collect();
    let mut roles = cluster_roles(&names, &mut random);
    roles.extend(machines);
    Inventory {
        schema: Inventory::SCHEMA.to_owned(),
        captured_at: Some(CAPTURED_AT),
        cluster: cluster(options, &mut random),
        nodes,
        machines: Vec::new(),
        networks: networks(),
        roles,
        storage: storage(&names),
        affinity_rules: Vec::new(),
        group_sets: Vec::new(),
        coordinator: Some(facts::coordinator(options, &names)),
        directory: facts::directory(&cluster_name(options)),
        domain_controllers: Some(vec!["DC01".to_owned(), "DC02".to_owned()]),
        resource_types: Vec::new(),
    }
}

fn check(options: &GenerateOptions, nodes_max: u32, machines_max: u32) -> Result<(), GenerateError> {
    let percent = options.memory_use_percent.unwrap_or(MEMORY_USE_PERCENT);
    for (name, value, least, most) in [
        ("nodes", options.nodes, NODES_MIN, nodes_max),
        ("vms", options.virtual_machines, 0, machines_max),
        ("memory-use", percent, 1, 95),
    ] {
        if !(least..=most).contains(&value) {
            return Err(GenerateError::OutOfRange { name, value, least, most });
        }
    }
    if options.from == Release::Older || options.from.next().is_none() {
        return Err(GenerateError::Release { release: options.from });
    }
    Ok(())
}

fn cluster(options: &GenerateOptions, random: &mut SplitMix64) -> Cluster {
    let balances = options.from.level() > FunctionalLevel(8);
    Cluster {
        name: cluster_name(options),
        id: Some(random.guid()),
        domain: Some(hosts::DOMAIN.to_owned()),
        functional_level: options.from.level(),
        upgrade_version: 0,
        quorum: Quorum {
            kind: QuorumKind::Majority,
            witness: Some(Witness::new(WitnessKind::Disk, "Cluster Disk 1")),
            ..Quorum::default()
        },
        auto_balancer_mode: balances.then_some(2),
        auto_balancer_level: balances.then_some(1),
        maximum_parallel_migrations: None,
        enforced_anti_affinity: false,
        move_type_threshold: Some(1000),
        add_evict_delay_seconds: 60,
        updating: UpdatingRole { present: true, enabled: true, run_in_progress: false, run: None },
        azure_local: false,
        managed_by_virtual_machine_manager: false,
        virtual_machine_manager_release: None,
        mixed_since: None,
        block_cache_mib: None,
        validated_at: Some(CAPTURED_AT),
        validation_failures: Vec::new(),
        validated_machines: None,
        same_subnet_threshold: None,
    }
}

fn cluster_name(options: &GenerateOptions) -> String {
    format!("CLUSTER{:02}", options.seed % 100)
}

fn networks() -> Vec<Network> {
    [("Management", 3, "10.1.0.0", false), ("Cluster", 1, "10.2.0.0", false), ("Live Migration", 1, "10.3.0.0", true)]
        .into_iter()
        .map(|(name, role, address, live_migration)| Network {
            name: name.to_owned(),
            role,
            address: Some(address.to_owned()),
            prefix_length: Some(24),
            live_migration,
            state: None,
        })
        .collect()
}

fn cluster_roles(names: &[NodeName], random: &mut SplitMix64) -> Vec<Role> {
    let mut roles = Vec::new();
    for (name, kind, state) in [
        ("Cluster Group", RoleKind::Cluster, RoleState::Online),
        ("Available Storage", RoleKind::AvailableStorage, RoleState::Offline),
        ("CAU Updating Role", RoleKind::ClusterAwareUpdating, RoleState::Online),
    ] {
        let owner = names[random.index(names.len())].clone();
        roles.push(workloads::role(RoleName::from(name), random.guid(), kind, owner, state));
    }
    roles
}

/// One volume a node, coordinated by that node; the first shared disk is the witness.
fn storage(names: &[NodeName]) -> Storage {
    let volumes = names.iter().enumerate().map(|(index, owner)| SharedVolume {
        name: format!("Cluster Disk {}", index + 2),
        friendly_name: format!("Volume{}", index + 1),
        owner: owner.clone(),
        online: true,
        redirected: false,
        size_mib: 8 * 1024 * 1024,
        free_mib: None,
        file_system: "ntfs".to_owned(),
        file_system_version: None,
        deduplication: None,
        replicated: None,
        backup_in_progress: Some(false),
    });
    Storage { shared_volumes: volumes.collect(), ..Storage::default() }
}

#[cfg(test)]
mod tests;
