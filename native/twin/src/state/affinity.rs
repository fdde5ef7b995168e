//! Affinity rules and group sets, with their roles resolved.

use rolling_upgrade_core::model::{AffinityRule, GroupSet, Inventory, RoleName, same_name};
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
    /// The places of the sets that have to be ready first.
    pub(crate) providers: Vec<usize>,
    /// Since when enough of its roles have been started, in milliseconds; nothing where that was so from the beginning.
    #[serde(default)]
    pub(crate) ready_since: Option<u64>,
}

/// Takes over the rules between roles; the roles are there already.
pub(super) fn load(state: &mut State, inventory: &Inventory) {
    let rules = inventory.affinity_rules.iter();
    state.affinity_rules = rules.map(|rule| AffinityRecord { roles: Vec::new(), facts: rule.clone() }).collect();
    let sets = &inventory.group_sets;
    state.group_sets = sets
        .iter()
        .map(|set| GroupSetRecord {
            roles: Vec::new(),
            providers: (0..sets.len()).filter(|place| is_provider(&sets[*place], set)).collect(),
            ready_since: None,
            facts: set.clone(),
        })
        .collect();
    state.resolve_affinity();
}

fn is_provider(provider: &GroupSet, of: &GroupSet) -> bool {
    let named = of.provider_sets.iter().any(|name| same_name(name, &provider.name));
    named || (provider.is_global == Some(true) && of.is_global != Some(true))
}

impl State {
    /// Finds the roles of every rule and set again, after one of them has changed.
    pub(crate) fn resolve_affinity(&mut self) {
        let found = |names: &[RoleName]| -> Vec<RoleId> {
            names.iter().filter_map(|name| self.roles_by_name.get(name).copied()).collect()
        };
        let rules: Vec<Vec<RoleId>> = self.affinity_rules.iter().map(|rule| found(&rule.facts.roles)).collect();
        let sets: Vec<Vec<RoleId>> = self.group_sets.iter().map(|set| found(&set.facts.roles)).collect();
        let all: Vec<RoleId> = self.roles.ids().collect();
        for role in all {
            self.roles[role].rules.clear();
        }
        for (place, (rule, roles)) in (0..).zip(self.affinity_rules.iter_mut().zip(rules)) {
            for role in &roles {
                self.roles[*role].rules.push(place);
            }
            rule.roles = roles;
        }
        for (set, roles) in self.group_sets.iter_mut().zip(sets) {
            set.roles = roles;
        }
    }

    /// Takes a role out of every rule and set, before it goes.
    pub(crate) fn forget_affinity(&mut self, name: &RoleName) {
        for rule in &mut self.affinity_rules {
            rule.facts.roles.retain(|role| role != name);
        }
        for set in &mut self.group_sets {
            set.facts.roles.retain(|role| role != name);
        }
        self.resolve_affinity();
    }
}
