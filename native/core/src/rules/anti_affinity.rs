//! Anti-affinity classes and their members; shared by the rules on the wish and on its enforcement.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::model::RoleState;

/// Classes with the names of the roles in them that run, by the class's name without case.
pub(super) fn classes<'a>(facts: &Facts<'a>) -> BTreeMap<String, Vec<&'a str>> {
    let mut classes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for role in facts.inventory.roles.iter().filter(|role| role.state != RoleState::Offline) {
        for class in &role.anti_affinity_classes {
            classes.entry(class.to_lowercase()).or_default().push(role.name.as_str());
        }
    }
    classes.retain(|_, members| members.len() > 1);
    classes
}
