//! The calls that a twin answers, one for each thing a stand-in cmdlet asks or does, and the views it answers with.
//!
//! A call is a document: `{"operation":"suspendNode","node":"n1","drain":true}`. The answer is the view that stands
//! beside the operation, or an error report whose `win32` holds the system error code that Windows gives.
//! Numbers of enumerations are Microsoft's (`ClusterNodeState`: 0 Up, 1 Down, 2 Paused, 3 Joining ...).
//!
//! Every call costs a fixed charge of virtual time; calls that wait move the clock until what they wait for has
//! happened.

mod account;
mod cluster;
mod hyper_v;
mod machine;
mod storage;
mod validation;

use rolling_upgrade_core::model::{NodeName, Release, RoleName, Timestamp, WitnessKind};
use serde::{Deserialize, Serialize};

use crate::preparation::Preparation;

pub use account::{AccountView, ClockView, EventView, FaultView, OutageView};
pub use cluster::{
    AffinityRuleView, ClusterView, GroupSetView, GroupView, NetworkInterfaceView, NetworkView, NodeView, OwnedView,
    OwnerListsView, OwnerNodesView, QuorumView, ResourceView, SharedVolumeView, SupportedVersionView, UpdatingView,
    WitnessView,
};
pub use hyper_v::{HostView, VirtualMachineView};
pub use machine::{GuestView, HostedView, HostedVolumeView, MachineView};
pub use storage::{PhysicalDiskView, PoolView, StorageJobView, VirtualDiskView};
pub use validation::{ValidatedTestView, ValidationFindingView, ValidationView};

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
    /// The names of the resource types that the cluster has.
    ResourceTypes,
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
        /// The type of resources.
        #[serde(default)]
        resource_type: Option<String>,
    },
    /// One [`OwnerListsView`]: the preferred owners of all groups, or the possible owners of all resources.
    OwnerLists {
        /// Whether resources are asked about.
        resources: bool,
    },
    /// [`SupportedVersionView`]s, one a node.
    SupportedVersions,
    /// [`AffinityRuleView`]s.
    AffinityRules,
    /// [`GroupSetView`]s.
    GroupSets,
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
    /// [`PoolView`]s, the primordial ones first: one, and with Storage Spaces Direct another.
    StoragePools,
    /// [`VirtualDiskView`]s.
    VirtualDisks,
    /// [`PhysicalDiskView`]s: all, or those of one node.
    PhysicalDisks {
        /// The node.
        #[serde(default)]
        node: Option<NodeName>,
    },
    /// The private properties of a resource type, or of the cluster: an object.
    Parameters {
        /// The type; absent for the cluster.
        #[serde(default)]
        resource_type: Option<String>,
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
    /// One [`HostedView`]: what the node interface says of the workloads that a machine holds.
    Hosted {
        /// The machine.
        machine: NodeName,
    },
    /// The LBFO teams of a machine: their adapters, by name.
    Teams {
        /// The machine.
        machine: NodeName,
    },
    /// [`EventView`]s from a number on.
    Events {
        /// The first number that is wanted.
        #[serde(default)]
        from: u64,
    },
    /// [`EventView`]s of critical events of the cluster service after a point in time.
    CriticalEvents {
        /// The point in time.
        since: Timestamp,
    },
    /// One [`ClockView`]; costs no time.
    Clock,
    /// The present state as an inventory document; costs no time. For tests and for comparing a capture.
    Inventory,
    /// The accounts of the rehearsal so far: one [`AccountView`]; costs no time.
    Account,
    /// Whether a VM answers on its network, as somebody sees it who asks for it by its address: a truth value; costs no
    /// time.
    GuestAnswers {
        /// The role of the VM.
        role: RoleName,
    },
    /// `Test-Cluster`: one [`ValidationView`]; costs no time.
    Validate {
        /// Names of tests or categories that are run; empty for all.
        #[serde(default)]
        include: Vec<String>,
        /// Names of tests or categories that are left out.
        #[serde(default)]
        ignore: Vec<String>,
        /// Whether the tests are only listed.
        #[serde(default)]
        list: bool,
    },
    /// Whether the calls that follow cost no time and meet no faults, as what a run asks beside its own calls: the
    /// rules, its lease, its gates. `null`; costs no time.
    Aside {
        /// Whether that begins or ends.
        on: bool,
    },

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
    /// `Set-ClusterFaultDomain`: `null`. What is above a node, or above a rack.
    SetFaultDomain {
        /// The node or the rack.
        name: String,
        /// The rack or the site above it; empty for none.
        parent: String,
    },
    /// Writing a property of a network (`Role`): `null`.
    SetNetworkProperty {
        /// The network.
        network: String,
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
        /// Whether they are those of the cluster.
        #[serde(default)]
        cluster: bool,
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
    /// `New-ClusterAffinityRule`: [`AffinityRuleView`]. The rule is enabled and concerns nothing yet.
    CreateAffinityRule {
        /// Its name.
        name: String,
        /// Its `RuleType`.
        rule_type: u32,
    },
    /// `Set-ClusterAffinityRule`: [`AffinityRuleView`]. What is absent stays.
    SetAffinityRule {
        /// The rule.
        name: String,
        /// `-RuleType`.
        #[serde(default)]
        rule_type: Option<u32>,
        /// `-Enabled`.
        #[serde(default)]
        enabled: Option<bool>,
        /// `-SoftAntiAffinity`.
        #[serde(default)]
        soft: Option<bool>,
    },
    /// `Remove-ClusterAffinityRule`: `null`.
    RemoveAffinityRule {
        /// The rule.
        name: String,
    },
    /// `Add-ClusterGroupToAffinityRule`, `Remove-ClusterGroupFromAffinityRule` and the same for shared volumes:
    /// [`AffinityRuleView`].
    ChangeAffinityRule {
        /// The rule.
        name: String,
        /// The roles that it is to concern, or not any more.
        #[serde(default)]
        roles: Option<Vec<RoleName>>,
        /// The same for shared volumes, by the names of their resources.
        #[serde(default)]
        volumes: Option<Vec<String>>,
        /// Whether they are taken out.
        #[serde(default)]
        remove: bool,
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
    /// One cmdlet of those that prepare a machine: one [`MachineView`].
    PrepareMachine {
        /// The machine.
        machine: NodeName,
        /// What is configured.
        item: Preparation,
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
