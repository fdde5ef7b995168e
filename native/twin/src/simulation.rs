//! The simulation document: everything about a rehearsal that is no fact of the cluster.

use rolling_upgrade_core::model::{NodeName, RoleName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{DrawnFaults, Fault};

/// How the twin behaves where the inventory says nothing. Every field has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Simulation {
    /// Always `rolling-upgrade/simulation/1`.
    pub schema: String,
    /// What every call costs in virtual time.
    pub call_milliseconds: u64,
    /// `MoveTypeThreshold` where the inventory does not tell it: roles of this priority and above migrate live.
    pub move_type_threshold: u32,
    /// Live and quick migration.
    pub migration: MigrationSettings,
    /// How fast guests write to their memory.
    pub dirty_rates: DirtyRates,
    /// Memory that placement leaves free.
    pub placement: PlacementSettings,
    /// How long things take.
    pub times: Times,
    /// The scripted operator.
    pub operator: Operator,
    /// How long installations take.
    pub install: InstallTimes,
    /// What installations leave out.
    pub install_defects: Vec<InstallDefect>,
    /// Writes to storage and its repair.
    pub storage: StorageSettings,
    /// The change of the functional level.
    pub level: LevelSettings,
    /// Faults, each with its time or its occasion.
    pub faults: Vec<Fault>,
    /// Faults that are drawn from the seed; none where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawn_faults: Option<DrawnFaults>,
}

impl Simulation {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/simulation/1";
}

impl Default for Simulation {
    fn default() -> Self {
        Self {
            schema: Self::SCHEMA.to_owned(),
            call_milliseconds: 200,
            move_type_threshold: 2000,
            migration: MigrationSettings::default(),
            dirty_rates: DirtyRates::default(),
            placement: PlacementSettings::default(),
            times: Times::default(),
            operator: Operator::default(),
            install: InstallTimes::default(),
            install_defects: Vec::new(),
            storage: StorageSettings::default(),
            level: LevelSettings::default(),
            faults: Vec::new(),
            drawn_faults: None,
        }
    }
}

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

/// The scripted operator, who installs what was evicted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Operator {
    /// Whether the installation begins by itself when a node is evicted. Where not, `Install` begins it.
    pub automatic: bool,
    /// What the operator brings back on a machine that was installed anew; by default, all of it.
    pub restores: Vec<Restored>,
    /// Whether a machine that joins gets an id that no node has had before, rather than the lowest that is free.
    pub new_node_ids: bool,
}

impl Default for Operator {
    fn default() -> Self {
        Self { automatic: true, restores: Restored::ALL.to_vec(), new_node_ids: false }
    }
}

/// Something that a machine that was installed anew lacks until the operator brings it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Restored {
    /// Roles and features.
    Features,
    /// Adapters: names, addresses, VLANs, networks, RDMA.
    Adapters,
    /// Virtual switches.
    Switches,
    /// Settings of the Hyper-V host.
    HostSettings,
    /// The networks that live migration uses.
    MigrationNetworks,
    /// Multipath, initiators and their targets.
    StoragePaths,
    /// The domain.
    Domain,
    /// The account of the computer and its delegation; where it may not be taken over, the join fails with 0xaac.
    Account,
    /// Certificates.
    Certificates,
    /// Keys of guardians.
    Guardians,
    /// Firewall rules.
    FirewallRules,
    /// What the antivirus leaves alone.
    AntivirusExclusions,
    /// Services and agents.
    Services,
    /// Local groups.
    LocalGroups,
    /// The power plan.
    PowerPlan,
    /// The page file and its drive.
    PageFile,
    /// Where the clock takes its time from.
    TimeSource,
    /// Settings that Cluster-Aware Updating depends on.
    Updates,
    /// Network ATC intents.
    NetworkIntents,
}

impl Restored {
    /// All of it, in the order in which an operator does it.
    pub const ALL: [Self; 19] = [
        Self::Features,
        Self::Adapters,
        Self::Switches,
        Self::HostSettings,
        Self::MigrationNetworks,
        Self::StoragePaths,
        Self::Domain,
        Self::Account,
        Self::Certificates,
        Self::Guardians,
        Self::FirewallRules,
        Self::AntivirusExclusions,
        Self::Services,
        Self::LocalGroups,
        Self::PowerPlan,
        Self::PageFile,
        Self::TimeSource,
        Self::Updates,
        Self::NetworkIntents,
    ];
}

/// How long installations take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct InstallTimes {
    /// Of every machine that is not listed.
    pub seconds: u64,
    /// Of single machines.
    pub machines: Vec<InstallTime>,
}

impl Default for InstallTimes {
    fn default() -> Self {
        Self { seconds: 3600, machines: Vec::new() }
    }
}

/// How long the installation of one machine takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InstallTime {
    /// The machine.
    pub machine: NodeName,
    /// How long.
    pub seconds: u64,
}

/// What the installation of one machine leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InstallDefect {
    /// The machine.
    pub machine: NodeName,
    /// Features by their names in `Get-WindowsFeature`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// Virtual switches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<String>,
    /// Networks on which no adapter has its address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<String>,
    /// How many paths to shared storage are missing.
    #[serde(default)]
    pub storage_paths: u32,
    /// Disks of the machine by their serial numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disks: Vec<String>,
    /// VLANs that are missing on the ports of its switches: guests in them run and reach nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vlans: Vec<u16>,
    /// Types of resources that are not installed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_types: Vec<String>,
    /// What the operator does not bring back here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted: Vec<Restored>,
    /// After how long, from the end of the installation, the operator mends it; never where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mended_after_seconds: Option<u64>,
}

impl InstallDefect {
    /// A defect of a machine that leaves nothing out yet and is never mended.
    #[must_use]
    pub const fn of(machine: NodeName) -> Self {
        Self {
            machine,
            features: Vec::new(),
            switches: Vec::new(),
            networks: Vec::new(),
            storage_paths: 0,
            disks: Vec::new(),
            vlans: Vec::new(),
            resource_types: Vec::new(),
            omitted: Vec::new(),
            mended_after_seconds: None,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_document_is_the_default_and_unknown_fields_are_refused() {
        let read = |text: &str| serde_json::from_str::<Simulation>(text);
        assert_eq!(read("{}").unwrap(), Simulation::default());
        assert!(read(r#"{"operator":{"automatic":false}}"#).is_ok_and(|read| !read.operator.automatic));
        assert!(read(r#"{"colour":1}"#).is_err());
        assert!(read(r#"{"migration":{"colour":1}}"#).is_err());
    }
}
