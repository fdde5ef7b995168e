//! The moves after the last node: what the policy's placement asks for beyond the fewest moves.
//!
//! `Fewest` asks for nothing: the node that went last stays empty. `Balanced` asks for four things, each at the price
//! of one live move a VM, and for no more: VMs that were on one of their preferred owners and were moved off them go
//! back to one; members of an anti-affinity class that the upgrade brought together part again; nodes that are less
//! than half as full as the average (the one that went last is empty) are filled up to it from the fullest ones; and
//! where the balancer will be on, no host stays above its limit. VMs that were not on a preferred owner before are
//! left alone, as are VMs that would be interrupted. `Restore` asks for every role where it began: two moves each.
//!
//! Moves run side by side, so room that another move of this phase frees is not counted on, but with `Restore`, which
//! can't do without: there the moves follow each other node by node, starting with the node that is empty.

use super::layout::{Fit, Layout};
use super::search::Course;
use super::turn::{Move, Why, push};
use super::world::World;
use super::{Migration, Placement};
use crate::model::NodeSet;

/// The moves of the last phase.
pub(super) fn finish(world: &World<'_>, course: &mut Course) -> Vec<Move> {
    if !course.remaining.is_empty() {
        // A plan that ends before the last node leaves the rest to the next one.
        return Vec::new();
    }
    match world.placement {
        Placement::Fewest => Vec::new(),
        Placement::Balanced => Balance::new(world, &mut course.layout).run(),
        Placement::Restore => restore(world, course),
    }
}

struct Balance<'w, 'i> {
    world: &'w World<'i>,
    layout: &'w mut Layout,
    /// Memory on each node with everything that came and nothing that left in this phase.
    gross_mib: Vec<u64>,
    moved: Vec<bool>,
    moves: Vec<Move>,
    /// Memory in use over memory for VMs of the whole cluster, in 65,536ths.
    average: u64,
}

impl<'w, 'i> Balance<'w, 'i> {
    fn new(world: &'w World<'i>, layout: &'w mut Layout) -> Self {
        let capacity: u64 = layout.open.iter().filter_map(|node| layout.capacity_mib(world, node)).sum();
        let used: u64 = layout.open.iter().map(|node| layout.used_mib[node]).sum();
        let gross_mib = layout.used_mib.clone();
        let average = (used << 16).checked_div(capacity).unwrap_or(0);
        Self { world, layout, gross_mib, moved: vec![false; world.roles.len()], moves: Vec::new(), average }
    }

    fn run(mut self) -> Vec<Move> {
        self.prefer();
        self.separate();
        self.fill();
        self.relieve();
        self.moves
    }

    fn prefer(&mut self) {
        for role in self.all() {
            let facts = &self.world.roles[role as usize];
            let preferred: NodeSet = facts.preferred.iter().map(|node| usize::from(*node)).collect();
            let here = usize::from(self.layout.owner[role as usize]);
            let automatic = self.world.role(role).automatic_failback && !facts.is_virtual_machine;
            if !preferred.contains(facts.owner)
                || preferred.contains(here)
                || !(self.movable(role) || (automatic && facts.fixed.is_none() && !self.world.is_bound(role)))
            {
                continue;
            }
            let by_rank = facts.preferred.iter().map(|node| usize::from(*node));
            if let Some(to) = by_rank.into_iter().find(|node| self.takes(role, *node)) {
                self.go(role, to, Why::Preferred);
            }
        }
    }

    fn separate(&mut self) {
        if self.world.tags.is_empty() {
            return;
        }
        let before = Layout::initial(self.world);
        for role in self.all() {
            let here = usize::from(self.layout.owner[role as usize]);
            let facts = &self.world.roles[role as usize];
            if facts.tags.is_empty()
                || !self.movable(role)
                || !self.layout.conflicts(self.world, role, here)
                || before.conflicts(self.world, role, facts.owner)
            {
                continue;
            }
            let candidates: NodeSet = self.layout.open.iter().filter(|node| self.takes(role, *node)).collect();
            let nowhere = NodeSet::default();
            if let Some(to) = self.layout.choose(self.world, role, &candidates, &nowhere, Fit::Spread) {
                self.go(role, to, Why::Separates);
            }
        }
    }

    fn fill(&mut self) {
        let mut nodes: Vec<usize> = self.layout.open.iter().collect();
        nodes.sort_by_key(|node| (self.use_of(*node), *node));
        for node in nodes {
            let Some(capacity) = self.layout.capacity_mib(self.world, node) else { continue };
            if self.use_of(node) * 2 >= self.average {
                continue;
            }
            let wanted = (capacity * self.average) >> 16;
            while let Some(role) = self.to_fill(node, wanted.saturating_sub(self.layout.used_mib[node])) {
                self.go(role, node, Why::Fills);
            }
        }
    }

    /// The VM with which a node is filled: from the fullest node that has one, the largest that still fits the gap.
    fn to_fill(&self, node: usize, gap_mib: u64) -> Option<u32> {
        let empty = self.layout.virtual_machines(node) == 0;
        let mut sources: Vec<usize> = self.layout.open.iter().filter(|other| *other != node).collect();
        sources.sort_by_key(|other| (std::cmp::Reverse(self.use_of(*other)), *other));
        // Where VMs are fewer than nodes, filling one node must not empty another.
        let gives = |other: &usize| self.use_of(*other) > self.average && self.layout.virtual_machines(*other) > 1;
        let sources = sources.into_iter().filter(gives);
        let of_source = |source: usize| {
            let residents = self.layout.residents[source].iter().copied().filter(|role| {
                let facts = &self.world.roles[*role as usize];
                facts.memory_mib <= gap_mib
                    && self.movable(*role)
                    && self.leaves(*role, node)
                    && self.takes(*role, node)
            });
            residents.max_by_key(|role| {
                let facts = &self.world.roles[*role as usize];
                (self.prefers(*role, node), facts.memory_mib, std::cmp::Reverse(*role))
            })
        };
        let found = sources.clone().find_map(of_source);
        // A node is not left empty only because its share is smaller than the smallest VM.
        found.or_else(|| if empty { sources.clone().find_map(|source| self.smallest(source, node)) } else { None })
    }

    fn smallest(&self, source: usize, node: usize) -> Option<u32> {
        let residents = self.layout.residents[source].iter().copied();
        let fitting =
            residents.filter(|role| self.movable(*role) && self.leaves(*role, node) && self.takes(*role, node));
        fitting.min_by_key(|role| (self.world.roles[*role as usize].memory_mib, *role))
    }

    fn relieve(&mut self) {
        let Some(limit) = balancer_limit(self.world) else { return };
        for node in self.layout.open.iter() {
            while self.use_of(node) > limit {
                let Some((role, to)) = self.to_relieve(node, limit) else { break };
                self.go(role, to, Why::Relieves);
            }
        }
    }

    /// The smallest VM whose leaving is enough, else the largest, and the least full node that stays below the limit.
    fn to_relieve(&self, node: usize, limit: u64) -> Option<(u32, usize)> {
        let capacity = self.layout.capacity_mib(self.world, node)?;
        let above = self.layout.used_mib[node].saturating_sub((capacity * limit) >> 16);
        let mut residents: Vec<u32> = self.layout.residents[node].clone();
        residents.retain(|role| self.movable(*role) && self.world.roles[*role as usize].memory_mib > 0);
        residents.sort_by_key(|role| {
            let memory = self.world.roles[*role as usize].memory_mib;
            (memory < above, if memory < above { u64::MAX - memory } else { memory }, *role)
        });
        residents.into_iter().find_map(|role| {
            let memory = self.world.roles[role as usize].memory_mib;
            let open = self.layout.open.iter().filter(|to| *to != node && self.leaves(role, *to));
            let fitting =
                open.filter(|to| self.takes(role, *to) && self.layout.use_with(self.world, *to, memory) <= limit);
            let to = fitting.min_by_key(|to| (self.layout.use_with(self.world, *to, memory), *to))?;
            Some((role, to))
        })
    }

    fn all(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.world.roles.len()).unwrap_or(u32::MAX)
    }

    fn use_of(&self, node: usize) -> u64 {
        self.layout.use_with(self.world, node, 0)
    }

    /// Whether a role may be moved for a better placement: live, and only once.
    fn movable(&self, role: u32) -> bool {
        let facts = &self.world.roles[role as usize];
        let alone = !self.world.is_bound(role);
        alone && facts.migration == Migration::Live && facts.fixed.is_none() && !self.moved[role as usize]
    }

    fn prefers(&self, role: u32, node: usize) -> bool {
        self.world.roles[role as usize].preferred.iter().any(|owner| usize::from(*owner) == node)
    }

    /// Whether moving a role to a node takes it off no preferred owner.
    fn leaves(&self, role: u32, to: usize) -> bool {
        self.prefers(role, to) || !self.prefers(role, usize::from(self.layout.owner[role as usize]))
    }

    /// Whether a node may own a role and has room for it, without counting on room that this phase frees.
    fn takes(&self, role: u32, node: usize) -> bool {
        let memory = self.world.roles[role as usize].memory_mib;
        let capacity = self.layout.capacity_mib(self.world, node).unwrap_or(0);
        self.layout.open.contains(node)
            && self.layout.allowed(self.world, role).contains(node)
            && (memory == 0 || self.gross_mib[node] + memory <= capacity)
            && self.layout.has_room(self.world, role, node)
            && !self.layout.conflicts(self.world, role, node)
    }

    fn go(&mut self, role: u32, to: usize, why: Why) {
        self.moved[role as usize] = true;
        self.gross_mib[to] += self.world.roles[role as usize].memory_mib;
        push(self.world, self.layout, &mut self.moves, role, to, why);
    }
}

/// How full a host may be before the balancer moves VMs off it, in 65,536ths; `None` where the balancer stays off.
///
/// `AutoBalancerLevel` 1, 2, 3 means 80, 70, 60 % (learn.microsoft.com: "Virtual machine load balancing overview").
fn balancer_limit(world: &World<'_>) -> Option<u64> {
    let cluster = &world.inventory.cluster;
    cluster.auto_balancer_mode.filter(|mode| *mode > 0)?;
    let percent = match cluster.auto_balancer_level {
        Some(2) => 70,
        Some(3) => 60,
        _ => 80,
    };
    Some((percent << 16) / 100)
}

/// Every role to its first owner. Where rules keep roles together and not all of them find their way back, those stay.
fn restore(world: &World<'_>, course: &mut Course) -> Vec<Move> {
    let away = course.layout.clone();
    let moves = go_home(world, course, true);
    if course.layout.newly_broken(world, &away).is_none() {
        return moves;
    }
    course.layout = away;
    go_home(world, course, false)
}

/// The last node of the course is empty, so the way back begins there; `bound`: also roles that rules keep together.
fn go_home(world: &World<'_>, course: &mut Course, bound: bool) -> Vec<Move> {
    let layout = &mut course.layout;
    let mut moves = Vec::new();
    let mut homes: Vec<usize> = course.turns.iter().rev().map(|turn| turn.node).collect();
    homes.extend((0..world.nodes.len()).filter(|node| world.nodes[*node].upgraded));
    let mut away: Vec<Vec<u32>> = vec![Vec::new(); world.nodes.len()];
    for (role, facts) in (0..).zip(&world.roles) {
        if usize::from(layout.owner[role as usize]) != facts.owner && (bound || !world.is_bound(role)) {
            away[facts.owner].push(role);
        }
    }
    loop {
        let before = moves.len();
        for home in &homes {
            away[*home].retain(|role| {
                let fits = layout.open.contains(*home)
                    && layout.allowed(world, *role).contains(*home)
                    && layout.has_room(world, *role, *home);
                if fits {
                    push(world, layout, &mut moves, *role, *home, Why::Home);
                }
                !fits
            });
        }
        if moves.len() == before {
            return moves;
        }
    }
}
