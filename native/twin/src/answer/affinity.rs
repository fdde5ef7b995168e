//! Affinity rules, which people make and change, and group sets, which are read only.
//!
//! A rule that changes moves nothing at once: it counts the next time that somebody places a role.

use rolling_upgrade_core::model::{AffinityKind, AffinityRule, RoleName, StartupSetting, same_name};

use super::{Answer, Told, told};
use crate::call::{AffinityRuleView, Call, GroupSetView};
use crate::error::TwinError;
use crate::refusal::Refusal;
use crate::state::AffinityRecord;
use crate::twin::Twin;

/// `ERROR_ALREADY_EXISTS`.
const ALREADY_EXISTS: u32 = 183;
/// `ERROR_NOT_FOUND`.
const NOT_FOUND: u32 = 1168;
/// `ERROR_RESOURCE_NOT_FOUND`.
const RESOURCE_NOT_FOUND: u32 = 5007;

impl Twin {
    pub(super) fn answer_affinity(&mut self, call: &Call) -> Answer<Told> {
        self.begin_cluster()?;
        let rule = match call {
            Call::CreateAffinityRule { name, rule_type } => self.create_rule(name, *rule_type)?,
            Call::SetAffinityRule { name, rule_type, enabled, soft } => {
                let kind = rule_type.map(kind_of).transpose()?;
                let rule = self.rule_named(name)?;
                let facts = &mut self.state.affinity_rules[rule].facts;
                facts.kind = kind.unwrap_or(facts.kind);
                facts.enabled = enabled.unwrap_or(facts.enabled);
                facts.soft = soft.unwrap_or(facts.soft);
                rule
            }
            Call::RemoveAffinityRule { name } => {
                let rule = self.rule_named(name)?;
                self.state.affinity_rules.remove(rule);
                self.rules_changed(name, "was removed");
                return Ok(Told::nothing());
            }
            Call::ChangeAffinityRule { name, roles, volumes, remove } => {
                let rule = self.rule_named(name)?;
                let roles = self.roles_of_names(roles.as_deref().unwrap_or_default())?;
                let volumes = self.volumes_of_names(volumes.as_deref().unwrap_or_default())?;
                let facts = &mut self.state.affinity_rules[rule].facts;
                change(&mut facts.roles, &roles, *remove);
                change(&mut facts.volumes, &volumes, *remove);
                rule
            }
            _ => return Err(TwinError::NotModelled { what: format!("{call:?}") }),
        };
        let name = self.state.affinity_rules[rule].facts.name.clone();
        self.rules_changed(&name, "was changed");
        told(&[rule_view(&self.state.affinity_rules[rule])])
    }

    fn create_rule(&mut self, name: &str, rule_type: u32) -> Answer<usize> {
        let kind = kind_of(rule_type)?;
        if name.is_empty() {
            return Err(TwinError::Property { property: "name".to_owned(), value: "nothing".to_owned() });
        }
        if self.rule_named(name).is_ok() {
            return Err(Refusal::Conflict { name: name.to_owned(), code: ALREADY_EXISTS }.into());
        }
        let (roles, volumes) = (Vec::new(), Vec::new());
        let facts = AffinityRule { name: name.to_owned(), kind, roles, volumes, enabled: true, soft: false };
        self.state.affinity_rules.push(AffinityRecord { facts, roles: Vec::new() });
        Ok(self.state.affinity_rules.len() - 1)
    }

    /// What is known of the rules is brought up to date.
    fn rules_changed(&mut self, name: &str, what: &str) {
        self.state.resolve_affinity();
        self.revision += 1;
        self.log_cluster(None, format!("the affinity rule {name} {what}"));
    }

    fn rule_named(&self, name: &str) -> Answer<usize> {
        let found = self.state.affinity_rules.iter().position(|rule| same_name(&rule.facts.name, name));
        found.ok_or_else(|| {
            Refusal::ThingNotFound { kind: "affinity rule", name: name.to_owned(), code: NOT_FOUND }.into()
        })
    }

    fn roles_of_names(&self, names: &[RoleName]) -> Answer<Vec<RoleName>> {
        names.iter().map(|name| Ok(self.state.roles[self.role_named(name)?].name.clone())).collect()
    }

    fn volumes_of_names(&self, names: &[String]) -> Answer<Vec<String>> {
        let known: Vec<String> = self.shared_volume_views().into_iter().map(|volume| volume.name).collect();
        let found = names.iter().map(|name| {
            known.iter().find(|volume| same_name(volume, name)).cloned().ok_or_else(|| {
                Refusal::ThingNotFound { kind: "shared volume", name: name.clone(), code: RESOURCE_NOT_FOUND }.into()
            })
        });
        found.collect()
    }

    pub(super) fn affinity_rule_views(&self) -> Vec<AffinityRuleView> {
        self.state.affinity_rules.iter().map(rule_view).collect()
    }

    pub(super) fn group_set_views(&self) -> Vec<GroupSetView> {
        let sets = self.state.group_sets.iter().map(|set| &set.facts);
        let view = sets.map(|set| GroupSetView {
            name: set.name.clone(),
            groups: set.roles.clone(),
            providers: set.provider_sets.clone(),
            startup_delay_seconds: set.startup_delay_seconds,
            startup_delay_trigger: match set.startup_setting {
                Some(StartupSetting::Delay) => 1,
                Some(StartupSetting::Online) | None => 2,
            },
            startup_count: set.startup_count.unwrap_or(u32::MAX),
            is_global: set.is_global.unwrap_or(false),
            reserve_spare_node: set.reserve_spare_node.unwrap_or(false),
        });
        view.collect()
    }
}

/// Puts names into a list, where they are not in it, or takes them out.
fn change<T: Clone + PartialEq>(list: &mut Vec<T>, names: &[T], remove: bool) {
    if remove {
        list.retain(|one| !names.contains(one));
        return;
    }
    for name in names {
        if !list.contains(name) {
            list.push(name.clone());
        }
    }
}

fn rule_view(rule: &AffinityRecord) -> AffinityRuleView {
    let facts = &rule.facts;
    AffinityRuleView {
        name: facts.name.clone(),
        rule_type: number_of(facts.kind),
        groups: facts.roles.clone(),
        volumes: facts.volumes.clone(),
        enabled: facts.enabled,
        soft: facts.soft,
    }
}

/// `RuleType`.
const fn number_of(kind: AffinityKind) -> u32 {
    match kind {
        AffinityKind::SameFaultDomain => 1,
        AffinityKind::SameNode => 2,
        AffinityKind::DifferentFaultDomain => 3,
        AffinityKind::DifferentNode => 4,
    }
}

fn kind_of(rule_type: u32) -> Answer<AffinityKind> {
    Ok(match rule_type {
        1 => AffinityKind::SameFaultDomain,
        2 => AffinityKind::SameNode,
        3 => AffinityKind::DifferentFaultDomain,
        4 => AffinityKind::DifferentNode,
        other => return Err(TwinError::Property { property: "ruleType".to_owned(), value: other.to_string() }),
    })
}
