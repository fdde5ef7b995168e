//! The ways that roles may take through all turns of one order of the nodes.
//!
//! A way says on which node a role is while each node of the order is out. Roles that are equal in what nodes may own
//! them and in where they begin have the same ways.

use super::problem::Locks;
use crate::model::NodeSet;
use crate::plan::layout::Layout;
use crate::plan::price::Price;
use crate::plan::ties::TieKind;
use crate::plan::world::{PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX, World};

/// Roles that move together, or one alone.
pub(super) struct Unit {
    pub(super) roles: Vec<u32>,
    pub(super) owner: usize,
    pub(super) memory_mib: u64,
    /// What one move of all of them costs, by what the policy wants to be little.
    pub(super) price: u64,
    pub(super) locks: Vec<u16>,
    /// Units of one kind have the same ways.
    pub(super) kind: usize,
}

/// The roles of a cluster as units, and how many kinds of them there are.
pub(super) struct Units {
    pub(super) units: Vec<Unit>,
    /// A unit of each kind.
    kinds: Vec<usize>,
}

/// What nodes can do while one of them is out.
pub(super) struct Moment {
    open: NodeSet,
    pub(super) capacity_mib: Vec<u64>,
    /// By kind: the nodes that units may come to.
    allowed: Vec<NodeSet>,
}

/// The places of a unit, turn by turn, and how often it moves.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) places: Vec<usize>,
    pub(super) moves: u64,
}

impl Units {
    /// The units of a cluster; `None` where a limit is broken already, as such a one may stay as it is and that is not
    /// looked at here, or where so much runs that the limits of a host count.
    pub(super) fn of(world: &World<'_>, locks: &Locks, start: &Layout) -> Option<Self> {
        let (mut running, mut processors) = (0, 0_u32);
        for facts in world.roles.iter().filter(|facts| facts.running) {
            running += 1;
            processors = processors.saturating_add(facts.processors);
        }
        let parted = world.ties.iter().filter(|tie| tie.kind == TieKind::SameDomain).any(|tie| {
            let mut domains = tie.members.iter().map(|role| world.domains[world.roles[*role as usize].owner]);
            domains.next().is_some_and(|first| domains.any(|other| other != first))
        });
        let over = |node: usize| start.capacity_mib(world, node).is_none_or(|mib| start.used_mib[node] > mib);
        let broken = (0..)
            .zip(&world.roles)
            .any(|(role, facts)| facts.fixed.is_some() || start.forbidden(world, role, facts.owner).is_some());
        if running > RUNNING_PER_HOST_MAX || processors > PROCESSORS_PER_HOST_MAX || broken || parted {
            return None;
        }
        let alone = (0..u32::try_from(world.roles.len()).ok()?).filter(|role| !world.grouped.contains_key(role));
        let mut found = Self { units: Vec::new(), kinds: Vec::new() };
        let mut keys: Vec<(usize, Vec<u32>)> = Vec::new();
        for roles in world.groups.iter().cloned().chain(alone.map(|role| vec![role])) {
            let facts = |role: &u32| &world.roles[*role as usize];
            let owner = facts(roles.first()?).owner;
            let mut own: Vec<u16> =
                roles.iter().flat_map(|role| locks.own.get(role).into_iter().flatten()).copied().collect();
            own.sort_unstable();
            let apart_inside = own.windows(2).any(|pair| pair[0] == pair[1] && locks.locks[usize::from(pair[0])].apart);
            if apart_inside || roles.iter().any(|role| facts(role).owner != owner) {
                return None;
            }
            own.dedup();
            let mut classes: Vec<u32> = roles.iter().map(|role| facts(role).class).collect();
            classes.sort_unstable();
            classes.dedup();
            let key = (owner, classes);
            let kind = keys.iter().position(|known| *known == key).unwrap_or(keys.len());
            if kind == keys.len() {
                keys.push(key);
                found.kinds.push(found.units.len());
            }
            found.units.push(Unit {
                owner,
                memory_mib: roles.iter().map(|role| facts(role).memory_mib).sum(),
                price: roles.iter().map(|role| Price::of(world, *role).measure(world.policy.minimize)).sum(),
                locks: own,
                kind,
                roles,
            });
        }
        (0..world.nodes.len()).all(|node| start.residents[node].is_empty() || !over(node)).then_some(found)
    }

    /// What the nodes can do, turn by turn of an order.
    pub(super) fn moments(&self, world: &World<'_>, start: &Layout, order: &[usize]) -> Vec<Moment> {
        let mut layout = start.clone();
        let moments = order.iter().map(|node| {
            layout.close(world, *node);
            let allowed = self.kinds.iter().map(|unit| {
                let roles = self.units[*unit].roles.iter();
                roles.fold(layout.open, |nodes, role| nodes.and(&layout.allowed(world, *role)))
            });
            let capacity = |node| layout.capacity_mib(world, node).unwrap_or(0);
            let moment = Moment {
                open: layout.open,
                capacity_mib: (0..world.nodes.len()).map(capacity).collect(),
                allowed: allowed.collect(),
            };
            layout.reopen(world, *node);
            moment
        });
        moments.collect()
    }

    /// By kind: how often each unit moves at least; `None` where one has no way.
    pub(super) fn least(&self, moments: &[Moment]) -> Option<Vec<u64>> {
        let owner = |unit: &usize| self.units[*unit].owner;
        (0..).zip(&self.kinds).map(|(kind, unit)| needed(moments, kind)[0][owner(unit)]).collect()
    }

    /// The ways of a kind with at most so many moves, those with the fewest first.
    pub(super) fn ways(&self, moments: &[Moment], kind: usize, moves_max: u64) -> Vec<Way> {
        let needed = needed(moments, kind);
        let mut found = Vec::new();
        let mut places = Vec::with_capacity(moments.len());
        extend((moments, kind, &needed), self.units[self.kinds[kind]].owner, moves_max, &mut places, &mut found);
        for way in &mut found {
            way.moves = moves_max - way.moves;
        }
        found.sort_by_key(|way| way.moves);
        found
    }
}

/// By turn and node: how often a unit that is there when the turn begins moves from then on; `None`: it can't go on.
fn needed(moments: &[Moment], kind: usize) -> Vec<Vec<Option<u64>>> {
    let nodes = moments.first().map_or(0, |moment| moment.capacity_mib.len());
    let mut needed = vec![vec![Some(0); nodes]; moments.len() + 1];
    for (turn, moment) in moments.iter().enumerate().rev() {
        let moved = moment.allowed[kind].iter().filter_map(|to| needed[turn + 1][to]).min().map(|rest| rest + 1);
        let (before, after) = needed.split_at_mut(turn + 1);
        for (node, (least, rest)) in before[turn].iter_mut().zip(&after[0]).enumerate() {
            let stays = rest.filter(|_| moment.open.contains(node));
            *least = stays.into_iter().chain(moved).min();
        }
    }
    needed
}

/// Adds all ways that go on from a node with at most `left` moves; each keeps the moves that it did not use.
fn extend(
    of: (&[Moment], usize, &[Vec<Option<u64>>]),
    at: usize,
    left: u64,
    places: &mut Vec<usize>,
    found: &mut Vec<Way>,
) {
    let (moments, kind, needed) = of;
    let turn = places.len();
    let Some(moment) = moments.get(turn) else {
        found.push(Way { places: places.clone(), moves: left });
        return;
    };
    let mut go = |to: usize, left: Option<u64>| {
        let Some(left) = left.filter(|left| needed[turn + 1][to].is_some_and(|needed| needed <= *left)) else { return };
        places.push(to);
        extend(of, to, left, places, found);
        places.pop();
    };
    if moment.open.contains(at) {
        go(at, Some(left));
    }
    for to in moment.allowed[kind].iter().filter(|to| *to != at) {
        go(to, left.checked_sub(1));
    }
}
