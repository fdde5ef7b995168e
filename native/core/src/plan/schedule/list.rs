//! Moves that are started in an order: always the first for which both ends have a slot.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::hosts::Hosts;
use super::pace::{self, End};
use crate::model::Priority;
use crate::plan::Migration;
use crate::plan::layout::Layout;
use crate::plan::turn::Move;
use crate::plan::world::World;

/// Quick migrations and failovers that one node has under way at a time.
pub(crate) const BESIDE_MAX: u32 = 4;

/// Where slots are: each node has one lane for live migrations and one for what goes beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lane(pub(super) usize);

/// One move.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) live: bool,
    pub(super) low: u64,
    pub(super) likely: u64,
    pub(super) high: u64,
    pub(super) priority: Priority,
    /// The moves that have to have ended: the one of the same role before it, those of roles that its group sets wait
    /// for.
    pub(super) after: Vec<usize>,
}

/// Moves that are made side by side.
pub(super) struct Batch {
    pub(super) jobs: Vec<Job>,
    /// Slots of each lane: live ones of all nodes, then those beside them.
    slots: Vec<u32>,
}

/// When each job starts and ends, in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) starts: Vec<u64>,
    pub(super) ends: Vec<u64>,
    /// When the last one ends.
    pub(super) end: u64,
}

impl Batch {
    pub(super) fn new(world: &World<'_>, layout: &Layout, hosts: &Hosts, moves: &[Move]) -> Self {
        let nodes = world.nodes.len();
        let host = |node: usize| hosts.of(node, layout.upgraded.contains(node));
        let mut slots: Vec<u32> = (0..nodes).map(|node| host(node).slots).collect();
        let mut sharing = vec![0_u32; nodes];
        for step in moves.iter().filter(|step| world.roles[step.role as usize].migration == Migration::Live) {
            sharing[usize::from(step.from)] += 1;
            sharing[usize::from(step.to)] += 1;
        }
        let end = |node: usize| End { host: host(node), sharing: sharing[node].min(slots[node]) };
        let mut last: BTreeMap<u32, usize> = BTreeMap::new();
        let job = |(place, step): (usize, &Move)| {
            let facts = &world.roles[step.role as usize];
            let (from, to) = (usize::from(step.from), usize::from(step.to));
            let [low, likely, high] = pace::measured(pace::milliseconds(facts, end(from), end(to)), world.policy);
            let live = facts.migration == Migration::Live;
            let awaited = world.waits.get(&step.role).into_iter().flatten();
            let mut after: Vec<usize> = awaited.filter_map(|role| last.get(role).copied()).collect();
            after.extend(last.insert(step.role, place));
            Job { from, to, live, low, likely, high, priority: world.role(step.role).priority, after }
        };
        let jobs = moves.iter().enumerate().map(job).collect();
        slots.resize(2 * nodes, BESIDE_MAX);
        Self { jobs, slots }
    }

    /// Jobs on nodes with these slots.
    #[cfg(test)]
    pub(super) fn of(jobs: Vec<Job>, slots: &[u32]) -> Self {
        let beside = slots.iter().map(|_| BESIDE_MAX);
        Self { jobs, slots: slots.iter().copied().chain(beside).collect() }
    }

    /// Lanes in all.
    pub(super) fn lanes(&self) -> usize {
        self.slots.len()
    }

    pub(super) fn slots_of(&self, lane: Lane) -> u32 {
        self.slots[lane.0]
    }

    /// The lanes that a job takes a slot of: both ends for a live migration, the source for anything else.
    pub(super) fn lanes_of(&self, job: &Job) -> impl Iterator<Item = usize> + use<> {
        let second = job.live.then_some(job.to);
        let first = if job.live { job.from } else { self.slots.len() / 2 + job.from };
        [Some(first), second].into_iter().flatten()
    }

    /// The order of the cluster's own queue: by priority, then as the roles stand.
    pub(super) fn by_priority(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.jobs.len()).collect();
        order.sort_by_key(|job| (Reverse(self.jobs[*job].priority), *job));
        order
    }

    /// Starts the jobs in an order, with the times that `time` gives them.
    pub(super) fn run(&self, order: &[usize], time: impl Fn(&Job) -> u64) -> Run {
        let mut state = State::new(self, order);
        let mut run = Run { starts: vec![0; self.jobs.len()], ends: vec![0; self.jobs.len()], end: 0 };
        let mut now = 0;
        loop {
            while let Some(job) = state.next() {
                let end = now + time(&self.jobs[job]);
                (run.starts[job], run.ends[job]) = (now, end);
                state.start(job, end);
            }
            let Some(Reverse((end, job))) = state.ends.pop() else { break };
            (now, run.end) = (end, end);
            state.ended(job);
        }
        run
    }
}

/// Jobs that wait, by the lanes that they need.
struct State<'a> {
    batch: &'a Batch,
    rank: Vec<usize>,
    free: Vec<u32>,
    /// Jobs that may start, by their lanes, each with its rank.
    ready: BTreeMap<(usize, usize), BTreeSet<usize>>,
    /// The keys of `ready` that name a lane.
    touching: Vec<BTreeSet<(usize, usize)>>,
    /// Lanes that got a slot or a job since a job was looked for in vain.
    changed: BTreeSet<usize>,
    order: &'a [usize],
    /// Departures from each node that have not ended, by their place in the batch.
    departures: BTreeMap<usize, BTreeSet<usize>>,
    /// Jobs that wait for a departure from their destination, by their place.
    held: BTreeMap<usize, BTreeSet<usize>>,
    /// Jobs that wait for another to end, by that one.
    chained: BTreeMap<usize, Vec<usize>>,
    /// How many others each job still waits for.
    awaited: Vec<usize>,
    ends: BinaryHeap<Reverse<(u64, usize)>>,
}

impl<'a> State<'a> {
    fn new(batch: &'a Batch, order: &'a [usize]) -> Self {
        let mut rank = vec![0; batch.jobs.len()];
        for (place, job) in order.iter().enumerate() {
            rank[*job] = place;
        }
        let mut state = Self {
            batch,
            rank,
            free: batch.slots.clone(),
            ready: BTreeMap::new(),
            touching: vec![BTreeSet::new(); batch.lanes()],
            changed: BTreeSet::new(),
            order,
            departures: BTreeMap::new(),
            held: BTreeMap::new(),
            chained: BTreeMap::new(),
            awaited: batch.jobs.iter().map(|job| job.after.len()).collect(),
            ends: BinaryHeap::new(),
        };
        for (place, job) in batch.jobs.iter().enumerate() {
            state.departures.entry(job.from).or_default().insert(place);
        }
        for (place, job) in batch.jobs.iter().enumerate() {
            for before in &job.after {
                state.chained.entry(*before).or_default().push(place);
            }
            if job.after.is_empty() {
                state.settle(place);
            }
        }
        state
    }

    /// Lets a job wait for its slots, or for what leaves its destination before it.
    fn settle(&mut self, place: usize) {
        let job = &self.batch.jobs[place];
        let first = self.departures.get(&job.to).and_then(|leaving| leaving.first());
        if first.is_some_and(|first| *first < place) {
            self.held.entry(job.to).or_default().insert(place);
        } else {
            let key = self.key(place);
            self.ready.entry(key).or_default().insert(self.rank[place]);
            for lane in [key.0, key.1] {
                self.touching[lane].insert(key);
            }
            self.changed.insert(key.0);
        }
    }

    fn key(&self, place: usize) -> (usize, usize) {
        let mut lanes = self.batch.lanes_of(&self.batch.jobs[place]);
        let first = lanes.next().unwrap_or(0);
        (first, lanes.next().unwrap_or(first))
    }

    /// The first job of the order whose lanes have a slot each.
    fn next(&mut self) -> Option<usize> {
        let free = |lanes: &&(usize, usize)| self.free[lanes.0] > 0 && self.free[lanes.1] > 0;
        let lanes = self.changed.iter().filter(|lane| self.free[**lane] > 0);
        let keys = lanes.flat_map(|lane| &self.touching[*lane]).filter(free);
        let heads = keys.filter_map(|key| self.ready.get(key)?.first());
        let found = heads.min().map(|rank| self.order[*rank]);
        if found.is_none() {
            self.changed.clear();
        }
        found
    }

    fn start(&mut self, place: usize, end: u64) {
        let key = self.key(place);
        if let Some(ranks) = self.ready.get_mut(&key) {
            ranks.remove(&self.rank[place]);
            if ranks.is_empty() {
                self.ready.remove(&key);
                for lane in [key.0, key.1] {
                    self.touching[lane].remove(&key);
                }
            }
        }
        for lane in self.batch.lanes_of(&self.batch.jobs[place]) {
            self.free[lane] -= 1;
        }
        self.ends.push(Reverse((end, place)));
    }

    fn ended(&mut self, place: usize) {
        let batch = self.batch;
        let job = &batch.jobs[place];
        for lane in batch.lanes_of(job) {
            self.free[lane] += 1;
            self.changed.insert(lane);
        }
        if let Some(leaving) = self.departures.get_mut(&job.from) {
            leaving.remove(&place);
            let until = leaving.first().copied().unwrap_or(usize::MAX);
            let released = match self.held.get_mut(&job.from) {
                Some(held) => {
                    let later = held.split_off(&until);
                    std::mem::replace(held, later)
                }
                None => BTreeSet::new(),
            };
            for place in released {
                self.settle(place);
            }
        }
        for next in self.chained.remove(&place).unwrap_or_default() {
            self.awaited[next] -= 1;
            if self.awaited[next] == 0 {
                self.settle(next);
            }
        }
    }
}
