//! Actions: what the driver has to do, wait and read.
//!
//! A driver carries out `task` with the cmdlet that is named beside it, waits `wait_seconds`, reads what `observe`
//! names and answers with one event. It does nothing else, so that two drivers make the same calls in the same order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::HookPoint;
use crate::model::{ConfigurationVersion, NodeName, Release, RoleName, Timestamp};
use crate::plan::{Method, Migration};
use crate::profile::NodeProfile;
use crate::rules::Moment;

/// One thing to do, and what to read after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Action {
    /// Its number within the run, from 1.
    pub id: u32,
    /// The step of the plan that it belongs to; 0 for what belongs to none.
    pub step: u32,
    /// What to do.
    pub task: ActionTask,
    /// How long to wait before reading.
    #[serde(default)]
    pub wait_seconds: u64,
    /// What to read.
    pub observe: Observe,
    /// Whether the task and the reading are beside the work: on a twin they take no time and meet no faults. A wait
    /// between them passes all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub aside: bool,
}

/// What to do. Each is one call of the cmdlet that is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ActionTask {
    /// Nothing: only wait and read.
    Look,
    /// `(Get-Cluster).<name> = value`.
    SetClusterProperty {
        /// The property.
        name: String,
        /// Its value.
        value: u64,
    },
    /// `Get-ClusterResourceType -Name resourceType | Set-ClusterParameter -Name name -Value value -Create`.
    SetResourceTypeParameter {
        /// The resource type.
        resource_type: String,
        /// The private property.
        name: String,
        /// Its value.
        value: u64,
    },
    /// `Disable-CauClusterRole -Force`.
    DisableUpdatingRole,
    /// `Enable-CauClusterRole -Force`.
    EnableUpdatingRole,
    /// `Suspend-ClusterNode -Name node`, with `-Drain` where `drain`.
    SuspendNode {
        /// The node.
        node: NodeName,
        /// Whether roles are moved off.
        drain: bool,
    },
    /// `Resume-ClusterNode -Name node -Failback NoFailback`.
    ResumeNode {
        /// The node.
        node: NodeName,
    },
    /// `Move-ClusterVirtualMachineRole -Name role -Node to -MigrationType Live|Quick -Wait 0` for a VM,
    /// `Move-ClusterGroup -Name role -Node to -Wait 0` for any other role.
    MoveRole {
        /// The role.
        role: RoleName,
        /// Where it goes.
        to: NodeName,
        /// How.
        migration: Migration,
    },
    /// `Move-ClusterSharedVolume -Name volume -Node to`.
    MoveSharedVolume {
        /// The name of its disk resource.
        volume: String,
        /// The node that coordinates it afterwards.
        to: NodeName,
    },
    /// `Get-StorageFaultDomain -Type StorageScaleUnit` of the node, to `Enable-StorageMaintenanceMode`.
    EnableStorageMaintenance {
        /// The node.
        node: NodeName,
    },
    /// The same, to `Disable-StorageMaintenanceMode`.
    DisableStorageMaintenance {
        /// The node.
        node: NodeName,
    },
    /// Keeps the profile of a node, which is the action itself: it is in the journal before the next one, the eviction.
    RecordProfile {
        /// The profile.
        profile: Box<NodeProfile>,
    },
    /// `Remove-ClusterNode -Name node -Force`.
    EvictNode {
        /// The node.
        node: NodeName,
    },
    /// Tells the operator (a person, a hook, the twin's scripted operator) to install a machine.
    Install {
        /// The node that left.
        node: NodeName,
        /// The machine to install.
        machine: NodeName,
        /// The release.
        release: Release,
        /// Clean or in place.
        method: Method,
        /// The serial number of the disk that the operating system was on, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        boot_disk: Option<String>,
        /// Serial numbers of the disks of the storage pool in the machine, which setup must not touch.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        untouched_disks: Vec<String>,
    },
    /// `(Get-ClusterNode -Name node).NodeWeight = weight`.
    SetNodeWeight {
        /// The node.
        node: NodeName,
        /// 0 or 1.
        weight: u32,
    },
    /// `Set-ClusterFaultDomain -Name node -FaultDomain parent`.
    SetFaultDomain {
        /// The node.
        node: NodeName,
        /// The fault domain above it: a rack, a chassis, or a site.
        parent: String,
    },
    /// `(Get-ClusterNetwork -Name network).Role = role`.
    SetNetworkRole {
        /// The network.
        network: String,
        /// 0 not used, 1 cluster only, 3 cluster and client.
        role: u32,
    },
    /// `Add-ClusterNode -Name machine`.
    AddNode {
        /// The machine.
        machine: NodeName,
    },
    /// `Set-ClusterOwnerNode` for a group (preferred) or for its resources (possible).
    SetOwners {
        /// The role.
        role: RoleName,
        /// The preferred owners in order, where they are to be set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        preferred: Option<Vec<NodeName>>,
        /// The possible owners, where they are to be set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        possible: Option<Vec<NodeName>>,
    },
    /// `Update-ClusterFunctionalLevel -WhatIf`.
    CheckFunctionalLevel,
    /// `Update-ClusterFunctionalLevel -Force`.
    UpdateFunctionalLevel,
    /// `Update-StoragePool -FriendlyName pool -Confirm:$false`.
    UpdateStoragePool {
        /// The pool.
        pool: String,
    },
    /// `Stop-VM -Name vm -ComputerName host`: a clean guest shutdown, never a power-off.
    ShutDownVirtualMachine {
        /// The role, which has the VM's name.
        role: RoleName,
        /// The host.
        host: NodeName,
    },
    /// `Update-VMVersion -Name vm -ComputerName host -Confirm:$false`.
    UpdateVirtualMachineVersion {
        /// The role.
        role: RoleName,
        /// The host.
        host: NodeName,
        /// The version that is expected afterwards.
        version: ConfigurationVersion,
    },
    /// `Start-ClusterGroup -Name role -Wait 0`.
    StartRole {
        /// The role.
        role: RoleName,
    },
    /// `Get-Cluster | Set-ClusterParameter -Name RollingUpgradeLease -Value value -Create`: the lease is ours.
    TakeLease {
        /// The text of the property.
        value: String,
        /// How long the driver waits after writing, by the clock on the wall, so that of two that write at the same
        /// time the last one stands when it reads.
        settle_seconds: u64,
    },
    /// The same with a newer heartbeat.
    RenewLease {
        /// The text of the property.
        value: String,
    },
    /// `Get-Cluster | Set-ClusterParameter -Name RollingUpgradeLease -Delete`.
    ReleaseLease,
    /// A gate of the user; what it said is read as `gate`, what it threw is the error of the call.
    RunGate {
        /// Its number, from 1.
        number: u32,
    },
    /// A hook of the user.
    RunHook {
        /// Which.
        point: HookPoint,
        /// The node whose turn it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        node: Option<NodeName>,
    },
    /// `Test-Cluster -Node nodes -Ignore ignore`: the validation without the tests that take disks offline. What it
    /// sums up to is read as `validation`.
    ValidateCluster {
        /// The nodes.
        nodes: Vec<NodeName>,
        /// Tests and categories that are left out.
        ignore: Vec<String>,
    },
    /// Gathers what a support case needs: cluster log, events, validation report, the journal.
    CollectEvidence {
        /// From when on.
        since: Timestamp,
    },
}

impl ActionTask {
    /// Whether it is beside the work: told nowhere but in the journal, and free on a twin.
    #[must_use]
    pub const fn is_aside(&self) -> bool {
        matches!(
            self,
            Self::RecordProfile { .. }
                | Self::TakeLease { .. }
                | Self::RenewLease { .. }
                | Self::ReleaseLease
                | Self::ValidateCluster { .. }
                | Self::CollectEvidence { .. }
        )
    }
}

impl Observe {
    /// Whether it is beside the work: free on a twin.
    #[must_use]
    pub const fn is_aside(&self) -> bool {
        matches!(
            self,
            Self::Membership { .. }
                | Self::Owners { .. }
                | Self::Lease
                | Self::ResourceTypeParameter { .. }
                | Self::Step { .. }
                | Self::SharedVolumes
                | Self::CriticalEvents { .. }
        )
    }
}

/// What to read after the action and its wait; the cmdlets are named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Observe {
    /// Nothing.
    Nothing,
    /// `Get-Cluster`, then `Get-ClusterNode`, then `Get-ClusterGroup`.
    Everything,
    /// `Get-Cluster`.
    Cluster,
    /// `Get-ClusterResourceType -Name resourceType | Get-ClusterParameter`: one of its private properties.
    ResourceTypeParameter {
        /// The resource type.
        resource_type: String,
        /// The private property.
        name: String,
    },
    /// `Get-ClusterNode`.
    Nodes,
    /// `Get-ClusterNode -Name node`, then `Get-ClusterGroup` of that node.
    Node {
        /// The node.
        node: NodeName,
    },
    /// `Get-ClusterGroup -Name` with these names.
    Groups {
        /// The roles.
        roles: Vec<RoleName>,
    },
    /// `Get-ClusterNode -Name node` for what is above it, then `Get-ClusterNetwork`, then `Get-ClusterAffinityRule`
    /// where the cluster has it.
    Membership {
        /// The node.
        node: NodeName,
    },
    /// `Get-ClusterGroup -Name` with these names, to `Get-ClusterOwnerNode`; their `Get-ClusterResource`, to
    /// `Get-ClusterOwnerNode`.
    Owners {
        /// The roles.
        roles: Vec<RoleName>,
    },
    /// The node interface: the facts of one machine.
    Machine {
        /// The machine.
        machine: NodeName,
    },
    /// `Get-VirtualDisk`, then `Get-StorageJob`, then `Get-StoragePool -IsPrimordial $false`.
    Storage,
    /// `Get-CauClusterRole`: whether it is there and online.
    UpdatingRole,
    /// `Get-Cluster | Get-ClusterParameter`: the lease.
    Lease,
    /// What the rules of a step read, right before it: asked by the same code as the whole check, of the plan's policy.
    Step {
        /// The question.
        moment: Moment,
        /// The node or machine that it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        node: Option<NodeName>,
    },
    /// `Get-ClusterSharedVolume`, then `Get-ClusterSharedVolumeState`.
    SharedVolumes,
    /// The node interface: critical events of the cluster service on every node.
    CriticalEvents {
        /// From when on.
        since: Timestamp,
    },
    /// `Get-ClusterGroup -Name role` for the owner and the state, then `Get-VM -Name vm -ComputerName owner`.
    VirtualMachine {
        /// The role.
        role: RoleName,
    },
    /// The same, and whether its guest answers: `Heartbeat` of `Get-VM`, and its addresses on the network.
    Guest {
        /// The role.
        role: RoleName,
    },
}
