//! Where each role was seen last: thousands of them at every look between two nodes.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize, Serializer};

use super::GroupObserved;
use crate::model::{NodeName, RoleName};

/// The owner of each role, in the order in which roles were seen first. A cluster mostly tells its roles in one order,
/// so each is looked for behind the one before it. In documents it is a map.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "BTreeMap<RoleName, NodeName>")]
pub(super) struct Owners {
    seen: Vec<(RoleName, NodeName)>,
    places: HashMap<RoleName, usize>,
}

impl Owners {
    /// Where a role was seen last.
    pub(super) fn get(&self, role: &RoleName) -> Option<&NodeName> {
        self.places.get(role).and_then(|place| self.seen.get(*place)).map(|(_, owner)| owner)
    }

    /// Takes over what was read.
    pub(super) fn see(&mut self, groups: &[GroupObserved]) {
        let mut next = 0;
        for group in groups {
            let place = match self.seen.get(next) {
                Some((name, _)) if *name == group.name => next,
                _ => self.place_of(&group.name, &group.owner),
            };
            if let Some((_, owner)) = self.seen.get_mut(place)
                && *owner != group.owner
            {
                owner.clone_from(&group.owner);
            }
            next = place + 1;
        }
    }

    /// The place of a role, which a new one gets at the end.
    fn place_of(&mut self, role: &RoleName, owner: &NodeName) -> usize {
        if let Some(place) = self.places.get(role) {
            return *place;
        }
        self.seen.push((role.clone(), owner.clone()));
        self.places.insert(role.clone(), self.seen.len() - 1);
        self.seen.len() - 1
    }
}

impl From<BTreeMap<RoleName, NodeName>> for Owners {
    fn from(owners: BTreeMap<RoleName, NodeName>) -> Self {
        let places = owners.keys().cloned().zip(0..).collect();
        Self { seen: owners.into_iter().collect(), places }
    }
}

impl Serialize for Owners {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sorted: BTreeMap<&RoleName, &NodeName> = self.seen.iter().map(|(role, owner)| (role, owner)).collect();
        serializer.collect_map(sorted)
    }
}

/// Two that name the same owners are the same, in whatever order the roles were seen.
impl PartialEq for Owners {
    fn eq(&self, other: &Self) -> bool {
        self.seen.len() == other.seen.len()
            && self.seen.iter().all(|(role, owner)| other.get(role).is_some_and(|known| known == owner))
    }
}

impl Eq for Owners {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RoleState;

    fn group(name: &str, owner: &str) -> GroupObserved {
        GroupObserved { name: name.into(), owner: owner.into(), state: RoleState::Online, queued: false }
    }

    #[test]
    fn the_last_owner_counts_in_whatever_order_roles_are_read() {
        let mut owners = Owners::default();
        owners.see(&[group("vm2", "n1"), group("vm1", "n1"), group("vm3", "n2")]);
        owners.see(&[group("VM1", "n3")]);
        owners.see(&[group("vm2", "n1"), group("vm4", "n4"), group("vm3", "n1")]);
        let found = |role: &str| owners.get(&role.into()).map(NodeName::as_str);
        assert_eq!(
            ["vm1", "vm2", "vm3", "vm4", "vm5"].map(found),
            [Some("n3"), Some("n1"), Some("n1"), Some("n4"), None]
        );
        let text = serde_json::to_string(&owners).unwrap();
        assert_eq!(text, r#"{"vm1":"n3","vm2":"n1","vm3":"n1","vm4":"n4"}"#);
        let again: Owners = serde_json::from_str(&text).unwrap();
        assert!(again == owners && again != Owners::default());
    }
}
