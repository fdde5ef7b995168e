//! Where every role is at one moment of a plan, and where one more would fit.

use super::price::Price;
use super::world::{PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX, World};
use crate::model::NodeSet;

/// Where every role is at one moment.
#[derive(Clone)]
pub(super) struct Layout {
    /// The owner of each role.
    pub(super) owner: Vec<u16>,
    /// The roles of each node, in no order.
    pub(super) residents: Vec<Vec<u32>>,
    /// Memory that VMs take on each node.
    pub(super) used_mib: Vec<u64>,
    /// Nodes that have had their turn or ran the target release at the beginning.
    pub(super) upgraded: NodeSet,
    /// Nodes that roles may come to.
    pub(super) open: NodeSet,
    running: Vec<u32>,
    processors: Vec<u32>,
    virtual_machines: Vec<u32>,
    /// The place of each role among the residents of its owner.
    position: Vec<u32>,
    /// Members of each anti-affinity class on each node.
    tags: Vec<u16>,
}

/// Which of several fitting nodes is taken.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fit<'a> {
    /// The one that is the least full afterwards: leaves a reserve everywhere.
    Spread,
    /// The one that is the fullest afterwards: leaves large gaps for large VMs.
    Tight,
    /// The one with the highest rank: the node whose turn is the farthest away.
    Late(&'a [u32]),
    /// One that this number draws, another for each role.
    Drawn(u64),
}

/// What keeps a role off a node because of another role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bar {
    /// An anti-affinity class or an affinity rule for different nodes.
    Tag(u16),
    /// An affinity rule for different fault domains.
    Tie(u16),
}

impl Layout {
    /// Every role where the inventory has it.
    pub(super) fn initial(world: &World<'_>) -> Self {
        let nodes = world.nodes.len();
        let mut layout = Self {
            owner: world.roles.iter().map(|role| u16::try_from(role.owner).unwrap_or(u16::MAX)).collect(),
            residents: vec![Vec::new(); nodes],
            used_mib: vec![0; nodes],
            upgraded: (0..nodes).filter(|node| world.nodes[*node].upgraded).collect(),
            open: (0..nodes).filter(|node| world.nodes[*node].up).collect(),
            running: vec![0; nodes],
            processors: vec![0; nodes],
            virtual_machines: vec![0; nodes],
            position: vec![0; world.roles.len()],
            tags: vec![0; nodes * world.tags.len()],
        };
        for (role, facts) in (0..).zip(&world.roles) {
            layout.enter(world, role, facts.owner);
        }
        layout
    }

    /// Upgraded nodes that roles may come to and stay on.
    pub(super) fn settled(&self, world: &World<'_>) -> NodeSet {
        self.upgraded.and(&self.open).without(&world.temporary())
    }

    /// The turn of a node begins: what joins ahead of it takes roles, and it takes none.
    pub(super) fn close(&mut self, world: &World<'_>, node: usize) {
        if let Some(ahead) = world.nodes[node].ahead {
            self.upgraded.insert(ahead);
            self.open.insert(ahead);
        }
        self.open.remove(node);
    }

    /// The turn of a node ends: it takes roles again, unless it has left for good.
    pub(super) fn reopen(&mut self, world: &World<'_>, node: usize) {
        if !world.nodes[node].leaves && !world.nodes[node].temporary {
            self.upgraded.insert(node);
            self.open.insert(node);
        }
    }

    /// Moves a role.
    pub(super) fn relocate(&mut self, world: &World<'_>, role: u32, to: usize) {
        let from = usize::from(self.owner[role as usize]);
        let position = self.position[role as usize] as usize;
        self.residents[from].swap_remove(position);
        if let Some(moved) = self.residents[from].get(position) {
            self.position[*moved as usize] = self.position[role as usize];
        }
        let facts = &world.roles[role as usize];
        self.used_mib[from] -= facts.memory_mib;
        self.running[from] -= u32::from(facts.running);
        self.processors[from] -= facts.processors;
        self.virtual_machines[from] -= u32::from(facts.is_virtual_machine);
        for tag in &facts.tags {
            self.tags[from * world.tags.len() + usize::from(*tag)] -= 1;
        }
        self.enter(world, role, to);
    }

    fn enter(&mut self, world: &World<'_>, role: u32, to: usize) {
        let facts = &world.roles[role as usize];
        self.owner[role as usize] = u16::try_from(to).unwrap_or(u16::MAX);
        self.position[role as usize] = u32::try_from(self.residents[to].len()).unwrap_or(u32::MAX);
        self.residents[to].push(role);
        self.used_mib[to] += facts.memory_mib;
        self.running[to] += u32::from(facts.running);
        self.processors[to] += facts.processors;
        self.virtual_machines[to] += u32::from(facts.is_virtual_machine);
        for tag in &facts.tags {
            self.tags[to * world.tags.len() + usize::from(*tag)] += 1;
        }
    }

    /// Takes up room on a node for a running VM that is none of the roles of the world.
    pub(super) fn burden(&mut self, node: usize, memory_mib: u64, processors: u32) {
        self.used_mib[node] += memory_mib;
        self.running[node] += 1;
        self.processors[node] += processors;
    }

    /// VMs on a node, running or not.
    pub(super) fn virtual_machines(&self, node: usize) -> u32 {
        self.virtual_machines[node]
    }

    /// What it costs to move everything off a node once.
    pub(super) fn price(&self, world: &World<'_>, node: usize) -> Price {
        let overhead = u64::from(self.running[node]) * world.policy.virtual_machine_overhead_mib;
        Price { moves: u64::from(self.virtual_machines[node]), mib: self.used_mib[node].saturating_sub(overhead) }
    }

    /// Memory for VMs that a node has in its present life; `None` where the machine is not known.
    pub(super) fn capacity_mib(&self, world: &World<'_>, node: usize) -> Option<u64> {
        let facts = &world.nodes[node];
        if self.upgraded.contains(node) { facts.after_mib } else { facts.before_mib }
    }

    /// Memory for VMs that is free on a node, 0 where it is overcommitted or not known.
    pub(super) fn free_mib(&self, world: &World<'_>, node: usize) -> u64 {
        self.capacity_mib(world, node).unwrap_or(0).saturating_sub(self.used_mib[node])
    }

    /// Memory that is missing on a node for so much more, also where it is overcommitted already; `None` where the
    /// machine is not known.
    pub(super) fn missing_mib(&self, world: &World<'_>, node: usize, more_mib: u64) -> Option<u64> {
        let capacity = self.capacity_mib(world, node)?;
        Some((self.used_mib[node] + more_mib).saturating_sub(capacity))
    }

    /// Nodes that may own a role by everything that does not change with the load, moved as it is.
    pub(super) fn allowed(&self, world: &World<'_>, role: u32) -> NodeSet {
        let class = &world.classes[world.roles[role as usize].class as usize];
        class.after.and(&self.upgraded).or(&class.before.without(&self.upgraded))
    }

    /// The same for a cold start, as after the failure of its host.
    pub(super) fn allowed_cold(&self, world: &World<'_>, role: u32) -> NodeSet {
        let class = &world.classes[world.roles[role as usize].class as usize];
        class.cold_after.and(&self.upgraded).or(&class.cold_before.without(&self.upgraded))
    }

    /// Whether another member of one of the role's anti-affinity classes is on a node, wish or limit.
    pub(super) fn conflicts(&self, world: &World<'_>, role: u32, node: usize) -> bool {
        let own = usize::from(self.owner[role as usize]) == node;
        let row = node * world.tags.len();
        world.roles[role as usize].tags.iter().any(|tag| self.tags[row + usize::from(*tag)] > u16::from(own))
    }

    /// The rule or class that keeps a role off a node because of another of its members, where it is a limit.
    pub(super) fn forbidden(&self, world: &World<'_>, role: u32, node: usize) -> Option<Bar> {
        let own = usize::from(self.owner[role as usize]) == node;
        let row = node * world.tags.len();
        let mut tags = world.roles[role as usize].tags.iter().copied();
        let tag =
            tags.find(|tag| world.tags[usize::from(*tag)].hard && self.tags[row + usize::from(*tag)] > u16::from(own));
        tag.map(Bar::Tag).or_else(|| self.forbidden_by_domain(world, role, node).map(Bar::Tie))
    }

    /// Whether memory, the number of VMs, processors and what has to stay apart leave room for a role.
    pub(super) fn has_room(&self, world: &World<'_>, role: u32, node: usize) -> bool {
        let facts = &world.roles[role as usize];
        (facts.memory_mib == 0 || facts.memory_mib <= self.free_mib(world, node))
            && (!facts.running || self.has_slots(facts.processors, node))
            && self.forbidden(world, role, node).is_none()
    }

    /// Whether one more running VM stays within what Hyper-V supports on a host.
    pub(super) fn has_slots(&self, processors: u32, node: usize) -> bool {
        self.has_slots_for(1, processors, node)
    }

    /// Whether so many more do.
    pub(super) fn has_slots_for(&self, running: u32, processors: u32, node: usize) -> bool {
        self.running[node].saturating_add(running) <= RUNNING_PER_HOST_MAX
            && self.processors[node].saturating_add(processors) <= PROCESSORS_PER_HOST_MAX
    }

    /// Running VMs on a node and their virtual processors.
    pub(super) fn slots_used(&self, node: usize) -> (u32, u32) {
        (self.running[node], self.processors[node])
    }

    /// How full a node is with so much more memory, in 65,536ths; full where the machine is not known.
    pub(super) fn use_with(&self, world: &World<'_>, node: usize, more_mib: u64) -> u64 {
        match self.capacity_mib(world, node) {
            Some(capacity) if capacity > 0 => ((self.used_mib[node] + more_mib) << 16) / capacity,
            _ => 1 << 16,
        }
    }

    /// The best of some nodes for a role; `wished` are taken before others, those of the site where the role began
    /// before those of another, and conflicts of anti-affinity last.
    pub(super) fn choose(
        &self,
        world: &World<'_>,
        role: u32,
        candidates: &NodeSet,
        wished: &NodeSet,
        fit: Fit<'_>,
    ) -> Option<usize> {
        self.choose_for_all(world, std::slice::from_ref(&role), candidates, wished, fit)
    }

    /// The same for several roles that have to be on one node; the first speaks for them.
    pub(super) fn choose_for_all(
        &self,
        world: &World<'_>,
        unit: &[u32],
        candidates: &NodeSet,
        wished: &NodeSet,
        fit: Fit<'_>,
    ) -> Option<usize> {
        let role = *unit.first()?;
        let memory = unit.iter().map(|role| world.roles[*role as usize].memory_mib).sum();
        candidates.iter().filter(|node| self.has_room_for_all(world, unit, *node)).min_by_key(|node| {
            let full = self.use_with(world, *node, memory);
            let rank = match fit {
                Fit::Spread => full,
                Fit::Tight => u64::MAX - full,
                Fit::Late(ranks) => u64::MAX - u64::from(ranks[*node]),
                Fit::Drawn(number) => drawn(number, role, *node),
            };
            let away = world.is_away(role, *node);
            (self.conflicts(world, role, *node), !wished.contains(*node), away, rank, self.residents[*node].len())
        })
    }
}

/// A number for a role on a node that has nothing to do with others: the mixing step of SplitMix64.
pub(super) fn drawn(number: u64, role: u32, node: usize) -> u64 {
    let mut mixed = number ^ (u64::from(role) << 32) ^ (node as u64);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
