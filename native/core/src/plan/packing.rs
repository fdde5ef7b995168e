//! Packs the roles of a node that fails into the others, quickly: sums first, then the largest first.
//!
//! Nothing is moved aside here, so a packing that fails is no proof; one that succeeds is a placement.

use std::collections::BinaryHeap;

use super::capacity::Sums;
use super::layout::Layout;
use super::world::{PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX, World};
use crate::model::NodeSet;

/// Roles that need a place on other nodes.
pub(super) struct Packing<'w, 'i> {
    world: &'w World<'i>,
    layout: &'w Layout,
    others: NodeSet,
    /// Roles that not every other node may own.
    choosy: Vec<u32>,
    /// The rest.
    easy: Vec<u32>,
}

impl<'w, 'i> Packing<'w, 'i> {
    /// A node fails: what runs there starts on the others with its startup memory, where processors need not match.
    pub(super) fn failure(world: &'w World<'i>, layout: &'w Layout, node: usize) -> Self {
        let mut others = layout.open;
        others.remove(node);
        let restarts = |role: &u32| world.roles[*role as usize].restarts;
        Self::new(world, layout, others, layout.residents[node].iter().copied().filter(restarts))
    }

    fn new(world: &'w World<'i>, layout: &'w Layout, others: NodeSet, roles: impl Iterator<Item = u32>) -> Self {
        let mut packing = Self { world, layout, others, choosy: Vec::new(), easy: Vec::new() };
        for role in roles {
            let hard = world.roles[role as usize].tags.iter().any(|tag| world.tags[usize::from(*tag)].hard);
            let tied = hard || !world.roles[role as usize].ties.is_empty();
            let anywhere = !tied && layout.allowed_cold(world, role).covers(&others);
            if anywhere { packing.easy.push(role) } else { packing.choosy.push(role) }
        }
        packing
    }

    /// The roles that find no room.
    pub(super) fn homeless(mut self) -> Vec<u32> {
        if self.others.is_empty() {
            return [self.choosy, self.easy].concat();
        }
        if self.choosy.is_empty() && self.certain() {
            return Vec::new();
        }
        for roles in [&mut self.choosy, &mut self.easy] {
            roles.sort_unstable_by_key(|role| (std::cmp::Reverse(self.world.roles[*role as usize].restart_mib), *role));
        }
        self.pack()
    }

    /// Whether any way of placing the roles succeeds.
    fn certain(&self) -> bool {
        let mut load = Sums::default();
        for facts in self.easy.iter().map(|role| &self.world.roles[*role as usize]) {
            load.add(facts.restart_mib, facts.running, facts.processors);
        }
        load.certainly_fit(self.others.iter().map(|node| {
            let (running, processors) = self.layout.slots_used(node);
            (self.layout.free_mib(self.world, node), running, processors)
        }))
    }

    /// Places the roles, the largest first, each where the most memory is free; returns those that fit nowhere.
    fn pack(&self) -> Vec<u32> {
        let mut hosts: Vec<Host> = (0..self.world.nodes.len())
            .map(|node| {
                let (running, processors) = self.layout.slots_used(node);
                Host { free_mib: self.layout.free_mib(self.world, node), running, processors }
            })
            .collect();
        let mut homeless = Vec::new();
        let mut placed: Vec<(usize, u32)> = Vec::new();
        for role in &self.choosy {
            let allowed = self.layout.allowed_cold(self.world, *role).and(&self.others);
            let facts = &self.world.roles[*role as usize];
            let fits = |node: &usize| {
                hosts[*node].takes(facts.restart_mib, facts.running, facts.processors)
                    && !self.forbidden(*role, *node, &placed)
            };
            match allowed.iter().filter(fits).max_by_key(|node| hosts[*node].free_mib) {
                Some(node) => {
                    hosts[node].take(facts.restart_mib, facts.running, facts.processors);
                    placed.push((node, *role));
                }
                None => homeless.push(*role),
            }
        }
        let mut heap: BinaryHeap<(u64, std::cmp::Reverse<usize>)> =
            self.others.iter().map(|node| (hosts[node].free_mib, std::cmp::Reverse(node))).collect();
        for role in &self.easy {
            let facts = &self.world.roles[*role as usize];
            // A host at its limit of VMs or processors leaves the heap: every role that follows needs both, too.
            while heap.peek().is_some_and(|(_, node)| !hosts[node.0].has_slots(facts.running, facts.processors)) {
                heap.pop();
            }
            match heap.pop() {
                Some((free, node)) if facts.restart_mib <= free => {
                    hosts[node.0].take(facts.restart_mib, facts.running, facts.processors);
                    heap.push((hosts[node.0].free_mib, node));
                }
                Some(full) => {
                    heap.push(full);
                    homeless.push(*role);
                }
                None => homeless.push(*role),
            }
        }
        homeless
    }

    fn forbidden(&self, role: u32, node: usize, placed: &[(usize, u32)]) -> bool {
        let tags = &self.world.roles[role as usize].tags;
        let hard = |tag: &u16| self.world.tags[usize::from(*tag)].hard && tags.contains(tag);
        self.layout.forbidden(self.world, role, node).is_some()
            || placed
                .iter()
                .any(|(other, with)| *other == node && self.world.roles[*with as usize].tags.iter().any(hard))
    }
}

/// What is left on a host while roles are placed.
struct Host {
    free_mib: u64,
    running: u32,
    processors: u32,
}

impl Host {
    fn has_slots(&self, running: bool, processors: u32) -> bool {
        !running
            || (self.running < RUNNING_PER_HOST_MAX
                && self.processors.saturating_add(processors) <= PROCESSORS_PER_HOST_MAX)
    }

    fn takes(&self, memory_mib: u64, running: bool, processors: u32) -> bool {
        memory_mib <= self.free_mib && self.has_slots(running, processors)
    }

    fn take(&mut self, memory_mib: u64, running: bool, processors: u32) {
        self.free_mib = self.free_mib.saturating_sub(memory_mib);
        self.running += u32::from(running);
        self.processors = self.processors.saturating_add(processors);
    }
}
