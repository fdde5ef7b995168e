//! Moves of roles: asking for one, its start and its end.

use rolling_upgrade_core::model::{RoleKind, RoleState};

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::migration::{Precopy, quick_milliseconds};
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::state::{Method, Movement, Power};
use crate::twin::Twin;

impl Twin {
    /// Asks for a move; it starts at once or waits for its turn.
    ///
    /// # Errors
    /// The role is busy or locked, or can't go where it is sent.
    pub(crate) fn request_move(
        &mut self,
        role: RoleId,
        to: Option<MachineId>,
        method: Option<Method>,
    ) -> Result<(), Refusal> {
        let record = &self.state.roles[role];
        if record.queued.is_some() {
            return Err(Refusal::RoleQueued { role: record.name.clone() });
        }
        if record.is_busy() {
            return Err(Refusal::RoleBusy { role: record.name.clone() });
        }
        if record.locked {
            return Err(Refusal::RoleLocked { role: record.name.clone() });
        }
        if record.unmonitored {
            return Err(Refusal::NodeIsolated { node: self.machine_name(record.owner).clone() });
        }
        if to == Some(record.owner) {
            return Ok(());
        }
        let method = match method {
            Some(method)
                if record.virtual_machine.as_ref().is_some_and(|machine| machine.power.has_a_running_state()) =>
            {
                method
            }
            _ => self.method_by_rule(role),
        };
        match to {
            Some(to) => {
                if let Some(refusal) = self.obstacle_at(role, to, method) {
                    return Err(refusal);
                }
            }
            None => {
                self.best_node(role, method, |_, _| true)?;
            }
        }
        self.state.roles[role].home = None;
        self.enqueue(role, to, method, false);
        self.pump();
        Ok(())
    }

    pub(crate) fn start_move(&mut self, role: RoleId, to: MachineId, method: Method, drain: bool) {
        let from = self.state.roles[role].owner;
        self.state.hold(to, role);
        #[cfg(test)]
        if self.has_planted(crate::invariant::Planted::MemoryNotHeldOnTheWay) {
            self.state.release(to, role);
        }
        self.state.machines[from].count_departure(method, true);
        if method == Method::Live {
            self.state.machines[to].migrations += 1;
            self.state.machines[from].migrating.push(role);
            self.state.machines[to].migrating.push(role);
        }
        self.fault_at_the_start_of_a_move(role, method);
        let (milliseconds, precopy) = self.move_time(role, from, to, method);
        let record = &mut self.state.roles[role];
        record.token += 1;
        record.movement = Some(Movement {
            to,
            method,
            drain,
            started_at: self.now,
            precopy,
            counted_at: self.now + self.simulation.migration.setup_milliseconds,
            state: record.state,
            power: record.virtual_machine.as_ref().map(|machine| machine.power),
        });
        let ran = matches!(record.state, RoleState::Online | RoleState::PartialOnline);
        let core = record.is_core();
        let token = record.token;
        if ran {
            record.state = RoleState::Pending;
        }
        if ran && method != Method::Live && !core {
            if self.state.roles[role].kind == RoleKind::ScaleOutFileServer {
                // Continuously available shares: clients wait and go on with another node.
                self.assumptions.rely(Assumption::TransparentFailover);
                self.state.roles[role].outage.pause(milliseconds);
            } else {
                self.goes_down(role, true, planned_reason(method));
            }
        }
        if method == Method::Quick {
            self.note_saved_state(role);
        }
        self.queue.put(self.now + milliseconds, Happening::MoveEnds { role, token });
        if method == Method::Live {
            self.links_changed([from, to]);
        }
        self.touch_role(role);
        self.touch_machine(from);
        self.touch_machine(to);
    }

    /// How long a move takes, in milliseconds, and the pre-copy of a live migration.
    fn move_time(&mut self, role: RoleId, from: MachineId, to: MachineId, method: Method) -> (u64, Option<Precopy>) {
        let times = &self.simulation.times;
        let settings = &self.simulation.migration;
        let record = &self.state.roles[role];
        match (method, &record.virtual_machine) {
            (Method::Live, Some(machine)) => {
                let memory = machine.memory.assigned_mib * 1024;
                let mut precopy = Precopy::new(memory, machine.dirty_mib_per_second * 1024, settings.passes);
                self.share_link(&mut precopy, from, to);
                let milliseconds = settings.setup_milliseconds + self.rest_of(&precopy);
                self.assumptions.rely(Assumption::PrecopyNumbers);
                if self.is_compressed(from) {
                    self.assumptions.rely(Assumption::CompressionGain);
                }
                if self.simulation.dirty_rates.default_mib_per_second.is_none() {
                    self.assumptions.rely(Assumption::DirtyRates);
                }
                (milliseconds, Some(precopy))
            }
            (Method::Quick, Some(machine)) => {
                let (disk, overhead) = (settings.quick_disk_mib_per_second, settings.quick_overhead_milliseconds);
                self.assumptions.rely(Assumption::QuickTime);
                let source = &self.state.machines[from];
                if source.migrations > 0 || source.quick_moves > 1 {
                    self.assumptions.rely(Assumption::QuickParallel);
                }
                (quick_milliseconds(machine.memory.assigned_mib, disk, overhead), None)
            }
            (Method::Restart { clean }, Some(_)) => {
                let shutdown = if clean { times.guest_shutdown_seconds } else { 1 };
                ((shutdown + times.guest_start_seconds) * 1000, None)
            }
            (_, None) if !record.is_core() && record.state == RoleState::Online => {
                self.assumptions.rely(Assumption::FailoverTime);
                (self.failover_seconds(role) * 1000, None)
            }
            _ => (times.core_move_seconds * 1000, None),
        }
    }

    /// Gives back what a move held: migration slots, and memory at the destination.
    fn free_move(&mut self, role: RoleId, movement: &Movement) {
        let from = self.state.roles[role].owner;
        self.state.machines[from].count_departure(movement.method, false);
        if movement.method == Method::Live {
            let target = &mut self.state.machines[movement.to];
            target.migrations = target.migrations.saturating_sub(1);
            for machine in [from, movement.to] {
                self.state.machines[machine].migrating.retain(|migrating| *migrating != role);
            }
            self.links_changed([from, movement.to]);
        }
        self.touch_machine(from);
        self.touch_machine(movement.to);
    }

    pub(crate) fn move_ends(&mut self, role: RoleId) {
        let Some(movement) = self.state.roles[role].movement else { return };
        if let Some(at) = self.heartbeats_awaited_until(self.state.roles[role].owner, movement.to) {
            let token = self.state.roles[role].token;
            self.queue.put(at, Happening::MoveEnds { role, token });
            return;
        }
        let obstacle = self.obstacle_at_the_end(&movement);
        if let Some(refusal) = obstacle.or_else(|| self.fault_at_the_end_of_a_move(role, &movement)) {
            self.abandon_move(role, &movement);
            self.move_failed(role, movement.drain, &refusal);
            self.pump();
            return;
        }
        let from = self.state.roles[role].owner;
        self.free_move(role, &movement);
        self.state.release(from, role);
        #[cfg(test)]
        if self.has_planted(crate::invariant::Planted::MemoryKeptAtSource) {
            self.state.hold(from, role);
        }
        self.state.hand_over(role, movement.to);
        let feature_set = self.state.machines[movement.to].feature_set;
        let blackout = self.blackout_of(&movement);
        let record = &mut self.state.roles[role];
        record.movement = None;
        record.token += 1;
        record.state = movement.state;
        if let Some(milliseconds) = blackout {
            record.outage.pause(milliseconds);
        }
        match (movement.method, &mut record.virtual_machine) {
            (Method::Restart { .. }, Some(machine)) => {
                machine.booted_feature_set = feature_set;
                machine.booted_at = self.now;
            }
            // It keeps the features of the host on which it booted.
            (Method::Live | Method::Quick, Some(machine)) => {
                machine.booted_feature_set = machine.booted_feature_set.or(self.state.machines[from].feature_set);
            }
            _ => {}
        }
        if movement.drain && record.home.is_none() {
            record.home = Some(from);
        }
        match (movement.method, record.virtual_machine.is_some()) {
            (Method::Live, _) => self.counts.live_migrations += 1,
            (Method::Quick, _) => self.counts.quick_migrations += 1,
            _ => {}
        }
        self.comes_up(role);
        let text = format!(
            "{} from {} to {}{}",
            moved_text(movement.method, self.state.roles[role].state),
            self.machine_name(from),
            self.machine_name(movement.to),
            blackout.map_or_else(String::new, |milliseconds| format!(", paused for {milliseconds} ms"))
        );
        self.log_role(role, Some(1641), text);
        self.failback_settled(role, true);
        self.touch_role(role);
        if movement.drain {
            self.drain_counts_down(from, 0);
        }
        self.pump();
    }

    /// A destination that went down or was paused meanwhile can't take the role.
    fn obstacle_at_the_end(&self, movement: &Movement) -> Option<Refusal> {
        let node = || self.machine_name(movement.to).clone();
        if !self.state.is_active(movement.to) {
            return Some(Refusal::NodeDown { node: node() });
        }
        // A node that is only paused still takes what was on its way; one that is being drained does not.
        let drained = self.state.machines[movement.to].node.as_ref().is_none_or(|node| node.drain_status != 0);
        (drained && !self.state.takes_roles(movement.to)).then(|| Refusal::NodePaused { node: node() })
    }

    /// Puts a role back to what it was before its move began.
    fn abandon_move(&mut self, role: RoleId, movement: &Movement) {
        self.free_move(role, movement);
        self.state.release(movement.to, role);
        let record = &mut self.state.roles[role];
        record.movement = None;
        record.token += 1;
        record.state = movement.state;
        self.comes_up(role);
        self.touch_role(role);
    }

    /// Cancels what a role is about to do or in the middle of; it stays where it is.
    pub(crate) fn cancel_move(&mut self, role: RoleId) {
        self.failback_settled(role, false);
        if let Some(queued) = self.dequeue(role)
            && queued.drain
        {
            let owner = self.state.roles[role].owner;
            self.drain_counts_down(owner, 0);
        }
        if let Some(movement) = self.state.roles[role].movement {
            self.abandon_move(role, &movement);
            if movement.drain {
                let owner = self.state.roles[role].owner;
                self.drain_counts_down(owner, 0);
            }
        }
    }

    /// Turns a role back whose destination goes away; a drain sends it elsewhere.
    pub(crate) fn turn_back(&mut self, role: RoleId) {
        let queued = self.dequeue(role).map(|queued| queued.drain);
        let movement = self.state.roles[role].movement;
        if let Some(movement) = movement {
            self.abandon_move(role, &movement);
        }
        let Some(drain) = queued.or(movement.map(|movement| movement.drain)) else { return };
        self.failback_settled(role, false);
        if drain {
            let method = self.method_by_rule(role);
            self.enqueue(role, None, method, true);
        } else {
            self.counts.failed_moves += 1;
            self.log_role(role, Some(1155), "its move did not complete: the destination went away".to_owned());
        }
    }

    pub(crate) fn move_failed(&mut self, role: RoleId, drain: bool, refusal: &Refusal) {
        self.counts.failed_moves += 1;
        let code = refusal.code().unwrap_or(5942);
        let owner = self.state.roles[role].owner;
        self.log_role(
            role,
            Some(1137),
            format!("could not be moved off {} ({code}): {refusal}", self.machine_name(owner)),
        );
        self.touch_role(role);
        self.failback_settled(role, false);
        if drain {
            self.drain_could_not_move(role, owner, code);
        }
    }

    /// `ForceDrain`: what can't move is stopped; its owner changes where any node may own it.
    pub(crate) fn stop_and_push(&mut self, role: RoleId, owner: MachineId) {
        let ran = matches!(self.state.roles[role].state, RoleState::Online | RoleState::PartialOnline);
        if ran {
            self.goes_down(role, false, "stopped by a forced drain");
            self.state.roles[role].state = RoleState::Offline;
        }
        if self.state.roles[role].virtual_machine.as_ref().is_some_and(|machine| machine.power.takes_memory()) {
            self.state.set_power(role, Power::Off);
        }
        let next = self.state.members.iter().copied().find(|member| {
            *member != owner && self.state.takes_roles(*member) && self.state.roles[role].may_be_owned_by(*member)
        });
        if let Some(next) = next {
            self.state.release(owner, role);
            self.state.hold(next, role);
            self.state.hand_over(role, next);
            self.touch_machine(next);
        }
        self.touch_machine(owner);
        self.touch_role(role);
    }
}

fn planned_reason(method: Method) -> &'static str {
    match method {
        Method::Live => "live migration",
        Method::Quick => "quick migration",
        Method::Restart { .. } => "moved with a restart",
        Method::Failover => "failover",
    }
}

fn moved_text(method: Method, state: RoleState) -> &'static str {
    match (method, state) {
        (Method::Live, _) => "migrated live",
        (Method::Quick, _) => "migrated quickly",
        (Method::Restart { .. }, _) => "moved with a restart",
        (Method::Failover, RoleState::Online) => "failed over",
        (Method::Failover, _) => "changed its owner",
    }
}
