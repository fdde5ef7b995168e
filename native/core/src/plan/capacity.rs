//! Whether the roles of some nodes find room on the others, as the cluster is now: an answer, never a guess.
//!
//! Memory with the host's reserve, its caches and the overhead of each VM, VMs and virtual processors of a host,
//! possible owners, configuration versions, processors, switches, anti-affinity and affinity rules are all looked at.
//! Whole VMs are placed, so that fragmentation counts; sums over the cluster prove nothing.

use std::cell::OnceCell;

use super::Policy;
use super::exact::{self, Locks, Outcome, Problem, Question};
use super::impossible::{Impossible, impossible};
use super::layout::{Fit, Layout};
use super::turn::empty_node;
use super::world::{PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX, World};
use crate::model::NodeSet;
use crate::model::{Inventory, NodeName, RoleName};
use crate::rules::Places;

/// A cluster whose capacity is asked several times: numbering it once makes each question cheap.
pub struct Capacity<'a> {
    world: World<'a>,
    layout: Layout,
    locks: Locks,
    /// What leaves each node, summed up when it is first asked for.
    loads: Vec<OnceCell<Load>>,
}

/// The answer to a question of capacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Every role has a place.
    Placed(PlacementFound),
    /// There is no place for every role, and this is why.
    Impossible(Box<Impossible>),
    /// Neither was found.
    Undecided(Undecided),
}

/// Why a question is not decided. It counts as a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecided {
    /// The steps of the search ran out.
    Steps,
    /// Places exist, but no order of single moves was found in which each finds its room.
    Order,
}

/// A placement of all roles without some nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementFound {
    /// What moves, in an order in which each finds its room: roles that make room first, where there are any.
    pub moves: Vec<PlacedRole>,
    /// Memory for VMs that is free afterwards on all nodes that are in, the host reserves taken off.
    pub headroom_mib: u64,
}

/// A role and its new owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedRole {
    /// The role.
    pub role: RoleName,
    /// Its owner before.
    pub from: NodeName,
    /// Its owner after.
    pub to: NodeName,
}

/// What is taken away.
#[derive(Debug, Clone, Copy)]
pub struct Loss<'a> {
    /// Nodes that go out: their roles move live.
    pub out: &'a [NodeName],
    /// Nodes that fail meanwhile: their roles start again, and nothing moves aside for them.
    pub failed: &'a [NodeName],
}

/// What leaves a node when it goes, moved or started again.
#[derive(Default, Clone)]
struct Load {
    /// Roles that may not go everywhere.
    choosy: Vec<u32>,
    /// The others.
    moved: Sums,
    restarted: Sums,
}

/// What roles need together.
#[derive(Default, Clone, Copy)]
pub(super) struct Sums {
    pub(super) memory_mib: u64,
    pub(super) largest_mib: u64,
    pub(super) running: u32,
    pub(super) processors: u32,
}

impl Sums {
    pub(super) fn add(&mut self, memory_mib: u64, running: bool, processors: u32) {
        self.join(&Self { memory_mib, largest_mib: memory_mib, running: u32::from(running), processors });
    }

    /// Whether there is room for these roles on any of some nodes however they are placed, told by sums alone; of each
    /// node: the memory that is free, and the VMs and virtual processors that it runs.
    ///
    /// A role fails to find room only where every node has less free than the largest of them. So what each node has
    /// free beyond the largest is filled for certain.
    pub(super) fn certainly_fit(&self, nodes: impl Iterator<Item = (u64, u32, u32)>) -> bool {
        let (mut spare, mut slots) = (0_u64, true);
        for (free_mib, running, processors) in nodes {
            spare = spare.saturating_add(free_mib.saturating_sub(self.largest_mib));
            slots &= running.saturating_add(self.running) <= RUNNING_PER_HOST_MAX
                && processors.saturating_add(self.processors) <= PROCESSORS_PER_HOST_MAX;
        }
        slots && self.memory_mib <= spare
    }

    fn join(&mut self, other: &Self) {
        self.memory_mib = self.memory_mib.saturating_add(other.memory_mib);
        self.largest_mib = self.largest_mib.max(other.largest_mib);
        self.running = self.running.saturating_add(other.running);
        self.processors = self.processors.saturating_add(other.processors);
    }
}

/// Places the roles of `out` on the other nodes, in at most as many steps as the policy allows; names that are no
/// nodes are passed over.
#[must_use]
pub fn place_without(inventory: &Inventory, policy: &Policy, out: &[NodeName]) -> Answer {
    let mut steps = policy.search_steps;
    Capacity::new(inventory, policy).ask(Loss { out, failed: &[] }, &mut steps)
}

/// Whether the roles of one node find places on the others for certain, each wherever it likes: the quick way to the
/// answer that nearly every question has. `false` says nothing. Where no limit binds roles to each other, those of the
/// other nodes only take up room.
#[must_use]
pub(crate) fn surely_finds_places(inventory: &Inventory, policy: &Policy, places: &Places, node: &NodeName) -> bool {
    let Some(number) = inventory.nodes.iter().position(|one| one.name == *node) else { return false };
    let question = Question { out: [number].into_iter().collect(), failed: NodeSet::default() };
    if inventory.cluster.enforced_anti_affinity || inventory.affinity_rules.iter().any(|rule| rule.enabled) {
        return Capacity::new(inventory, policy).is_certain(question);
    }
    let mut capacity = Capacity::of(World::of_roles(inventory, policy, places.of_node(number)));
    let overhead = policy.virtual_machine_overhead_mib;
    for (owner, load) in places.loads().filter(|(owner, load)| load.running && *owner != number) {
        capacity.layout.burden(owner, load.memory_mib + overhead, load.processors);
    }
    capacity.is_certain(question)
}

impl<'a> Capacity<'a> {
    /// Numbers the cluster.
    #[must_use]
    pub fn new(inventory: &'a Inventory, policy: &'a Policy) -> Self {
        Self::of(World::new(inventory, policy, None))
    }

    fn of(world: World<'a>) -> Self {
        let layout = Layout::initial(&world);
        let locks = Locks::new(&world);
        let loads = vec![OnceCell::new(); world.nodes.len()];
        Self { world, layout, locks, loads }
    }

    /// Whether every role has a place after a loss, which one, or why not. Steps that the search takes are taken off
    /// `steps`.
    #[must_use]
    pub fn ask(&self, loss: Loss<'_>, steps: &mut u64) -> Answer {
        let question = self.question(loss);
        let near = Problem::new(&self.world, &self.layout, &self.locks, question, false);
        let decided = self.decide(&near, steps);
        match decided {
            Decision::Placed(moves) => Answer::Placed(self.found(&near, moves)),
            Decision::Undecided(why) => Answer::Undecided(why),
            Decision::Impossible(tried) => Answer::Impossible(Box::new(self.explain(question, tried))),
        }
    }

    /// As [`Self::ask`], without the placement and without the reason: `None` where it is not decided.
    #[must_use]
    pub fn holds(&self, loss: Loss<'_>, steps: &mut u64) -> Option<bool> {
        let question = self.question(loss);
        if self.is_certain(question) {
            return Some(true);
        }
        let near = Problem::new(&self.world, &self.layout, &self.locks, question, false);
        match self.decide(&near, steps) {
            Decision::Placed(_) => Some(true),
            Decision::Impossible(_) => Some(false),
            Decision::Undecided(_) => None,
        }
    }

    fn load(&self, node: usize) -> &Load {
        self.loads[node].get_or_init(|| load(&self.world, &self.layout, &self.locks, node))
    }

    fn question(&self, loss: Loss<'_>) -> Question {
        let numbers = |names: &[NodeName]| names.iter().filter_map(|name| self.world.number(name)).collect::<NodeSet>();
        let failed = numbers(loss.failed);
        Question { out: numbers(loss.out).without(&failed), failed }
    }

    /// Whether places are found without looking at each role: those that are choosy are placed, and the others are
    /// told by their sums.
    fn is_certain(&self, question: Question) -> bool {
        let gone = question.out.or(&question.failed);
        let mut rest = Sums::default();
        question.out.iter().for_each(|node| rest.join(&self.load(node).moved));
        question.failed.iter().for_each(|node| rest.join(&self.load(node).restarted));
        let choosy = gone.iter().flat_map(|node| self.load(node).choosy.iter().copied());
        let problem = Problem::of_roles(&self.world, &self.layout, &self.locks, question, choosy);
        !problem.open.is_empty() && exact::is_certain(&problem, &rest)
    }

    fn decide(&self, near: &Problem<'_, '_>, steps: &mut u64) -> Decision {
        let aside = near.question.failed.is_empty();
        let short = exact::prove_by_sums(near).is_some();
        if !short && let Some(nodes) = exact::place(near) {
            return Decision::placed(near, &nodes);
        }
        if !aside {
            return if short || exact::prove(near).is_some() { Decision::Impossible(0) } else { searched(near, steps) };
        }
        // Without room as things stand, roles of the other nodes may move aside.
        let far = Problem::new(&self.world, &self.layout, &self.locks, near.question, true);
        if exact::prove(&far).is_some() {
            return Decision::Impossible(0);
        }
        if let Some(moves) = self.one_aside(&far) {
            return Decision::Placed(moves);
        }
        if !short && exact::prove(near).is_none() {
            // Half of the steps for placements in which nothing else moves, which are better.
            let mut half = *steps / 2;
            let given = half;
            let found = exact::search(near, &mut half);
            *steps -= given - half;
            if let Outcome::Found(nodes) = found {
                return Decision::placed(near, &nodes);
            }
        }
        searched(&far, steps)
    }

    /// The planner's way of emptying a node, which moves single roles aside; nothing where it breaks a limit.
    fn one_aside(&self, far: &Problem<'_, '_>) -> Option<Vec<exact::Step>> {
        let mut layout = self.layout.clone();
        layout.open = far.open;
        let mut steps = Vec::new();
        for node in far.question.out.iter() {
            let moves = empty_node(&self.world, &mut layout, node, Fit::Spread).ok()?;
            steps.extend(moves.iter().map(|step| (step.role, usize::from(step.from), usize::from(step.to))));
        }
        (far.admits(&layout) && self.has_room_on_the_way(far, &steps)).then_some(steps)
    }

    /// Whether each move finds its room when its turn comes, and not only in the end.
    fn has_room_on_the_way(&self, far: &Problem<'_, '_>, steps: &[exact::Step]) -> bool {
        let mut layout = self.layout.clone();
        layout.open = far.open;
        steps.iter().all(|(role, _, to)| {
            let fits = layout.has_room(&self.world, *role, *to);
            layout.relocate(&self.world, *role, *to);
            fits
        })
    }

    fn found(&self, problem: &Problem<'_, '_>, steps: Vec<exact::Step>) -> PlacementFound {
        let capacity = |node| self.layout.capacity_mib(&self.world, node).unwrap_or(0);
        let mut used = self.layout.used_mib.clone();
        let mut moves = Vec::with_capacity(steps.len());
        for (role, from, to) in steps {
            let facts = &self.world.roles[role as usize];
            used[from] = used[from].saturating_sub(facts.memory_mib);
            used[to] += if problem.question.failed.contains(from) { facts.restart_mib } else { facts.memory_mib };
            moves.push(PlacedRole {
                role: self.world.role(role).name.clone(),
                from: self.world.name(from).clone(),
                to: self.world.name(to).clone(),
            });
        }
        let headroom_mib = problem.open.iter().map(|node| capacity(node).saturating_sub(used[node])).sum();
        PlacementFound { moves, headroom_mib }
    }

    /// Finds the simplest reason for what has been decided.
    fn explain(&self, question: Question, tried: u64) -> Impossible {
        let aside = question.failed.is_empty();
        let mut problem = Problem::new(&self.world, &self.layout, &self.locks, question, aside);
        let finding = exact::prove(&problem).unwrap_or_else(|| exact::shrink(&mut problem, tried));
        impossible(&problem, &finding)
    }
}

/// An answer before it is put in names.
enum Decision {
    Placed(Vec<exact::Step>),
    /// After so many steps of search.
    Impossible(u64),
    Undecided(Undecided),
}

impl Decision {
    fn placed(problem: &Problem<'_, '_>, nodes: &[usize]) -> Self {
        exact::order(problem, nodes).map_or(Self::Undecided(Undecided::Order), Self::Placed)
    }
}

fn searched(problem: &Problem<'_, '_>, steps: &mut u64) -> Decision {
    match exact::search(problem, steps) {
        Outcome::Found(nodes) => Decision::placed(problem, &nodes),
        Outcome::None(tried) => Decision::Impossible(tried),
        Outcome::OutOfSteps => Decision::Undecided(Undecided::Steps),
    }
}

fn load(world: &World<'_>, layout: &Layout, locks: &Locks, node: usize) -> Load {
    let mut load = Load::default();
    let mut others = layout.open;
    others.remove(node);
    for role in &layout.residents[node] {
        let facts = &world.roles[*role as usize];
        let anywhere = facts.fixed.is_none() && !locks.bind(*role) && layout.allowed(world, *role).covers(&others);
        if !anywhere {
            load.choosy.push(*role);
            continue;
        }
        load.moved.add(facts.memory_mib, facts.running, facts.processors);
        if facts.restarts {
            load.restarted.add(facts.restart_mib, facts.running, facts.processors);
        }
    }
    load
}
