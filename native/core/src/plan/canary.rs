//! Canaries: a few VMs of low priority that the first new node runs for a while before it takes more.
//!
//! They are VMs that the plan moves there anyway, from the node that goes next, so they cost no move; they only go
//! before that node is paused, and the rest waits until they have run for the time of the policy.

use super::Migration;
use super::turn::Move;
use super::world::World;

/// Parts the moves of the second turn into canaries and the rest, both in the order in which they are made.
pub(super) fn part(world: &World<'_>, moves: &[Move], first: usize) -> (Vec<Move>, Vec<Move>) {
    let wanted = world.policy.canary_virtual_machines as usize;
    let mut able: Vec<&Move> = moves
        .iter()
        .filter(|step| usize::from(step.to) == first)
        .filter(|step| {
            let facts = &world.roles[step.role as usize];
            facts.running && facts.migration == Migration::Live && !world.is_bound(step.role)
        })
        .collect();
    able.sort_by_key(|step| (world.role(step.role).priority, world.roles[step.role as usize].memory_mib, step.role));
    let chosen: Vec<u32> = able.into_iter().take(wanted).map(|step| step.role).collect();
    moves.iter().partition(|step| chosen.contains(&step.role))
}
