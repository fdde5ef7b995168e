//! Searches further where the quick ways miss the bound, or find no plan: other orders of the nodes, and other ways of
//! placing in each turn, with what can't be better left out.
//!
//! The search counts its work in roles that it looked at, so that it ends after the same choices everywhere. Small
//! clusters are searched widely, large ones hardly at all: there the quick ways are at the bound or close to it.

use std::ops::Add;

use super::bound::Bound;
use super::layout::{Fit, Layout};
use super::price::Price;
use super::reserve::leave;
use super::risk::worst_failure;
use super::search::{Course, Turn, TurnReason, lateness, ranked};
use super::turn::{Move, Why, empty_by, push, redo, undo};
use super::whole::find_whole;
use super::world::World;
use super::{Placement, PlanError};
use crate::generate::SplitMix64;
use crate::model::NodeSet;

/// Roles that may be looked at, in each of the two ways of searching.
const WORK_MAX: u64 = 150_000;
/// Roles of a cluster up to which a course that was found is searched for a better one.
const ROLES_MAX: usize = 1000;
/// The seed of what is drawn: the same for every cluster, so that a plan is a function of the cluster.
const SEED: u64 = 0x5eed;
/// What a turn counts for in which no quick way was found.
const STUCK_WORK: u64 = 500;

/// A course that is cheaper than `best`, or any course where there is none yet.
///
/// # Errors
/// [`PlanError::Cancelled`].
pub(super) fn deepen(
    world: &World<'_>,
    start: &Layout,
    ordered: &[usize],
    best: Option<&Course>,
    cancelled: &dyn Fn() -> bool,
) -> Result<Option<Course>, PlanError> {
    if !world.temporary().is_empty() || world.policy.max_concurrent_nodes != 1 || world.policy.stop_after_nodes != 0 {
        return Ok(None);
    }
    let minimize = world.policy.minimize;
    // Where moves are not all that counts, who goes first stays as it is.
    let first = best.filter(|_| world.placement != Placement::Fewest);
    let floor = match first {
        Some(course) => course.unavoidable.measure(minimize),
        None => Bound::of(world, |price| price.measure(minimize), None, &[]).total(),
    };
    let limit = best.map(|course| course.measure(world));
    if limit.is_some_and(|limit| limit <= floor) {
        return Ok(None);
    }
    if best.is_some() && world.roles.len() > ROLES_MAX {
        return Ok(None);
    }
    let left: Vec<usize> = (0..world.nodes.len()).filter(|node| world.nodes[*node].due).collect();
    let ranks = lateness(world, start, &left);
    let mut search = Deepening {
        world,
        ordered,
        first: first.and_then(|course| course.turns.first()).map(|turn| (turn.node, turn.why)),
        ranks: &ranks,
        cancelled,
        floor,
        limit,
        best: None,
        work: WORK_MAX,
        turns: Vec::with_capacity(left.len()),
    };
    search.go(&mut start.clone(), &left, Price::default())?;
    search.work = WORK_MAX;
    search.draw(start, &left)?;
    search.whole(start, &left)?;
    Ok(search.best)
}

struct Deepening<'a, 'w, 'i> {
    world: &'w World<'i>,
    ordered: &'a [usize],
    /// The node that goes first in any case, and why.
    first: Option<(usize, TurnReason)>,
    ranks: &'a [u32],
    cancelled: &'a dyn Fn() -> bool,
    /// What no plan goes below.
    floor: u64,
    /// What has to be undercut.
    limit: Option<u64>,
    best: Option<Course>,
    work: u64,
    turns: Vec<Turn>,
}

impl Deepening<'_, '_, '_> {
    fn go(&mut self, layout: &mut Layout, left: &[usize], paid: Price) -> Result<(), PlanError> {
        let world = self.world;
        if left.is_empty() {
            self.keep(layout.clone(), paid);
            return Ok(());
        }
        if (self.cancelled)() {
            return Err(PlanError::Cancelled);
        }
        let first = layout.settled(world).is_empty();
        let nodes = match self.given(left) {
            Some(node) => vec![node],
            None => ranked(world, layout, left, first),
        };
        // Whoever is first when nothing is upgraded sends its VMs to nodes that have to be emptied yet.
        let rest = left.iter().map(|node| layout.price(world, *node)).fold(Price::default(), Add::add);
        for node in nodes {
            let twice = first && world.nodes[node].ahead.is_none();
            let twice = if twice { layout.price(world, node) } else { Price::default() };
            if self.is_hopeless(paid + rest + twice) {
                continue;
            }
            self.turn(layout, left, node, paid)?;
        }
        Ok(())
    }

    /// The node whose turn it is in any case.
    fn given(&self, left: &[usize]) -> Option<usize> {
        let first = self.first.map(|(node, _)| node).filter(|_| self.turns.is_empty());
        first.or_else(|| self.ordered.iter().copied().find(|node| left.contains(node)))
    }

    /// Whether a course that costs so much at least is no better than what is known, or the work is used up.
    fn is_hopeless(&self, least: Price) -> bool {
        let least = least.measure(self.world.policy.minimize);
        self.work == 0 || self.limit.is_some_and(|limit| least >= limit || limit <= self.floor)
    }

    fn turn(&mut self, layout: &mut Layout, left: &[usize], node: usize, paid: Price) -> Result<(), PlanError> {
        let world = self.world;
        let load = layout.price(world, node);
        let others: Vec<usize> = left.iter().copied().filter(|other| *other != node).collect();
        let cheapest = is_cheapest(world, layout, left, node);
        let mut seen = Vec::new();
        for waiting in [Fit::Late(self.ranks), Fit::Spread, Fit::Tight] {
            if self.work == 0 {
                return Ok(());
            }
            self.work = self.work.saturating_sub(layout.residents[node].len() as u64 + 1);
            let before = (layout.upgraded, layout.open);
            layout.close(world, node);
            let Ok(moves) = leave(world, layout, node, waiting) else {
                (layout.upgraded, layout.open) = before;
                self.work = self.work.saturating_sub(STUCK_WORK);
                continue;
            };
            if !seen.contains(&moves) {
                let price = moves.iter().map(|step| Price::of(world, step.role)).fold(paid, Add::add);
                let wave = u32::try_from(self.turns.len()).unwrap_or(u32::MAX) + 1;
                let why = self.reason(left, node, cheapest);
                self.turns.push(Turn::new(node, moves.clone(), why, load, wave));
                layout.reopen(world, node);
                self.go(layout, &others, price)?;
                self.turns.pop();
            }
            undo(world, layout, &moves);
            (layout.upgraded, layout.open) = before;
            seen.push(moves);
        }
        Ok(())
    }

    /// Courses whose orders and places are drawn, one after the other, from a fixed seed.
    fn draw(&mut self, start: &Layout, left: &[usize]) -> Result<(), PlanError> {
        let mut random = SplitMix64::new(SEED);
        while self.work > 0 && self.limit.is_none_or(|limit| limit > self.floor) {
            if (self.cancelled)() {
                return Err(PlanError::Cancelled);
            }
            self.turns.clear();
            self.draw_one(&mut random, start.clone(), left.to_vec());
        }
        Ok(())
    }

    fn draw_one(&mut self, random: &mut SplitMix64, mut layout: Layout, mut left: Vec<usize>) {
        let world = self.world;
        let mut paid = Price::default();
        while !left.is_empty() {
            let rest = left.iter().map(|node| layout.price(world, *node)).fold(Price::default(), Add::add);
            if self.is_hopeless(paid + rest) {
                return;
            }
            let node = match self.given(&left) {
                Some(node) => node,
                None => left[usize::try_from(random.below(left.len() as u64)).unwrap_or_default()],
            };
            let (load, why) =
                (layout.price(world, node), self.reason(&left, node, is_cheapest(world, &layout, &left, node)));
            self.work = self.work.saturating_sub(layout.residents[node].len() as u64 + 1);
            layout.close(world, node);
            let early = self.early(random, &mut layout, &left);
            let ways = (Fit::Drawn(random.next()), Fit::Drawn(random.next()));
            let drawn = empty_by(world, &mut layout, node, ways);
            let kept =
                |layout: &Layout| !world.policy.require_reserve || worst_failure(world, layout).stopped.is_empty();
            let Some((moves, _)) = drawn.filter(|_| kept(&layout)) else {
                self.work = self.work.saturating_sub(STUCK_WORK / 10);
                return;
            };
            let moves = [early, moves].concat();
            paid = moves.iter().map(|step| Price::of(world, step.role)).fold(paid, Add::add);
            let wave = u32::try_from(self.turns.len()).unwrap_or(u32::MAX) + 1;
            self.turns.push(Turn::new(node, moves, why, load, wave));
            layout.reopen(world, node);
            left.retain(|other| *other != node);
        }
        if !self.is_hopeless(paid) {
            self.keep(layout, paid);
        }
    }

    /// A course found as a whole, where what has been found may not be the cheapest.
    fn whole(&mut self, start: &Layout, left: &[usize]) -> Result<(), PlanError> {
        if self.limit.is_some_and(|limit| limit <= self.floor) {
            return Ok(());
        }
        if (self.cancelled)() {
            return Err(PlanError::Cancelled);
        }
        self.turns.clear();
        let is_order = |order: &[usize]| {
            let first = self.first.is_none_or(|(node, _)| order.first() == Some(&node));
            let rest = order.iter().filter(|node| self.first.is_none_or(|(first, _)| first != **node));
            let wanted = self.ordered.iter().filter(|node| self.first.is_none_or(|(first, _)| first != **node));
            first && wanted.zip(rest).all(|(wanted, node)| wanted == node)
        };
        let Some(found) = find_whole(self.world, start, left, &is_order, self.limit) else { return Ok(()) };
        let (world, mut layout, mut left, mut paid) = (self.world, start.clone(), left.to_vec(), Price::default());
        for (wave, (node, moves)) in (1..).zip(found) {
            let (load, cheapest) = (layout.price(world, node), is_cheapest(world, &layout, &left, node));
            let why = self.reason(&left, node, cheapest);
            layout.close(world, node);
            redo(world, &mut layout, &moves);
            layout.reopen(world, node);
            left.retain(|other| *other != node);
            paid = moves.iter().map(|step| Price::of(world, step.role)).fold(paid, Add::add);
            self.turns.push(Turn::new(node, moves, why, load, wave));
        }
        self.keep(layout, paid);
        Ok(())
    }

    /// Now and then a VM of a node that has its turn later goes to an upgraded node already.
    fn early(&self, random: &mut SplitMix64, layout: &mut Layout, left: &[usize]) -> Vec<Move> {
        let world = self.world;
        let mut moves = Vec::new();
        if layout.upgraded.and(&layout.open).is_empty() {
            return moves;
        }
        for _ in 0..random.below(3) {
            let node = left[usize::try_from(random.below(left.len() as u64)).unwrap_or_default()];
            let residents = &layout.residents[node];
            if residents.is_empty() || !layout.open.contains(node) {
                continue;
            }
            let role = residents[usize::try_from(random.below(residents.len() as u64)).unwrap_or_default()];
            let fixed = world.roles[role as usize].fixed.is_some() || !world.roles[role as usize].is_virtual_machine;
            let upgraded = layout.allowed(world, role).and(&layout.open).and(&layout.upgraded);
            let fit = Fit::Drawn(random.next());
            if let Some(to) = layout.choose(world, role, &upgraded, &NodeSet::default(), fit)
                && !fixed
                && !world.is_bound(role)
            {
                push(world, layout, &mut moves, role, to, Why::Early);
            }
        }
        moves
    }

    fn keep(&mut self, layout: Layout, price: Price) {
        let course = Course { turns: self.turns.clone(), remaining: Vec::new(), layout, price, unavoidable: price };
        self.limit = Some(course.measure(self.world));
        self.best = Some(course);
    }

    fn reason(&self, left: &[usize], node: usize, cheapest: bool) -> TurnReason {
        match left {
            _ if self.turns.is_empty() && self.first.is_some() => {
                self.first.map_or(TurnReason::Cheapest, |(_, why)| why)
            }
            _ if self.ordered.contains(&node) => TurnReason::Ordered,
            [_] => TurnReason::Last,
            _ if cheapest => TurnReason::Cheapest,
            _ => TurnReason::FewerInTheEnd,
        }
    }
}

fn is_cheapest(world: &World<'_>, layout: &Layout, left: &[usize], node: usize) -> bool {
    let measure = |node: usize| layout.price(world, node).measure(world.policy.minimize);
    left.iter().all(|other| measure(node) <= measure(*other))
}
