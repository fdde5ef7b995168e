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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// `StartupDelayTrigger`: when a role counts as started; unknown where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub startup_setting: Option<StartupSetting>,
    /// `StartupCount`: how many roles have to be started; unknown where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub startup_count: Option<u32>,
    /// `IsGlobal`: every set that is not global waits for it; unknown where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_global: Option<bool>,
    /// `ReserveSpareNode`, of an availability set; unknown where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserve_spare_node: Option<bool>,
}

/// What makes a role of a group set count as started ("Set-ClusterGroupSet", learn.microsoft.com).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum StartupSetting {
    /// That it is on its way to being online.
    Delay,
    /// That it is online.
    Online,
}

impl GroupSet {
    /// How many of its roles have to be started before the sets that depend on it may start: `StartupCount` of them, 0
    /// for more than half, all where it says more than there are, as by default, or nothing is known ("Failover
    /// Clustering Sets for Start Ordering", techcommunity.microsoft.com).
    #[must_use]
    pub fn roles_needed(&self, roles: usize) -> usize {
        match self.startup_count {
            Some(0) => (roles / 2 + 1).min(roles),
            Some(count) => roles.min(usize::try_from(count).unwrap_or(usize::MAX)),
            None => roles,
        }
    }
}
