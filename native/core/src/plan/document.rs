//! The plan document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BorrowedSetting, Calendar, FollowingPass, Method, Migration, Placement, Policy, TimeSource};
use crate::model::{ConfigurationVersion, FunctionalLevel, NodeName, Release, RoleName};
use crate::rules::Finding;

/// A plan: steps in order, each with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plan {
    /// Always `rolling-upgrade/plan/1`.
    pub schema: String,
    /// What the plan is for.
    pub purpose: Purpose,
    /// The name of the cluster.
    pub cluster: String,
    /// SHA-256 of the inventory that the plan was made from, in hexadecimal digits.
    pub inventory_digest: String,
    /// From which release and level to which.
    pub change: LevelChange,
    /// The policy that the plan follows.
    pub policy: Policy,
    /// Moves, and the fewest that are possible.
    pub moves: MoveSummary,
    /// What each placement at the end would cost, the one of this plan among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placements: Vec<PlacementCost>,
    /// How long it takes.
    pub estimate: Estimate,
    /// The times of steps that it reckons with, and where they come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<TimeSource>,
    /// When its parts go on, where the policy has maintenance windows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// The nodes in their order.
    pub nodes: Vec<NodeStage>,
    /// Nodes that are left to a later plan, as the policy ends this one before them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remaining: Vec<NodeName>,
    /// Nodes that take part in more live migrations at a time than the policy's `parallelMigrations`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<NodeSlots>,
    /// The steps in their order.
    pub steps: Vec<Step>,
    /// The passes after this one, where the release that was asked for is further away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub following: Vec<FollowingPass>,
    /// What the rules said of the inventory, INFO left out.
    #[serde(default)]
    pub findings: Vec<Finding>,
}

impl Plan {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/plan/1";

    /// Whether a machine that was no member joins under this name.
    #[must_use]
    pub fn joins(&self, node: &NodeName) -> bool {
        self.nodes.iter().any(|stage| stage.kind == StageKind::Joins && stage.node == *node)
    }

    /// Whether the plan takes a node out of the cluster for good.
    #[must_use]
    pub fn retires(&self, node: &NodeName) -> bool {
        self.nodes.iter().any(|stage| stage.kind == StageKind::Leaves && stage.node == *node)
    }
}

/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Purpose {
    /// One pass: every node to the next release, then the level.
    Upgrade,
    /// The campaign that raises configuration versions, VM by VM.
    VirtualMachineVersions,
    /// The way back: every node to the release of the functional level, which is not raised.
    WayBack,
}

/// From which release and level to which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LevelChange {
    /// The release at the beginning.
    pub from_release: Release,
    /// The release at the end.
    pub to_release: Release,
    /// The functional level at the beginning.
    pub from_level: FunctionalLevel,
    /// The functional level at the end.
    pub to_level: FunctionalLevel,
}

/// Moves of a plan against the fewest that are possible.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveSummary {
    /// Moves of VMs in this plan.
    pub virtual_machine_moves: u64,
    /// The fewest moves of VMs that any plan needs.
    pub bound: u64,
    /// Why no plan needs fewer.
    pub bound_reason: String,
    /// Memory of the VMs that this plan moves, each as often as it moves.
    #[serde(rename = "movedMiB")]
    pub moved_mib: u64,
    /// Moves of roles that are no VMs, each an interruption of its own length.
    pub failovers: u64,
    /// Why the plan makes more moves than the bound; empty where it does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub above_bound: Vec<String>,
    /// The least memory of VMs that any plan moves.
    #[serde(rename = "boundMiB", default)]
    pub bound_mib: u64,
    /// Why no plan moves less.
    #[serde(rename = "boundMiBReason", default, skip_serializing_if = "String::is_empty")]
    pub bound_mib_reason: String,
    /// Why the plan moves more memory than that; empty where it does not.
    #[serde(rename = "aboveBoundMiB", default, skip_serializing_if = "Vec::is_empty")]
    pub above_bound_mib: Vec<String>,
}

/// What a placement at the end costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlacementCost {
    /// The placement.
    pub placement: Placement,
    /// Moves of VMs with it.
    pub virtual_machine_moves: u64,
    /// Memory that they copy.
    #[serde(rename = "movedMiB")]
    pub moved_mib: u64,
    /// Moves of roles that are no VMs.
    pub failovers: u64,
    /// How long all the moves likely take.
    pub likely_seconds: u64,
    /// What its moves after the last node buy; empty where it makes none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buys: Vec<String>,
}

/// A duration: low, likely, high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Estimate {
    /// If all goes well.
    pub low_seconds: u64,
    /// What to expect.
    pub likely_seconds: u64,
    /// If it goes slowly.
    pub high_seconds: u64,
}

/// One node's turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeStage {
    /// The node that goes out.
    pub node: NodeName,
    /// The machine that comes in; the same name unless hardware is replaced.
    pub returns_as: NodeName,
    /// What becomes of the node.
    #[serde(default, skip_serializing_if = "StageKind::is_usual")]
    pub kind: StageKind,
    /// How it gets its new operating system.
    pub method: Method,
    /// Why it has this place in the order.
    pub reason: String,
    /// The number of its wave; nodes of one wave are out at the same time.
    #[serde(default)]
    pub wave: u32,
    /// How long its wave takes.
    pub estimate: Estimate,
    /// How long its own moves take, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drain: Option<DrainTime>,
    /// The number of its first step.
    pub first_step: u32,
    /// The number of its last step.
    pub last_step: u32,
}

/// What becomes of the node of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum StageKind {
    /// It goes out and comes back, or another machine in its place.
    #[default]
    Returns,
    /// It was no member and joins.
    Joins,
    /// It leaves for good.
    Leaves,
}

impl StageKind {
    /// Whether it says nothing new.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
    fn is_usual(&self) -> bool {
        *self == Self::Returns
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// Its number, from 1.
    pub number: u32,
    /// What it does.
    pub task: Task,
    /// Why.
    pub reason: String,
    /// How long it likely takes; of moves that go side by side, by how much it puts off the end of all.
    pub likely_seconds: u64,
    /// The same if all goes well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_seconds: Option<u64>,
    /// The same if it goes slowly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high_seconds: Option<u64>,
    /// When it likely runs, where others run beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// What is at risk while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
}

/// When a move runs, counted from the first of the moves that follow each other with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Span {
    /// When it starts.
    pub starts_seconds: u64,
    /// When it ends.
    pub ends_seconds: u64,
}

/// How long the moves of a node take in the order of the plan, and in others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrainTime {
    /// In the order of the plan, as it likely goes.
    pub likely_seconds: u64,
    /// What no order can beat: the least time of any host's own migrations on its slots.
    pub bound_seconds: u64,
    /// In the order of Windows' own queue: by priority, with the same destinations and the same limits.
    pub windows_seconds: u64,
}

/// How many live migrations a node takes part in at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeSlots {
    /// The node.
    pub node: NodeName,
    /// How many.
    pub migrations: u32,
}

/// What is at risk during a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Risk {
    /// Free memory for VMs over all nodes that are in, the host reserves taken off.
    #[serde(rename = "headroomMiB")]
    pub headroom_mib: u64,
    /// Votes that are there.
    pub votes: u32,
    /// Votes that are needed.
    pub votes_needed: u32,
    /// Whether the cluster survives the loss of any one more node, by votes.
    pub survives_one_more_failure: bool,
    /// Roles that would find no room if the node failed whose failure is worst.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stopped_by_one_more_failure: Vec<RoleName>,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Task {
    /// Changes a setting of the cluster for the run; its old value comes back at the end.
    BorrowSetting {
        /// Which.
        name: BorrowedSetting,
        /// The value for the run.
        value: u64,
    },
    /// Puts a borrowed setting back.
    RestoreSetting {
        /// Which.
        name: BorrowedSetting,
    },
    /// `Disable-CauClusterRole`.
    DisableUpdatingRole,
    /// `Enable-CauClusterRole`.
    EnableUpdatingRole,
    /// `Suspend-ClusterNode` without `-Drain`: no new roles come.
    PauseNode {
        /// The node.
        node: NodeName,
    },
    /// Moves one role to where the plan wants it.
    MoveRole {
        /// The role.
        role: RoleName,
        /// Where it is.
        from: NodeName,
        /// Where it goes.
        to: NodeName,
        /// How.
        migration: Migration,
        /// Roles that travel in the same turn and have to have arrived before: its group set waits for theirs.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waits_for: Vec<RoleName>,
    },
    /// `Move-ClusterSharedVolume`: another node coordinates a volume that an affinity rule names.
    MoveSharedVolume {
        /// The name of its disk resource.
        volume: String,
        /// The node that coordinates it.
        from: NodeName,
        /// The node that is to.
        to: NodeName,
    },
    /// Waits while canaries run on a new node, then looks whether all is well.
    Soak {
        /// The node.
        node: NodeName,
        /// How long.
        seconds: u64,
    },
    /// `Suspend-ClusterNode -Drain`: the rest goes; ends when the node owns nothing.
    DrainNode {
        /// The node.
        node: NodeName,
    },
    /// `Enable-StorageMaintenanceMode` for the node's disks.
    EnableStorageMaintenance {
        /// The node.
        node: NodeName,
    },
    /// `Remove-ClusterNode`.
    EvictNode {
        /// The node.
        node: NodeName,
    },
    /// Waits until the machine has been installed and has all that the node had.
    InstallNode {
        /// The node that left.
        node: NodeName,
        /// The machine that comes.
        machine: NodeName,
        /// The release it has to run.
        release: Release,
        /// Clean or in place.
        method: Method,
    },
    /// `Add-ClusterNode`, run against a node of the new release where there is one.
    AddNode {
        /// The machine.
        machine: NodeName,
    },
    /// `Resume-ClusterNode` with its failback said.
    ResumeNode {
        /// The node.
        node: NodeName,
    },
    /// `Disable-StorageMaintenanceMode`.
    DisableStorageMaintenance {
        /// The node.
        node: NodeName,
    },
    /// Waits until no repair job runs and every virtual disk is healthy.
    AwaitStorageRepair,
    /// Puts back what the cluster forgot of the node: possible and preferred owners, vote.
    RestoreOwners {
        /// The node.
        node: NodeName,
        /// Roles whose preferred or possible owners named it, with both lists as they have to be.
        roles: Vec<OwnerLists>,
    },
    /// All nodes up that have to be, no role failed or offline that was online.
    VerifyNode {
        /// The node.
        node: NodeName,
    },
    /// Everything from here on can't be undone: waits for `-Commit`.
    AwaitCommit,
    /// `Update-ClusterFunctionalLevel -WhatIf`.
    CheckFunctionalLevel,
    /// `Update-ClusterFunctionalLevel`.
    RaiseFunctionalLevel {
        /// The level that is expected afterwards.
        level: FunctionalLevel,
    },
    /// `Update-StoragePool`.
    UpdateStoragePool {
        /// The friendly name of the pool.
        pool: String,
    },
    /// Shuts a guest down, raises its configuration version and starts it again where it ran.
    RaiseVirtualMachineVersion {
        /// The role.
        role: RoleName,
        /// The version before.
        from: ConfigurationVersion,
        /// The version after.
        to: ConfigurationVersion,
        /// Whether it runs and so has to be shut down and started.
        running: bool,
    },
}

/// The owner lists of one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnerLists {
    /// The role.
    pub role: RoleName,
    /// Its preferred owners in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred: Vec<NodeName>,
    /// Its possible owners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<NodeName>,
}
