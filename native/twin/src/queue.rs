//! The event queue: what happens when, in the order of time and then of request.

use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::ids::{DiskId, MachineId, RoleId};

/// Something that will happen. Where a `token` stands, it has to be the one that its subject still has: a change of
/// plan gives the subject a new token, and what was queued for the old one does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Happening {
    /// A role arrives.
    MoveEnds { role: RoleId, token: u32 },
    /// The delay of a role's group set is over.
    StartDue { role: RoleId, token: u32 },
    /// The window in which a role may fail back opens.
    FailbackDue { role: RoleId, home: MachineId },
    /// Heartbeats of a node have stayed away for as long as they may, or are heard again.
    HeartbeatsDue { machine: MachineId },
    /// The cluster has waited long enough for an isolated node.
    IsolationEnds { machine: MachineId },
    /// A role that was starting runs.
    RoleStarted { role: RoleId, token: u32 },
    /// A role that was stopping has stopped.
    RoleStopped { role: RoleId, token: u32 },
    /// A machine that joins, or whose cluster service starts, is a full member.
    NodeUp { machine: MachineId, token: u32 },
    /// Setup ends.
    InstallEnds { machine: MachineId, token: u32 },
    /// The operator has mended what the installation left out.
    DefectMended { machine: MachineId, install: u32 },
    /// A cluster that has formed again has waited long enough for the owners of its roles.
    OwnersAwaited,
    /// A virtual disk is repaired.
    RepairEnds { disk: DiskId, token: u32 },
    /// The cluster levels the load of its nodes.
    Balance,
    /// A fault strikes.
    Fault { index: u32 },
    /// A fault is over.
    FaultEnds { index: u32 },
}

/// What is to happen, ordered by time and, at one time, by request.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "SavedQueue", into = "SavedQueue")]
pub(crate) struct Queue {
    heap: BinaryHeap<Reverse<(u64, u64, Happening)>>,
    sequence: u64,
}

impl Queue {
    /// Puts something in at a time in milliseconds.
    pub(crate) fn put(&mut self, at: u64, happening: Happening) {
        self.sequence += 1;
        self.heap.push(Reverse((at, self.sequence, happening)));
    }

    /// Takes the next thing that happens not later than `until`.
    pub(crate) fn take(&mut self, until: u64) -> Option<(u64, Happening)> {
        if self.next_at()? > until {
            return None;
        }
        self.heap.pop().map(|Reverse((at, _, happening))| (at, happening))
    }

    /// When the next thing happens.
    pub(crate) fn next_at(&self) -> Option<u64> {
        self.heap.peek().map(|Reverse((at, _, _))| *at)
    }

    /// Everything that waits, in no order.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = Happening> {
        self.heap.iter().map(|Reverse((_, _, happening))| *happening)
    }
}

/// A queue as it is saved: in the order in which things happen.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedQueue {
    entries: Vec<(u64, u64, Happening)>,
    sequence: u64,
}

impl From<Queue> for SavedQueue {
    fn from(queue: Queue) -> Self {
        let mut entries: Vec<_> = queue.heap.into_iter().map(|Reverse(entry)| entry).collect();
        entries.sort_unstable();
        Self { entries, sequence: queue.sequence }
    }
}

impl From<SavedQueue> for Queue {
    fn from(saved: SavedQueue) -> Self {
        Self { heap: saved.entries.into_iter().map(Reverse).collect(), sequence: saved.sequence }
    }
}
