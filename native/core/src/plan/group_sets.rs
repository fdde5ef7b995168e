//! Group sets: roles whose set waits for another one start only once that one's roles are online.
//!
//! A live migration stops nothing and needs no order. What is offline for a moment on its way comes back only where its
//! providers are online, so it never travels at the same time as they do: they go first where there is room for that.
//! Source: "Set-ClusterGroupSet", "Add-ClusterGroupSetDependency" (learn.microsoft.com, FailoverClusters).

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::Migration;
use super::layout::Layout;
use super::schedule::keeps_the_limits;
use super::turn::Move;
use super::world::World;
use crate::model::{GroupSet, RoleName, RoleState, same_name};

/// For each role that stops on its way the others that do and that its sets wait for, also through other sets. Sets
/// that wait for themselves are left to the rule about them.
pub(super) fn waits(world: &World<'_>) -> HashMap<u32, Vec<u32>> {
    let sets = &world.inventory.group_sets;
    if sets.iter().all(|set| set.provider_sets.is_empty()) {
        return HashMap::new();
    }
    let stops = |role: &u32| {
        let facts = &world.roles[*role as usize];
        let on = if facts.is_virtual_machine { facts.running } else { world.role(*role).state == RoleState::Online };
        facts.migration != Migration::Live && !facts.is_volume && on
    };
    let roles = (0..).take(world.roles.len()).filter(stops);
    let numbers: HashMap<&RoleName, u32> = roles.map(|role| (&world.role(role).name, role)).collect();
    let members =
        |set: &GroupSet| -> Vec<u32> { set.roles.iter().filter_map(|name| numbers.get(name).copied()).collect() };
    let mut found: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for (place, set) in sets.iter().enumerate() {
        let Some(providers) = providers(sets, place) else { continue };
        let before: Vec<u32> = providers.iter().flat_map(|provider| members(&sets[*provider])).collect();
        for role in members(set) {
            found.entry(role).or_default().extend(before.iter().filter(|provider| **provider != role));
        }
    }
    found.into_iter().map(|(role, before)| (role, before.into_iter().collect())).collect()
}

/// The places of the sets that a set waits for, also through others; nothing where it waits for itself.
fn providers(sets: &[GroupSet], place: usize) -> Option<BTreeSet<usize>> {
    let mut seen = BTreeSet::new();
    let mut next = vec![place];
    while let Some(set) = next.pop() {
        for name in &sets[set].provider_sets {
            let known = (0..sets.len()).filter(|other| same_name(&sets[*other].name, name));
            next.extend(known.filter(|other| seen.insert(*other)));
        }
    }
    (!seen.contains(&place)).then_some(seen)
}

/// The moves with providers before those that wait for them, where every move still finds its room.
pub(super) fn in_order<'m>(world: &World<'_>, layout: &mut Layout, moves: &'m [Move]) -> Cow<'m, [Move]> {
    // Who waits through others waits for more roles than these do.
    let awaited = |step: &Move| world.waits.get(&step.role).map_or(0, Vec::len);
    if world.waits.is_empty() || moves.is_sorted_by_key(awaited) {
        return Cow::Borrowed(moves);
    }
    let mut ordered = moves.to_vec();
    ordered.sort_by_key(awaited);
    if keeps_the_limits(world, layout, ordered.iter()) { Cow::Owned(ordered) } else { Cow::Borrowed(moves) }
}
