//! The inventory document: one cluster at one moment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AffinityRule, Coordinator, DirectoryObject, FunctionalLevel, GroupSet, Machine, NodeName, Release, ResourceType,
    Role, Storage, Timestamp,
};

/// A cluster at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Inventory {
    /// Always `rolling-upgrade/inventory/1`.
    pub schema: String,
    /// When the facts were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<Timestamp>,
    /// The cluster itself.
    pub cluster: Cluster,
    /// Its nodes.
    pub nodes: Vec<Node>,
    /// Machines that are no members and stand ready.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub machines: Vec<PooledMachine>,
    /// Cluster networks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<Network>,
    /// Roles, the core group among them.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Storage.
    #[serde(default)]
    pub storage: Storage,
    /// Affinity rules between roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affinity_rules: Vec<AffinityRule>,
    /// Group sets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_sets: Vec<GroupSet>,
    /// The machine from which the upgrade is driven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinator: Option<Coordinator>,
    /// What the directory and the name service say of the cluster's own names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directory: Vec<DirectoryObject>,
    /// The domain controllers of the cluster's domain, by short name; absent where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain_controllers: Option<Vec<String>>,
    /// Resource types whose possible owners were read (`Get-ClusterOwnerNode -ResourceType`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_types: Vec<ResourceType>,
}

/// The cluster itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cluster {
    /// Its name.
    pub name: String,
    /// Its id (a GUID in lower case); absent where nobody read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its domain in DNS form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// `ClusterFunctionalLevel`.
    pub functional_level: FunctionalLevel,
    /// `ClusterUpgradeVersion`.
    #[serde(default)]
    pub upgrade_version: u32,
    /// Votes.
    #[serde(default)]
    pub quorum: Quorum,
    /// `AutoBalancerMode`: 0 off, 1 when a node joins, 2 always. Absent below level 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_balancer_mode: Option<u32>,
    /// `AutoBalancerLevel`: 1, 2, 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_balancer_level: Option<u32>,
    /// `MaximumParallelMigrations`, where the cluster has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_parallel_migrations: Option<u32>,
    /// `ClusterEnforcedAntiAffinity`.
    #[serde(default)]
    pub enforced_anti_affinity: bool,
    /// `MoveTypeThreshold` of the resource type "Virtual Machine"; absent where nobody read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub move_type_threshold: Option<u32>,
    /// `AddEvictDelay`.
    #[serde(default = "sixty")]
    pub add_evict_delay_seconds: u32,
    /// Cluster-Aware Updating.
    #[serde(default)]
    pub updating: UpdatingRole,
    /// Whether it is an Azure Local (Azure Stack HCI) cluster.
    #[serde(default)]
    pub azure_local: bool,
    /// Whether Virtual Machine Manager manages it.
    #[serde(default)]
    pub managed_by_virtual_machine_manager: bool,
    /// The release of that Virtual Machine Manager: 2016 stands for Virtual Machine Manager 2016.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub virtual_machine_manager_release: Option<Release>,
    /// When the first node of a newer release joined, while the cluster is mixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mixed_since: Option<Timestamp>,
    /// `BlockCacheSize`: memory of each node that shared volumes cache with.
    #[serde(rename = "blockCacheMiB", default, skip_serializing_if = "Option::is_none")]
    pub block_cache_mib: Option<u64>,
    /// When Test-Cluster ended last, and without errors; absent where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validated_at: Option<Timestamp>,
    /// Tests of the last Test-Cluster that failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub validation_failures: Vec<String>,
    /// The machines that the last Test-Cluster included; absent where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validated_machines: Option<Vec<NodeName>>,
    /// `SameSubnetThreshold`: heartbeats that may be missed before a node counts as down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_subnet_threshold: Option<u32>,
}

const fn sixty() -> u32 {
    60
}

/// Votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quorum {
    /// Majority, or disk only.
    #[serde(default)]
    pub kind: QuorumKind,
    /// The witness, where one is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// `DynamicQuorum`.
    #[serde(default = "yes")]
    pub dynamic: bool,
    /// `LowerQuorumPriorityNodeId`, 0 where none is named.
    #[serde(default)]
    pub lower_priority_node_id: u32,
    /// Whether the cluster was started with forced quorum.
    #[serde(default)]
    pub forced: bool,
}

const fn yes() -> bool {
    true
}

impl Default for Quorum {
    fn default() -> Self {
        Self { kind: QuorumKind::default(), witness: None, dynamic: true, lower_priority_node_id: 0, forced: false }
    }
}

/// How votes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum QuorumKind {
    /// A majority of votes.
    #[default]
    Majority,
    /// The disk alone decides.
    DiskOnly,
}

/// A witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Witness {
    /// Disk, share or cloud.
    pub kind: WitnessKind,
    /// The name of its resource.
    pub resource: String,
    /// Whether it is online.
    #[serde(default = "yes")]
    pub online: bool,
    /// The UNC path of a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_path: Option<String>,
    /// Whether the share lies on replicated storage; absent where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicated: Option<bool>,
    /// The newest SMB version of the server of the share: 1, 2 or 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smb_version: Option<u32>,
    /// Nodes that do not reach a cloud witness on port 443; absent where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreachable_from: Option<Vec<NodeName>>,
    /// The kind of the storage account of a cloud witness, such as `StorageV2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_kind: Option<String>,
}

impl Witness {
    /// A witness that is online, of which nothing else is known.
    #[must_use]
    pub fn new(kind: WitnessKind, resource: impl Into<String>) -> Self {
        Self {
            kind,
            resource: resource.into(),
            online: true,
            share_path: None,
            replicated: None,
            smb_version: None,
            unreachable_from: None,
            account_kind: None,
        }
    }
}

/// What a witness is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum WitnessKind {
    /// A disk.
    Disk,
    /// A file share.
    FileShare,
    /// A cloud witness.
    Cloud,
}

/// Cluster-Aware Updating, as far as an upgrade needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdatingRole {
    /// Whether the clustered role exists.
    #[serde(default)]
    pub present: bool,
    /// Whether it is enabled.
    #[serde(default)]
    pub enabled: bool,
    /// Whether an Updating Run is in progress.
    #[serde(default)]
    pub run_in_progress: bool,
    /// What is known of the Updating Run in progress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<UpdatingRun>,
}

/// An Updating Run in progress, as `Get-CauRun` tells it.
///
/// Source: Get-CauRun (learn.microsoft.com, module ClusterAwareUpdating).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdatingRun {
    /// `RunId`, a GUID.
    pub id: String,
    /// `RunStartTime`.
    pub started_at: Timestamp,
    /// `CurrentOrchestrator`: the node that drives it.
    pub orchestrator: NodeName,
    /// `NodeStatusNotifications`: the nodes that it has not finished.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_progress: Vec<UpdatingNode>,
    /// `NodeResults`: the nodes that it has finished.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finished: Vec<UpdatedNode>,
}

/// A node that an Updating Run has not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdatingNode {
    /// The node.
    pub node: NodeName,
    /// `Status`, such as `Waiting`.
    pub status: String,
    /// `Timestamp`.
    pub at: Timestamp,
}

/// A node that an Updating Run has finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdatedNode {
    /// The node.
    pub node: NodeName,
    /// `Status`, such as `Succeeded`.
    pub status: String,
    /// `NumberOfSucceededUpdates`.
    #[serde(default)]
    pub succeeded: u32,
    /// `NumberOfFailedUpdates`.
    #[serde(default)]
    pub failed: u32,
}

/// A node of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Node {
    /// Its short name.
    pub name: NodeName,
    /// Its id in the cluster, from 1.
    pub id: u32,
    /// Its state.
    #[serde(default)]
    pub state: NodeState,
    /// `NodeWeight`: whether it has a vote.
    #[serde(default = "yes")]
    pub vote: bool,
    /// The fault domain above it (chassis, rack), where one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault_domain: Option<String>,
    /// The site, where one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// `BuildNumber`: what the cluster knows of its operating system, also where the machine does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<u32>,
    /// Whether it is in quarantine.
    #[serde(default)]
    pub quarantined: bool,
    /// `DrainStatus`; absent where nobody read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drain: Option<DrainState>,
    /// The facts of the machine; absent where it did not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<Machine>,
}

/// The state of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum NodeState {
    /// Up.
    #[default]
    Up,
    /// Down.
    Down,
    /// Paused.
    Paused,
    /// Joining.
    Joining,
}

/// How far the drain of a node is, by `DrainStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DrainState {
    /// No drain was asked for.
    NotInitiated,
    /// Roles are on their way.
    InProgress,
    /// All roles have left.
    Completed,
    /// A role could not leave.
    Failed,
}

/// A machine that is no member and stands ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PooledMachine {
    /// Its short name.
    pub name: NodeName,
    /// The node whose place it takes (new hardware for old).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<NodeName>,
    /// Its facts.
    pub machine: Machine,
}

/// A cluster network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Network {
    /// Its name.
    pub name: String,
    /// 0 not used, 1 cluster only, 3 cluster and client.
    pub role: u32,
    /// The address of the network, such as `10.0.1.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Length of the prefix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix_length: Option<u8>,
    /// Whether live migration uses it.
    #[serde(default)]
    pub live_migration: bool,
    /// `State`: `up`, `down`, `partitioned`, `unavailable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Node {
    /// The release that it runs: what the machine says, else what the cluster knows.
    #[must_use]
    pub fn release(&self) -> Option<Release> {
        let machine = self.machine.as_ref().map(|machine| machine.release);
        machine.or_else(|| self.build.map(Release::of_build))
    }
}

impl Inventory {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/inventory/1";

    /// The node of this name.
    #[must_use]
    pub fn node(&self, name: &NodeName) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name == *name)
    }

    /// The facts of a node or of a machine that stands ready.
    #[must_use]
    pub fn machine(&self, name: &NodeName) -> Option<&Machine> {
        self.node(name)
            .and_then(|node| node.machine.as_ref())
            .or_else(|| self.machines.iter().find(|pooled| pooled.name == *name).map(|pooled| &pooled.machine))
    }

    /// The machine that takes the place of a node, where one stands ready.
    #[must_use]
    pub fn replacement_of(&self, node: &NodeName) -> Option<&PooledMachine> {
        self.machines.iter().find(|pooled| pooled.replaces.as_ref() == Some(node))
    }

    /// The release that belongs to the cluster's functional level.
    #[must_use]
    pub fn level_release(&self) -> Option<Release> {
        Release::of_level(self.cluster.functional_level)
    }

    /// The roles that a node owns, in the order of the document.
    pub fn roles_on<'a>(&'a self, node: &'a NodeName) -> impl Iterator<Item = &'a Role> {
        self.roles.iter().filter(move |role| role.owner == *node)
    }
}
