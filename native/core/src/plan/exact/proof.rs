//! Why there is no placement, in a form that a person can follow.

use std::collections::BTreeSet;

use super::problem::{Item, Member, Problem};
use super::search::{Outcome, search};
use crate::model::NodeSet;

/// Sets of nodes that are looked at; further ones are left to the search.
const SETS_MAX: usize = 64;
/// Sizes of roles that are looked at in a set of nodes.
const SIZES_MAX: usize = 64;
/// Items up to which a search that found nothing is repeated with fewer of them.
const SHRINK_MAX: usize = 48;
/// Steps of one of these repetitions.
const SHRINK_STEPS: u64 = 5_000;

/// What of a node ran short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) enum Resource {
    Memory,
    Running,
    Processors,
}

/// Why there is no placement. Items are positions in the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) enum Finding {
    /// No node takes this item, even if nothing else had to be placed.
    Alone(usize),
    /// These items need more than these nodes have.
    Sum { resource: Resource, items: Vec<usize>, nodes: NodeSet, needed: u64, room: u64 },
    /// Each of these items takes at least so much memory, and these nodes have a place of that size only so often.
    Pigeonhole { items: Vec<usize>, size_mib: u64, places: Vec<(usize, u64)> },
    /// A rule keeps roles apart that need so many nodes or fault domains, and there are only so many.
    Apart { lock: u16, items: Vec<usize>, needed: usize, places: usize },
    /// Every way of placing these items was tried in so many steps.
    Exhausted { items: Vec<usize>, steps: u64 },
}

/// The cheapest of all reasons: all nodes together have less than is needed.
pub(in crate::plan) fn prove_by_sums(problem: &Problem<'_, '_>) -> Option<Finding> {
    sum(problem, &problem.open)
}

/// The first simple reason why a problem has no placement; `None` says nothing.
pub(in crate::plan) fn prove(problem: &Problem<'_, '_>) -> Option<Finding> {
    if let Some(alone) = problem.items.iter().position(|item| fits_nowhere(problem, item)) {
        return Some(Finding::Alone(alone));
    }
    let sets = sets(problem);
    sets.iter()
        .find_map(|set| sum(problem, set))
        .or_else(|| apart(problem))
        .or_else(|| sets.iter().find_map(|set| pigeonhole(problem, set)))
}

fn fits_nowhere(problem: &Problem<'_, '_>, item: &Item) -> bool {
    // A node over its limit takes nothing that comes, whatever it may keep.
    let free = |node: usize| {
        let bin = &problem.bins[node];
        let kept: u64 = item.members.iter().filter(|member| member.from == node).map(|member| member.memory_mib).sum();
        let comes = item.memory_mib > kept;
        !comes || item.memory_mib <= bin.capacity_mib.saturating_sub(bin.load_mib)
    };
    let fits = |node: usize| {
        free(node)
            && u64::from(item.running) <= problem.room_running(node)
            && u64::from(item.processors) <= problem.room_processors(node)
    };
    item.home.is_none() && !item.domain.iter().any(fits)
}

/// The sets of nodes that some item is bound to, the smallest first, and all open nodes.
fn sets(problem: &Problem<'_, '_>) -> Vec<NodeSet> {
    let mut found: Vec<NodeSet> = Vec::new();
    for item in &problem.items {
        if found.len() < SETS_MAX && !found.contains(&item.domain) {
            found.push(item.domain);
        }
    }
    found.sort_by_key(NodeSet::len);
    if !found.contains(&problem.open) {
        found.push(problem.open);
    }
    found
}

/// Items that have to be within a set of nodes.
fn within<'p>(problem: &'p Problem<'_, '_>, set: &'p NodeSet) -> impl Iterator<Item = (usize, &'p Item)> {
    problem.items.iter().enumerate().filter(|(_, item)| set.covers(&item.domain))
}

fn sum(problem: &Problem<'_, '_>, set: &NodeSet) -> Option<Finding> {
    let need = |amount: fn(&Item) -> u64| within(problem, set).map(|(_, item)| amount(item)).sum::<u64>();
    let resources = [
        (Resource::Memory, need(|item| item.memory_mib), set.iter().map(|node| problem.room_mib(node)).sum::<u64>()),
        (
            Resource::Running,
            need(|item| u64::from(item.running)),
            set.iter().map(|node| problem.room_running(node)).sum::<u64>(),
        ),
        (
            Resource::Processors,
            need(|item| u64::from(item.processors)),
            set.iter().map(|node| problem.room_processors(node)).sum::<u64>(),
        ),
    ];
    let (resource, needed, room) = resources.into_iter().find(|(_, needed, room)| needed > room)?;
    let takes = |item: &Item| match resource {
        Resource::Memory => item.memory_mib > 0,
        Resource::Running | Resource::Processors => item.running > 0,
    };
    let items = within(problem, set).filter(|(_, item)| takes(item)).map(|(index, _)| index).collect();
    Some(Finding::Sum { resource, items, nodes: *set, needed, room })
}

fn pigeonhole(problem: &Problem<'_, '_>, set: &NodeSet) -> Option<Finding> {
    let mut items: Vec<(u64, usize)> = within(problem, set).map(|(index, item)| (item.memory_mib, index)).collect();
    items.retain(|(memory, _)| *memory > 0);
    items.sort_unstable_by_key(|(memory, index)| (std::cmp::Reverse(*memory), *index));
    let rooms: Vec<(usize, u64)> = set.iter().map(|node| (node, problem.room_mib(node))).collect();
    let (mut sizes, mut last) = (0, None);
    for (place, (size, _)) in items.iter().enumerate() {
        // The last of each size has all that are as large or larger before it.
        let ends = items.get(place + 1).is_none_or(|(next, _)| next < size);
        if !ends || last == Some(*size) {
            continue;
        }
        (sizes, last) = (sizes + 1, Some(*size));
        if sizes > SIZES_MAX {
            return None;
        }
        let holds: u64 = rooms.iter().map(|(_, room)| room / size).sum();
        if (place as u64) < holds {
            continue;
        }
        let places = rooms.iter().map(|(node, room)| (*node, room / size)).collect();
        let items = items.iter().take(place + 1).map(|(_, index)| *index).collect();
        return Some(Finding::Pigeonhole { items, size_mib: *size, places });
    }
    None
}

/// Roles that a rule keeps apart: each that comes needs a place of its own, and those that are there keep as many
/// places as they have.
fn apart(problem: &Problem<'_, '_>) -> Option<Finding> {
    let locks = problem.locks.iter().enumerate().filter(|(_, lock)| lock.apart);
    locks.filter_map(|(lock, _)| u16::try_from(lock).ok()).find_map(|lock| {
        let bears = |item: &Item| bearing(item, lock).next().is_some();
        let items: Vec<(usize, &Item)> = problem.items.iter().enumerate().filter(|(_, item)| bears(item)).collect();
        let comes = |item: &Item| bearing(item, lock).any(|member| !problem.open.contains(member.from));
        let settled = problem.settled.iter().filter(|(own, _)| *own == lock).map(|(_, node)| *node);
        // What is on an open node may stay there, also in an item that as a whole can't.
        let stay = items.iter().filter(|(_, item)| !comes(item)).flat_map(|(_, item)| bearing(item, lock));
        let homes = stay.map(|member| member.from);
        let kept: BTreeSet<usize> = settled.chain(homes).map(|node| problem.place(lock, node)).collect();
        let reach = items.iter().flat_map(|(_, item)| item.domain.iter()).map(|node| problem.place(lock, node));
        let places = reach.chain(kept.iter().copied()).collect::<BTreeSet<usize>>().len();
        let needed = kept.len() + items.iter().filter(|(_, item)| comes(item)).count();
        let items = items.iter().map(|(index, _)| *index).collect();
        (needed > places).then_some(Finding::Apart { lock, items, needed, places })
    })
}

fn bearing(item: &Item, lock: u16) -> impl Iterator<Item = &Member> {
    item.members.iter().filter(move |member| member.locks.contains(&lock))
}

/// Makes a search that found nothing into a reason with as few items as it needs.
pub(in crate::plan) fn shrink(problem: &mut Problem<'_, '_>, tried: u64) -> Finding {
    let mut last = tried;
    if problem.items.len() <= SHRINK_MAX {
        let mut by_size: Vec<(u64, u32)> =
            problem.items.iter().map(|item| (item.memory_mib, item.members[0].role)).collect();
        by_size.sort_unstable();
        for (_, role) in by_size {
            let Some(place) = problem.items.iter().position(|item| item.members[0].role == role) else { continue };
            let item = problem.items.remove(place);
            let mut steps = SHRINK_STEPS;
            match search(problem, &mut steps) {
                Outcome::None(steps) => last = steps,
                Outcome::Found(_) | Outcome::OutOfSteps => problem.items.insert(place, item),
            }
        }
    }
    prove(problem).unwrap_or_else(|| Finding::Exhausted { items: (0..problem.items.len()).collect(), steps: last })
}
