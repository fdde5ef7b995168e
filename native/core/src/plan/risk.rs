//! What is at risk while a node is out: room, votes, and the roles that one more failure would stop.

use super::Risk;
use super::exact::{self, Locks, Outcome, Problem, Question};
use super::layout::Layout;
use super::packing::Packing;
use super::quorum::{Voter, votes};
use super::world::World;

/// Roles of a cluster up to which a failure whose roles are not packed quickly is searched through, unless a reserve is
/// required: then it always is.
const SEARCHED_MAX: usize = 400;
/// Steps that the search takes for the failure of one node.
const STEPS_MAX: u64 = 2_000;

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
    let locks = Locks::new(world);
    for node in layout.open.iter() {
        let stopped = stopped_by(world, layout, &locks, node);
        let memory = stopped.iter().map(|role| world.roles[*role as usize].memory_mib).sum();
        if (stopped.len(), memory) > (worst.stopped.len(), worst_memory) {
            worst = WorstFailure { node: Some(node), stopped };
            worst_memory = memory;
        }
    }
    worst
}

/// Roles that would find no room if a node failed. Quickly packed where that succeeds, else searched through.
fn stopped_by(world: &World<'_>, layout: &Layout, locks: &Locks, node: usize) -> Vec<u32> {
    let homeless = Packing::failure(world, layout, node).homeless();
    let ruled: Vec<u32> = if world.ties.is_empty() {
        Vec::new()
    } else {
        let restarts = |role: &u32| locks.bind(*role) && world.roles[*role as usize].restarts;
        layout.residents[node].iter().copied().filter(restarts).collect()
    };
    if homeless.is_empty() && ruled.is_empty() {
        return homeless;
    }
    if world.roles.len() > SEARCHED_MAX && !world.policy.require_reserve {
        return if homeless.is_empty() { ruled } else { homeless };
    }
    let question = Question { failed: [node].into_iter().collect(), ..Question::default() };
    let problem = Problem::new(world, layout, locks, question, false);
    let mut steps = STEPS_MAX;
    let possible = exact::place(&problem).is_some()
        || (exact::prove(&problem).is_none() && matches!(exact::search(&problem, &mut steps), Outcome::Found(_)));
    match (possible, homeless.is_empty()) {
        (true, _) => Vec::new(),
        (false, true) => ruled,
        (false, false) => homeless,
    }
}
