//! Affinity rules and group sets, with their roles resolved.

use rolling_upgrade_core::model::{AffinityRule, GroupSet, Inventory};
use serde::{Deserialize, Serialize};

use super::State;
use crate::ids::RoleId;

/// An affinity rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct AffinityRecord {
    pub(crate) facts: AffinityRule,
    /// The roles that it concerns, as far as they exist.
    pub(crate) roles: Vec<RoleId>,
}

/// A group set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct GroupSetRecord {
    pub(crate) facts: GroupSet,
    /// The roles in it, as far as they exist.
    pub(crate) roles: Vec<RoleId>,
    /// The places of the sets that have to be online first.
    pub(crate) providers: Vec<usize>,
}

/// Takes over the rules between roles; the roles are there already.
pub(super) fn load(state: &mut State, inventory: &Inventory) {
    state.affinity_rules = inventory
        .affinity_rules
        .iter()
        .map(|rule| AffinityRecord {
            roles: rule.roles.iter().filter_map(|name| state.roles_by_name.get(name).copied()).collect(),
            facts: rule.clone(),
        })
        .collect();
    for (place, rule) in state.affinity_rules.iter().enumerate() {
        for role in &rule.roles {
            state.roles[*role].rules.push(u32::try_from(place).unwrap_or(u32::MAX));
        }
    }
    let sets = &inventory.group_sets;
    state.group_sets = sets
        .iter()
        .map(|set| GroupSetRecord {
            roles: set.roles.iter().filter_map(|name| state.roles_by_name.get(name).copied()).collect(),
            providers: (0..sets.len()).filter(|place| set.provider_sets.contains(&sets[*place].name)).collect(),
            facts: set.clone(),
        })
        .collect();
}
