//! The queue in front of moves: by priority, as many at once as nodes and cluster allow.

use std::cmp::Reverse;

use rolling_upgrade_core::model::RoleState;

use crate::ids::{MachineId, RoleId};
use crate::state::{Method, Queued};
use crate::twin::Twin;

impl Twin {
    /// Puts a move into the queue of the role's owner.
    pub(crate) fn enqueue(&mut self, role: RoleId, to: Option<MachineId>, method: Method, drain: bool) {
        let sequence = self.next_sequence();
        let record = &mut self.state.roles[role];
        record.queued = Some(Queued { to, method, drain, sequence });
        let entry = (Reverse(record.priority.0), sequence, role);
        let owner = record.owner;
        let source = &mut self.state.machines[owner];
        if method == Method::Live { &mut source.waiting_live } else { &mut source.waiting_other }.insert(entry);
        self.state.sources.insert(owner);
        self.touch_role(role);
        self.touch_machine(owner);
        #[cfg(test)]
        if self.has_planted(crate::invariant::Planted::QueuedRoleForgotten) {
            self.planted = None;
            self.dequeue(role);
        }
    }

    /// Takes a role out of the queue again.
    pub(crate) fn dequeue(&mut self, role: RoleId) -> Option<Queued> {
        let record = &mut self.state.roles[role];
        let queued = record.queued.take()?;
        let entry = (Reverse(record.priority.0), queued.sequence, role);
        let owner = record.owner;
        let source = &mut self.state.machines[owner];
        source.waiting_live.remove(&entry);
        source.waiting_other.remove(&entry);
        if source.queue_is_empty() {
            self.state.sources.remove(&owner);
        }
        self.touch_role(role);
        self.touch_machine(owner);
        Some(queued)
    }

    /// Starts whatever may start now, on every node from which something waits to leave.
    pub(crate) fn pump(&mut self) {
        let sources: Vec<MachineId> = self.state.sources.iter().copied().collect();
        for source in sources {
            self.pump_queue(source, true);
            self.pump_queue(source, false);
        }
    }

    fn may_start(&self, source: MachineId, live: bool) -> bool {
        if self.faults.stalled.contains(&source) {
            return false;
        }
        if live {
            self.has_free_slot(source)
        } else {
            self.state.machines[source].quick_moves < self.simulation.migration.quick_parallel.max(1)
        }
    }

    fn pump_queue(&mut self, source: MachineId, live: bool) {
        let mut after = None;
        while self.may_start(source, live) {
            let record = &self.state.machines[source];
            let queue = if live { &record.waiting_live } else { &record.waiting_other };
            let next = match after {
                None => queue.first().copied(),
                Some(last) => {
                    queue.range((std::ops::Bound::Excluded(last), std::ops::Bound::Unbounded)).next().copied()
                }
            };
            let Some(entry) = next else { return };
            after = Some(entry);
            self.try_start(entry.2, live);
        }
    }

    /// Starts a waiting move if its destination can take it now, drops it if no destination can any more.
    fn try_start(&mut self, role: RoleId, live: bool) {
        let Some(queued) = self.state.roles[role].queued else { return };
        if self.state.roles[role].state == RoleState::Pending {
            // It is starting or stopping; its turn comes when that has ended.
            return;
        }
        let usable = |twin: &Self, to: MachineId| !live || twin.has_free_slot(to);
        let destination = match queued.to {
            Some(to) => match self.obstacle_at(role, to, queued.method) {
                Some(refusal) => Err(refusal),
                None => Ok(usable(self, to).then_some(to)),
            },
            None => self.best_node(role, queued.method, usable),
        };
        match destination {
            Ok(None) => {}
            Ok(Some(to)) => {
                self.dequeue(role);
                self.start_move(role, to, queued.method, queued.drain);
            }
            Err(refusal) => {
                self.dequeue(role);
                self.move_failed(role, queued.drain, &refusal);
            }
        }
    }
}
