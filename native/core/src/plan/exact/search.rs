//! Tries every placement, the hardest items first, and leaves out what can't differ from what was tried.
//!
//! Two nodes that are equal in everything are one choice, and equal items are placed in the order of the nodes; both
//! keep the placement whose list of nodes is the smallest, so that they never exclude each other's. A branch ends
//! where the memory that is still free in gaps large enough is less than what is still to be placed.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::problem::{Item, Problem};
use super::state::State;
use crate::model::NodeSet;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) enum Outcome {
    /// A node for each item, in the order of the items.
    Found(Vec<usize>),
    /// There is none: all were tried, which took so many steps.
    None(u64),
    /// The steps ran out.
    OutOfSteps,
}

/// What is known of a problem before the search begins.
struct Plan<'p, 'w, 'i> {
    problem: &'p Problem<'w, 'i>,
    /// The items, the hardest first.
    order: Vec<usize>,
    /// By place in the order: whether the item equals the one before.
    equals_last: Vec<bool>,
    /// By place in the order: memory from here on, and the least of an item that takes any.
    rest: Vec<(u64, u64)>,
    /// Nodes with the same number take the same items; empty where nodes can't be exchanged.
    kinds: Vec<u32>,
}

/// A choice that has been made, and those that are left.
struct Frame {
    left: Vec<usize>,
    at: Option<usize>,
}

/// Looks for a placement in at most `steps` steps and takes those that it needed off them.
pub(in crate::plan) fn search(problem: &Problem<'_, '_>, steps: &mut u64) -> Outcome {
    let plan = Plan::new(problem);
    let mut state = State::new(problem);
    let begun = *steps;
    let mut frames: Vec<Frame> = Vec::with_capacity(plan.order.len());
    loop {
        let depth = frames.len();
        if depth == plan.order.len() {
            let mut nodes = vec![0; plan.order.len()];
            for (index, frame) in plan.order.iter().zip(&frames) {
                nodes[*index] = frame.at.unwrap_or_default();
            }
            return Outcome::Found(nodes);
        }
        let before = frames.last().and_then(|frame| frame.at);
        frames.push(Frame { left: plan.choices(&state, depth, before), at: None });
        loop {
            let depth = frames.len();
            let Some(frame) = frames.last_mut() else { return Outcome::None(begun - *steps) };
            let item = &problem.items[plan.order[depth - 1]];
            if let Some(node) = frame.at.take() {
                state.take(item, node);
            }
            let Some(node) = frame.left.pop() else {
                frames.pop();
                continue;
            };
            if *steps == 0 {
                return Outcome::OutOfSteps;
            }
            *steps -= 1;
            if state.put(item, node) {
                frame.at = Some(node);
                break;
            }
        }
    }
}

impl<'p, 'w, 'i> Plan<'p, 'w, 'i> {
    fn new(problem: &'p Problem<'w, 'i>) -> Self {
        let mut domains: HashMap<NodeSet, u32> = HashMap::new();
        let mut number = |domain: &NodeSet| {
            let next = u32::try_from(domains.len()).unwrap_or(u32::MAX);
            *domains.entry(*domain).or_insert(next)
        };
        let items = &problem.items;
        let mut order: Vec<(_, usize)> = items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let single = item.domain.len() > 1 || item.home.is_some();
                let size = (Reverse(item.memory_mib), item.domain.len(), number(&item.domain));
                ((single, size, item.running, item.processors, item.home.is_some()), index)
            })
            .collect();
        order.sort_unstable();
        let equals_last = (0..order.len())
            .map(|place| {
                place > 0 && order[place].0 == order[place - 1].0 && {
                    is_plain(&items[order[place].1]) && is_plain(&items[order[place - 1].1])
                }
            })
            .collect();
        let order: Vec<usize> = order.into_iter().map(|(_, index)| index).collect();
        let mut rest = vec![(0, u64::MAX); order.len() + 1];
        for (place, index) in order.iter().enumerate().rev() {
            let (sum, least) = rest[place + 1];
            let memory = items[*index].memory_mib;
            rest[place] = (sum + memory, if memory > 0 { least.min(memory) } else { least });
        }
        let kinds = kinds(problem, domains.keys());
        Self { problem, order, equals_last, rest, kinds }
    }

    /// The nodes to try for an item, the most promising last.
    fn choices(&self, state: &State<'_, '_, '_>, depth: usize, before: Option<usize>) -> Vec<usize> {
        let item = &self.problem.items[self.order[depth]];
        if self.is_hopeless(state, depth) {
            return Vec::new();
        }
        let least = if self.equals_last[depth] { before.unwrap_or(0) } else { 0 };
        let mut nodes: Vec<usize> = item.domain.iter().filter(|node| *node >= least).collect();
        if !self.kinds.is_empty() {
            let mut seen: Vec<usize> = Vec::new();
            nodes.retain(|node| {
                let equal = |other: &usize| {
                    self.kinds[*other] == self.kinds[*node] && state.hosts[*other] == state.hosts[*node]
                };
                let new = item.home == Some(*node) || !seen.iter().any(equal);
                if new {
                    seen.push(*node);
                }
                new
            });
        }
        // The tightest fit first, home before that; the last of the list is tried first.
        nodes.sort_by_key(|node| {
            let free = state.hosts[*node].free_mib();
            (item.home == Some(*node), Reverse(free), Reverse(*node))
        });
        nodes
    }

    /// Whether the gaps that take any of the items that are left hold less than these need.
    fn is_hopeless(&self, state: &State<'_, '_, '_>, depth: usize) -> bool {
        let (needed, least) = self.rest[depth];
        // A node over its limit may keep what it has, so that its gap says nothing of the items that stay.
        if needed == 0 || (self.problem.aside && self.kinds.is_empty()) {
            return false;
        }
        let gaps = self.problem.open.iter().map(|node| state.hosts[node].free_mib()).filter(|free| *free >= least);
        gaps.sum::<u64>() < needed
    }
}

/// Whether nothing but its size and its domain decides where an item goes.
fn is_plain(item: &Item) -> bool {
    item.home.is_none() && item.members.len() == 1 && item.members.iter().all(|member| member.locks.is_empty())
}

/// Numbers for nodes that take the same items; none where a rule between roles or a node over its limit tells nodes
/// apart that are otherwise equal.
fn kinds<'d>(problem: &Problem<'_, '_>, domains: impl Iterator<Item = &'d NodeSet>) -> Vec<u32> {
    let over = |node: usize| problem.aside && problem.room_mib(node) > free_of_settled(problem, node);
    let slots_over = |node: usize| {
        problem.aside && {
            let (running, processors) = problem.layout.slots_used(node);
            running > crate::plan::world::RUNNING_PER_HOST_MAX
                || processors > crate::plan::world::PROCESSORS_PER_HOST_MAX
        }
    };
    let locked = problem.items.iter().flat_map(|item| &item.members).any(|member| !member.locks.is_empty());
    if locked || problem.open.iter().any(|node| over(node) || slots_over(node)) {
        return Vec::new();
    }
    let mut domains: Vec<&NodeSet> = domains.collect();
    domains.sort_unstable_by_key(|domain| domain.iter().collect::<Vec<usize>>());
    let mut numbers: HashMap<Vec<bool>, u32> = HashMap::new();
    (0..problem.bins.len())
        .map(|node| {
            let row: Vec<bool> = domains.iter().map(|domain| domain.contains(node)).collect();
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(row).or_insert(next)
        })
        .collect()
}

fn free_of_settled(problem: &Problem<'_, '_>, node: usize) -> u64 {
    let bin = &problem.bins[node];
    bin.capacity_mib.saturating_sub(bin.load_mib)
}
