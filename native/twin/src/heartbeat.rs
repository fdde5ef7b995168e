//! Heartbeats: how long a node is missing before the others notice.
//!
//! The nodes of a cluster tell each other every `SameSubnetDelay` milliseconds that they live. One of which nothing was
//! heard `SameSubnetThreshold` times in a row is removed from the membership (event 1135). Until then it shows as up
//! and its roles as online, though a machine that has stopped answers nobody; what is heard again before was never
//! missed ("Failover cluster common properties: SameSubnetDelay, SameSubnetThreshold", "Failover clustering system log
//! events", learn.microsoft.com).

use rolling_upgrade_core::model::{RoleKind, RoleState};

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::state::Unheard;
use crate::twin::Twin;

impl Twin {
    /// For how long heartbeats may stay away, in milliseconds.
    fn heartbeat_tolerance(&mut self) -> u64 {
        if self.state.cluster.facts.same_subnet_threshold.is_none() {
            self.assumptions.rely(Assumption::HeartbeatThreshold);
        }
        u64::from(self.property("SameSubnetDelay")) * u64::from(self.same_subnet_threshold())
    }

    /// The heartbeats of a node stop: its machine has stopped without a word, or runs on where nobody hears it. It is
    /// back after a time, or never.
    pub(crate) fn heartbeats_stop(&mut self, node: MachineId, alive: bool, returns_after_seconds: Option<u64>) {
        let tolerance = self.heartbeat_tolerance();
        let returns_at = returns_after_seconds.map(|seconds| self.in_seconds(seconds));
        let tolerated = self.now.saturating_add(tolerance);
        let due = returns_at.map_or(tolerated, |returns| tolerated.min(returns));
        self.state.machines[node].unheard = Some(Unheard { alive, due, tolerated, returns_at });
        self.queue.put(due, Happening::HeartbeatsDue { machine: node });
        if !alive {
            self.unclustered_go_down(node, false, "its host went down");
            for role in self.state.roles_of(node) {
                self.falls_silent(role, tolerance);
            }
        }
        self.touch_machine(node);
    }

    /// A role is on a machine that has stopped: nobody is served, though the cluster does not know yet.
    fn falls_silent(&mut self, role: RoleId, tolerance: u64) {
        let record = &mut self.state.roles[role];
        if matches!(record.state, RoleState::Offline | RoleState::Failed) {
            return;
        }
        if record.kind == RoleKind::ScaleOutFileServer {
            record.outage.pause(tolerance);
        } else {
            self.goes_down(role, false, "its node went down");
        }
    }

    /// Whether a machine has stopped and the cluster has not noticed yet.
    pub(crate) fn has_stopped_unnoticed(&self, machine: MachineId) -> bool {
        self.state.machines[machine].unheard.is_some_and(|unheard| !unheard.alive)
    }

    /// Heartbeats have stayed away for as long as they may, or are heard again. A regroup finds everybody who is
    /// missing at that moment.
    pub(crate) fn heartbeats_due(&mut self, node: MachineId) {
        let Some(unheard) = self.state.machines[node].unheard.filter(|unheard| unheard.due == self.now) else { return };
        // A machine that has restarted joins anew, so that the others know by then.
        if unheard.alive && self.now < unheard.tolerated {
            self.state.machines[node].unheard = None;
            self.log_machine(node, None, "its heartbeats are back before the cluster missed them".to_owned());
            self.touch_machine(node);
            return;
        }
        let mut lost = Vec::new();
        for machine in self.state.machines.ids().collect::<Vec<_>>() {
            if let Some(unheard) = self.state.machines[machine].unheard.take() {
                lost.push((machine, unheard));
            }
        }
        self.leave_without_a_word(&lost);
    }

    /// Until when a move between two nodes can't end because one of them is not heard: it ends once the node is heard
    /// again, or turns back when the node is missed.
    pub(crate) fn heartbeats_awaited_until(&self, from: MachineId, to: MachineId) -> Option<u64> {
        let unheard = [from, to].into_iter().filter_map(|end| self.state.machines[end].unheard);
        unheard.map(|unheard| unheard.due).max()
    }

    /// Members stop being heard, all at once (event 1135): the votes are counted again, or the cluster stops.
    fn leave_without_a_word(&mut self, lost: &[(MachineId, Unheard)]) {
        let mut active = lost.to_vec();
        active.retain(|(node, _)| self.state.is_active(*node));
        for (node, unheard) in &active {
            self.note_departure(*node);
            if !unheard.alive {
                self.tell_paused_volumes(*node);
            }
            self.goes_offline(*node);
            self.log_machine(*node, Some(1135), "was removed from the active membership".to_owned());
        }
        for (node, unheard) in lost {
            if let Some(record) = &mut self.state.machines[*node].node {
                record.crashed = !unheard.alive;
                record.cut_off = unheard.alive;
            }
        }
        self.settle_quorum();
        if !self.state.cluster.stopped {
            for (node, unheard) in &active {
                self.begin_isolation(*node, unheard.alive);
                self.roles_restart_elsewhere(*node, false);
                self.disks_changed(*node);
            }
            self.pump();
        }
        for (node, unheard) in lost {
            if let Some(at) = unheard.returns_at {
                self.begin_return(*node, at.max(self.now));
            }
        }
    }
}
