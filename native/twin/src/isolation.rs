//! Isolation and quarantine of nodes that leave without a word, from functional level 9 on.
//!
//! A node that the others lose touch with is isolated first: for the resiliency period the cluster leaves its virtual
//! machines where they are, unmonitored, because they may well be running (events 1673 and 1681). When it is back in
//! time nothing has happened (1680, 1682); else they restart on other nodes. A node that left three times in an hour
//! is put in quarantine for two hours (1672, 1675, 1676). The cluster can't tell an isolated node from a dead one, so
//! that virtual machines of a dead one wait, too ("Virtual machine compute resiliency", "Failover clustering system
//! log events", learn.microsoft.com).

use rolling_upgrade_core::model::{NodeState, Release, RoleState};

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::state::Power;
use crate::twin::Twin;

/// How far back departures count.
const DEPARTURES_MILLISECONDS: u64 = 3600 * 1000;

impl Twin {
    fn isolates(&self) -> bool {
        self.state.cluster.level >= Release::Server2016.level()
    }

    /// Notes that a node left without a word; the third time within an hour it is put in quarantine.
    pub(crate) fn note_departure(&mut self, node: MachineId) {
        let (threshold, duration) = (self.property("QuarantineThreshold"), self.property("QuarantineDuration"));
        let (now, isolates) = (self.now, self.isolates());
        let Some(record) = &mut self.state.machines[node].node else { return };
        record.departures.retain(|at| now - at <= DEPARTURES_MILLISECONDS);
        record.departures.push(now);
        let count = record.departures.len();
        if !isolates || threshold == 0 || count < threshold as usize || record.quarantined {
            return;
        }
        record.quarantined = true;
        record.quarantined_until = Some(now + u64::from(duration) * 1000);
        self.assumptions.rely(Assumption::Quarantine);
        let text = format!("is in quarantine for {duration} s: it left {count} times without a word");
        self.log_machine(node, Some(1672), text);
    }

    /// After a node has left without a word: its VMs stay as they are for the resiliency period, as far as the cluster
    /// waits for the node. `alive` says whether they really run on.
    pub(crate) fn begin_isolation(&mut self, node: MachineId, alive: bool) {
        let seconds = u64::from(self.property("ResiliencyDefaultPeriod"));
        let quarantined = self.state.machines[node].node.as_ref().is_some_and(|record| record.quarantined);
        if !self.isolates() || seconds == 0 || quarantined || self.property("ResiliencyLevel") == 0 {
            return;
        }
        let guests: Vec<RoleId> =
            self.state.roles_of(node).into_iter().filter(|role| self.runs_a_guest(*role)).collect();
        let until = self.in_seconds(seconds);
        if let Some(record) = &mut self.state.machines[node].node {
            record.isolated_until = Some(until);
        }
        self.assumptions.rely(Assumption::Isolation);
        self.log_machine(node, Some(1673), "has entered the isolated state".to_owned());
        if !guests.is_empty() {
            self.log_machine(node, Some(1681), format!("{} virtual machines are not monitored any more", guests.len()));
        }
        for role in guests {
            self.state.roles[role].unmonitored = true;
            if !alive {
                self.lose(role, false, "its node went down");
            }
            self.touch_role(role);
        }
        self.queue.put(until, Happening::IsolationEnds { machine: node });
        self.touch_machine(node);
    }

    fn runs_a_guest(&self, role: RoleId) -> bool {
        let record = &self.state.roles[role];
        record.state == RoleState::Online
            && record.virtual_machine.as_ref().is_some_and(|machine| machine.power.has_a_running_state())
    }

    /// The resiliency period of a node is over: its VMs restart elsewhere.
    pub(crate) fn isolation_ends(&mut self, node: MachineId) {
        let due = self.state.machines[node].node.as_ref().is_some_and(|record| record.isolated_until == Some(self.now));
        if !due {
            return;
        }
        self.log_machine(node, Some(1680), "has left the isolated state: it did not come back in time".to_owned());
        self.end_isolation(node);
        self.roles_restart_elsewhere(node, false);
        self.pump();
    }

    /// Ends an isolation without a word on what becomes of the VMs, which the caller has to say.
    pub(crate) fn end_isolation(&mut self, node: MachineId) -> Vec<RoleId> {
        if let Some(record) = &mut self.state.machines[node].node {
            record.isolated_until = None;
        }
        let mut roles = self.state.roles_of(node);
        roles.retain(|role| std::mem::take(&mut self.state.roles[*role].unmonitored));
        for role in &roles {
            self.touch_role(*role);
        }
        self.touch_machine(node);
        roles
    }

    /// A node is back within its resiliency period. VMs that ran on go on; those of a machine that had stopped are
    /// found dead and start again.
    pub(crate) fn back_from_isolation(&mut self, node: MachineId, died: bool) {
        if self.state.machines[node].node.as_ref().is_none_or(|record| record.isolated_until.is_none()) {
            return;
        }
        let roles = self.end_isolation(node);
        self.log_machine(node, Some(1680), "has left the isolated state".to_owned());
        if !died {
            if !roles.is_empty() {
                self.log_machine(node, Some(1682), format!("{} virtual machines are monitored again", roles.len()));
            }
            return;
        }
        for role in roles {
            self.state.set_power(role, Power::Off);
            self.state.roles[role].state = RoleState::Failed;
            self.log_role(role, Some(1069), "was found stopped when its node came back".to_owned());
            self.touch_role(role);
        }
    }

    /// Whether a node that wants to join is turned away because it is in quarantine; it tries again at the end.
    pub(crate) fn turned_away(&mut self, node: MachineId) -> bool {
        let now = self.now;
        let Some(record) = &mut self.state.machines[node].node else { return false };
        if !record.quarantined {
            return false;
        }
        record.crashed = false;
        match record.quarantined_until {
            Some(until) if until > now => {
                let token = self.state.machines[node].token;
                self.queue.put(until, Happening::NodeUp { machine: node, token });
            }
            // Nobody knows since when: it stays until somebody clears it.
            None => {}
            Some(_) => {
                self.clear_quarantine(node);
                return false;
            }
        }
        self.set_node_state(node, NodeState::Down);
        self.log_machine(node, Some(1675), "is in quarantine and can't join the cluster".to_owned());
        true
    }

    /// `Start-ClusterNode -ClearQuarantine`, or the end of the two hours.
    pub(crate) fn clear_quarantine(&mut self, node: MachineId) {
        let Some(record) = &mut self.state.machines[node].node else { return };
        let was = std::mem::take(&mut record.quarantined);
        record.quarantined_until = None;
        record.departures.clear();
        if was {
            self.log_machine(node, None, "is not in quarantine any more".to_owned());
            self.touch_machine(node);
        }
    }

    /// Why the cluster service of a node may not be started now.
    pub(crate) fn quarantine_obstacle(&mut self, node: MachineId) -> Option<Refusal> {
        let quarantined = self.state.machines[node].node.as_ref().is_some_and(|record| record.quarantined);
        quarantined.then(|| {
            self.log_machine(node, Some(1676), "the local node is in quarantine".to_owned());
            Refusal::NodeQuarantined { node: self.machine_name(node).clone() }
        })
    }
}
