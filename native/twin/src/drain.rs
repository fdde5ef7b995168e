//! Draining a node: `Suspend-ClusterNode -Drain`.
//!
//! The cluster pauses the node first and then moves what it owns, by priority, as many at a time as the limits allow.
//! What can't move leaves the drain failed (event 1677) and the node paused; a forced drain stops it instead
//! ("Suspend-ClusterNode", "Failover clustering system log events", learn.microsoft.com).

use rolling_upgrade_core::model::{NodeState, RoleKind};

use crate::failback::Failback;
use crate::ids::{MachineId, RoleId};
use crate::refusal::Refusal;
use crate::state::Drain;
use crate::twin::Twin;

/// `DrainStatus`.
pub(crate) const IN_PROGRESS: u32 = 1;
const COMPLETED: u32 = 2;
const FAILED: u32 = 3;

/// `ERROR_CLUSTER_BACKUP_IN_PROGRESS`: a volume can't move.
const BACKUP_IN_PROGRESS: u32 = 5949;

impl Twin {
    /// Pauses a node: no new roles come.
    ///
    /// # Errors
    /// The node is not up.
    pub(crate) fn pause(&mut self, node: MachineId) -> Result<(), Refusal> {
        match self.state.node_state(node) {
            NodeState::Up => {
                self.set_node_state(node, NodeState::Paused);
                self.log_machine(node, None, "paused".to_owned());
                Ok(())
            }
            NodeState::Paused => Ok(()),
            NodeState::Down | NodeState::Joining => Err(Refusal::NodeDown { node: self.machine_name(node).clone() }),
        }
    }

    /// Begins to drain a node.
    ///
    /// # Errors
    /// The node is not up, is being drained already, has nowhere to go, or a virtual disk is not healthy.
    pub(crate) fn drain(&mut self, node: MachineId, force: bool, target: Option<MachineId>) -> Result<(), Refusal> {
        let name = self.machine_name(node).clone();
        if !self.state.is_active(node) {
            return Err(Refusal::NodeDown { node: name });
        }
        if self.state.machines[node].node.as_ref().is_some_and(|record| record.drain.is_some()) {
            return Err(Refusal::DrainInProgress { node: name });
        }
        if let Some(target) = target {
            if target == node {
                return Err(Refusal::TargetIsSource { node: name });
            }
            if !self.state.takes_roles(target) {
                return Err(Refusal::TargetNotUp { node: self.machine_name(target).clone() });
            }
        }
        if !self.state.members.iter().any(|member| *member != node && self.state.takes_roles(*member)) {
            return Err(Refusal::NoOtherNode { node: name });
        }
        if let Some(disk) = self.disk_that_forbids(node) {
            return Err(Refusal::SpaceDegraded { node: name, disk });
        }
        self.pause(node)?;
        self.log_machine(node, None, "the drain begins".to_owned());
        self.begin_drain(node, force, target);
        Ok(())
    }

    /// A drain that was under way when the inventory was read goes on.
    pub(crate) fn continue_drains(&mut self) {
        for node in self.state.members.clone() {
            let Some(record) = &mut self.state.machines[node].node else { continue };
            if record.drain_status != IN_PROGRESS {
                continue;
            }
            record.drain_status = 0;
            if record.state == NodeState::Paused && !self.state.cluster.stopped {
                self.begin_drain(node, false, None);
            }
        }
    }

    fn begin_drain(&mut self, node: MachineId, force: bool, target: Option<MachineId>) {
        let target_id = target.and_then(|target| self.state.machines[target].node.as_ref()).map(|target| target.id);
        let roles = self.state.roles_of(node);
        let remaining = u32::try_from(roles.len()).unwrap_or(u32::MAX);
        if let Some(record) = &mut self.state.machines[node].node {
            record.drain = Some(Drain { remaining, force, target, error_code: 0, stayed: None });
            record.drain_status = IN_PROGRESS;
            record.drain_error_code = 0;
            record.drain_target = target_id;
        }
        self.touch_machine(node);
        if self.move_volumes_off(node, target)
            && let Some(drain) = self.state.machines[node].node.as_mut().and_then(|record| record.drain.as_mut())
        {
            drain.error_code = BACKUP_IN_PROGRESS;
        }
        self.fault_at_a_drain(node);
        for role in roles {
            self.drain_role(role, node, target);
        }
        if remaining == 0 {
            self.finish_drain(node);
        }
        self.pump();
    }

    /// Puts one role of a node that is being drained into the queue; what is leaving already counts as leaving.
    fn drain_role(&mut self, role: RoleId, node: MachineId, target: Option<MachineId>) {
        let record = &mut self.state.roles[role];
        if let Some(queued) = &mut record.queued {
            queued.drain = true;
            return;
        }
        if let Some(movement) = &mut record.movement {
            movement.drain = true;
            return;
        }
        if record.locked {
            let refusal = Refusal::RoleLocked { role: record.name.clone() };
            self.log_role(role, Some(1137), format!("could not be moved: {refusal}"));
            self.drain_could_not_move(role, node, refusal.code().unwrap_or(0));
            return;
        }
        let method = self.method_by_rule(role);
        // The core group and storage that nobody uses go wherever the cluster likes.
        let bound = !matches!(self.state.roles[role].kind, RoleKind::Cluster | RoleKind::AvailableStorage);
        self.enqueue(role, target.filter(|_| bound), method, true);
    }

    /// A role that starts or stops while its node is drained leaves when it is done.
    pub(crate) fn drain_settled_role(&mut self, role: RoleId) {
        let owner = self.state.roles[role].owner;
        let Some(drain) = self.state.machines[owner].node.as_ref().and_then(|node| node.drain.as_ref()) else { return };
        let target = drain.target;
        if self.state.roles[role].queued.is_some_and(|queued| queued.drain)
            && let Some(queued) = self.dequeue(role)
        {
            let method = self.method_by_rule(role);
            self.enqueue(role, target.or(queued.to), method, true);
            self.pump();
        }
    }

    pub(crate) fn drain_could_not_move(&mut self, role: RoleId, node: MachineId, code: u32) {
        let drain = self.state.machines[node].node.as_mut().and_then(|record| record.drain.as_mut());
        let force = drain.as_ref().is_some_and(|drain| drain.force);
        if let Some(drain) = drain.filter(|drain| !force && drain.error_code == 0) {
            drain.stayed = Some(role);
        }
        if force {
            self.stop_and_push(role, node);
            self.drain_counts_down(node, 0);
        } else {
            self.drain_counts_down(node, code);
        }
    }

    /// One role fewer to wait for; `code` says why it stays, 0 where it left or will not leave any more.
    pub(crate) fn drain_counts_down(&mut self, node: MachineId, code: u32) {
        let record = self.state.machines[node].node.as_mut();
        let Some(drain) = record.and_then(|record| record.drain.as_mut()) else { return };
        drain.remaining = drain.remaining.saturating_sub(1);
        if drain.error_code == 0 {
            drain.error_code = code;
        }
        let done = drain.remaining == 0;
        self.touch_machine(node);
        if done {
            self.finish_drain(node);
        }
    }

    fn finish_drain(&mut self, node: MachineId) {
        let Some(record) = &mut self.state.machines[node].node else { return };
        let Some(drain) = record.drain.take() else { return };
        record.drain_error_code = drain.error_code;
        record.drain_status = if drain.error_code == 0 { COMPLETED } else { FAILED };
        self.touch_machine(node);
        if drain.error_code == 0 {
            self.log_machine(node, None, "the drain has completed".to_owned());
        } else {
            let what = match drain.stayed {
                Some(role) => format!("the role {}", self.state.roles[role].name),
                None => "a shared volume".to_owned(),
            };
            let text = format!("the drain failed: {what} could not be moved (code {})", drain.error_code);
            self.log_machine(node, Some(1677), text);
        }
    }

    /// Calls a drain off: what waits stays, what moves goes on.
    pub(crate) fn call_off_drain(&mut self, node: MachineId) {
        if let Some(record) = &mut self.state.machines[node].node {
            record.drain = None;
            record.drain_status = 0;
            record.drain_error_code = 0;
            record.drain_target = None;
        }
        for role in self.state.roles_of(node) {
            if self.state.roles[role].queued.is_some_and(|queued| queued.drain) {
                self.dequeue(role);
            }
            if let Some(movement) = &mut self.state.roles[role].movement {
                movement.drain = false;
            }
        }
        self.touch_machine(node);
    }

    /// `Resume-ClusterNode`. With `failback`, roles that a drain took from the node come back.
    ///
    /// # Errors
    /// The node is not paused.
    pub(crate) fn resume(&mut self, node: MachineId, failback: Failback) -> Result<(), Refusal> {
        match self.state.node_state(node) {
            NodeState::Paused => {}
            NodeState::Up => return Err(Refusal::NodeNotPaused { node: self.machine_name(node).clone() }),
            NodeState::Down | NodeState::Joining => {
                return Err(Refusal::NodeDown { node: self.machine_name(node).clone() });
            }
        }
        self.call_off_drain(node);
        self.set_node_state(node, NodeState::Up);
        self.log_machine(node, None, "resumed".to_owned());
        self.begin_failback(node, failback);
        self.pump();
        self.balance_after_join();
        Ok(())
    }
}
