//! What is where while items are placed and taken away again.

use super::problem::{Item, Member, Problem};
use crate::plan::world::{PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX};

/// A partial placement.
#[derive(Clone)]
pub(super) struct State<'p, 'w, 'i> {
    problem: &'p Problem<'w, 'i>,
    pub(super) hosts: Vec<Host>,
    /// By lock and place: roles that are there, and those of them that came.
    counts: Vec<Count>,
    /// By lock: the same for all places.
    totals: Vec<Count>,
}

/// What a node holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Host {
    pub(super) capacity_mib: u64,
    pub(super) load_mib: u64,
    pub(super) running: u32,
    pub(super) processors: u32,
    /// Memory and running VMs that came from elsewhere.
    came_mib: u64,
    came_running: u32,
}

impl Host {
    pub(super) const fn free_mib(&self) -> u64 {
        self.capacity_mib.saturating_sub(self.load_mib)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    all: u32,
    came: u32,
}

impl Count {
    fn add(&mut self, came: bool) {
        self.all += 1;
        self.came += u32::from(came);
    }

    fn take(&mut self, came: bool) {
        self.all -= 1;
        self.came -= u32::from(came);
    }
}

impl<'p, 'w, 'i> State<'p, 'w, 'i> {
    /// Nothing but what stays anyway.
    pub(super) fn new(problem: &'p Problem<'w, 'i>) -> Self {
        let hosts = problem.bins.iter().map(|bin| Host {
            capacity_mib: bin.capacity_mib,
            load_mib: bin.load_mib,
            running: bin.running,
            processors: bin.processors,
            ..Host::default()
        });
        let mut state = Self {
            problem,
            hosts: hosts.collect(),
            counts: vec![Count::default(); problem.locks.len() * problem.bins.len()],
            totals: vec![Count::default(); problem.locks.len()],
        };
        for (lock, node) in &problem.settled {
            state.count(*lock, *node, |count| count.add(false));
        }
        state
    }

    fn count(&mut self, lock: u16, node: usize, change: impl Fn(&mut Count)) {
        let row = usize::from(lock) * self.problem.bins.len();
        let place = row + self.problem.place(lock, node);
        change(&mut self.counts[place]);
        change(&mut self.totals[usize::from(lock)]);
    }

    /// Puts an item on a node where its limits allow it; `false` leaves everything as it was.
    pub(super) fn put(&mut self, item: &Item, node: usize) -> bool {
        if !self.has_room(item, node) {
            return false;
        }
        for (index, member) in item.members.iter().enumerate() {
            if !self.may_join(member, node) {
                for earlier in item.members.iter().take(index) {
                    self.leave_locks(earlier, node);
                }
                return false;
            }
            for lock in &member.locks {
                self.count(*lock, node, |count| count.add(member.from != node));
            }
        }
        let host = &mut self.hosts[node];
        host.load_mib += item.memory_mib;
        host.running += item.running;
        host.processors = host.processors.saturating_add(item.processors);
        for member in item.members.iter().filter(|member| member.from != node) {
            host.came_mib += member.memory_mib;
            host.came_running += u32::from(member.running);
        }
        true
    }

    /// Takes an item off a node that [`Self::put`] has put there.
    pub(super) fn take(&mut self, item: &Item, node: usize) {
        for member in &item.members {
            self.leave_locks(member, node);
        }
        let host = &mut self.hosts[node];
        host.load_mib -= item.memory_mib;
        host.running -= item.running;
        host.processors -= item.processors;
        for member in item.members.iter().filter(|member| member.from != node) {
            host.came_mib -= member.memory_mib;
            host.came_running -= u32::from(member.running);
        }
    }

    fn leave_locks(&mut self, member: &Member, node: usize) {
        for lock in &member.locks {
            self.count(*lock, node, |count| count.take(member.from != node));
        }
    }

    /// A limit binds a node to which something comes; without that it may keep what it has.
    fn has_room(&self, item: &Item, node: usize) -> bool {
        let host = &self.hosts[node];
        let came = item.members.iter().filter(|member| member.from != node);
        let (came_mib, came_running) = came
            .map(|member| (member.memory_mib, u32::from(member.running)))
            .fold((host.came_mib, host.came_running), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        (came_mib == 0 || host.load_mib + item.memory_mib <= host.capacity_mib)
            && (came_running == 0
                || (host.running + item.running <= RUNNING_PER_HOST_MAX
                    && host.processors.saturating_add(item.processors) <= PROCESSORS_PER_HOST_MAX))
    }

    /// Whether the rules between roles let one be on a node. A rule binds two roles of which at least one came.
    fn may_join(&self, member: &Member, node: usize) -> bool {
        let came = member.from != node;
        member.locks.iter().all(|lock| {
            let row = usize::from(*lock) * self.problem.bins.len();
            let here = self.counts[row + self.problem.place(*lock, node)];
            let total = self.totals[usize::from(*lock)];
            match (self.problem.locks[usize::from(*lock)].apart, came) {
                (true, true) => here.all == 0,
                (true, false) => here.came == 0,
                (false, true) => here.all == total.all,
                (false, false) => here.came == total.came,
            }
        })
    }
}
