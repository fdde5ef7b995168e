//! Events: what the driver did and read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Consent, Session, group_table};
use crate::error::ErrorReport;
use crate::model::{
    AffinityRule, ConfigurationVersion, FunctionalLevel, Health, Machine, Network, NodeName, NodeState, RoleName,
    RoleState, Timestamp, VirtualDiskStatus, VirtualMachineState,
};
use crate::plan::OwnerLists;
use crate::rules::Finding;

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
    /// A session takes the run over, and brings other gates and hooks along; the run goes on with the next
    /// [`EventKind::Resumed`].
    SessionOpened {
        /// What it brings along.
        session: Session,
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
    /// Nothing new may start; the action in hand goes on in the cluster, and nothing is put back.
    StopRequested,
    /// Nothing new may start, and what the run borrowed is given back first. The action in hand has not been begun.
    OrderlyStop {
        /// Whether nobody will resume the run: then settings go back although a node is out.
        #[serde(default)]
        abandon: bool,
    },
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
    #[serde(skip_serializing_if = "Option::is_none", with = "group_table")]
    #[schemars(with = "group_table::GroupTable")]
    pub groups: Option<Vec<GroupObserved>>,
    /// A machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<MachineObserved>,
    /// What the cluster knows of a node; `None` where it was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership: Option<MembershipObserved>,
    /// Owner lists; `None` where they were not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owners: Option<Vec<OwnerLists>>,
    /// Storage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageObserved>,
    /// Whether the role of Cluster-Aware Updating is enabled; absent where there is none or it was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updating_role_enabled: Option<bool>,
    /// A VM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub virtual_machine: Option<VirtualMachineObserved>,
    /// The lease, where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lease: Option<LeaseObserved>,
    /// What the rules say of a step: what weighs BLOCK or ERROR, also where it is acknowledged; `None` where they were
    /// not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<Finding>>,
    /// Shared volumes; `None` where they were not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_volumes: Option<Vec<SharedVolumeObserved>>,
    /// Critical events; `None` where they were not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub critical_events: Option<Vec<CriticalEventObserved>>,
    /// What a validation sums up to, as its last warning says it: `HadUnselectedTests, ClusterConditionallyApproved`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<String>,
    /// A private property of a resource type; 0 where the type does not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<u64>,
    /// What a gate of the user said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<GateObserved>,
    /// Where the evidence that was gathered lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
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
    /// `SameSubnetThreshold`: heartbeats that may be missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_subnet_threshold: Option<u32>,
    /// `MaximumParallelMigrations`, where the cluster has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_parallel_migrations: Option<u32>,
    /// `LowerQuorumPriorityNodeId`: the node that loses where votes are even; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower_quorum_priority_node_id: Option<u32>,
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
    /// `Id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// `NodeWeight`: 1 where it votes, 0 where somebody took its vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// `StatusInformation`: 1 isolated, 2 quarantined.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub status: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
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

/// What the cluster knows of a node, beside `Get-ClusterNode`'s numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct MembershipObserved {
    /// The fault domain above it, below its site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault_domain: Option<String>,
    /// Its site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The networks of the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<Network>,
    /// Its affinity rules; absent where it has none of them (before 2022).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affinity_rules: Option<Vec<AffinityRule>>,
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
    /// Whether `Heartbeat` says that the guest is well; absent where it has none or was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heartbeat: Option<bool>,
    /// Whether the guest answers at one of its addresses; absent where none is known or it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<bool>,
}

/// `Get-Cluster | Get-ClusterParameter`, of which the lease.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeaseObserved {
    /// The value of the property; absent where nobody holds the lease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// `Get-ClusterSharedVolume`, with `Get-ClusterSharedVolumeState`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SharedVolumeObserved {
    /// `Name`.
    pub name: String,
    /// Whether its resource is online.
    pub online: bool,
    /// Whether any node reaches it over the network only.
    pub redirected: bool,
    /// `OwnerNode`: the node that coordinates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<NodeName>,
}

/// An event of the log of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CriticalEventObserved {
    /// When.
    pub at: Timestamp,
    /// The node whose log it is in, or what it is about.
    pub subject: String,
    /// Its id, such as 1135.
    pub event_id: u32,
    /// Its text; in the language of that machine.
    pub message: String,
}

/// What a gate of the user said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GateObserved {
    /// Whether it is open.
    pub open: bool,
    /// Why it is closed, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
