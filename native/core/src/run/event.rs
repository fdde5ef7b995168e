//! Events: what the driver did and read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Consent;
use crate::error::ErrorReport;
use crate::model::{
    ConfigurationVersion, FunctionalLevel, Health, Machine, NodeName, NodeState, RoleName, RoleState, Timestamp,
    VirtualDiskStatus, VirtualMachineState,
};

/// Something that happened, at a time that the driver names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: EventKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum EventKind {
    /// The run begins.
    Started,
    /// A run that was stopped, paused or cut off goes on; the action in hand, if any, is in doubt.
    Resumed {
        /// Whether the point of no return may be passed.
        commit: bool,
    },
    /// An action has been carried out and its observation read.
    ActionEnded {
        /// The action's number.
        action: u32,
        /// What the call said.
        result: Result,
        /// What was read afterwards.
        observed: Box<Observation>,
    },
    /// Nothing new may start.
    StopRequested,
    /// Somebody consents to what can't be undone; the run goes on with the next [`EventKind::Resumed`].
    ConsentGiven {
        /// Who, how and when.
        consent: Consent,
    },
}

/// What a call said. The machine believes the observation, not this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Result {
    /// No error.
    Succeeded,
    /// An error.
    Failed {
        /// The error.
        error: ErrorReport,
    },
}

/// What was read after an action. Lists hold only what the action's `observe` asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Observation {
    /// The cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<ClusterObserved>,
    /// Nodes; `None` where they were not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nodes: Option<Vec<NodeObserved>>,
    /// Groups; `None` where they were not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<GroupObserved>>,
    /// A machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<MachineObserved>,
    /// Storage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageObserved>,
    /// Whether the role of Cluster-Aware Updating is enabled; absent where there is none or it was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updating_role_enabled: Option<bool>,
    /// A VM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub virtual_machine: Option<VirtualMachineObserved>,
    /// An error that kept something from being read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
}

/// `Get-Cluster`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClusterObserved {
    /// `Name`.
    pub name: String,
    /// `ClusterFunctionalLevel`.
    pub functional_level: FunctionalLevel,
    /// `AutoBalancerMode`, where the cluster has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_balancer_mode: Option<u32>,
}

/// `Get-ClusterNode`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeObserved {
    /// `Name`.
    pub name: NodeName,
    /// `State`.
    pub state: NodeState,
    /// `DrainStatus`: 0 not initiated, 1 in progress, 2 completed, 3 failed.
    #[serde(default)]
    pub drain_status: u32,
    /// `BuildNumber`.
    #[serde(default)]
    pub build: u32,
}

/// `Get-ClusterGroup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupObserved {
    /// `Name`.
    pub name: RoleName,
    /// `OwnerNode`.
    pub owner: NodeName,
    /// `State`.
    pub state: RoleState,
    /// Whether `StatusInformation` says `Queued` (4): it waits for its turn to move.
    #[serde(default)]
    pub queued: bool,
}

impl GroupObserved {
    /// Whether the role is on its way or waits for its turn.
    #[must_use]
    pub fn moving(&self) -> bool {
        self.queued || self.state == RoleState::Pending
    }
}

/// The facts of a machine, or that it does not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineObserved {
    /// The machine.
    pub name: NodeName,
    /// Whether it answers.
    pub reachable: bool,
    /// Its facts, where it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Machine>,
}

/// Virtual disks and repair jobs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StorageObserved {
    /// Virtual disks that are not healthy or not OK.
    #[serde(default)]
    pub unhealthy: Vec<VirtualDiskObserved>,
    /// Jobs that are running.
    #[serde(default)]
    pub jobs: u32,
    /// The versions of the pools, as `Version` says, by name.
    #[serde(default)]
    pub pools: Vec<PoolObserved>,
}

/// A virtual disk that is not healthy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VirtualDiskObserved {
    /// Its name.
    pub name: String,
    /// `HealthStatus`.
    pub health: Health,
    /// `OperationalStatus`.
    pub status: VirtualDiskStatus,
}

/// A pool and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PoolObserved {
    /// Its name.
    pub name: String,
    /// `Version`, such as `Windows Server 2019`.
    pub version: String,
}

/// `Get-VM`, with the owner of its group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VirtualMachineObserved {
    /// The role.
    pub name: RoleName,
    /// The host.
    pub host: NodeName,
    /// `State`.
    pub state: VirtualMachineState,
    /// `Version`.
    pub version: ConfigurationVersion,
}
