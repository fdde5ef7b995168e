//! The fewest moves, and the least memory moved, that any plan needs.
//!
//! Every VM of an old node makes one move at least. It needs a second one where no node that may own it after its turn
//! has had that turn when the VM has to leave. Nodes between which VMs may go form a group: in each group that has no
//! upgraded node yet, the VMs of the node that goes first need two moves, and no order of the nodes does better than
//! letting the cheapest one go first. A VM that may run on no other upgraded node has to come back to its own.

use std::ops::Add;

use super::layout::Layout;
use super::price::Price;
use super::world::World;

/// The cheapest node of a group that nobody in the group can do without.
#[derive(Debug, Clone, Copy)]
pub(super) struct FirstOfGroup {
    pub(super) node: usize,
    /// What it costs to empty it.
    pub(super) price: u64,
}

/// A bound, in moves or in MiB, and what it is made of.
pub(super) struct Bound {
    /// What it costs to move everything off old nodes once.
    pub(super) once: u64,
    /// The first nodes of the groups that have no upgraded node, those that cost nothing left out.
    pub(super) firsts: Vec<FirstOfGroup>,
    /// VMs that may run on no other upgraded node and have to come back, and what that costs.
    pub(super) returning: u64,
    /// Whether upgraded nodes are there at the beginning.
    pub(super) with_upgraded: bool,
    /// The node with the least to move, where any is old.
    pub(super) emptiest: Option<usize>,
}

impl Bound {
    /// What no plan avoids.
    pub(super) fn total(&self) -> u64 {
        self.once + self.twice()
    }

    /// What no plan avoids beyond one move of each VM.
    pub(super) fn twice(&self) -> u64 {
        self.returning + self.firsts.iter().map(|first| first.price).sum::<u64>()
    }

    /// Finds the bound. `preferred` names the node to speak of where several are equally cheap.
    /// `remaining` are old nodes that no turn comes to.
    pub(super) fn of(
        world: &World<'_>,
        measure: impl Fn(Price) -> u64,
        preferred: Option<usize>,
        remaining: &[usize],
    ) -> Self {
        let start = Layout::initial(world);
        let old = |node: &usize| world.nodes[*node].due && !remaining.contains(node);
        let nodes = 0..world.nodes.len();
        let once = nodes.clone().filter(old).map(|node| start.price(world, node)).fold(Price::default(), Add::add);
        let upgraded = start.settled(world);
        let temporary = world.temporary();
        let mut groups = Groups::new(world.nodes.len());
        // What the first node of its group has to move twice, by node.
        let mut twice = vec![Price::default(); world.nodes.len()];
        let mut returning = Price::default();
        for (role, facts) in (0..).zip(&world.roles).filter(|(_, facts)| facts.is_virtual_machine && old(&facts.owner))
        {
            let mut others = world.classes[facts.class as usize].after.without(&temporary);
            others.remove(facts.owner);
            if others.is_empty() {
                returning += Price::of(world, role);
            } else {
                twice[facts.owner] += Price::of(world, role);
                others.iter().for_each(|other| groups.join(facts.owner, other));
            }
        }
        let mut cheapest: Vec<Option<FirstOfGroup>> = vec![None; world.nodes.len()];
        for node in nodes.clone().filter(old) {
            let price = measure(twice[node]);
            let best = &mut cheapest[groups.find(node)];
            if best.is_none_or(|best| (price, Some(node) != preferred) < (best.price, Some(best.node) != preferred)) {
                *best = Some(FirstOfGroup { node, price });
            }
        }
        let ahead = nodes.clone().filter(old).filter_map(|node| world.nodes[node].ahead);
        for node in upgraded.iter().chain(ahead.clone()) {
            cheapest[groups.find(node)] = None;
        }
        let emptiest = nodes.filter(old).min_by_key(|node| (measure(twice[*node]), Some(*node) != preferred));
        Self {
            once: measure(once),
            firsts: cheapest.into_iter().flatten().filter(|first| first.price > 0).collect(),
            returning: measure(returning),
            with_upgraded: !upgraded.is_empty() || ahead.count() > 0,
            emptiest,
        }
    }
}

/// Nodes that are joined into groups, each known by one of its members.
struct Groups(Vec<usize>);

impl Groups {
    fn new(nodes: usize) -> Self {
        Self((0..nodes).collect())
    }

    fn find(&mut self, node: usize) -> usize {
        let mut root = node;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.find(left), self.find(right));
        self.0[left.max(right)] = left.min(right);
    }
}
