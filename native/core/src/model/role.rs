//! Roles (cluster groups) and the virtual machines in them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ConfigurationVersion, NodeName, Release, RoleName};

/// A role: what the cluster keeps running and moves between nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// The name of the group.
    pub name: RoleName,
    /// The id of the group (a GUID in lower case).
    pub id: String,
    /// What it is.
    pub kind: RoleKind,
    /// The node that owns it.
    pub owner: NodeName,
    /// Whether it runs.
    #[serde(default)]
    pub state: RoleState,
    /// 3000 high, 2000 medium, 1000 low, 0 no automatic start.
    #[serde(default)]
    pub priority: Priority,
    /// The preferred owners in order; empty where none are set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred_owners: Vec<NodeName>,
    /// The nodes that may own it; empty means every node.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible_owners: Vec<NodeName>,
    /// `AntiAffinityClassNames`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anti_affinity_classes: Vec<String>,
    /// Whether it is locked against moving (`LockedFromMoving`).
    #[serde(default)]
    pub locked: bool,
    /// Whether it fails back by itself (`AutoFailbackType`).
    #[serde(default)]
    pub automatic_failback: bool,
    /// The VM, where the role is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub virtual_machine: Option<VirtualMachine>,
    /// The types of its resources, such as `Network Name`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_types: Vec<String>,
    /// The site that it prefers, or its fault domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_site: Option<String>,
    /// The first hour in which it may fail back (`FailbackWindowStart`), 0 to 23.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failback_window_start: Option<u8>,
    /// The last hour in which it may fail back (`FailbackWindowEnd`), 0 to 23.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failback_window_end: Option<u8>,
}

/// A resource type, and the nodes that may own its resources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourceType {
    /// Its name, such as `SQL Server`.
    pub name: String,
    /// The nodes on which it is installed.
    #[serde(default)]
    pub possible_owners: Vec<NodeName>,
}

/// What a role is, by `GroupType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RoleKind {
    /// The core group (`Cluster Group`).
    Cluster,
    /// `Available Storage`.
    AvailableStorage,
    /// A virtual machine.
    VirtualMachine,
    /// A file server.
    FileServer,
    /// A scale-out file server.
    ScaleOutFileServer,
    /// A broker of Hyper-V Replica.
    ReplicaBroker,
    /// Cluster-Aware Updating.
    ClusterAwareUpdating,
    /// A SQL Server failover instance.
    SqlServer,
    /// DHCP.
    Dhcp,
    /// A storage pool.
    StoragePool,
    /// A generic application, script or service.
    Generic,
    /// Anything else.
    Other,
}

/// Whether a role runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RoleState {
    /// All its resources are online.
    #[default]
    Online,
    /// It is stopped.
    Offline,
    /// It failed.
    Failed,
    /// Some of its resources are online.
    PartialOnline,
    /// It is on its way.
    Pending,
}

/// The priority of a role: 3000 high, 2000 medium, 1000 low, 0 no automatic start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Priority(pub u32);

impl Priority {
    /// High.
    pub const HIGH: Self = Self(3000);
    /// Medium.
    pub const MEDIUM: Self = Self(2000);
    /// Low.
    pub const LOW: Self = Self(1000);
    /// Not started by itself.
    pub const NO_AUTOMATIC_START: Self = Self(0);
}

impl Default for Priority {
    fn default() -> Self {
        Self::MEDIUM
    }
}

/// A virtual machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VirtualMachine {
    /// The id of the VM (a GUID in lower case).
    pub id: String,
    /// Its configuration version.
    pub configuration_version: ConfigurationVersion,
    /// Whether it runs.
    #[serde(default)]
    pub state: VirtualMachineState,
    /// Its memory.
    pub memory: VirtualMachineMemory,
    /// Virtual processors.
    #[serde(default = "one")]
    pub processors: u32,
    /// Whether processor compatibility is on.
    #[serde(default)]
    pub processor_compatibility: bool,
    /// The feature set of the host on which it booted last; absent means that of its present owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booted_feature_set: Option<String>,
    /// The names of the switches that its adapters are connected to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<String>,
    /// Checkpoints.
    #[serde(default)]
    pub checkpoints: u32,
    /// Whether the shutdown integration service answers.
    #[serde(default = "yes")]
    pub guest_shutdown: bool,
    /// What ties it to its host: an ISO on a local path, a pass-through disk, an assigned device.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub local_media: Vec<String>,
    /// `DefaultMoveType`: true where the VM asks for quick migration.
    #[serde(default)]
    pub quick_migration: bool,
    /// Whether it has a virtual TPM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_platform_module: Option<bool>,
    /// The guardians whose keys open its virtual TPM.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guardians: Vec<String>,
    /// `AutomaticStopAction`: `save`, `shutDown`, `turnOff`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic_stop_action: Option<String>,
    /// `OfflineAction` of its resource, for when the cluster takes it offline: `turnOff`, `save`, `shutDown`,
    /// `shutDownForced`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_action: Option<String>,
    /// Whether its clock follows that of the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_synchronization: Option<bool>,
    /// Whether it has a RemoteFX adapter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_fx: Option<bool>,
    /// Whether a disk of it is shared with other VMs (a shared .vhdx).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_disks: Option<bool>,
    /// Its partner in Hyper-V Replica.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replica: Option<Replica>,
    /// The VLANs of its adapters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vlans: Vec<u16>,
    /// Whether it is a domain controller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain_controller: Option<bool>,
    /// The shared volume that its files are on, by the friendly name of the volume; absent where nobody read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
}

const fn one() -> u32 {
    1
}

const fn yes() -> bool {
    true
}

/// The partner of a VM in Hyper-V Replica.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Replica {
    /// The server or broker on the other side.
    pub partner: String,
    /// The release there, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_release: Option<Release>,
    /// Whether this side is the primary.
    #[serde(default)]
    pub primary: bool,
    /// Health: `normal`, `warning`, `critical`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<String>,
}

/// The memory of a VM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VirtualMachineMemory {
    /// Assigned now; what a live migration needs on the other side.
    #[serde(rename = "assignedMiB")]
    pub assigned_mib: u64,
    /// Needed to start.
    #[serde(rename = "startupMiB")]
    pub startup_mib: u64,
    /// The minimum of dynamic memory.
    #[serde(rename = "minimumMiB", default, skip_serializing_if = "Option::is_none")]
    pub minimum_mib: Option<u64>,
    /// The maximum of dynamic memory.
    #[serde(rename = "maximumMiB", default, skip_serializing_if = "Option::is_none")]
    pub maximum_mib: Option<u64>,
    /// Whether memory is dynamic.
    #[serde(default)]
    pub dynamic: bool,
}

/// Whether a VM runs, by Hyper-V's `VMState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum VirtualMachineState {
    /// Running.
    #[default]
    Running,
    /// Off.
    Off,
    /// Saved.
    Saved,
    /// Paused.
    Paused,
}

impl VirtualMachineState {
    /// Whether a VM in this state takes memory and processors of its host.
    #[must_use]
    pub const fn takes_memory(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

impl Role {
    /// Whether a node may own the role, by its list of possible owners.
    #[must_use]
    pub fn may_be_owned_by(&self, node: &NodeName) -> bool {
        self.possible_owners.is_empty() || self.possible_owners.contains(node)
    }

    /// Whether the role is part of the cluster itself: the core group or `Available Storage`.
    #[must_use]
    pub const fn is_core(&self) -> bool {
        matches!(self.kind, RoleKind::Cluster | RoleKind::AvailableStorage)
    }

    /// Memory that the role takes on its owner now: assigned to a VM that is running or paused, else zero.
    #[must_use]
    pub fn memory_mib(&self) -> u64 {
        match &self.virtual_machine {
            Some(machine) if machine.state.takes_memory() => machine.memory.assigned_mib,
            _ => 0,
        }
    }
}
