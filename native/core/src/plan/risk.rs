//! What is at risk while a node is out: room, votes, and the roles that one more failure would stop.

use super::Risk;
use super::layout::Layout;
use super::packing::Packing;
use super::quorum::{Voter, votes};
use super::world::World;

/// The failure that would be worst.
pub(super) struct WorstFailure {
    /// The node that fails; `None` where no failure stops a role.
    pub(super) node: Option<usize>,
    /// Roles that run now and would find no room.
    pub(super) stopped: Vec<u32>,
}

/// The risk in a layout with these members.
pub(super) fn risk(world: &World<'_>, layout: &Layout, members: &[Voter], worst: &WorstFailure) -> Risk {
    let votes = votes(members, &world.inventory.cluster.quorum);
    let mut stopped = worst.stopped.clone();
    stopped.sort_unstable();
    Risk {
        headroom_mib: layout.open.iter().map(|node| layout.free_mib(world, node)).sum(),
        votes: votes.present,
        votes_needed: votes.needed,
        survives_one_more_failure: votes.survives_one_more_failure,
        stopped_by_one_more_failure: stopped.into_iter().map(|role| world.role(role).name.clone()).collect(),
    }
}

/// Finds the node whose failure would stop the most roles, then the most memory.
pub(super) fn worst_failure(world: &World<'_>, layout: &Layout) -> WorstFailure {
    let mut worst = WorstFailure { node: None, stopped: Vec::new() };
    let mut worst_memory = 0;
    for node in layout.open.iter() {
        let stopped = Packing::failure(world, layout, node).homeless();
        let memory = stopped.iter().map(|role| world.roles[*role as usize].memory_mib).sum();
        if (stopped.len(), memory) > (worst.stopped.len(), worst_memory) {
            worst = WorstFailure { node: Some(node), stopped };
            worst_memory = memory;
        }
    }
    worst
}
