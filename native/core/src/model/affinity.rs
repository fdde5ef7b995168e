//! Rules between roles: which belong together, which apart, which start before which.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RoleName;

/// An affinity rule (`New-ClusterAffinityRule`, from 2022 on).
///
/// Source: Cluster affinity (learn.microsoft.com, Windows Server).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AffinityRule {
    /// Its name.
    pub name: String,
    /// What it asks.
    pub kind: AffinityKind,
    /// The roles that it concerns.
    #[serde(default)]
    pub roles: Vec<RoleName>,
    /// Shared volumes by the name of their disk resource, for storage affinity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<String>,
    /// Whether it is enabled.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// `SoftAntiAffinity`: whether it gives way where it would keep a role from running.
    #[serde(default)]
    pub soft: bool,
}

const fn yes() -> bool {
    true
}

/// What an affinity rule asks, by `RuleType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum AffinityKind {
    /// On one node.
    SameNode,
    /// In one fault domain.
    SameFaultDomain,
    /// On different nodes.
    DifferentNode,
    /// In different fault domains.
    DifferentFaultDomain,
}

/// A group set (`Get-ClusterGroupSet`): roles that start, and are placed, as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupSet {
    /// Its name.
    pub name: String,
    /// The roles in it.
    #[serde(default)]
    pub roles: Vec<RoleName>,
    /// The sets that have to be online first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provider_sets: Vec<String>,
    /// `StartupDelay`, in seconds.
    #[serde(default)]
    pub startup_delay_seconds: u32,
}
