//! Where roles are and may be: found once, for all questions about an inventory.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Inventory, NodeName, NodeSet, Role};

/// Which node owns each role and which may, by their places in an inventory, and what each role takes.
///
/// Whoever asks again and again about a cluster that he numbers himself keeps it up to date without a look at a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The owners of the roles; absent where the owner is no node of the inventory.
    pub(super) owners: Vec<Option<usize>>,
    /// The nodes that may own each role.
    pub(super) possible: Vec<NodeSet>,
    /// What each role takes on its owner.
    loads: Vec<Load>,
    /// The roles of each node, in ascending order.
    of_nodes: Vec<Vec<usize>>,
}

/// What a role takes on its owner: of a VM that is running or paused its memory, without the overhead, and its virtual
/// processors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Load {
    pub(crate) running: bool,
    pub(crate) memory_mib: u64,
    pub(crate) processors: u32,
}

impl Load {
    fn of(role: &Role) -> Self {
        let running = role.virtual_machine.as_ref().filter(|machine| machine.state.takes_memory());
        let processors = running.map_or(0, |machine| machine.processors);
        Self { running: running.is_some(), memory_mib: role.memory_mib(), processors }
    }
}

impl Places {
    /// The places of an inventory.
    #[must_use]
    pub fn of(inventory: &Inventory) -> Self {
        let mut index = Index::new(inventory);
        let everywhere = NodeSet::first(inventory.nodes.len());
        // Neighbours mostly have the same list, which is then read once.
        let mut last: (&[NodeName], NodeSet) = (&[], everywhere);
        let mut places = Self::with_room(inventory.nodes.len(), inventory.roles.len());
        for role in &inventory.roles {
            let names = role.possible_owners.as_slice();
            if names != last.0 {
                let listed = names.iter().filter_map(|name| index.of(name)).collect();
                last = (names, if names.is_empty() { everywhere } else { listed });
            }
            places.add(role, index.of(&role.owner), last.1);
        }
        places
    }

    /// The places of so many nodes, without roles yet and with room for so many.
    #[must_use]
    pub fn with_room(nodes: usize, roles: usize) -> Self {
        Self {
            owners: Vec::with_capacity(roles),
            possible: Vec::with_capacity(roles),
            loads: Vec::with_capacity(roles),
            of_nodes: vec![Vec::new(); nodes],
        }
    }

    /// Adds the next role: the place of its owner, where that is a node, and of the nodes that may own it.
    pub fn add(&mut self, role: &Role, owner: Option<usize>, possible: NodeSet) {
        if let Some(roles) = owner.and_then(|owner| self.of_nodes.get_mut(owner)) {
            roles.push(self.owners.len());
        }
        self.owners.push(owner);
        self.possible.push(possible);
        self.loads.push(Load::of(role));
    }

    /// Takes over what changed of the role at a place; nothing where there is none.
    pub fn renew(&mut self, place: usize, role: &Role, owner: Option<usize>, possible: NodeSet) {
        let places = (self.owners.get_mut(place), self.possible.get_mut(place), self.loads.get_mut(place));
        let (Some(known_owner), Some(known_possible), Some(load)) = places else { return };
        (*known_possible, *load) = (possible, Load::of(role));
        let before = std::mem::replace(known_owner, owner);
        if before == owner {
            return;
        }
        if let Some(roles) = before.and_then(|owner| self.of_nodes.get_mut(owner)) {
            roles.retain(|role| *role != place);
        }
        if let Some(roles) = owner.and_then(|owner| self.of_nodes.get_mut(owner)) {
            let behind = roles.partition_point(|role| *role < place);
            roles.insert(behind, place);
        }
    }

    /// The owner of each role that has one, and what the role takes there.
    pub(crate) fn loads(&self) -> impl Iterator<Item = (usize, Load)> {
        self.owners.iter().zip(&self.loads).filter_map(|(owner, load)| Some(((*owner)?, *load)))
    }

    /// The roles of a node, in ascending order.
    pub(crate) fn of_node(&self, node: usize) -> &[usize] {
        self.of_nodes.get(node).map_or(&[], Vec::as_slice)
    }
}

/// Finds nodes by name: by exact spelling first, which nearly always hits and needs no folding.
struct Index<'a> {
    spelled: HashMap<&'a str, usize>,
    folded: BTreeMap<&'a NodeName, usize>,
}

impl<'a> Index<'a> {
    fn new(inventory: &'a Inventory) -> Self {
        let named = || inventory.nodes.iter().enumerate();
        Self {
            spelled: named().map(|(index, node)| (node.name.as_str(), index)).collect(),
            folded: named().map(|(index, node)| (&node.name, index)).collect(),
        }
    }

    fn of(&mut self, name: &'a NodeName) -> Option<usize> {
        if let Some(node) = self.spelled.get(name.as_str()) {
            return Some(*node);
        }
        let node = self.folded.get(name).copied()?;
        self.spelled.insert(name.as_str(), node);
        Some(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    #[test]
    fn what_is_renewed_is_what_is_found_anew() {
        let mut fixture = Fixture::usual();
        for node in 1..=4 {
            fixture.vm(&format!("vm{node}"), node);
        }
        let mut places = Places::of(&fixture.inventory);
        let place = fixture.inventory.roles.len() - 3;
        let role = &mut fixture.inventory.roles[place];
        (role.owner, role.possible_owners) = ("N4".into(), vec!["n4".into(), "elsewhere".into()]);
        role.virtual_machine.as_mut().unwrap().memory.assigned_mib += 1;
        assert_ne!(places, Places::of(&fixture.inventory));
        places.renew(place, &fixture.inventory.roles[place], Some(3), [3].into_iter().collect());
        assert_eq!(places, Places::of(&fixture.inventory));
        assert_eq!(places.of_node(3).last(), Some(&(place + 2)));
    }

    #[test]
    fn an_owner_that_is_no_node_has_no_place() {
        let mut fixture = Fixture::usual();
        fixture.vm("lost", 1).owner = "elsewhere".into();
        let mut places = Places::of(&fixture.inventory);
        let place = fixture.inventory.roles.len() - 1;
        assert_eq!(places.owners.last(), Some(&None));
        fixture.inventory.roles[place].owner = "n1".into();
        places.renew(place, &fixture.inventory.roles[place], Some(0), places.possible[place]);
        assert_eq!(places, Places::of(&fixture.inventory));
    }
}
