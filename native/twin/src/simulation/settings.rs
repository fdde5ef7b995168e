//! How long things take, how fast, and how much room is kept.

use rolling_upgrade_core::model::RoleName;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The change of the functional level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LevelSettings {
    /// Whether the cluster has to be stopped and started once to finish it (error 5975).
    pub needs_restart: bool,
    /// The phase, 1 to 5, in which the first attempt stops: up to 2 the level stays, from 3 on it is incomplete (5977).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stops_in_phase: Option<u32>,
    /// Until when, in virtual time since the beginning, somebody else's change is in progress (5976).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busy_until_seconds: Option<u64>,
}

/// Live and quick migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct MigrationSettings {
    /// The most pre-copy passes: 5 from Windows Server 2012 R2 on.
    pub passes: u32,
    /// Setting up a migration.
    pub setup_milliseconds: u64,
    /// Resuming the guest at its destination.
    pub resume_milliseconds: u64,
    /// Copying stops as soon as what is left takes no longer than this.
    pub stop_copy_milliseconds: u64,
    /// Speed of a link whose adapters tell none.
    #[serde(rename = "linkMiBPerSecond")]
    pub link_mib_per_second: u64,
    /// What compression gains, in hundredths: 150 moves half as much again as the link would.
    pub compression_percent: u32,
    /// Speed of the disk that a quick migration writes to and reads from.
    #[serde(rename = "quickDiskMiBPerSecond")]
    pub quick_disk_mib_per_second: u64,
    /// What a quick migration takes beside writing and reading.
    pub quick_overhead_milliseconds: u64,
    /// Quick migrations and failovers that one node has under way at a time.
    pub quick_parallel: u32,
}

impl Default for MigrationSettings {
    fn default() -> Self {
        Self {
            passes: 5,
            setup_milliseconds: 2000,
            resume_milliseconds: 300,
            stop_copy_milliseconds: 50,
            link_mib_per_second: 1000,
            compression_percent: 150,
            quick_disk_mib_per_second: 200,
            quick_overhead_milliseconds: 5000,
            quick_parallel: 4,
        }
    }
}

/// How fast guests write to their memory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DirtyRates {
    /// Of every VM that is not listed; drawn from the seed where it is absent.
    #[serde(rename = "defaultMiBPerSecond", skip_serializing_if = "Option::is_none")]
    pub default_mib_per_second: Option<u64>,
    /// Of single VMs.
    pub virtual_machines: Vec<DirtyRate>,
}

/// How fast one guest writes to its memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DirtyRate {
    /// The role.
    pub role: RoleName,
    /// The rate.
    #[serde(rename = "mibPerSecond")]
    pub mib_per_second: u64,
}

/// Memory that placement leaves free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PlacementSettings {
    /// What a host keeps for itself when the cluster chooses the destination.
    #[serde(rename = "hostReserveMiB")]
    pub host_reserve_mib: u64,
    /// What a VM takes beyond its own memory.
    #[serde(rename = "virtualMachineOverheadMiB")]
    pub virtual_machine_overhead_mib: u64,
}

impl Default for PlacementSettings {
    fn default() -> Self {
        Self { host_reserve_mib: 4096, virtual_machine_overhead_mib: 64 }
    }
}

/// How long things take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Times {
    /// From `Add-ClusterNode` to the full member.
    pub join_seconds: u64,
    /// From the start of the cluster service to the full member.
    pub node_start_seconds: u64,
    /// A restart of a machine, until it answers and its cluster service runs.
    pub restart_seconds: u64,
    /// Evicting a node.
    pub evict_seconds: u64,
    /// A role that is no VM: offline here, online there.
    pub failover_seconds: u64,
    /// A failover instance of SQL Server: its databases recover before it answers.
    pub sql_server_failover_seconds: u64,
    /// A scale-out file server: its clients wait and go on with another node.
    pub transparent_failover_seconds: u64,
    /// Single roles that are no VMs.
    pub roles: Vec<RoleTime>,
    /// The core group or storage that nobody uses.
    pub core_move_seconds: u64,
    /// A clean shutdown of a guest.
    pub guest_shutdown_seconds: u64,
    /// Until a started guest answers.
    pub guest_start_seconds: u64,
    /// `Update-ClusterFunctionalLevel`, all its phases.
    pub level_seconds: u64,
    /// `Update-StoragePool`.
    pub pool_seconds: u64,
    /// Between two rounds of the AutoBalancer.
    pub balance_seconds: u64,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            join_seconds: 45,
            node_start_seconds: 30,
            restart_seconds: 300,
            evict_seconds: 5,
            failover_seconds: 20,
            sql_server_failover_seconds: 60,
            transparent_failover_seconds: 5,
            roles: Vec::new(),
            core_move_seconds: 2,
            guest_shutdown_seconds: 30,
            guest_start_seconds: 25,
            level_seconds: 20,
            pool_seconds: 5,
            balance_seconds: 1800,
        }
    }
}

/// How long one role that is no VM is away when it fails over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleTime {
    /// The role.
    pub role: RoleName,
    /// How long.
    pub seconds: u64,
}

/// Writes to storage and its repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct StorageSettings {
    /// What is written to one virtual disk, and so has to be repaired on a node that was out.
    #[serde(rename = "writeMiBPerSecond")]
    pub write_mib_per_second: u64,
    /// How fast one virtual disk is repaired.
    #[serde(rename = "repairMiBPerSecond")]
    pub repair_mib_per_second: u64,
    /// The shortest repair.
    pub repair_seconds_min: u64,
}

impl Default for StorageSettings {
    fn default() -> Self {
        Self { write_mib_per_second: 5, repair_mib_per_second: 30, repair_seconds_min: 60 }
    }
}
