//! What affinity rules allow at one moment beyond two roles on one node: apart by fault domain, together by node or by
//! fault domain.
//!
//! Roles that are kept apart are apart after every single move. Roles that are kept together can't all move at once,
//! so they follow each other within one turn: what counts is where they are when the turn ends. A rule that is broken
//! already binds as soon as one of its roles moves ("Cluster affinity", learn.microsoft.com).

use super::layout::Layout;
use super::ties::{Tie, TieKind};
use super::world::World;
use crate::model::NodeSet;

/// Roles that affinity rules keep on one node; rules that share a role are one group.
pub(super) fn same_node_groups(ties: &[Tie<'_>]) -> Vec<Vec<u32>> {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for tie in ties.iter().filter(|tie| tie.kind == TieKind::SameNode) {
        let (shared, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|role| tie.members.contains(role)));
        let mut group: Vec<u32> = shared.into_iter().flatten().chain(tie.members.iter().copied()).collect();
        group.sort_unstable();
        group.dedup();
        groups = apart;
        groups.push(group);
    }
    groups
}

impl World<'_> {
    /// The roles that have to be on the node of this one, itself among them.
    pub(super) fn group_of<'a>(&'a self, role: &'a u32) -> &'a [u32] {
        match self.grouped.get(role) {
            Some(group) => &self.groups[*group],
            None => std::slice::from_ref(role),
        }
    }

    /// Whether rules keep a role together with others, so that it does not move alone.
    pub(super) fn is_bound(&self, role: u32) -> bool {
        self.grouped.contains_key(&role) || self.together_of(role).next().is_some()
    }

    /// The rules that keep a role in one fault domain with others.
    pub(super) fn together_of(&self, role: u32) -> impl Iterator<Item = &Tie<'_>> {
        let ties = self.roles[role as usize].ties.iter().map(|tie| &self.ties[usize::from(*tie)]);
        ties.filter(|tie| tie.kind == TieKind::SameDomain)
    }
}

impl Layout {
    /// The rule that keeps a role off a node because another of its roles is in the same fault domain.
    pub(super) fn forbidden_by_domain(&self, world: &World<'_>, role: u32, node: usize) -> Option<u16> {
        let domain = world.domains[node];
        let inside = |other: &u32| *other != role && world.domains[usize::from(self.owner[*other as usize])] == domain;
        world.roles[role as usize].ties.iter().copied().find(|tie| {
            let tie = &world.ties[usize::from(*tie)];
            tie.kind == TieKind::DifferentDomain && tie.members.iter().any(inside)
        })
    }

    /// The nodes on which a role is with those that rules keep it together with. Roles of nodes that are being
    /// emptied follow later and are not waited for.
    pub(super) fn with_others(&self, world: &World<'_>, role: u32) -> NodeSet {
        let mut nodes = self.open;
        let stays = |other: &&u32| **other != role && self.open.contains(usize::from(self.owner[**other as usize]));
        for other in world.group_of(&role).iter().filter(stays) {
            nodes = nodes.and(&[usize::from(self.owner[*other as usize])].into_iter().collect());
        }
        for tie in world.together_of(role) {
            for other in tie.members.iter().filter(stays) {
                let domain = world.domains[usize::from(self.owner[*other as usize])];
                nodes = nodes.iter().filter(|node| world.domains[*node] == domain).collect();
            }
        }
        nodes
    }

    /// Whether a node has room for several roles at once that have to be on one node.
    pub(super) fn has_room_for_all(&self, world: &World<'_>, unit: &[u32], node: usize) -> bool {
        let [role] = unit else {
            let facts = || unit.iter().map(|role| &world.roles[*role as usize]);
            let memory: u64 = facts().map(|facts| facts.memory_mib).sum();
            let running = facts().map(|facts| u32::from(facts.running)).sum();
            let processors = facts().fold(0, |sum: u32, facts| sum.saturating_add(facts.processors));
            let hard = |tag: &u16| world.tags[usize::from(*tag)].hard;
            let mut tags: Vec<u16> = facts().flat_map(|facts| facts.tags.iter().copied().filter(hard)).collect();
            tags.sort_unstable();
            let tied = |tie: &u16| world.ties[usize::from(*tie)].kind == TieKind::DifferentDomain;
            let mut ties: Vec<u16> = facts().flat_map(|facts| facts.ties.iter().copied().filter(tied)).collect();
            ties.sort_unstable();
            let twice = |numbers: &[u16]| numbers.windows(2).any(|pair| pair[0] == pair[1]);
            return !twice(&tags)
                && !twice(&ties)
                && (memory == 0 || memory <= self.free_mib(world, node))
                && (running == 0 || self.has_slots_for(running, processors, node))
                && unit.iter().all(|role| self.forbidden(world, *role, node).is_none());
        };
        self.has_room(world, *role, node)
    }

    /// The affinity rules that the present places break and that `before` did not.
    pub(super) fn newly_broken<'w>(&self, world: &'w World<'_>, before: &Self) -> Option<&'w str> {
        world.ties.iter().find(|tie| self.breaks(world, tie) && !before.breaks(world, tie)).map(|tie| tie.name)
    }

    fn breaks(&self, world: &World<'_>, tie: &Tie<'_>) -> bool {
        let place = |role: &u32| {
            let node = usize::from(self.owner[*role as usize]);
            if tie.kind == TieKind::SameNode { node } else { usize::from(world.domains[node]) }
        };
        let mut places: Vec<usize> = tie.members.iter().map(place).collect();
        places.sort_unstable();
        places.dedup();
        match tie.kind {
            TieKind::SameNode | TieKind::SameDomain => places.len() > 1,
            TieKind::DifferentDomain => places.len() < tie.members.len(),
        }
    }
}
