//! Packs the roles of nodes that go away into the others, quickly: sums first, then the largest first.
//!
//! Nothing is moved aside here, so a packing that fails is no proof; one that succeeds is a placement.

use std::collections::BinaryHeap;

use super::layout::Layout;
use super::world::{PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX, World};
use crate::model::NodeSet;
use crate::model::RoleState;

/// Roles that need a place on other nodes.
pub(super) struct Packing<'w, 'i> {
    world: &'w World<'i>,
    layout: &'w Layout,
    others: NodeSet,
    /// Nodes that may own a role.
    allowed: fn(&Layout, &World<'_>, u32) -> NodeSet,
    /// Roles that not every other node may own.
    choosy: Vec<u32>,
    /// The rest.
    easy: Vec<u32>,
}

impl<'w, 'i> Packing<'w, 'i> {
    /// A node fails: what runs there starts cold on the others, where processors need not match.
    pub(super) fn failure(world: &'w World<'i>, layout: &'w Layout, node: usize) -> Self {
        let mut others = layout.open;
        others.remove(node);
        let runs = |role: &u32| world.role(*role).state == RoleState::Online || world.roles[*role as usize].running;
        let roles = layout.residents[node].iter().copied().filter(runs);
        Self::new(world, layout, others, Layout::allowed_cold, roles)
    }

    /// Nodes go out: all roles move to the others as they are.
    pub(super) fn departure(world: &'w World<'i>, layout: &'w Layout, out: &NodeSet) -> Self {
        let others = layout.open.without(out);
        let roles = out.iter().flat_map(|node| &layout.residents[node]).copied();
        Self::new(world, layout, others, Layout::allowed, roles)
    }

    fn new(
        world: &'w World<'i>,
        layout: &'w Layout,
        others: NodeSet,
        allowed: fn(&Layout, &World<'_>, u32) -> NodeSet,
        roles: impl Iterator<Item = u32>,
    ) -> Self {
        let mut packing = Self { world, layout, others, allowed, choosy: Vec::new(), easy: Vec::new() };
        for role in roles {
            let tied = world.enforced && !world.roles[role as usize].tags.is_empty();
            let anywhere = !tied && allowed(layout, world, role).covers(&others);
            if anywhere { packing.easy.push(role) } else { packing.choosy.push(role) }
        }
        packing
    }

    /// Whether the memory that is free is less than what the roles need, so that nothing has to be tried.
    pub(super) fn hopeless(&self) -> bool {
        let roles = self.choosy.iter().chain(&self.easy);
        let load: u64 = roles.map(|role| self.world.roles[*role as usize].memory_mib).sum();
        load > self.others.iter().map(|node| self.layout.free_mib(self.world, node)).sum()
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
            roles.sort_unstable_by_key(|role| (std::cmp::Reverse(self.world.roles[*role as usize].memory_mib), *role));
        }
        self.pack()
    }

    /// Whether any way of placing the roles succeeds.
    ///
    /// A placement fails only when the largest role fits nowhere, that is when each node has less free than that. So
    /// what each node has free beyond the largest role is filled for certain.
    fn certain(&self) -> bool {
        let (mut load, mut largest, mut running, mut processors) = (0, 0, 0_u32, 0_u32);
        for facts in self.easy.iter().map(|role| &self.world.roles[*role as usize]) {
            load += facts.memory_mib;
            largest = largest.max(facts.memory_mib);
            running += u32::from(facts.running);
            processors = processors.saturating_add(facts.processors);
        }
        let slots = |node| {
            let (used, busy) = self.layout.slots_used(node);
            used + running <= RUNNING_PER_HOST_MAX && busy.saturating_add(processors) <= PROCESSORS_PER_HOST_MAX
        };
        let spare = self.others.iter().map(|node| self.layout.free_mib(self.world, node).saturating_sub(largest));
        load <= spare.sum() && self.others.iter().all(slots)
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
            let allowed = (self.allowed)(self.layout, self.world, *role).and(&self.others);
            let facts = &self.world.roles[*role as usize];
            let fits = |node: &usize| {
                hosts[*node].takes(facts.memory_mib, facts.running, facts.processors)
                    && !(self.world.enforced && self.conflicts(*role, *node, &placed))
            };
            match allowed.iter().filter(fits).max_by_key(|node| hosts[*node].free_mib) {
                Some(node) => {
                    hosts[node].take(facts.memory_mib, facts.running, facts.processors);
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
                Some((free, node)) if facts.memory_mib <= free => {
                    hosts[node.0].take(facts.memory_mib, facts.running, facts.processors);
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

    fn conflicts(&self, role: u32, node: usize, placed: &[(usize, u32)]) -> bool {
        let tags = &self.world.roles[role as usize].tags;
        self.layout.conflicts(self.world, role, node)
            || placed.iter().any(|(other, with)| {
                *other == node && self.world.roles[*with as usize].tags.iter().any(|tag| tags.contains(tag))
            })
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
