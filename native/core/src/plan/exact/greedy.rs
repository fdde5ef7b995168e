//! Places items one after the other, in a few ways that mostly succeed; what they do not find, the search may.

use std::cmp::Reverse;

use super::order::order;
use super::problem::{Item, Problem};
use super::state::State;
use crate::model::NodeSet;
use crate::plan::capacity::Sums;

/// One way of taking a node.
#[derive(Clone, Copy)]
enum Taste {
    /// The one with the most memory free: leaves a reserve everywhere.
    Spread,
    /// The one with the least: leaves large gaps for large roles.
    Tight,
}

/// A node for each item, in the order of the items; `None` where no way succeeded.
pub(in crate::plan) fn place(problem: &Problem<'_, '_>) -> Option<Vec<usize>> {
    let order = largest_first(problem);
    let mut choosy_first = order.clone();
    choosy_first.sort_by_key(|index| !is_choosy(problem, &problem.items[*index]));
    let mut fewest_first = order.clone();
    fewest_first.sort_by_key(|index| problem.items[*index].domain.len());
    [
        (&choosy_first, Taste::Spread),
        (&choosy_first, Taste::Tight),
        (&order, Taste::Tight),
        (&fewest_first, Taste::Tight),
    ]
    .into_iter()
    .find_map(|(order, taste)| attempt(problem, order, taste).map(|(nodes, _)| nodes))
}

/// Whether a place for everything is certain: the items find theirs, and beside them there is room for `rest`, roles
/// that may be on any node, however they are placed.
pub(in crate::plan) fn is_certain(problem: &Problem<'_, '_>, rest: &Sums) -> bool {
    let Some((nodes, state)) = attempt(problem, &largest_first(problem), Taste::Spread) else { return false };
    let hosts = problem.open.iter().map(|node| &state.hosts[node]);
    rest.certainly_fit(hosts.map(|host| (host.free_mib(), host.running, host.processors)))
        && order(problem, &nodes).is_some()
}

fn largest_first(problem: &Problem<'_, '_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..problem.items.len()).collect();
    order.sort_by_key(|index| Reverse(problem.items[*index].memory_mib));
    order
}

/// Whether not every node takes the item, or something else decides where it goes.
fn is_choosy(problem: &Problem<'_, '_>, item: &Item) -> bool {
    !item.domain.covers(&problem.open) || item.members.iter().any(|member| !member.locks.is_empty())
}

fn attempt<'p, 'w, 'i>(
    problem: &'p Problem<'w, 'i>,
    order: &[usize],
    taste: Taste,
) -> Option<(Vec<usize>, State<'p, 'w, 'i>)> {
    let mut state = State::new(problem);
    let mut nodes = vec![0; problem.items.len()];
    for index in order {
        let item = &problem.items[*index];
        nodes[*index] = put_best(problem, &mut state, item, taste)?;
    }
    Some((nodes, state))
}

fn put_best(problem: &Problem<'_, '_>, state: &mut State<'_, '_, '_>, item: &Item, taste: Taste) -> Option<usize> {
    if let Some(home) = item.home
        && state.put(item, home)
    {
        return Some(home);
    }
    let rank = |state: &State<'_, '_, '_>, node: usize| {
        let free = state.hosts[node].free_mib();
        let wish = is_unwished(problem, item, node);
        (wish, if matches!(taste, Taste::Spread) { Reverse(free) } else { Reverse(u64::MAX - free) }, node)
    };
    let mut rest = item.domain;
    // The best node nearly always takes it, so that the others need not be put in order.
    while let Some(node) = rest.iter().min_by_key(|node| rank(state, *node)) {
        if state.put(item, node) {
            return Some(node);
        }
        rest = rest.without(&[node].into_iter().collect::<NodeSet>());
    }
    None
}

/// Whether the node holds a role that this one should rather keep away from.
fn is_unwished(problem: &Problem<'_, '_>, item: &Item, node: usize) -> bool {
    item.members.iter().any(|member| {
        member.from != node
            && !problem.world.roles[member.role as usize].tags.is_empty()
            && problem.layout.conflicts(problem.world, member.role, node)
    })
}
