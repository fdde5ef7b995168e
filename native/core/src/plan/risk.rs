//! What is at risk while a node is out: room, votes, and the roles that one more failure would stop.

use std::collections::BinaryHeap;

use super::Risk;
use super::layout::Layout;
use super::node_set::NodeSet;
use super::quorum::{Voter, votes};
use super::world::{PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX, World};
use crate::model::RoleState;

/// The failure that would be worst.
pub(super) struct WorstFailure {
    /// The node that fails; `None` where no failure stops a role.
    pub(super) node: Option<usize>,
    /// Roles that run now and would find no room.
    pub(super) stopped: Vec<u32>,
}

/// The risk in a layout with these members.
pub(super) fn risk(world: &World<'_>, layout: &Layout, members: &[Voter], worst: &WorstFailure) -> Risk {
    let votes = votes(members, &world.inventory.cluster.quorum);
    let mut stopped = worst.stopped.clone();
    stopped.sort_unstable();
    Risk {
        headroom_mib: layout.open.iter().map(|node| layout.free_mib(world, node)).sum(),
        votes: votes.present,
        votes_needed: votes.needed,
        survives_one_more_failure: votes.survives_one_more_failure,
        stopped_by_one_more_failure: stopped.into_iter().map(|role| world.role(role).name.clone()).collect(),
    }
}

/// Finds the node whose failure would stop the most roles, then the most memory.
pub(super) fn worst_failure(world: &World<'_>, layout: &Layout) -> WorstFailure {
    let mut worst = WorstFailure { node: None, stopped: Vec::new() };
    let mut worst_memory = 0;
    for node in layout.open.iter() {
        let stopped = Failure::of(world, layout, node).stopped();
        let memory = stopped.iter().map(|role| world.roles[*role as usize].memory_mib).sum();
        if (stopped.len(), memory) > (worst.stopped.len(), worst_memory) {
            worst = WorstFailure { node: Some(node), stopped };
            worst_memory = memory;
        }
    }
    worst
}

/// One node fails: its roles start cold wherever they find room.
struct Failure<'w, 'i> {
    world: &'w World<'i>,
    layout: &'w Layout,
    others: NodeSet,
    /// Roles that run, the largest first: those that not every other node may own, and the rest.
    choosy: Vec<u32>,
    easy: Vec<u32>,
}

impl<'w, 'i> Failure<'w, 'i> {
    fn of(world: &'w World<'i>, layout: &'w Layout, node: usize) -> Self {
        let mut others = layout.open;
        others.remove(node);
        let mut failure = Self { world, layout, others, choosy: Vec::new(), easy: Vec::new() };
        for role in &layout.residents[node] {
            let facts = &world.roles[*role as usize];
            if world.role(*role).state != RoleState::Online && !facts.running {
                continue;
            }
            let tied = world.enforced && !facts.tags.is_empty();
            let anywhere = !tied && layout.allowed_cold(world, *role).covers(&others);
            if anywhere { failure.easy.push(*role) } else { failure.choosy.push(*role) }
        }
        failure
    }

    /// The roles that find no room.
    fn stopped(mut self) -> Vec<u32> {
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
        let mut stopped = Vec::new();
        let mut placed: Vec<(usize, u32)> = Vec::new();
        for role in &self.choosy {
            let allowed = self.layout.allowed_cold(self.world, *role).and(&self.others);
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
                None => stopped.push(*role),
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
                    stopped.push(*role);
                }
                None => stopped.push(*role),
            }
        }
        stopped
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
