//! The search for a course: which node goes when, so that each role moves as seldom as possible.
//!
//! Every VM of an old node makes one move to an upgraded node. Only the node that goes first has no upgraded node to
//! send its VMs to, so theirs is one move more: the fewest moves are all VMs plus those of the emptiest node. After
//! that, a node's VMs fit on upgraded nodes where the hardware is alike, as each upgraded node comes back empty.
//! A machine that joins before a node leaves takes that node's VMs for good: with one that holds the largest load each
//! VM moves once. One that is here for the upgrade only has to be emptied itself and saves no move, but room.

use std::ops::Add;

use super::concurrency::beside;
use super::deepen::deepen;
use super::layout::{Fit, Layout};
use super::obstacle::NoPlacement;
use super::price::Price;
use super::reserve::leave;
use super::steps::{steps_before_the_end, write_steps};
use super::turn::Move;
use super::world::World;
use super::{Placement, PlanError};
use crate::model::RoleKind;

/// First nodes that are tried before the best course so far is taken.
const FIRST_NODES_TRIED_MAX: usize = 8;

/// The turns of all nodes.
#[derive(Clone)]
pub(super) struct Course {
    pub(super) turns: Vec<Turn>,
    /// Nodes that are left to a later plan.
    pub(super) remaining: Vec<usize>,
    /// Where everything is afterwards.
    pub(super) layout: Layout,
    /// What its moves cost, and what no plan avoids once the first node is chosen.
    pub(super) price: Price,
    pub(super) unavoidable: Price,
}

/// Why there is no course, and how far it came.
pub(super) struct Refusal {
    pub(super) found: NoPlacement,
    /// The turns before the one that fails.
    pub(super) turns: Vec<Turn>,
}

/// One node's turn.
#[derive(Clone)]
pub(super) struct Turn {
    pub(super) node: usize,
    pub(super) moves: Vec<Move>,
    pub(super) why: TurnReason,
    /// VMs that the node had when its turn came, and their memory.
    pub(super) load: Price,
    /// The number of its wave, from 1; nodes of one wave are out at the same time.
    pub(super) wave: u32,
}

/// Why a node has its place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TurnReason {
    /// The policy's order says so.
    Ordered,
    /// It is the only node left.
    Last,
    /// It has the fewest VMs.
    Cheapest,
    /// New hardware stands ready for it, and it has about as few VMs as the emptiest.
    Replaced,
    /// It has the fewest VMs of those that don't own the core group.
    CheapestButCore,
    /// Another first node would have led to more moves in the end.
    FewerInTheEnd,
    /// It was here for the upgrade only.
    Temporary,
    /// Its VMs find room on upgraded nodes while another is out.
    Beside,
    /// Its VMs fit on upgraded nodes better than those of nodes with fewer VMs.
    Fits,
}

/// Finds the course with the fewest moves of VMs that it knows to find.
///
/// # Errors
/// [`PlanError::NoPlacement`] with the role that finds no node in the course that would have been the cheapest, and
/// [`PlanError::Cancelled`].
pub(super) fn find_course(world: &World<'_>, cancelled: &dyn Fn() -> bool) -> Result<Course, PlanError> {
    let start = Layout::initial(world);
    let remaining: Vec<usize> = (0..world.nodes.len()).filter(|node| world.nodes[*node].due).collect();
    let ordered: Vec<usize> = world.policy.node_order.iter().filter_map(|name| world.number(name)).collect();
    let ordered: Vec<usize> = ordered.into_iter().filter(|node| remaining.contains(node)).collect();
    if remaining.is_empty() {
        let price = Price::default();
        return Ok(Course { turns: Vec::new(), remaining, layout: start, price, unavoidable: price });
    }
    let (best, refused) = quick_courses(world, &start, &remaining, &ordered, cancelled)?;
    let deeper = deepen(world, &start, &ordered, best.as_ref(), cancelled)?;
    match (deeper.or(best), refused) {
        (Some(found), _) => Ok(found),
        (None, Some(refusal)) => Err(PlanError::NoPlacement(refusal.told(world))),
        (None, None) => Err(PlanError::Cancelled),
    }
}

/// The best of the quick ways, with each of the first nodes that are tried, and why the first that failed did.
fn quick_courses(
    world: &World<'_>,
    start: &Layout,
    remaining: &[usize],
    ordered: &[usize],
    cancelled: &dyn Fn() -> bool,
) -> Result<(Option<Course>, Option<Box<Refusal>>), PlanError> {
    let mut firsts = ranked(world, start, remaining, true);
    if !ordered.is_empty() || !start.settled(world).is_empty() {
        firsts.truncate(1);
    }
    firsts.truncate(FIRST_NODES_TRIED_MAX);
    let ranks = lateness(world, start, remaining);
    let (mut best, mut refused): (Option<Course>, Option<Box<Refusal>>) = (None, None);
    for (place, first) in firsts.iter().enumerate() {
        for waiting in [Fit::Spread, Fit::Late(&ranks)] {
            let order = Order { ordered, first: (ordered.is_empty()).then_some((*first, place > 0)) };
            if cancelled() {
                return Err(PlanError::Cancelled);
            }
            match course(world, start.clone(), remaining, &order, waiting) {
                Ok(found) if found.measure(world) == found.unavoidable.measure(world.policy.minimize) => {
                    // No other way with this first node is better; other first nodes may be.
                    return Ok((Some(best_of(world, best, found)), refused));
                }
                Ok(found) => best = Some(best_of(world, best, found)),
                Err(refusal) => {
                    refused.get_or_insert(refusal);
                }
            }
        }
    }
    Ok((best, refused))
}

/// Whether a quick way finds a course whose steps can be written.
pub(super) fn is_feasible(world: &World<'_>, cancelled: &dyn Fn() -> bool) -> bool {
    let start = Layout::initial(world);
    let remaining: Vec<usize> = (0..world.nodes.len()).filter(|node| world.nodes[*node].due).collect();
    let ordered: Vec<usize> = world.policy.node_order.iter().filter_map(|name| world.number(name)).collect();
    let ordered: Vec<usize> = ordered.into_iter().filter(|node| remaining.contains(node)).collect();
    let level = world.inventory.cluster.functional_level;
    match quick_courses(world, &start, &remaining, &ordered, cancelled) {
        Ok((Some(course), _)) => write_steps(world, &course, &[], level).is_ok(),
        _ => remaining.is_empty(),
    }
}

impl Refusal {
    /// The refusal with the step at which the plan would fail.
    fn told(self, world: &World<'_>) -> Box<NoPlacement> {
        let mut found = self.found;
        found.upgraded = self.turns.iter().map(|turn| world.name_after(turn.node).clone()).collect();
        let out: Vec<usize> = self.turns.iter().map(|turn| turn.node).collect();
        let remaining = (0..world.nodes.len()).filter(|node| world.nodes[*node].due && !out.contains(node));
        let price = Price::default();
        let course = Course {
            turns: self.turns,
            remaining: remaining.collect(),
            layout: Layout::initial(world),
            price,
            unavoidable: price,
        };
        found.step = steps_before_the_end(world, &course).map(|steps| steps + 1);
        Box::new(found)
    }
}

impl Course {
    /// What is asked for to be low.
    pub(super) fn measure(&self, world: &World<'_>) -> u64 {
        self.price.measure(world.policy.minimize)
    }
}

fn best_of(world: &World<'_>, best: Option<Course>, found: Course) -> Course {
    let key = |course: &Course| course.price.key(world.policy.minimize);
    match best {
        Some(best) if key(&best) <= key(&found) => best,
        _ => found,
    }
}

/// What decides the order: the policy, and the first node that is being tried.
struct Order<'a> {
    ordered: &'a [usize],
    first: Option<(usize, bool)>,
}

fn course(
    world: &World<'_>,
    mut layout: Layout,
    remaining: &[usize],
    order: &Order<'_>,
    waiting: Fit<'_>,
) -> Result<Course, Box<Refusal>> {
    let mut left = remaining.to_vec();
    let mut unavoidable = left.iter().map(|node| layout.price(world, *node)).fold(Price::default(), Add::add);
    let mut turns: Vec<Turn> = Vec::with_capacity(left.len());
    let most = match world.policy.stop_after_nodes {
        0 => usize::MAX,
        most => most as usize,
    };
    let mut wave = 0;
    while !left.is_empty() && turns.len() < most {
        wave += 1;
        let (node, why) = next_node(world, &layout, &left, turns.len(), order);
        let load = layout.price(world, node);
        if layout.settled(world).is_empty() && world.nodes[node].ahead.is_none() {
            unavoidable += load;
        }
        layout.close(world, node);
        let moves = match leave(world, &mut layout, node, waiting) {
            Ok(moves) => moves,
            Err(found) => return Err(Box::new(Refusal { found, turns })),
        };
        turns.push(Turn::new(node, moves, why, load, wave));
        left.retain(|other| *other != node);
        let mut out = vec![node];
        while turns.len() < most {
            let candidates = candidates(world, &layout, &left, order);
            let loads: Vec<Price> = candidates.iter().map(|node| layout.price(world, *node)).collect();
            let Some((node, moves)) = beside(world, &mut layout, &out, &candidates) else { break };
            let load = candidates.iter().zip(loads).find(|(other, _)| **other == node).map(|(_, load)| load);
            turns.push(Turn::new(node, moves, TurnReason::Beside, load.unwrap_or_default(), wave));
            left.retain(|other| *other != node);
            out.push(node);
        }
        out.into_iter().for_each(|node| layout.reopen(world, node));
    }
    for node in world.temporary().iter().filter(|_| left.is_empty()) {
        let load = layout.price(world, node);
        layout.close(world, node);
        wave += 1;
        match leave(world, &mut layout, node, waiting) {
            Ok(moves) => turns.push(Turn::new(node, moves, TurnReason::Temporary, load, wave)),
            Err(found) => return Err(Box::new(Refusal { found, turns })),
        }
    }
    let moves = turns.iter().flat_map(|turn| &turn.moves);
    let price = moves.map(|step| Price::of(world, step.role)).fold(Price::default(), Add::add);
    Ok(Course { turns, remaining: left, layout, price, unavoidable })
}

/// Nodes that may go out beside others, in their order; where the policy names one, only that.
fn candidates(world: &World<'_>, layout: &Layout, left: &[usize], order: &Order<'_>) -> Vec<usize> {
    match order.ordered.iter().find(|node| left.contains(node)) {
        Some(node) => vec![*node],
        None => ranked(world, layout, left, false),
    }
}

impl Turn {
    pub(super) fn new(node: usize, moves: Vec<Move>, why: TurnReason, load: Price, wave: u32) -> Self {
        Self { node, moves, why, load, wave }
    }
}

fn next_node(
    world: &World<'_>,
    layout: &Layout,
    left: &[usize],
    turn: usize,
    order: &Order<'_>,
) -> (usize, TurnReason) {
    if let Some(node) = order.ordered.iter().find(|node| left.contains(node)) {
        return (*node, TurnReason::Ordered);
    }
    let first = turn == 0 && layout.upgraded.is_empty();
    let ranked = ranked(world, layout, left, first);
    let node = match order.first {
        Some((node, _)) if turn == 0 => node,
        _ => ranked[0],
    };
    let count = |node: usize| layout.price(world, node).measure(world.policy.minimize);
    let fewest = left.iter().map(|node| count(*node)).min().unwrap_or(0);
    let why = if left.len() == 1 && turn > 0 {
        TurnReason::Last
    } else if turn == 0 && order.first.is_some_and(|(_, later)| later) {
        TurnReason::FewerInTheEnd
    } else if count(node) == fewest {
        TurnReason::Cheapest
    } else if world.nodes[node].replacement.is_some() {
        TurnReason::Replaced
    } else if first {
        TurnReason::CheapestButCore
    } else {
        TurnReason::Fits
    };
    (node, why)
}

/// Nodes by what their turn costs now, the cheapest first.
///
/// Where moves are not all that counts (any placement but `Fewest`), the owner of the core group does not go first,
/// and a node with a replacement goes before those with about as many VMs: one in ten, and one, more than the fewest.
pub(super) fn ranked(world: &World<'_>, layout: &Layout, left: &[usize], first: bool) -> Vec<usize> {
    let strict = world.placement == Placement::Fewest;
    let price = |node: usize| layout.price(world, node).key(world.policy.minimize);
    let core = core_owner(world);
    let shortages: Vec<(u32, u64)> = left.iter().map(|node| shortage(world, layout, *node, first)).collect();
    let least = shortages.iter().min().copied().unwrap_or_default();
    let comparable = left.iter().zip(&shortages).filter(|(_, shortage)| **shortage == least);
    let fewest = comparable.map(|(node, _)| price(*node).0).min().unwrap_or(0);
    let alike = if strict { fewest } else { fewest + fewest / 10 + 1 };
    let mut keys: Vec<_> = left
        .iter()
        .zip(shortages)
        .map(|(node, shortage)| {
            let (count, second) = price(*node);
            // The first new node takes the core group over when it joins, so its owner matters for the first turn only.
            let owns_core = first && core == Some(*node);
            let replaced = world.nodes[*node].replacement.is_some();
            let avoided = owns_core && !strict;
            (avoided, shortage, count.max(alike), !replaced, owns_core, count, second, *node)
        })
        .collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| key.7).collect()
}

/// VMs that no upgraded node may own, and memory that upgraded nodes lack for the rest: both would mean second moves.
fn shortage(world: &World<'_>, layout: &Layout, node: usize, first: bool) -> (u32, u64) {
    if first {
        return (0, 0);
    }
    let upgraded = layout.upgraded.and(&layout.open);
    let (mut shut_out, mut memory) = (0, 0_u64);
    for role in &layout.residents[node] {
        let facts = &world.roles[*role as usize];
        if !facts.is_virtual_machine {
            continue;
        }
        if world.classes[facts.class as usize].after.and(&upgraded).is_empty() {
            shut_out += 1;
        } else {
            memory += facts.memory_mib;
        }
    }
    let free: u64 = upgraded.iter().map(|node| layout.free_mib(world, node)).sum();
    (shut_out, memory.saturating_sub(free))
}

fn core_owner(world: &World<'_>) -> Option<usize> {
    let core = world.inventory.roles.iter().find(|role| role.kind == RoleKind::Cluster)?;
    world.number(&core.owner)
}

/// A rank for each node that says how late its turn will be about: the nodes that cost the most go last.
pub(super) fn lateness(world: &World<'_>, layout: &Layout, remaining: &[usize]) -> Vec<u32> {
    let mut by_load: Vec<usize> = remaining.to_vec();
    by_load.sort_unstable_by_key(|node| (layout.price(world, *node).key(world.policy.minimize), *node));
    let mut ranks = vec![0; layout.residents.len()];
    for (rank, node) in (0..).zip(by_load) {
        ranks[node] = rank;
    }
    ranks
}
