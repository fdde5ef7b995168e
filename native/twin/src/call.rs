//! The calls that a twin answers, one for each thing a stand-in cmdlet asks or does, and the views it answers with.
//!
//! A call is a document: `{"operation":"suspendNode","node":"n1","drain":true}`. The answer is the view that stands
//! beside the operation, or an error report whose `win32` holds the system error code that Windows gives.
//! Numbers of enumerations are Microsoft's (`ClusterNodeState`: 0 Up, 1 Down, 2 Paused, 3 Joining ...).
//!
//! Every call costs a fixed charge of virtual time; calls that wait move the clock until what they wait for has
//! happened.

use rolling_upgrade_core::model::{Machine, NodeName, Release, Replica, RoleName, Timestamp, WitnessKind};
use serde::{Deserialize, Serialize};

use crate::assumption::AssumptionView;
use crate::fault::FaultKind;

/// What is asked of a twin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Call {
    // ---- reading; each answers a list of views, or one view where it says so
    /// One [`ClusterView`].
    Cluster,
    /// [`NodeView`]s: all, or those that are named; an unknown name is `NodeNotFound`.
    Nodes {
        /// The names; empty for all.
        #[serde(default)]
        names: Vec<NodeName>,
    },
    /// [`GroupView`]s: all, those that are named (`RoleNotFound`), or those of one owner.
    Groups {
        /// The names; empty for all.
        #[serde(default)]
        names: Vec<RoleName>,
        /// The owner.
        #[serde(default)]
        owner: Option<NodeName>,
    },
    /// [`ResourceView`]s: all, or those of one group.
    Resources {
        /// The group.
        #[serde(default)]
        group: Option<RoleName>,
    },
    /// [`NetworkView`]s.
    Networks,
    /// [`NetworkInterfaceView`]s.
    NetworkInterfaces,
    /// [`SharedVolumeView`]s.
    SharedVolumes,
    /// One [`QuorumView`].
    Quorum,
    /// [`OwnerNodesView`]: the owners of one group (preferred) or resource (possible).
    OwnerNodes {
        /// The group.
        #[serde(default)]
        group: Option<RoleName>,
        /// The resource.
        #[serde(default)]
        resource: Option<String>,
    },
    /// [`SupportedVersionView`]s, one a node.
    SupportedVersions,
    /// [`VirtualMachineView`]s of one host, clustered and not.
    VirtualMachines {
        /// The host.
        host: NodeName,
    },
    /// One [`HostView`].
    Host {
        /// The host.
        host: NodeName,
    },
    /// [`PoolView`]s, one primordial pool first.
    StoragePools,
    /// [`VirtualDiskView`]s.
    VirtualDisks,
    /// [`PhysicalDiskView`]s: all, or those of one node.
    PhysicalDisks {
        /// The node.
        #[serde(default)]
        node: Option<NodeName>,
    },
    /// The private properties of a resource type: an object.
    Parameters {
        /// The type.
        resource_type: String,
    },
    /// [`StorageJobView`]s that are running.
    StorageJobs,
    /// One [`UpdatingView`].
    Updating,
    /// One [`MachineView`]: the node interface. Any machine that the twin knows, member or not.
    MachineFacts {
        /// The machine.
        machine: NodeName,
    },
    /// [`EventView`]s from a number on.
    Events {
        /// The first number that is wanted.
        #[serde(default)]
        from: u64,
    },
    /// One [`ClockView`]; costs no time.
    Clock,
    /// The present state as an inventory document; costs no time. For tests and for comparing a capture.
    Inventory,
    /// The accounts of the rehearsal so far: one [`AccountView`]; costs no time.
    Account,

    // ---- doing; each answers the views that the cmdlet emits
    /// `Suspend-ClusterNode`: [`NodeView`].
    SuspendNode {
        /// The node.
        node: NodeName,
        /// `-Drain`.
        #[serde(default)]
        drain: bool,
        /// `-ForceDrain`.
        #[serde(default)]
        force_drain: bool,
        /// `-Wait`.
        #[serde(default)]
        wait: bool,
        /// `-TargetNode`.
        #[serde(default)]
        target: Option<NodeName>,
    },
    /// `Resume-ClusterNode`: [`NodeView`]. `failback`: 0 none, 1 immediate, 2 policy.
    ResumeNode {
        /// The node.
        node: NodeName,
        /// `-Failback`.
        #[serde(default)]
        failback: Option<u32>,
    },
    /// `Remove-ClusterNode`: `null`.
    RemoveNode {
        /// The node.
        node: NodeName,
        /// `-IgnoreStorageConnectivityLoss`.
        #[serde(default)]
        ignore_storage_connectivity_loss: bool,
    },
    /// `Add-ClusterNode`: [`NodeView`]s; moves the clock until the nodes are full members.
    AddNode {
        /// The machines.
        machines: Vec<NodeName>,
        /// `-NoStorage`.
        #[serde(default)]
        no_storage: bool,
    },
    /// `Start-ClusterNode`: [`NodeView`].
    StartNode {
        /// The node.
        node: NodeName,
        /// `-ClearQuarantine`.
        #[serde(default)]
        clear_quarantine: bool,
        /// `-ForceQuorum`.
        #[serde(default)]
        force_quorum: bool,
    },
    /// `Start-Cluster`: one [`ClusterView`]. Every node that answers starts its cluster service; waits until the
    /// cluster has formed and no node is joining any more.
    StartCluster,
    /// `Stop-Cluster`: `null`. Every role goes offline and every node stops its cluster service.
    StopCluster,
    /// `Stop-ClusterNode`: [`NodeView`].
    StopNode {
        /// The node.
        node: NodeName,
    },
    /// `Clear-ClusterNode`: `null`. The machine is no member.
    ClearNode {
        /// The machine.
        machine: NodeName,
    },
    /// `Move-ClusterGroup`: [`GroupView`].
    MoveGroup {
        /// The role.
        group: RoleName,
        /// `-Node`; the best possible node where it is absent.
        #[serde(default)]
        node: Option<NodeName>,
        /// `-Wait`: 0 returns at once; absent waits for the end.
        #[serde(default)]
        wait_seconds: Option<u64>,
    },
    /// `Move-ClusterVirtualMachineRole`: [`GroupView`]. `migration`: Microsoft's `VmMigrationType`
    /// (0 turn off, 1 quick, 2 shutdown, 3 forced shutdown, 4 live).
    MoveVirtualMachine {
        /// The role.
        group: RoleName,
        /// `-Node`; the best possible node where it is absent.
        #[serde(default)]
        node: Option<NodeName>,
        /// `-MigrationType`; the rule of the cluster where it is absent.
        #[serde(default)]
        migration: Option<u32>,
        /// `-Wait`: 0 returns at once; absent waits for the end.
        #[serde(default)]
        wait_seconds: Option<u64>,
        /// `-Cancel`.
        #[serde(default)]
        cancel: bool,
    },
    /// `Start-ClusterGroup`: [`GroupView`].
    StartGroup {
        /// The role.
        group: RoleName,
        /// `-Wait`.
        #[serde(default)]
        wait_seconds: Option<u64>,
    },
    /// `Stop-ClusterGroup`: [`GroupView`].
    StopGroup {
        /// The role.
        group: RoleName,
        /// `-Wait`.
        #[serde(default)]
        wait_seconds: Option<u64>,
    },
    /// `Move-ClusterSharedVolume`: [`SharedVolumeView`].
    MoveSharedVolume {
        /// The name of the disk resource.
        volume: String,
        /// `-Node`.
        #[serde(default)]
        node: Option<NodeName>,
    },
    /// `Set-ClusterOwnerNode`: `null`.
    SetOwnerNodes {
        /// The group, for its preferred owners.
        #[serde(default)]
        group: Option<RoleName>,
        /// The resource, for its possible owners.
        #[serde(default)]
        resource: Option<String>,
        /// The owners in order.
        owners: Vec<NodeName>,
    },
    /// Writing a property of the object of `Get-Cluster`: one [`ClusterView`].
    SetClusterProperty {
        /// The property.
        name: String,
        /// The value: a number or a text.
        value: serde_json::Value,
    },
    /// Writing a property of a node (`NodeWeight`): one [`NodeView`].
    SetNodeProperty {
        /// The node.
        node: NodeName,
        /// The property.
        name: String,
        /// The value.
        value: serde_json::Value,
    },
    /// Writing a property of a group (`Priority`, `AntiAffinityClassNames`, `AutoFailbackType`): one [`GroupView`].
    SetGroupProperty {
        /// The group.
        group: RoleName,
        /// The property.
        name: String,
        /// The value.
        value: serde_json::Value,
    },
    /// `Update-ClusterFunctionalLevel`: one [`ClusterView`].
    UpdateFunctionalLevel {
        /// `-WhatIf`: checks only.
        #[serde(default)]
        what_if: bool,
    },
    /// `Update-StoragePool`: [`PoolView`].
    UpdateStoragePool {
        /// The friendly name.
        pool: String,
    },
    /// `Enable-StorageMaintenanceMode` for the disks of a node: `null`.
    EnableStorageMaintenance {
        /// The node.
        node: NodeName,
    },
    /// `Disable-StorageMaintenanceMode`: `null`.
    DisableStorageMaintenance {
        /// The node.
        node: NodeName,
    },
    /// `Enable-CauClusterRole`, `Disable-CauClusterRole`: `null`.
    SetUpdatingRole {
        /// Whether it is enabled.
        enabled: bool,
    },
    /// `Stop-VM`: [`VirtualMachineView`]. `kind`: 0 power-off, 1 save, 2 guest shutdown. Waits for the end.
    StopVirtualMachine {
        /// The VM's name.
        name: RoleName,
        /// The host it is expected on.
        host: NodeName,
        /// How.
        kind: u32,
    },
    /// `Start-VM`: [`VirtualMachineView`]. Waits for the end.
    StartVirtualMachine {
        /// The VM's name.
        name: RoleName,
        /// The host it is expected on.
        host: NodeName,
    },
    /// `Update-VMVersion`: [`VirtualMachineView`].
    UpdateVirtualMachineVersion {
        /// The VM's name.
        name: RoleName,
        /// The host it is expected on.
        host: NodeName,
    },
    /// `Suspend-VM`: [`VirtualMachineView`]. The guest stands still and keeps its memory.
    SuspendVirtualMachine {
        /// The VM's name.
        name: RoleName,
        /// The host it is expected on.
        host: NodeName,
    },
    /// `Resume-VM`: [`VirtualMachineView`].
    ResumeVirtualMachine {
        /// The VM's name.
        name: RoleName,
        /// The host it is expected on.
        host: NodeName,
    },
    /// `Set-VM`: [`VirtualMachineView`]. What is absent stays; the VM has to be off.
    SetVirtualMachine {
        /// The VM's name.
        name: RoleName,
        /// The host it is expected on.
        host: NodeName,
        /// `-ProcessorCount`.
        #[serde(default)]
        processors: Option<u32>,
        /// `-DynamicMemory`, `-StaticMemory`.
        #[serde(default)]
        dynamic: Option<bool>,
        /// `-MemoryStartupBytes`.
        #[serde(default, rename = "startupMiB")]
        startup_mib: Option<u64>,
        /// `-MemoryMinimumBytes`.
        #[serde(default, rename = "minimumMiB")]
        minimum_mib: Option<u64>,
        /// `-MemoryMaximumBytes`.
        #[serde(default, rename = "maximumMiB")]
        maximum_mib: Option<u64>,
    },
    /// `Set-ClusterQuorum`: one [`QuorumView`].
    SetQuorum {
        /// Whether the disk alone decides (`-DiskOnly`).
        #[serde(default)]
        disk_only: bool,
        /// The witness; none where it is absent.
        #[serde(default)]
        witness: Option<WitnessSetting>,
    },
    /// `Set-ClusterParameter`: `null`. A value of `null` counts as none.
    SetParameters {
        /// The resource.
        #[serde(default)]
        resource: Option<String>,
        /// The resource type.
        #[serde(default)]
        resource_type: Option<String>,
        /// Properties with their values.
        values: serde_json::Map<String, serde_json::Value>,
        /// `-Create`.
        #[serde(default)]
        create: bool,
        /// `-Delete`.
        #[serde(default)]
        delete: bool,
    },
    /// `Start-ClusterResource`: [`ResourceView`]. A resource that carries a role starts the role.
    StartResource {
        /// The resource.
        resource: String,
        /// `-Wait`.
        #[serde(default)]
        wait_seconds: Option<u64>,
    },
    /// `Stop-ClusterResource`: [`ResourceView`].
    StopResource {
        /// The resource.
        resource: String,
        /// `-Wait`.
        #[serde(default)]
        wait_seconds: Option<u64>,
    },
    /// `Add-ClusterGroup`: [`GroupView`]. The group is empty and offline.
    AddGroup {
        /// Its name.
        group: RoleName,
        /// Microsoft's `GroupType`; unknown where it is absent.
        #[serde(default)]
        group_type: Option<u32>,
    },
    /// `Remove-ClusterGroup`: `null`. A VM stays on its host and is no role any more.
    RemoveGroup {
        /// The role.
        group: RoleName,
        /// `-RemoveResources`: also a group that still has resources.
        #[serde(default)]
        remove_resources: bool,
    },
    /// `Add-ClusterVirtualMachineRole`: [`GroupView`]. The VM is one whose facts the twin knows.
    AddVirtualMachineRole {
        /// The VM's name.
        name: RoleName,
    },
    /// `Restart-Computer`: one [`MachineView`]. A member is drained first where `DrainOnShutdown` says so.
    RestartMachine {
        /// The machine.
        machine: NodeName,
        /// Whether the call waits until the machine answers again.
        #[serde(default)]
        wait: bool,
    },
    /// `Install-WindowsFeature`: one [`MachineView`]. Hyper-V needs a restart before it works.
    InstallFeatures {
        /// The machine.
        machine: NodeName,
        /// Features by their names in `Get-WindowsFeature`.
        features: Vec<String>,
    },
    /// Moves the clock: one [`ClockView`]. What the run's own wait and `Step-ClusterTwin` do.
    Step {
        /// By how much.
        seconds: u64,
    },
    /// The whole state, a document `rolling-upgrade/twin-state/1`; costs no time.
    State,
    /// The scripted operator installs a machine: `null`. No operation where that install is under way or done.
    Install {
        /// The machine.
        machine: NodeName,
        /// The node whose place it takes; its own name where it comes back.
        #[serde(default)]
        replaces: Option<NodeName>,
        /// The release; one above the cluster's level where it is absent.
        #[serde(default)]
        release: Option<Release>,
        /// Whether setup runs in place, on a machine that may still be a paused member.
        #[serde(default)]
        in_place: bool,
    },
}

/// What `Set-ClusterQuorum` makes the witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WitnessSetting {
    /// Disk, share or cloud.
    pub kind: WitnessKind,
    /// The disk's resource, the path of the share, or the name of the storage account.
    pub name: String,
}

/// `Get-Cluster`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterView {
    /// `Name`.
    pub name: String,
    /// `Domain`.
    pub domain: String,
    /// `Id`.
    pub id: String,
    /// `ClusterFunctionalLevel`.
    pub functional_level: u32,
    /// `ClusterUpgradeVersion`.
    pub upgrade_version: u32,
    /// `S2DEnabled`.
    pub spaces_direct: bool,
    /// Every other property by Microsoft's name; numbers and texts. A property that the level does not have is absent.
    pub properties: serde_json::Map<String, serde_json::Value>,
}

/// `Get-ClusterNode`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// `Name`.
    pub name: NodeName,
    /// `Id`.
    pub id: u32,
    /// `State`.
    pub state: u32,
    /// `StatusInformation`: flags.
    pub status_information: u32,
    /// `DrainStatus`.
    pub drain_status: u32,
    /// `DrainTarget`; 4294967295 where there is none.
    pub drain_target: u32,
    /// `DrainErrorCode`.
    pub drain_error_code: u32,
    /// `FailbackStatus`.
    pub failback_status: u32,
    /// `NodeWeight`.
    pub node_weight: u32,
    /// `DynamicWeight`.
    pub dynamic_weight: u32,
    /// `BuildNumber`.
    pub build_number: u32,
    /// `MajorVersion`.
    pub major_version: u32,
    /// `MinorVersion`.
    pub minor_version: u32,
    /// `NodeHighestVersion`: the highest functional level in the upper 16 bits.
    pub node_highest_version: u32,
    /// `NodeLowestVersion`.
    pub node_lowest_version: u32,
    /// The name of the fault domain above the node, where one is set.
    pub fault_domain: Option<String>,
    /// The site, where one is set.
    pub site: Option<String>,
}

/// `Get-ClusterGroup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// `Name`.
    pub name: RoleName,
    /// `Id`.
    pub id: String,
    /// `OwnerNode`.
    pub owner: NodeName,
    /// `State`.
    pub state: u32,
    /// `StatusInformation`.
    pub status_information: u32,
    /// `GroupType`.
    pub group_type: u32,
    /// `Priority`.
    pub priority: u32,
    /// `AutoFailbackType`.
    pub auto_failback_type: u32,
    /// `AntiAffinityClassNames`.
    pub anti_affinity_class_names: Vec<String>,
    /// `LockedFromMoving`.
    pub locked_from_moving: u32,
    /// `PersistentState`.
    pub persistent_state: u32,
    /// `IsCoreGroup`.
    pub is_core_group: bool,
    /// `PreferredSite`.
    pub preferred_site: Option<String>,
    /// `FailbackWindowStart`; 4294967295 where none is set.
    pub failback_window_start: u32,
    /// `FailbackWindowEnd`; 4294967295 where none is set.
    pub failback_window_end: u32,
    /// The id of the VM, where the group is one.
    pub virtual_machine_id: Option<String>,
}

/// `Get-ClusterResource`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    /// `Name`.
    pub name: String,
    /// `Id`.
    pub id: String,
    /// `State`.
    pub state: u32,
    /// `OwnerGroup`.
    pub owner_group: RoleName,
    /// `OwnerNode`.
    pub owner_node: NodeName,
    /// `ResourceType`.
    pub resource_type: String,
    /// `IsCoreResource`.
    pub is_core_resource: bool,
    /// Private properties as `Get-ClusterParameter` lists them.
    pub parameters: serde_json::Map<String, serde_json::Value>,
}

/// `Get-ClusterNetwork`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// `Name`.
    pub name: String,
    /// `Id`.
    pub id: String,
    /// `State`: 0 unavailable, 1 down, 2 partitioned, 3 up.
    pub state: u32,
    /// `Role`.
    pub role: u32,
    /// `Address`.
    pub address: String,
    /// `AddressMask`.
    pub address_mask: String,
    /// `Metric`.
    pub metric: u32,
}

/// `Get-ClusterNetworkInterface`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInterfaceView {
    /// `Name`.
    pub name: String,
    /// `Node`.
    pub node: NodeName,
    /// `Network`.
    pub network: String,
    /// `Adapter`.
    pub adapter: String,
    /// `State`: 3 Up.
    pub state: u32,
}

/// `Get-ClusterSharedVolume`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedVolumeView {
    /// `Name`.
    pub name: String,
    /// `Id`.
    pub id: String,
    /// `OwnerNode`.
    pub owner: NodeName,
    /// `State`: a `ClusterResourceState`.
    pub state: u32,
    /// `SharedVolumeInfo[0].FriendlyVolumeName`.
    pub friendly_volume_name: String,
    /// Capacity.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
    /// The file system.
    pub file_system: String,
    /// Whether I/O is redirected.
    pub redirected: bool,
}

/// `Get-ClusterQuorum`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuorumView {
    /// `QuorumType`: 0 unknown, 1 majority, 2 disk only.
    pub quorum_type: u32,
    /// The witness resource, where there is one.
    pub witness: Option<WitnessView>,
    /// Whether the cluster was started with forced quorum.
    pub forced: bool,
}

/// The witness of a quorum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WitnessView {
    /// The name of its resource.
    pub resource: String,
    /// `Physical Disk`, `File Share Witness`, `Cloud Witness`.
    pub resource_type: String,
    /// Whether it is online.
    pub online: bool,
    /// The path of a share.
    pub share_path: Option<String>,
    /// `WitnessDynamicWeight`.
    pub dynamic_weight: u32,
}

/// `Get-ClusterOwnerNode`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnerNodesView {
    /// The group or resource.
    pub cluster_object: String,
    /// The owners in order.
    pub owner_nodes: Vec<NodeName>,
}

/// `Get-ClusterNodeSupportedVersion`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportedVersionView {
    /// The node.
    pub node: NodeName,
    /// The highest functional level.
    pub functional_level: u32,
    /// The upgrade version.
    pub upgrade_version: u32,
}

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

/// `Get-StoragePool`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolView {
    /// `FriendlyName`.
    pub friendly_name: String,
    /// `IsPrimordial`.
    pub is_primordial: bool,
    /// `HealthStatus`: 0 Healthy, 1 Warning, 2 Unhealthy.
    pub health_status: u32,
    /// `OperationalStatus` as text.
    pub operational_status: String,
    /// `Version` as text, such as `Windows Server 2022`.
    pub version: String,
    /// `Size` in MiB.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
    /// `AllocatedSize` in MiB.
    #[serde(rename = "allocatedMiB")]
    pub allocated_mib: u64,
}

/// `Get-VirtualDisk`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualDiskView {
    /// `FriendlyName`.
    pub friendly_name: String,
    /// `ResiliencySettingName`: `Mirror`, `Parity`, `Simple`.
    pub resiliency_setting_name: String,
    /// `NumberOfDataCopies`.
    pub data_copies: u32,
    /// `PhysicalDiskRedundancy`: failures that it survives.
    pub physical_disk_redundancy: u32,
    /// `OperationalStatus` as text: `OK`, `InService`, `Incomplete`, `Degraded`, `Detached`.
    pub operational_status: String,
    /// `HealthStatus`.
    pub health_status: u32,
    /// `Size` in MiB.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
}

/// `Get-PhysicalDisk`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhysicalDiskView {
    /// `SerialNumber`.
    pub serial_number: String,
    /// The node in which it sits.
    pub node: NodeName,
    /// `OperationalStatus` as text: `OK`, `In Maintenance Mode`, `Lost Communication`.
    pub operational_status: String,
    /// `HealthStatus`.
    pub health_status: u32,
    /// `Size` in MiB.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
}

/// `Get-StorageJob`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageJobView {
    /// `Name`.
    pub name: String,
    /// `JobState` as text: `Running`.
    pub job_state: String,
    /// `PercentComplete`.
    pub percent_complete: u32,
    /// `ElapsedTime`.
    pub elapsed_seconds: u64,
    /// `BytesProcessed`.
    pub bytes_processed: u64,
    /// `BytesTotal`.
    pub bytes_total: u64,
}

/// `Get-CauClusterRole` and `Get-CauRun`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdatingView {
    /// Whether the role exists.
    pub present: bool,
    /// Whether it is enabled (online).
    pub enabled: bool,
    /// Whether an Updating Run is in progress.
    pub run_in_progress: bool,
    /// The name of its group.
    pub group: Option<RoleName>,
}

/// The node interface's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineView {
    /// The machine.
    pub name: NodeName,
    /// Whether it answers.
    pub reachable: bool,
    /// Its facts, where it answers.
    pub facts: Option<Machine>,
}

/// A line of the event log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Its number, from 0.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// The Windows event id, where there is one.
    pub event_id: Option<u32>,
    /// The node or role that it is about.
    pub subject: String,
    /// What happened.
    pub message: String,
}

/// The clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    /// Virtual time now.
    pub now: Timestamp,
    /// Virtual time since the twin was made.
    pub elapsed_milliseconds: u64,
    /// Grows with every change of state.
    pub revision: u64,
}

/// What the twin counted so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Live migrations that ended well.
    pub live_migrations: u64,
    /// Quick migrations that ended well.
    pub quick_migrations: u64,
    /// Moves that failed.
    pub failed_moves: u64,
    /// Availability by role, of those that were down or paused at all.
    pub outages: Vec<OutageView>,
    /// Assumed behaviours that the twin relied on.
    pub assumptions: Vec<AssumptionView>,
    /// What no rehearsal can say anything about.
    pub out_of_scope: Vec<String>,
    /// The kinds of faults that there are any of.
    #[serde(default)]
    pub faults: Vec<FaultView>,
}

/// Faults of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultView {
    /// The kind.
    pub kind: FaultKind,
    /// How many the simulation holds.
    pub planned: u64,
    /// How often they have struck.
    pub struck: u64,
}

/// How long a role did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutageView {
    /// The role.
    pub role: RoleName,
    /// Milliseconds in which a live migration had paused it.
    pub blackout_milliseconds: u64,
    /// The longest of these pauses.
    #[serde(default)]
    pub longest_blackout_milliseconds: u64,
    /// Milliseconds in which it was down against anybody's plan.
    pub down_milliseconds: u64,
    /// Milliseconds of a planned shutdown or failover.
    pub planned_milliseconds: u64,
    /// Why it was down.
    pub reasons: Vec<String>,
}
