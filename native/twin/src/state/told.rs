//! What somebody is told who asks again and again: a run asks before each of its steps, and few of 8,000 roles have
//! moved meanwhile.

use rolling_upgrade_core::model::{Inventory, NodeSet, Timestamp};
use rolling_upgrade_core::rules::Places;

use super::save::{nodes, save, save_around, tell_again};
use super::{RoleRecord, State};
use crate::ids::MachineId;

/// An inventory of the state, with its places.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) inventory: Inventory,
    pub(crate) places: Places,
    /// The members, in the order of the inventory.
    members: Vec<MachineId>,
}

/// The state as [`save`] tells it, out of what was told of it before: only those roles are told anew that were written
/// to since.
pub(crate) fn save_again(state: &mut State, now: Timestamp, told: Option<Told>) -> Told {
    let (changes, machines) = (state.roles.take_changes(), state.machines.take_changes());
    let count = state.roles.iter().count();
    let members = state.members.clone();
    let numbers = Numbers::new(&members);
    let Some(mut told) = told.filter(|told| !changes.is_all() && told.inventory.roles.len() == count) else {
        let inventory = save(state, now);
        let places = numbers.places(state, &inventory);
        return Told { inventory, places, members };
    };
    let same_members = members == told.members;
    let roles = state.roles.iter().zip(&mut told.inventory.roles).enumerate();
    for (place, ((_, record), role)) in roles.filter(|(_, ((id, _), _))| changes.holds(id.index())) {
        tell_again(state, record, role);
        if same_members {
            told.places.renew(place, role, numbers.of(record.owner), numbers.possible(record));
        }
    }
    let unchanged = |machine: MachineId| same_members && !machines.holds(machine.index());
    let nodes = nodes(state, std::mem::take(&mut told.inventory.nodes), unchanged);
    let inventory = save_around(state, now, nodes, told.inventory.roles);
    let places = if same_members { told.places } else { numbers.places(state, &inventory) };
    Told { inventory, places, members }
}

/// The places of machines among the members.
struct Numbers {
    numbers: Vec<Option<usize>>,
    everywhere: NodeSet,
}

impl Numbers {
    fn new(members: &[MachineId]) -> Self {
        let mut numbers = vec![None; members.iter().map(|member| member.index() + 1).max().unwrap_or_default()];
        for (number, member) in members.iter().enumerate() {
            numbers[member.index()] = Some(number);
        }
        Self { numbers, everywhere: NodeSet::first(members.len()) }
    }

    fn of(&self, machine: MachineId) -> Option<usize> {
        self.numbers.get(machine.index()).copied().flatten()
    }

    fn possible(&self, record: &RoleRecord) -> NodeSet {
        if record.possible.is_empty() {
            return self.everywhere;
        }
        record.possible.iter().filter_map(|machine| self.of(*machine)).collect()
    }

    /// The places of all roles of an inventory of the state.
    fn places(&self, state: &State, inventory: &Inventory) -> Places {
        let mut places = Places::with_room(inventory.nodes.len(), inventory.roles.len());
        // Neighbours mostly have the same list, which is then read once.
        let mut last: (&[MachineId], NodeSet) = (&[], self.everywhere);
        for ((_, record), role) in state.roles.iter().zip(&inventory.roles) {
            if record.possible != last.0 {
                last = (&record.possible, self.possible(record));
            }
            places.add(role, self.of(record.owner), last.1);
        }
        places
    }
}
