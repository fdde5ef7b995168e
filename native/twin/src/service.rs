//! The cluster service: it starts, stops, crashes, on one node and on all.

use rolling_upgrade_core::model::NodeState;

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::refusal::Refusal;
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
        if self.has_stopped_unnoticed(node) {
            return Err(Refusal::Unreachable { machine: self.machine_name(node).clone() });
        }
        if !self.may_leave(node) {
            return Err(Refusal::QuorumWouldBreak { node: self.machine_name(node).clone() });
        }
        self.leave_in_order(node);
        self.log_machine(node, Some(1063), "the cluster service has stopped".to_owned());
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

    pub(crate) fn goes_offline(&mut self, node: MachineId) {
        self.call_off_drain(node);
        self.state.machines[node].unheard = None;
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

    /// `Stop-Cluster`: every role goes offline, the service stops on every node and stays stopped.
    pub(crate) fn stop_cluster(&mut self) {
        self.stop_service_everywhere("the cluster was stopped", true);
        self.log_cluster(Some(1063), "the cluster service has stopped on every node".to_owned());
    }

    /// `Start-Cluster`: the service starts on every node whose machine answers; waits until they are full members.
    ///
    /// # Errors
    /// There are not votes enough.
    pub(crate) fn start_cluster(&mut self) -> Result<(), Refusal> {
        let seconds = self.simulation.times.node_start_seconds;
        for member in self.state.members.clone() {
            if !self.state.is_active(member) && self.state.machines[member].is_heard() {
                self.begin_service(member, seconds);
            }
        }
        // Nodes that form a cluster show as down until there is one: the time of a start is the limit.
        let limit = seconds.saturating_add(1).saturating_mul(1000);
        self.pass_while(Some(limit), |state| {
            state.cluster.stopped || state.members.iter().any(|member| state.node_state(*member) == NodeState::Joining)
        });
        if self.state.cluster.stopped { Err(Refusal::ServiceStopped) } else { Ok(()) }
    }

    /// `Start-ClusterNode -ForceQuorum`: the cluster forms with what is there, whatever the votes say.
    pub(crate) fn force_quorum(&mut self) {
        if self.state.cluster.stopped {
            self.state.cluster.quorum.forced = true;
            self.log_cluster(None, "the cluster is started with forced quorum".to_owned());
        }
    }

    /// `Start-ClusterNode`: the node joins its cluster again.
    ///
    /// # Errors
    /// The node is up, or its machine does not answer.
    pub(crate) fn start_service(&mut self, node: MachineId, clear_quarantine: bool) -> Result<(), Refusal> {
        // Without quorum a service that runs only waits.
        if self.state.is_active(node) && !self.state.cluster.stopped {
            return Err(Refusal::NodeAlreadyUp { node: self.machine_name(node).clone() });
        }
        if !self.state.machines[node].answers() {
            return Err(Refusal::Unreachable { machine: self.machine_name(node).clone() });
        }
        if clear_quarantine {
            self.clear_quarantine(node);
            if let Some(record) = &mut self.state.machines[node].node {
                record.returns_to = NodeState::Up;
            }
        }
        if let Some(refusal) = self.quarantine_obstacle(node) {
            return Err(refusal);
        }
        self.begin_service(node, self.simulation.times.node_start_seconds);
        Ok(())
    }

    /// The cluster service starts; the node is a full member after its time.
    pub(crate) fn begin_service(&mut self, node: MachineId, seconds: u64) {
        let at = self.in_seconds(seconds);
        self.assumptions.rely(Assumption::Times);
        self.state.machines[node].token += 1;
        let token = self.state.machines[node].token;
        if !self.state.cluster.stopped {
            self.set_node_state(node, NodeState::Joining);
        }
        self.queue.put(at, Happening::NodeUp { machine: node, token });
    }

    /// A member whose service has started, or that has just joined, is up.
    pub(crate) fn node_is_up(&mut self, machine: MachineId) {
        if let Some(record) = &mut self.state.machines[machine].node {
            record.cut_off = false;
        }
        if self.turned_away(machine) {
            return;
        }
        let Some(record) = &mut self.state.machines[machine].node else { return };
        let died = std::mem::take(&mut record.crashed);
        let state = record.returns_to;
        self.set_node_state(machine, state);
        if died {
            self.unclustered_come_up(machine);
        }
        self.back_from_isolation(machine, died);
        if self.state.cluster.stopped && !self.forms_again() {
            self.log_machine(machine, None, "the cluster service waits for more votes".to_owned());
            return;
        }
        self.recount_votes();
        let name = self.state.cluster.facts.name.clone();
        self.log_machine(machine, Some(1062), format!("has joined the cluster {name} and is a full member"));
        self.tell_redirection(machine);
        self.mixed_mode_begins(machine);
        self.disks_changed(machine);
        self.restart_what_failed();
        self.fail_back_by_policy(machine);
        self.pump();
        self.balance_after_join();
    }

    /// A machine that went down is back, with its cluster service, at a time in milliseconds.
    pub(crate) fn begin_return(&mut self, machine: MachineId, at: u64) {
        self.state.machines[machine].token += 1;
        let token = self.state.machines[machine].token;
        self.queue.put(at, Happening::NodeUp { machine, token });
    }
}
