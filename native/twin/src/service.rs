//! The cluster service of a node: it starts, stops, crashes; roles restart elsewhere.

use rolling_upgrade_core::model::{NodeState, RoleState};

use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::simulation::Fault;
use crate::state::{Method, Power};
use crate::twin::Twin;

impl Twin {
    /// `Stop-ClusterNode`: roles restart on other nodes, the vote is given back in order.
    ///
    /// # Errors
    /// The node is down, or the cluster would lose its quorum.
    pub(crate) fn stop_service(&mut self, node: MachineId) -> Result<(), Refusal> {
        if !self.state.is_active(node) {
            return Err(Refusal::NodeAlreadyDown { node: self.machine_name(node).clone() });
        }
        if !self.may_leave(node) {
            return Err(Refusal::QuorumWouldBreak { node: self.machine_name(node).clone() });
        }
        self.leave_in_order(node);
        self.log_machine(node, None, "the cluster service has stopped".to_owned());
        Ok(())
    }

    /// A member leaves in order; its roles, if any, restart elsewhere.
    pub(crate) fn leave_in_order(&mut self, node: MachineId) {
        self.goes_offline(node);
        self.recount_votes();
        self.roles_restart_elsewhere(node, true);
        self.disks_changed(node);
        self.pump();
    }

    /// A member stops without a word (event 1135).
    pub(crate) fn crash(&mut self, node: MachineId) {
        if !self.state.is_active(node) {
            return;
        }
        self.goes_offline(node);
        if let Some(record) = &mut self.state.machines[node].node {
            record.crashed = true;
        }
        self.log_machine(node, Some(1135), "was removed from the active membership".to_owned());
        self.settle_quorum();
        if !self.state.cluster.stopped {
            self.roles_restart_elsewhere(node, false);
            self.disks_changed(node);
            self.pump();
        }
    }

    fn goes_offline(&mut self, node: MachineId) {
        self.call_off_drain(node);
        // What is on its way here turns back; what waits to leave does not wait any more.
        let inbound: Vec<RoleId> = self
            .state
            .roles
            .iter()
            .filter(|(_, role)| {
                role.movement.is_some_and(|movement| movement.to == node)
                    || role.queued.is_some_and(|queued| queued.to == Some(node))
            })
            .map(|(id, _)| id)
            .collect();
        for role in self.state.roles_of(node) {
            self.cancel_move(role);
        }
        for role in inbound {
            self.turn_back(role);
        }
        let returns_to =
            if self.state.node_state(node) == NodeState::Paused { NodeState::Paused } else { NodeState::Up };
        if let Some(record) = &mut self.state.machines[node].node {
            record.returns_to = returns_to;
        }
        self.state.machines[node].token += 1;
        self.set_node_state(node, NodeState::Down);
        self.move_volumes_off(node, None);
    }

    fn roles_restart_elsewhere(&mut self, node: MachineId, planned: bool) {
        for role in self.state.roles_of(node) {
            self.restart_elsewhere(role, planned);
        }
    }

    fn restart_elsewhere(&mut self, role: RoleId, planned: bool) {
        let from = self.state.roles[role].owner;
        let ran = !matches!(self.state.roles[role].state, RoleState::Offline | RoleState::Failed);
        if ran {
            self.goes_down(role, planned, "its node went down");
        }
        let destination = self.best_node(role, Method::Failover, |_, _| true).ok().flatten();
        if self.state.roles[role].virtual_machine.as_ref().is_some_and(|machine| machine.power.takes_memory()) {
            self.state.set_power(role, Power::Off);
        }
        self.state.roles[role].token += 1;
        let to =
            destination.or_else(|| self.state.members.iter().copied().find(|member| self.state.is_active(*member)));
        let Some(to) = to else {
            self.state.roles[role].state = RoleState::Failed;
            self.touch_role(role);
            return;
        };
        self.state.release(from, role);
        self.state.hold(to, role);
        self.state.hand_over(role, to);
        self.touch_machine(from);
        self.touch_machine(to);
        match (ran, destination) {
            (true, Some(_)) => self.begin_start(role),
            (true, None) => {
                self.state.roles[role].state = RoleState::Failed;
                self.log_role(role, Some(1205), "could not be brought online on any node".to_owned());
            }
            (false, _) => {}
        }
        self.touch_role(role);
    }

    /// Starts a role where it is; it is online after its time.
    pub(crate) fn begin_start(&mut self, role: RoleId) {
        let times = &self.simulation.times;
        let record = &self.state.roles[role];
        let seconds = match (&record.virtual_machine, record.is_core()) {
            (Some(_), _) => times.guest_start_seconds,
            (None, true) => times.core_move_seconds,
            (None, false) => times.failover_seconds,
        };
        if record.virtual_machine.is_some() {
            self.state.set_power(role, Power::Starting);
        }
        let at = self.in_seconds(seconds);
        let record = &mut self.state.roles[role];
        record.state = RoleState::Pending;
        record.token += 1;
        let (owner, token) = (record.owner, record.token);
        self.queue.put(at, Happening::RoleStarted { role, token });
        self.touch_machine(owner);
        self.touch_role(role);
    }

    pub(crate) fn role_started(&mut self, role: RoleId) {
        let owner = self.state.roles[role].owner;
        let feature_set = self.state.machines[owner].feature_set;
        if self.state.roles[role].virtual_machine.is_some() {
            self.state.set_power(role, Power::Running);
        }
        let record = &mut self.state.roles[role];
        record.state = RoleState::Online;
        if let Some(machine) = &mut record.virtual_machine {
            machine.booted_feature_set = feature_set;
            machine.booted_at = self.now;
        }
        self.comes_up(role);
        self.log_role(role, None, format!("is online on {}", self.machine_name(owner)));
        self.touch_role(role);
        self.drain_settled_role(role);
    }

    pub(crate) fn role_stopped(&mut self, role: RoleId) {
        if self.state.roles[role].virtual_machine.is_some() {
            self.state.set_power(role, Power::Off);
        }
        self.state.roles[role].state = RoleState::Offline;
        self.log_role(role, None, "is offline".to_owned());
        let owner = self.state.roles[role].owner;
        self.touch_machine(owner);
        self.touch_role(role);
        self.drain_settled_role(role);
    }

    /// `Start-ClusterNode`: the node joins its cluster again.
    ///
    /// # Errors
    /// The node is up, or its machine does not answer.
    pub(crate) fn start_service(&mut self, node: MachineId, clear_quarantine: bool) -> Result<(), Refusal> {
        if self.state.is_active(node) {
            return Err(Refusal::NodeAlreadyUp { node: self.machine_name(node).clone() });
        }
        if !self.state.machines[node].answers() {
            return Err(Refusal::Unreachable { machine: self.machine_name(node).clone() });
        }
        if let Some(record) = &mut self.state.machines[node].node
            && clear_quarantine
        {
            record.quarantined = false;
            record.returns_to = NodeState::Up;
        }
        self.begin_service(node, self.simulation.times.node_start_seconds);
        Ok(())
    }

    /// The cluster service starts; the node is a full member after its time.
    pub(crate) fn begin_service(&mut self, node: MachineId, seconds: u64) {
        let at = self.in_seconds(seconds);
        self.state.machines[node].token += 1;
        let token = self.state.machines[node].token;
        if !self.state.cluster.stopped {
            self.set_node_state(node, NodeState::Joining);
        }
        self.queue.put(at, Happening::NodeUp { machine: node, token });
    }

    /// A member whose service has started, or that has just joined, is up.
    pub(crate) fn node_is_up(&mut self, machine: MachineId) {
        let Some(record) = &mut self.state.machines[machine].node else { return };
        record.crashed = false;
        let state = record.returns_to;
        self.set_node_state(machine, state);
        if self.state.cluster.stopped && !self.forms_again() {
            self.log_machine(machine, None, "the cluster service waits for more votes".to_owned());
            return;
        }
        self.recount_votes();
        self.log_machine(machine, None, "is a full member of the cluster".to_owned());
        self.mixed_mode_begins(machine);
        self.disks_changed(machine);
        self.restart_what_failed();
        self.pump();
        self.balance_after_join();
    }

    /// Whether the cluster has formed again: a majority of all assigned votes is up.
    fn forms_again(&mut self) -> bool {
        let assigned = |only_up: bool| {
            self.state
                .members
                .iter()
                .filter(|member| !only_up || self.state.is_active(**member))
                .filter(|member| self.state.machines[**member].node.as_ref().is_some_and(|node| node.vote))
                .count()
        };
        let witness = self.state.cluster.quorum.witness.as_ref();
        let (all, up) = (assigned(false) + usize::from(witness.is_some()), assigned(true));
        let up = up + usize::from(witness.is_some_and(|witness| witness.online));
        if up * 2 <= all {
            return false;
        }
        self.state.cluster.stopped = false;
        self.log_cluster(None, "the cluster has formed again".to_owned());
        for role in self.state.roles.ids().collect::<Vec<_>>() {
            if self.state.roles[role].outage.since.is_some_and(|(_, planned)| !planned) {
                self.state.roles[role].state = RoleState::Failed;
            }
        }
        true
    }

    /// Roles that failed for want of a node start again where there is one now.
    fn restart_what_failed(&mut self) {
        let failed: Vec<RoleId> = self
            .state
            .roles
            .iter()
            .filter(|(_, role)| role.state == RoleState::Failed && role.priority.0 > 0 && !role.is_busy())
            .filter(|(_, role)| role.outage.since.is_some() || !role.serves_clients())
            .map(|(id, _)| id)
            .collect();
        for role in failed {
            let owner = self.state.roles[role].owner;
            let needed = self.state.roles[role]
                .virtual_machine
                .as_ref()
                .map_or(0, |machine| machine.memory.assigned_mib + self.state.overhead_mib);
            let fits = |twin: &Self, to: MachineId| needed <= twin.memory_free(to, needed > 0);
            let stays = self.obstacle(role, owner, Method::Failover).is_none() && fits(self, owner);
            let to = if stays { Some(owner) } else { self.best_node(role, Method::Failover, fits).ok().flatten() };
            let Some(to) = to else { continue };
            if to != owner {
                self.state.release(owner, role);
                self.state.hold(to, role);
                self.state.hand_over(role, to);
                self.touch_machine(owner);
            }
            self.begin_start(role);
        }
    }

    pub(crate) fn fault_strikes(&mut self, index: u32) {
        let Some(fault) = self.simulation.faults.get(index as usize).cloned() else { return };
        match fault {
            Fault::NodeCrash { node, returns_after_seconds, .. } => {
                let Some(machine) = self.state.machines_by_name.get(&node).copied() else { return };
                if !self.state.is_active(machine) {
                    return;
                }
                self.crash(machine);
                if let Some(seconds) = returns_after_seconds {
                    self.begin_return(machine, seconds);
                }
            }
            Fault::WitnessLost { .. } => {
                if let Some(witness) = &mut self.state.cluster.quorum.witness {
                    witness.online = false;
                    let resource = witness.resource.clone();
                    self.log_cluster(Some(1069), format!("the witness {resource} failed"));
                    self.settle_quorum();
                }
            }
        }
    }

    /// A crashed node stays down until it is back.
    pub(crate) fn begin_return(&mut self, machine: MachineId, seconds: u64) {
        let at = self.in_seconds(seconds);
        self.state.machines[machine].token += 1;
        let token = self.state.machines[machine].token;
        self.queue.put(at, Happening::NodeUp { machine, token });
    }
}
