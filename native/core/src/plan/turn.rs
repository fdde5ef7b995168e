//! Empties one node: a destination for each of its roles.
//!
//! A role that goes to an upgraded node stays there, so that it moves once. Where none has room it waits on a node
//! that has its turn later and moves again with it. Where no node at all has room, room is made by moving one smaller
//! VM aside, and where that is not enough all placements are searched. Destinations are found for the largest first,
//! as they are the hardest to place; roles that an affinity rule keeps on one node go as one.

use std::ops::Add;

use super::Placement;
use super::follow::bring_along;
use super::layout::{Fit, Layout, drawn};
use super::price::Price;
use super::rescue::rescue;
use super::world::World;
use crate::model::NodeSet;

/// One move of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) role: u32,
    pub(super) from: u16,
    pub(super) to: u16,
    pub(super) why: Why,
}

/// Why a role goes where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// To an upgraded node, where it stays.
    Upgraded,
    /// To an upgraded node that its preferred owners name.
    UpgradedPreferred,
    /// To its first owner, which is upgraded.
    Home,
    /// To a node that is here for the upgrade only.
    Temporary,
    /// To an old node, as no node is upgraded yet.
    Waits,
    /// To an old node, as no upgraded one may own it.
    ShutOut,
    /// To an old node, as no upgraded one has room.
    Overflow,
    /// Aside, so that another role finds room.
    MakesRoom { r#for: u32 },
    /// From another old node, as a rule keeps it together with a role that leaves.
    Follows,
    /// From another old node, as an upgraded one has room now and may not have it later.
    Early,
    /// Back to a preferred owner.
    Preferred,
    /// To a node that is nearly empty.
    Fills,
    /// Off a node that the balancer would find too full.
    Relieves,
    /// Away from another member of its anti-affinity class.
    Separates,
}

/// A role that has no destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stuck {
    pub(super) role: u32,
}

struct Attempt {
    moves: Vec<Move>,
    /// Moves that don't take a role from an old node to an upgraded one, and so are paid for beside those that do.
    extra: Price,
    stuck: Option<u32>,
}

/// Moves every role off `node`, which is closed already, and says how.
///
/// # Errors
/// The first role that has no destination; the layout is then as it was before.
pub(super) fn empty_node(
    world: &World<'_>,
    layout: &mut Layout,
    node: usize,
    waiting: Fit<'_>,
) -> Result<Vec<Move>, Stuck> {
    let mut roles = layout.residents[node].clone();
    roles.sort_unstable_by_key(|role| (std::cmp::Reverse(world.roles[*role as usize].memory_mib), *role));
    let mut best = attempt(world, layout, node, &roles, Fit::Spread, waiting);
    let upgraded = !layout.upgraded.and(&layout.open).is_empty();
    if best.stuck.is_some() || (best.extra != Price::default() && upgraded) {
        undo(world, layout, &best.moves);
        let tight = attempt(world, layout, node, &roles, Fit::Tight, Fit::Tight);
        let key = |attempt: &Attempt| (attempt.stuck.is_some(), attempt.extra.key(world.policy.minimize));
        if key(&tight) < key(&best) {
            best = tight;
        } else {
            undo(world, layout, &tight.moves);
            redo(world, layout, &best.moves);
        }
    }
    match best.stuck {
        None => Ok(best.moves),
        Some(role) => {
            undo(world, layout, &best.moves);
            // What one move aside does not solve, several may.
            rescue(world, layout, node).ok_or(Stuck { role })
        }
    }
}

/// Moves every role off `node` in one way, with what the moves cost beside the last one of each role.
pub(super) fn empty_by(
    world: &World<'_>,
    layout: &mut Layout,
    node: usize,
    (fit, waiting): (Fit<'_>, Fit<'_>),
) -> Option<(Vec<Move>, Price)> {
    let mut roles = layout.residents[node].clone();
    match fit {
        Fit::Drawn(number) if number % 2 == 1 => roles.sort_unstable_by_key(|role| drawn(number, *role, node)),
        _ => roles.sort_unstable_by_key(|role| (std::cmp::Reverse(world.roles[*role as usize].memory_mib), *role)),
    }
    let tried = attempt(world, layout, node, &roles, fit, waiting);
    if tried.stuck.is_none() {
        return Some((tried.moves, tried.extra));
    }
    undo(world, layout, &tried.moves);
    None
}

/// Takes moves back, the last first.
pub(super) fn undo(world: &World<'_>, layout: &mut Layout, moves: &[Move]) {
    for step in moves.iter().rev() {
        layout.relocate(world, step.role, usize::from(step.from));
    }
}

/// Makes moves again.
pub(super) fn redo(world: &World<'_>, layout: &mut Layout, moves: &[Move]) {
    for step in moves {
        layout.relocate(world, step.role, usize::from(step.to));
    }
}

fn attempt(
    world: &World<'_>,
    layout: &mut Layout,
    node: usize,
    roles: &[u32],
    fit: Fit<'_>,
    waiting: Fit<'_>,
) -> Attempt {
    let mut result = Attempt { moves: Vec::with_capacity(roles.len()), extra: Price::default(), stuck: None };
    for role in roles {
        if usize::from(layout.owner[*role as usize]) != node {
            // It went with another that has to be where it is.
            continue;
        }
        let unit: Vec<u32> = match world.group_of(role) {
            [_] => vec![*role],
            group => group.iter().copied().filter(|role| usize::from(layout.owner[*role as usize]) == node).collect(),
        };
        if let Some(fixed) = unit.iter().find(|role| world.roles[**role as usize].fixed.is_some()) {
            result.stuck = Some(*fixed);
            return result;
        }
        let upgraded = destinations(world, layout, &unit).and(&layout.upgraded);
        if world.is_bound(*role)
            && layout.choose_for_all(world, &unit, &upgraded, &NodeSet::default(), fit).is_none()
            && let Some(along) = bring_along(world, layout, *role, node, fit)
        {
            result.moves.extend(along);
            continue;
        }
        let Some((to, why)) = destination(world, layout, &mut result.moves, &unit, (fit, waiting)) else {
            result.stuck = Some(*role);
            return result;
        };
        for role in unit {
            push(world, layout, &mut result.moves, role, to, why);
        }
    }
    debug_assert!(layout.residents[node].is_empty());
    let settled = layout.settled(world);
    let settles = |step: &&Move| !layout.upgraded.contains(step.from.into()) && settled.contains(step.to.into());
    let others = result.moves.iter().filter(|step| !settles(step));
    result.extra = others.map(|step| Price::of(world, step.role)).fold(Price::default(), Add::add);
    result
}

/// Where a role goes, with those that have to be on its node: to an upgraded node, else to one that waits for its
/// turn, else to one where another makes room.
fn destination(
    world: &World<'_>,
    layout: &mut Layout,
    moves: &mut Vec<Move>,
    unit: &[u32],
    (fit, waiting): (Fit<'_>, Fit<'_>),
) -> Option<(usize, Why)> {
    let role = *unit.first()?;
    let wished = wishes(world, role);
    let allowed = destinations(world, layout, unit);
    let temporary = allowed.and(&world.temporary());
    let upgraded = allowed.and(&layout.upgraded).without(&temporary);
    if let Some(to) = layout.choose_for_all(world, unit, &upgraded, &wished, fit) {
        return Some((to, upgraded_reason(world, role, to, &wished)));
    }
    if let Some(to) = layout.choose_for_all(world, unit, &temporary, &NodeSet::default(), fit) {
        return Some((to, Why::Temporary));
    }
    let old = allowed.without(&layout.upgraded);
    if let Some(to) = layout.choose_for_all(world, unit, &old, &NodeSet::default(), waiting) {
        return Some((to, if upgraded.is_empty() { shut_out_reason(layout) } else { waiting_reason(layout) }));
    }
    let (aside, to) = make_room(world, layout, role, &allowed).filter(|_| unit.len() == 1)?;
    go_aside(world, layout, moves, aside);
    Some((to, if layout.upgraded.contains(to) { Why::Upgraded } else { waiting_reason(layout) }))
}

/// Open nodes that may own each of these roles and hold the others that they have to be with.
pub(super) fn destinations(world: &World<'_>, layout: &Layout, unit: &[u32]) -> NodeSet {
    unit.iter().fold(layout.open, |nodes, role| {
        let nodes = nodes.and(&layout.allowed(world, *role));
        if world.is_bound(*role) { nodes.and(&layout.with_others(world, *role)) } else { nodes }
    })
}

/// Moves a role aside. One that has moved in this turn already goes to its new place at once, where everything that
/// moves in between still finds its room.
fn go_aside(world: &World<'_>, layout: &mut Layout, moves: &mut Vec<Move>, aside: Move) {
    let Some(place) = moves.iter().rposition(|step| step.role == aside.role) else {
        layout.relocate(world, aside.role, usize::from(aside.to));
        moves.push(aside);
        return;
    };
    let before = moves[place];
    let why = match before.why {
        Why::MakesRoom { .. } => aside.why,
        _ if layout.upgraded.contains(usize::from(aside.to)) => Why::Upgraded,
        _ => waiting_reason(layout),
    };
    let joined = Move { from: before.from, why, ..aside };
    let tail = moves.split_off(place);
    undo(world, layout, &tail);
    let stays = joined.from == joined.to;
    for at in 0..if stays { 1 } else { tail.len() } {
        let mut tried = tail[1..].to_vec();
        if !stays {
            tried.insert(at, joined);
        }
        if make(world, layout, &tried) {
            moves.extend(tried);
            return;
        }
    }
    // Something that came to the room that it left has to be there before it goes on.
    redo(world, layout, &tail);
    layout.relocate(world, aside.role, usize::from(aside.to));
    moves.extend(tail);
    moves.push(aside);
}

/// Makes moves where each finds its room when its turn comes; else the layout is as it was before.
fn make(world: &World<'_>, layout: &mut Layout, moves: &[Move]) -> bool {
    for (made, step) in moves.iter().enumerate() {
        let to = usize::from(step.to);
        if !layout.has_room(world, step.role, to) {
            undo(world, layout, &moves[..made]);
            return false;
        }
        layout.relocate(world, step.role, to);
    }
    true
}

pub(super) fn waiting_reason(layout: &Layout) -> Why {
    if layout.upgraded.and(&layout.open).is_empty() { Why::Waits } else { Why::Overflow }
}

/// Why a role that no upgraded node may own goes to an old one.
fn shut_out_reason(layout: &Layout) -> Why {
    if layout.upgraded.and(&layout.open).is_empty() { Why::Waits } else { Why::ShutOut }
}

/// Moves a role and keeps the move.
pub(super) fn push(world: &World<'_>, layout: &mut Layout, moves: &mut Vec<Move>, role: u32, to: usize, why: Why) {
    let from = layout.owner[role as usize];
    layout.relocate(world, role, to);
    moves.push(Move { role, from, to: layout.owner[role as usize], why });
}

/// Upgraded nodes that are better than others for a role, at the same price.
pub(super) fn wishes(world: &World<'_>, role: u32) -> NodeSet {
    let facts = &world.roles[role as usize];
    match world.placement {
        Placement::Restore => [facts.owner].into_iter().collect(),
        Placement::Balanced | Placement::Fewest => facts.preferred.iter().map(|node| usize::from(*node)).collect(),
    }
}

pub(super) fn upgraded_reason(world: &World<'_>, role: u32, to: usize, wished: &NodeSet) -> Why {
    if world.roles[role as usize].owner == to {
        Why::Home
    } else if wished.contains(to) {
        Why::UpgradedPreferred
    } else {
        Why::Upgraded
    }
}

/// Finds a node on which moving one VM aside makes room for `role`, and where that VM goes: the smallest that does.
fn make_room(world: &World<'_>, layout: &Layout, role: u32, allowed: &NodeSet) -> Option<(Move, usize)> {
    let facts = &world.roles[role as usize];
    let mut best: Option<(bool, u64, Move, usize)> = None;
    for node in allowed.iter() {
        if !layout.has_slots(facts.processors, node) || layout.forbidden(world, role, node).is_some() {
            continue;
        }
        let Some(missing) = layout.missing_mib(world, node, facts.memory_mib) else { continue };
        for aside in &layout.residents[node] {
            let other = &world.roles[*aside as usize];
            let key = (!layout.upgraded.contains(node), other.memory_mib);
            let worse = best.as_ref().is_some_and(|(old, memory, ..)| (*old, *memory) <= key);
            let moves = other.fixed.is_none() && !world.is_bound(*aside);
            if other.memory_mib < missing.max(1) || !moves || worse {
                continue;
            }
            let mut others = layout.allowed(world, *aside).and(&layout.open);
            others.remove(node);
            let Some(to) = layout.choose(world, *aside, &others, &layout.upgraded, Fit::Tight) else { continue };
            let (Ok(from), Ok(target)) = (u16::try_from(node), u16::try_from(to)) else { continue };
            let step = Move { role: *aside, from, to: target, why: Why::MakesRoom { r#for: role } };
            best = Some((key.0, key.1, step, node));
        }
    }
    best.map(|(_, _, step, node)| (step, node))
}
