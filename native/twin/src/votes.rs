//! Votes in the state: counting them again, losing them, and what happens when they are lost.

use rolling_upgrade_core::model::{NodeState, QuorumKind, RoleState};

use crate::assumption::Assumption;
use crate::ids::MachineId;
use crate::quorum::{Rules, Voter, Votes, recalculate};
use crate::state::Power;
use crate::twin::Twin;

impl Twin {
    fn voters(&self, only_up: bool, without: Option<MachineId>) -> Vec<Voter> {
        self.state
            .members
            .iter()
            .filter(|member| Some(**member) != without && (!only_up || self.state.is_active(**member)))
            .filter_map(|member| self.state.machines[*member].node.as_ref())
            .map(|node| Voter { id: node.id, assigned: node.vote })
            .collect()
    }

    fn vote_rules(&self) -> Rules {
        let quorum = &self.state.cluster.quorum;
        Rules {
            dynamic: quorum.dynamic,
            witness: quorum.witness.is_some(),
            witness_online: quorum.witness.as_ref().is_some_and(|witness| witness.online),
            lower_priority: quorum.lower_priority_node_id,
        }
    }

    /// What the votes would be if a member had left in order.
    fn votes_without(&self, machine: MachineId) -> Votes {
        recalculate(&self.voters(false, Some(machine)), &self.voters(true, Some(machine)), &self.vote_rules())
    }

    /// Counts the votes again, as after each single change of membership.
    pub(crate) fn recount_votes(&mut self) {
        #[cfg(test)]
        if self.has_planted(crate::invariant::Planted::VoteKept) {
            return;
        }
        let rules = self.vote_rules();
        let up = self.voters(true, None);
        let votes = recalculate(&self.voters(false, None), &up, &rules);
        let dropped = rules.dynamic && votes.voters.len() < up.iter().filter(|voter| voter.assigned).count();
        if dropped && !up.iter().any(|voter| voter.id == rules.lower_priority) {
            self.assumptions.rely(Assumption::VoteDropped);
        }
        if votes != self.state.cluster.votes {
            self.state.cluster.votes = votes;
            self.revision += 1;
        }
    }

    /// Whether the cluster keeps its quorum when a member leaves in order: its vote is given back first.
    pub(crate) fn may_leave(&self, machine: MachineId) -> bool {
        let others = self.state.members.iter().filter(|member| **member != machine && self.state.is_active(**member));
        if others.count() == 0 {
            return false;
        }
        if self.state.cluster.quorum.kind == QuorumKind::DiskOnly {
            return self.vote_rules().witness_online;
        }
        let votes = self.votes_without(machine);
        let left: Vec<u32> = self.voters(true, Some(machine)).iter().map(|voter| voter.id).collect();
        votes.survives(&left, true)
    }

    /// Whether what is up now is a majority of the votes as they were before something was lost all at once.
    pub(crate) fn has_quorum(&self) -> bool {
        let up: Vec<u32> = self.voters(true, None).iter().map(|voter| voter.id).collect();
        let witness = self.vote_rules().witness_online;
        if self.state.cluster.quorum.kind == QuorumKind::DiskOnly {
            return witness && !up.is_empty();
        }
        self.state.cluster.votes.survives(&up, witness)
    }

    /// After an abrupt loss: either the votes are counted again, or the cluster service stops everywhere.
    pub(crate) fn settle_quorum(&mut self) {
        if self.state.cluster.stopped {
            return;
        }
        if self.has_quorum() {
            self.recount_votes();
            return;
        }
        self.stop_everything();
    }

    fn stop_everything(&mut self) {
        self.log_cluster(Some(1177), "the cluster service stops: quorum was lost".to_owned());
        self.stop_service_everywhere("the cluster lost its quorum", false);
        for member in self.state.members.clone() {
            if self.state.machines[member].is_heard() {
                // Where the machine runs, its service starts again and waits for others.
                self.begin_service(member, self.simulation.times.node_start_seconds);
            }
        }
    }

    /// The cluster service stops on every node, and with it every role.
    pub(crate) fn stop_service_everywhere(&mut self, reason: &'static str, planned: bool) {
        self.state.cluster.stopped = true;
        self.state.cluster.formed_at = None;
        self.state.cluster.last_votes = std::mem::take(&mut self.state.cluster.votes);
        for role in self.state.roles.ids().collect::<Vec<_>>() {
            self.cancel_move(role);
            self.state.roles[role].unmonitored = false;
            self.state.roles[role].waits_for_providers = false;
            let record = &self.state.roles[role];
            let was_up = !matches!(record.state, RoleState::Offline | RoleState::Failed);
            if record.virtual_machine.as_ref().is_some_and(|machine| machine.power.takes_memory()) {
                self.state.set_power(role, Power::Off);
            }
            if was_up {
                self.lose(role, planned, reason);
                self.state.roles[role].state = RoleState::Offline;
            }
            self.state.roles[role].token += 1;
            self.touch_role(role);
        }
        for member in self.state.members.clone() {
            self.service_is_gone(member);
        }
        self.state.sources.clear();
        for member in self.state.members.clone() {
            self.disks_changed(member);
        }
    }

    fn service_is_gone(&mut self, member: MachineId) {
        let record = &mut self.state.machines[member];
        record.waiting_live.clear();
        record.waiting_other.clear();
        record.migrations = 0;
        record.migrating.clear();
        record.quick_moves = 0;
        if record.node.as_ref().is_some_and(|node| node.state == NodeState::Joining) {
            // It does not become a full member; what a machine does that is down or being installed goes on.
            record.token += 1;
        }
        if let Some(node) = &mut record.node {
            node.isolated_until = None;
            if node.state == NodeState::Paused {
                node.returns_to = NodeState::Paused;
            }
            node.state = NodeState::Down;
            node.drain = None;
        }
        self.touch_machine(member);
    }
}
