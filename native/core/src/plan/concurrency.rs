//! Which nodes go out side by side: as many as room, votes and fault domains allow, and none that would cost a move.
//!
//! The first node goes alone, as the others trust it with their VMs. A node joins those that are out only if each of
//! its VMs finds room on an upgraded node at once, if the cluster survives one more failure by votes, if no role loses
//! the place that it would have after one more failure, and if all that are out are of one fault domain (or site, where
//! there are no domains). A node that leaves for good goes alone. With Storage Spaces Direct one node goes at a time,
//! as its disks are out with it.

use super::layout::Layout;
use super::quorum::{Voter, voters, votes};
use super::risk::worst_failure;
use super::turn::{Move, Why, empty_node, undo};
use super::world::World;

/// Nodes that are tried before a wave is taken as it is.
const TRIED_MAX: usize = 8;

/// How many nodes may be out at the same time, by the policy.
fn limit(world: &World<'_>) -> usize {
    match world.policy.max_concurrent_nodes {
        _ if world.inventory.storage.spaces_direct => 1,
        0 => world.nodes.len(),
        limit => limit as usize,
    }
}

/// Empties one more node beside those that are out, and says how; `candidates` come in their order.
pub(super) fn beside(
    world: &World<'_>,
    layout: &mut Layout,
    out: &[usize],
    candidates: &[usize],
) -> Option<(usize, Vec<Move>)> {
    let alone = |node: &usize| world.nodes[*node].leaves;
    if out.len() >= limit(world) || layout.settled(world).is_empty() || out.iter().any(alone) {
        return None;
    }
    let kept = worst_failure(world, layout).stopped.is_empty();
    candidates.iter().copied().take(TRIED_MAX).find_map(|node| {
        if !layout.open.contains(node) || alone(&node) || !one_domain(world, out, node) || !survives(world, out, node) {
            return None;
        }
        layout.open.remove(node);
        let moves = empty_node(world, layout, node, super::layout::Fit::Spread).unwrap_or_default();
        let settled = |step: &Move| {
            layout.settled(world).contains(usize::from(step.to)) && !matches!(step.why, Why::MakesRoom { .. })
        };
        let empty = layout.residents[node].is_empty();
        if empty && moves.iter().all(settled) && (!kept || worst_failure(world, layout).stopped.is_empty()) {
            return Some((node, moves));
        }
        undo(world, layout, &moves);
        layout.open.insert(node);
        None
    })
}

/// Whether all nodes that are out with `node` stand in its fault domain, or site.
fn one_domain(world: &World<'_>, out: &[usize], node: usize) -> bool {
    let nodes = &world.inventory.nodes;
    let domain = |node: usize| nodes[node].fault_domain.as_ref().or(nodes[node].site.as_ref());
    out.iter().all(|other| domain(*other) == domain(node))
}

/// Whether the cluster survives the loss of any one more node by its votes.
fn survives(world: &World<'_>, out: &[usize], node: usize) -> bool {
    let gone = |member: &Voter| out.iter().chain([&node]).any(|other| world.inventory.nodes[*other].id == member.id);
    let members: Vec<Voter> = voters(world.inventory, &[]).into_iter().filter(|member| !gone(member)).collect();
    votes(&members, &world.inventory.cluster.quorum).survives_one_more_failure
}
