//! What the cmdlets of Hyper-V answer.

use rolling_upgrade_core::model::{Machine, NodeName, Replica, RoleName};
use serde::{Deserialize, Serialize};

/// `Get-VM`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualMachineView {
    /// `Name`.
    pub name: RoleName,
    /// `Id`.
    pub id: String,
    /// `ComputerName`.
    pub host: NodeName,
    /// `State`: Microsoft's `VMState` (2 Running, 3 Off, 6 Saved, 9 Paused, 10 Starting, 4 Stopping).
    pub state: u32,
    /// `Version`.
    pub version: String,
    /// `MemoryAssigned`.
    pub memory_assigned_bytes: u64,
    /// `MemoryDemand`.
    pub memory_demand_bytes: u64,
    /// `MemoryStartup`.
    pub memory_startup_bytes: u64,
    /// `MemoryMinimum`.
    pub memory_minimum_bytes: u64,
    /// `MemoryMaximum`.
    pub memory_maximum_bytes: u64,
    /// `DynamicMemoryEnabled`.
    pub dynamic_memory: bool,
    /// `ProcessorCount`.
    pub processor_count: u32,
    /// Whether processor compatibility is on.
    pub processor_compatibility: bool,
    /// The feature set of the host on which it booted last.
    pub booted_feature_set: Option<String>,
    /// `Uptime`.
    pub uptime_milliseconds: u64,
    /// `IsClustered`.
    pub is_clustered: bool,
    /// The switches that its adapters are connected to.
    pub switches: Vec<String>,
    /// The number of checkpoints.
    pub checkpoints: u32,
    /// Whether the shutdown integration service answers.
    pub guest_shutdown: bool,
    /// What ties it to its host.
    pub local_media: Vec<String>,
    /// Whether its `DefaultMoveType` asks for quick migration.
    pub quick_migration: bool,
    /// Whether it has a virtual TPM; absent where nobody read it.
    pub trusted_platform_module: Option<bool>,
    /// The guardians whose keys open its virtual TPM.
    pub guardians: Vec<String>,
    /// `AutomaticStopAction`: `save`, `shutDown`, `turnOff`.
    pub automatic_stop_action: Option<String>,
    /// Whether its clock follows that of the host.
    pub time_synchronization: Option<bool>,
    /// Whether it has a RemoteFX adapter.
    pub remote_fx: Option<bool>,
    /// Whether a disk of it is shared with other VMs.
    pub shared_disks: Option<bool>,
    /// Its partner in Hyper-V Replica.
    pub replica: Option<Replica>,
    /// The VLANs of its adapters.
    pub vlans: Vec<u16>,
    /// The friendly name of the shared volume that its files are on: `C:\\ClusterStorage\\...`.
    pub volume: Option<String>,
}

/// `Get-VMHost` with its switches and supported versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostView {
    /// `Name`.
    pub name: NodeName,
    /// Whether the Hyper-V role is there; where not, the cmdlets of Hyper-V fail.
    pub hyper_v: bool,
    /// The facts of the machine, for everything else.
    pub machine: Machine,
    /// Configuration versions, oldest first.
    pub supported_versions: Vec<String>,
    /// The default among them.
    pub default_version: Option<String>,
}
