//! What a rebuild of a machine has to restore, beside the facts that every rule reads.
//!
//! Each part is absent where nobody read it: what is absent is unknown and never assumed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Timestamp;

/// What a rebuild of a machine has to restore.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineProfile {
    /// The edition, such as `ServerDatacenter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Paths to each shared disk, and how they are used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multipath: Option<Multipath>,
    /// Initiators and what they are connected to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiators: Option<Vec<Initiator>>,
    /// Certificates in the stores of the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificates: Option<Vec<Certificate>>,
    /// Names of the guardians whose private keys lie on this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardians: Option<Vec<String>>,
    /// Firewall rules that are enabled, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firewall_rules: Option<Vec<String>>,
    /// Paths that the antivirus leaves alone, and programs, with `process:` before them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub antivirus_exclusions: Option<Vec<String>>,
    /// Services and agents that are no part of the operating system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<Vec<Service>>,
    /// Local groups with members of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_groups: Option<Vec<LocalGroup>>,
    /// The name of the active power plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_plan: Option<String>,
    /// The page file: `automatic`, `none`, or paths, each with its first and its largest size in MiB, 0 where Windows
    /// chooses: `C:\pagefile.sys 4096 8192; D:\pagefile.sys 0 0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_file: Option<String>,
    /// Where the clock takes its time from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_source: Option<String>,
    /// How far the clock is from that of the machine that asked; positive where it is ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_offset_seconds: Option<i64>,
    /// The account of the computer in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<ComputerAccount>,
    /// Whether Credential Guard runs, which rules out CredSSP and unconstrained delegation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_guard: Option<bool>,
    /// A name for the set of mitigations of speculative execution that guests see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mitigations: Option<String>,
    /// The version of the firmware.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firmware: Option<String>,
    /// The drive that the operating system lies on, such as `C:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system_drive: Option<String>,
    /// Settings that Cluster-Aware Updating depends on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updates: Option<UpdateSettings>,
    /// Names of Network ATC intents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_intents: Option<Vec<String>>,
    /// Whether the machine is itself a virtual machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_virtual: Option<bool>,
    /// Whether it holds what is left of a cluster that it is no longer a member of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_remnants: Option<bool>,
}

impl MachineProfile {
    /// Whether nothing of it was read.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        *self == Self::default()
    }
}

/// Paths to shared disks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Multipath {
    /// The load balance policy for new disks, such as `RR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The shared disks that this machine sees.
    #[serde(default)]
    pub disks: Vec<MultipathDisk>,
}

/// One shared disk, as this machine sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MultipathDisk {
    /// The serial number of the disk.
    pub serial_number: String,
    /// Paths that work.
    pub paths: u32,
    /// The load balance policy of this disk, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// An initiator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Initiator {
    /// How it is connected.
    pub kind: InitiatorKind,
    /// Its name: an IQN, or a world wide port name.
    pub name: String,
    /// The targets that it is connected to.
    #[serde(default)]
    pub targets: Vec<String>,
    /// The addresses at which it asks for targets (iSCSI portals).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub portals: Vec<String>,
}

/// How an initiator is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum InitiatorKind {
    /// iSCSI.
    Iscsi,
    /// Fibre Channel.
    FibreChannel,
}

/// A certificate in a store of the machine; its key is never read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Certificate {
    /// The thumbprint.
    pub thumbprint: String,
    /// The store, such as `My` or `Shielded VM Local Certificates`.
    pub store: String,
    /// The subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Valid until.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Timestamp>,
    /// Whether the private key is there.
    #[serde(default)]
    pub private_key: bool,
}

/// A service or an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// How it starts: `automatic`, `manual`, `disabled`.
    pub start: String,
}

/// A local group with members of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LocalGroup {
    /// Its name.
    pub name: String,
    /// Its members.
    #[serde(default)]
    pub members: Vec<String>,
}

/// The account of a computer in the directory.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComputerAccount {
    /// Whether it is enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether a machine that is installed anew may take the account over; refused with 0xaac since October 2022 unless
    /// its creator is trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reuse_allowed: Option<bool>,
    /// Whether the trust between the machine and the domain holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted: Option<bool>,
    /// Delegation: `none`, `kerberosOnly`, `anyProtocol`, `unconstrained`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<String>,
    /// The services that it may delegate to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delegation_services: Vec<String>,
    /// The addresses that its name resolves to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_addresses: Option<Vec<String>>,
}

/// Settings that Cluster-Aware Updating depends on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateSettings {
    /// Where updates come from: a WSUS address, or `microsoftUpdate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whether updates are installed by themselves on a schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installs_on_schedule: Option<bool>,
    /// Whether the firewall lets a remote restart through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_shutdown_rule: Option<bool>,
    /// Whether PowerShell remoting is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remoting: Option<bool>,
    /// How many updates its source offers that are not installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_updates: Option<u32>,
}
