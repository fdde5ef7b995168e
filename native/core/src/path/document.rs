//! Passes and their alternative, as they are in a document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Release, RoleName};
use crate::rules::{Severity, Subject};

/// One pass: every node from one release to the next, then the functional level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pass {
    /// Its place on the way, from 1.
    pub number: u32,
    /// The release that it begins with.
    pub from: Release,
    /// The release that it leads to.
    pub to: Release,
    /// Nodes that get a new operating system.
    pub rebuilds: u32,
    /// What has to be done, or has to be true, before it starts; by severity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<PassNeed>,
    /// Roles that are interrupted, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<PassOutage>,
    /// Working days, by the estimates of the policy.
    pub days: Days,
}

/// What has to be done, or has to be true, before a pass starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PassNeed {
    /// The rule that asks for it.
    pub rule: String,
    /// What it weighs before that pass.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// What stands in the way, as a sentence.
    pub message: String,
    /// What to do, as a sentence.
    pub remedy: String,
}

/// A role that a pass interrupts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PassOutage {
    /// The role.
    pub role: RoleName,
    /// When.
    pub moment: OutageMoment,
    /// Why, as a sentence.
    pub reason: String,
}

/// When a pass interrupts a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum OutageMoment {
    /// Before the pass starts.
    Before,
    /// While its nodes go out.
    During,
}

/// A number of working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Days {
    /// If all goes well.
    pub low: u64,
    /// What to expect.
    pub likely: u64,
    /// If it goes slowly.
    pub high: u64,
}

/// Passes in this cluster, or a new cluster beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PathComparison {
    /// All passes, one after the other.
    pub rolling: Course,
    /// A new cluster of the target release, to which the roles move.
    pub new_cluster: Course,
    /// What follows.
    pub advice: Advice,
    /// Why, as sentences.
    pub reasons: Vec<String>,
}

/// What a way costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Course {
    /// Installations of a node.
    pub rebuilds: u32,
    /// Interruptions of a role, each counted.
    pub outages: u32,
    /// Working days, by the estimates of the policy.
    pub days: Days,
}

/// Whether to roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Advice {
    /// Pass by pass in this cluster.
    Roll,
    /// Move the roles to a new cluster.
    NewCluster,
}

/// What people take for the parts of the way; all of it experience, none of it measured here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PathEstimates {
    /// Working hours in a day.
    pub hours_per_day: u64,
    /// Days between two passes, for trust in the new release and for what the next pass needs.
    pub days_between_passes: u64,
    /// Days to order, set up and validate a new cluster, the installation of its nodes left out.
    pub days_to_prepare_new_cluster: u64,
    /// Roles that are moved to a new cluster in a day.
    pub roles_moved_per_day: u64,
}

impl Default for PathEstimates {
    fn default() -> Self {
        Self { hours_per_day: 8, days_between_passes: 5, days_to_prepare_new_cluster: 10, roles_moved_per_day: 40 }
    }
}
