//! A question in numbers: what has to be placed, where it may go, and what is there already.

use std::collections::HashMap;

use super::state::State;
use crate::model::NodeSet;
use crate::plan::layout::Layout;
use crate::plan::ties::TieKind;
use crate::plan::world::{Fixed, PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX, World};

/// Which nodes are taken away.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::plan) struct Question {
    /// Nodes that go out: their roles move.
    pub(in crate::plan) out: NodeSet,
    /// Nodes that fail: their roles start again.
    pub(in crate::plan) failed: NodeSet,
}

/// What has to be placed and where it may go.
pub(in crate::plan) struct Problem<'w, 'i> {
    pub(in crate::plan) world: &'w World<'i>,
    pub(in crate::plan) layout: &'w Layout,
    pub(in crate::plan) question: Question,
    /// Whether roles of other nodes may move aside.
    pub(in crate::plan) aside: bool,
    /// Nodes that take roles.
    pub(in crate::plan) open: NodeSet,
    /// What stays on each node whatever happens, and what the node holds.
    pub(super) bins: Vec<Bin>,
    pub(in crate::plan) items: Vec<Item>,
    pub(super) locks: &'w [Lock],
    /// Roles that stay where they are and that a lock is about: the lock and the node.
    pub(super) settled: Vec<(u16, usize)>,
}

/// A node: its limits and what can't be moved off it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bin {
    pub(super) capacity_mib: u64,
    pub(super) load_mib: u64,
    pub(super) running: u32,
    pub(super) processors: u32,
}

/// A role that is placed, or several that an affinity rule keeps on one node.
#[derive(Debug, Clone)]
pub(in crate::plan) struct Item {
    pub(in crate::plan) members: Vec<Member>,
    /// The node where it may stay.
    pub(in crate::plan) home: Option<usize>,
    /// Nodes that it may be on.
    pub(in crate::plan) domain: NodeSet,
    pub(in crate::plan) memory_mib: u64,
    pub(super) running: u32,
    pub(super) processors: u32,
}

/// A role in an item.
#[derive(Debug, Clone)]
pub(in crate::plan) struct Member {
    pub(in crate::plan) role: u32,
    pub(in crate::plan) from: usize,
    pub(in crate::plan) memory_mib: u64,
    pub(super) running: bool,
    pub(super) processors: u32,
    pub(super) locks: Box<[u16]>,
}

/// A rule between roles that is a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lock {
    /// Whether it keeps roles apart; else together.
    pub(super) apart: bool,
    /// Whether it is about fault domains; else about nodes.
    pub(super) domains: bool,
}

/// How a role takes part in a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It has to be placed.
    Leaves,
    /// It may move aside.
    May,
    /// It stays.
    Stays,
    /// It needs no place: it does not start again.
    None,
}

/// The rules between roles that are limits, numbered once for all questions.
pub(in crate::plan) struct Locks {
    pub(super) locks: Vec<Lock>,
    /// The locks of each role that has any.
    pub(super) own: HashMap<u32, Vec<u16>>,
    /// Roles that belong on one node.
    groups: Vec<Vec<u32>>,
    /// The group of each such role.
    grouped: HashMap<u32, usize>,
}

impl Locks {
    pub(in crate::plan) fn new(world: &World<'_>) -> Self {
        let mut found = Self {
            locks: Vec::new(),
            own: HashMap::new(),
            groups: world.groups.clone(),
            grouped: world.grouped.clone(),
        };
        if world.tags.iter().any(|tag| tag.hard) {
            found.locks.extend(world.tags.iter().map(|_| Lock { apart: true, domains: false }));
            for (role, facts) in (0..).zip(&world.roles) {
                let hard = facts.tags.iter().copied().filter(|tag| world.tags[usize::from(*tag)].hard);
                let hard: Vec<u16> = hard.collect();
                if !hard.is_empty() {
                    found.own.insert(role, hard);
                }
            }
        }
        for tie in world.ties.iter().filter(|tie| tie.kind != TieKind::SameNode) {
            let Ok(number) = u16::try_from(found.locks.len()) else { break };
            found.locks.push(Lock { apart: tie.kind == TieKind::DifferentDomain, domains: true });
            for role in &tie.members {
                found.own.entry(*role).or_default().push(number);
            }
        }
        found
    }

    /// Whether a rule between roles that is a limit is about this role.
    pub(in crate::plan) fn bind(&self, role: u32) -> bool {
        self.own.contains_key(&role) || self.grouped.contains_key(&role)
    }
}

impl<'w, 'i> Problem<'w, 'i> {
    /// Writes a question down; with `aside` roles of the other nodes may move, too.
    pub(in crate::plan) fn new(
        world: &'w World<'i>,
        layout: &'w Layout,
        locks: &'w Locks,
        question: Question,
        aside: bool,
    ) -> Self {
        let gone = question.out.or(&question.failed);
        let nodes = if aside { NodeSet::first(world.nodes.len()) } else { gone };
        let roles = nodes.iter().flat_map(|node| layout.residents[node].iter().copied());
        Self::empty(world, layout, locks, question, aside).filled(locks, roles)
    }

    /// The same of these roles alone, of those that leave: the others are left out.
    pub(in crate::plan) fn of_roles(
        world: &'w World<'i>,
        layout: &'w Layout,
        locks: &'w Locks,
        question: Question,
        roles: impl Iterator<Item = u32>,
    ) -> Self {
        Self::empty(world, layout, locks, question, false).filled(locks, roles)
    }

    /// Nodes and limits, and nothing to place.
    fn empty(world: &'w World<'i>, layout: &'w Layout, locks: &'w Locks, question: Question, aside: bool) -> Self {
        let gone = question.out.or(&question.failed);
        let open = layout.open.without(&gone);
        let bins = (0..world.nodes.len())
            .map(|node| Bin { capacity_mib: layout.capacity_mib(world, node).unwrap_or(0), ..Bin::default() });
        Self {
            world,
            layout,
            question,
            aside,
            open,
            bins: bins.collect(),
            items: Vec::new(),
            locks: &locks.locks,
            settled: Vec::new(),
        }
    }

    fn filled(mut self, locks: &Locks, roles: impl Iterator<Item = u32>) -> Self {
        for role in roles.filter(|role| !locks.grouped.contains_key(role)) {
            self.add(&[role], locks);
        }
        for group in &locks.groups {
            self.add(group, locks);
        }
        if !self.aside {
            self.settle_residents(locks);
        }
        self
    }

    /// What is on the nodes that nobody leaves, as sums; groups have settled themselves.
    fn settle_residents(&mut self, locks: &Locks) {
        for node in self.open.iter() {
            let (running, processors) = self.layout.slots_used(node);
            let bin = &mut self.bins[node];
            (bin.load_mib, bin.running, bin.processors) = (self.layout.used_mib[node], running, processors);
        }
        let gone = self.question.out.or(&self.question.failed);
        for (role, own) in &locks.own {
            let node = usize::from(self.layout.owner[*role as usize]);
            if !gone.contains(node) && !locks.grouped.contains_key(role) {
                self.settled.extend(own.iter().map(|lock| (*lock, node)));
            }
        }
    }

    fn part(&self, role: u32) -> Part {
        let node = usize::from(self.layout.owner[role as usize]);
        let facts = &self.world.roles[role as usize];
        if self.question.out.contains(node) {
            Part::Leaves
        } else if self.question.failed.contains(node) {
            if facts.restarts { Part::Leaves } else { Part::None }
        } else if self.aside && self.open.contains(node) && facts.fixed.is_none() {
            Part::May
        } else {
            Part::Stays
        }
    }

    /// Adds roles that belong on one node.
    fn add(&mut self, roles: &[u32], locks: &Locks) {
        let locks = |role: &u32| locks.own.get(role).map_or(&[][..], Vec::as_slice);
        let parts: Vec<Part> = roles.iter().map(|role| self.part(*role)).collect();
        let owner = |role: u32| usize::from(self.layout.owner[role as usize]);
        let leaves = parts.contains(&Part::Leaves);
        let one_home = roles.windows(2).all(|pair| owner(pair[0]) == owner(pair[1]));
        // A group that is apart already, or that holds what can't move, stays as long as nobody has to leave.
        let moves = leaves || (one_home && !parts.contains(&Part::Stays));
        let mut members = Vec::new();
        let mut domain = self.open;
        for (role, part) in roles.iter().zip(&parts) {
            let node = owner(*role);
            if *part == Part::Leaves || (moves && *part == Part::May) {
                domain = domain.and(&self.domain_of(*role));
                members.push(self.member(*role, node, locks(role).into()));
            } else if *part != Part::None {
                if leaves {
                    domain = domain.and(&[node].into_iter().collect());
                }
                self.settle(*role, node, locks(role));
            }
        }
        let Some(first) = members.first() else { return };
        let home = (!leaves).then_some(first.from);
        let memory_mib = members.iter().map(|member| member.memory_mib).sum();
        let running = members.iter().map(|member| u32::from(member.running)).sum();
        let processors = members.iter().fold(0, |sum: u32, member| sum.saturating_add(member.processors));
        self.items.push(Item { members, home, domain, memory_mib, running, processors });
    }

    /// A role of a group that stays on its node. Without moves aside its memory is in the sum of its node anyway.
    fn settle(&mut self, role: u32, node: usize, locks: &[u16]) {
        self.settled.extend(locks.iter().map(|lock| (*lock, node)));
        if self.aside {
            let facts = &self.world.roles[role as usize];
            let bin = &mut self.bins[node];
            bin.load_mib += facts.memory_mib;
            bin.running += u32::from(facts.running);
            bin.processors = bin.processors.saturating_add(facts.processors);
        }
    }

    fn member(&self, role: u32, from: usize, locks: Box<[u16]>) -> Member {
        let facts = &self.world.roles[role as usize];
        let memory_mib = if self.question.failed.contains(from) { facts.restart_mib } else { facts.memory_mib };
        Member { role, from, memory_mib, running: facts.running, processors: facts.processors, locks }
    }

    /// Nodes where a role may be by everything that does not change with the load.
    pub(in crate::plan) fn domain_of(&self, role: u32) -> NodeSet {
        let node = usize::from(self.layout.owner[role as usize]);
        let fixed = self.world.roles[role as usize].fixed;
        let failed = self.question.failed.contains(node);
        let mut nodes =
            if failed { self.layout.allowed_cold(self.world, role) } else { self.layout.allowed(self.world, role) };
        // Who locked a role can't keep it on a node that has failed; what sits in the node can.
        if fixed == Some(Fixed::LocalMedia) || (fixed == Some(Fixed::Locked) && !failed) {
            nodes = NodeSet::default();
        }
        if self.open.contains(node) {
            nodes.insert(node);
        }
        nodes.and(&self.open)
    }

    /// The name of a lock, whether it is an affinity rule, and whether it counts fault domains.
    pub(in crate::plan) fn lock_name(&self, lock: u16) -> (String, bool, bool) {
        let lock = usize::from(lock);
        let tags = if self.world.tags.iter().any(|tag| tag.hard) { &self.world.tags[..] } else { &[] };
        match tags.get(lock) {
            Some(tag) => (tag.name.to_owned(), tag.rule, false),
            None => {
                let mut ties = self.world.ties.iter().filter(|tie| tie.kind != TieKind::SameNode);
                (ties.nth(lock - tags.len()).map_or_else(String::new, |tie| tie.name.to_owned()), true, true)
            }
        }
    }

    /// Whether a layout places every item within all limits.
    pub(in crate::plan) fn admits(&self, layout: &Layout) -> bool {
        let mut state = State::new(self);
        self.items.iter().all(|item| {
            let node = usize::from(layout.owner[item.members[0].role as usize]);
            let together = item.members.iter().all(|member| usize::from(layout.owner[member.role as usize]) == node);
            together && item.domain.contains(node) && state.put(item, node)
        })
    }

    /// The place that a lock counts by.
    pub(super) fn place(&self, lock: u16, node: usize) -> usize {
        if self.locks[usize::from(lock)].domains { usize::from(self.world.domains[node]) } else { node }
    }

    /// Memory that a node can give to items at the very most: one that is over its limit may keep what it has.
    pub(in crate::plan) fn room_mib(&self, node: usize) -> u64 {
        let bin = &self.bins[node];
        let begins = if self.aside { self.layout.used_mib[node] } else { bin.load_mib };
        bin.capacity_mib.max(begins).saturating_sub(bin.load_mib)
    }

    /// Running VMs that a node can take at the very most.
    pub(super) fn room_running(&self, node: usize) -> u64 {
        let (begins, _) = self.layout.slots_used(node);
        u64::from(RUNNING_PER_HOST_MAX.max(begins).saturating_sub(self.bins[node].running))
    }

    /// Virtual processors that a node can take at the very most.
    pub(super) fn room_processors(&self, node: usize) -> u64 {
        let (_, begins) = self.layout.slots_used(node);
        u64::from(PROCESSORS_PER_HOST_MAX.max(begins).saturating_sub(self.bins[node].processors))
    }
}
