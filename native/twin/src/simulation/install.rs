//! The scripted operator: how long installations take and what they leave out.

use rolling_upgrade_core::model::NodeName;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// Virtual switches that come back as private ones, from an installation and from a restart: their team of
    /// adapters is gone, so that guests on them run and reach nobody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private_switches: Vec<String>,
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
            private_switches: Vec::new(),
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
