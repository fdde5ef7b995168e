//! Roles after a failure: they restart elsewhere, by priority, in the order of their group sets; a cluster that lost
//! its quorum forms again.
//!
//! Sources: "Understanding cluster and pool quorum", "Failover cluster group sets", "Set-ClusterGroup: Priority"
//! (learn.microsoft.com).

use std::cmp::Reverse;

use rolling_upgrade_core::model::{NodeState, Priority, RoleKind, RoleState};

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::state::{Method, Power};
use crate::twin::Twin;

/// What placement asks of a node on which a role is to start.
const START: Method = Method::Restart { clean: false };

impl Twin {
    /// The roles of a node in the order in which the cluster looks after them: high priority first.
    fn by_priority(&self, mut roles: Vec<RoleId>) -> Vec<RoleId> {
        roles.sort_by_key(|role| (Reverse(self.state.roles[*role].priority), *role));
        roles
    }

    pub(crate) fn roles_restart_elsewhere(&mut self, node: MachineId, planned: bool) {
        for role in self.by_priority(self.state.roles_of(node)) {
            if !self.state.roles[role].unmonitored {
                self.restart_elsewhere(role, planned);
            }
        }
    }

    pub(crate) fn restart_elsewhere(&mut self, role: RoleId, planned: bool) {
        let from = self.state.roles[role].owner;
        let ran = !matches!(self.state.roles[role].state, RoleState::Offline | RoleState::Failed);
        if ran {
            self.lose(role, planned, "its node went down");
        }
        if self.state.roles[role].virtual_machine.as_ref().is_some_and(|machine| machine.power.takes_memory()) {
            self.state.set_power(role, Power::Off);
        }
        let found = self.place_to_start(role, ran);
        self.state.roles[role].token += 1;
        let other = || self.state.members.iter().copied().find(|member| self.state.is_active(*member));
        let Some(to) = found.as_ref().ok().copied().or_else(other) else {
            self.state.roles[role].state = RoleState::Failed;
            self.touch_role(role);
            return;
        };
        self.change_owner(role, to);
        self.touch_machine(from);
        match (ran, found) {
            (true, Ok(_)) if self.state.roles[role].priority == Priority::NO_AUTOMATIC_START => {
                self.state.roles[role].state = RoleState::Offline;
                self.state.roles[role].lost = false;
                self.log_role(role, None, "is not started: its priority is no automatic start".to_owned());
            }
            (true, Ok(_)) => self.start_in_order(role),
            (true, Err(refusal)) => self.cannot_start(role, &refusal),
            // Its delay may have been running, which a new owner has to wait for again.
            (false, Ok(_)) if self.state.roles[role].waits_for_providers => self.start_in_order(role),
            (false, _) => {}
        }
        self.touch_role(role);
    }

    /// A role that was up goes down against its will. Clients of a scale-out file server go on with another node.
    pub(crate) fn lose(&mut self, role: RoleId, planned: bool, reason: &'static str) {
        self.state.roles[role].lost = true;
        if self.state.roles[role].kind == RoleKind::ScaleOutFileServer && !self.state.cluster.stopped {
            let milliseconds = self.failover_seconds(role) * 1000;
            self.assumptions.rely(Assumption::TransparentFailover);
            self.state.roles[role].outage.pause(milliseconds);
            return;
        }
        self.goes_down(role, planned, reason);
    }

    fn change_owner(&mut self, role: RoleId, to: MachineId) {
        let from = self.state.roles[role].owner;
        if from == to {
            return;
        }
        self.state.release(from, role);
        self.state.hold(to, role);
        self.state.hand_over(role, to);
        self.touch_machine(from);
        self.touch_machine(to);
    }

    fn cannot_start(&mut self, role: RoleId, refusal: &Refusal) {
        self.state.roles[role].state = RoleState::Failed;
        if matches!(refusal, Refusal::AffinityConflict { .. }) {
            self.log_role(role, Some(1639), "can't come online: anti-affinity keeps it from every node".to_owned());
        }
        self.log_role(role, Some(1205), format!("could not be brought online on any node: {refusal}"));
    }

    /// Where a role that is down starts: the best node that has the memory, else one where roles of lower priority
    /// give way.
    ///
    /// # Errors
    /// Why no node will do.
    fn place_to_start(&mut self, role: RoleId, runs: bool) -> Result<MachineId, Refusal> {
        let method = if runs { START } else { Method::Failover };
        match self.best_node(role, method, |_, _| true) {
            Ok(Some(to)) => Ok(to),
            Ok(None) => Err(Refusal::NoPossibleOwner { role: self.state.roles[role].name.clone() }),
            Err(Refusal::NoMemoryAnywhere { role: name, needed_mib }) => {
                self.preempt(role, needed_mib).ok_or(Refusal::NoMemoryAnywhere { role: name, needed_mib })
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Takes roles of lower priority offline where that makes room for one that starts (event 1251); the cluster
    /// property `MinimumNeverPreemptPriority` says from which priority on a role never gives way.
    fn preempt(&mut self, role: RoleId, needed_mib: u64) -> Option<MachineId> {
        let priority = self.state.roles[role].priority;
        let spared = self.property("MinimumNeverPreemptPriority");
        if priority.0 < self.property("MinimumPreemptorPriority") {
            return None;
        }
        let members = self.state.members.clone();
        let (to, victims) = members.into_iter().find_map(|to| {
            if self.obstacle(role, to, START).is_some() || to == self.state.roles[role].owner {
                return None;
            }
            let mut running: Vec<(Priority, u64, RoleId)> = self
                .state
                .roles_of(to)
                .into_iter()
                .filter(|other| {
                    let other = &self.state.roles[*other];
                    other.priority < priority && other.priority.0 < spared && other.state == RoleState::Online
                })
                .map(|other| (self.state.roles[other].priority, self.memory_needed(other), other))
                .filter(|(_, memory, _)| *memory > 0)
                .collect();
            running.sort_by_key(|(priority, memory, other)| (*priority, Reverse(*memory), *other));
            let mut free = self.memory_free(to, true);
            let mut victims = Vec::new();
            for (_, memory, other) in running {
                if free >= needed_mib {
                    break;
                }
                free += memory;
                victims.push(other);
            }
            (free >= needed_mib && !victims.is_empty()).then_some((to, victims))
        })?;
        self.assumptions.rely(Assumption::Preemption);
        for victim in victims {
            self.cancel_move(victim);
            self.lose(victim, false, "gave way to a role of higher priority");
            self.state.set_power(victim, Power::Off);
            self.state.roles[victim].state = RoleState::Failed;
            self.state.roles[victim].token += 1;
            let text = format!("was taken offline for {}, which has a higher priority", self.state.roles[role].name);
            self.log_role(victim, Some(1251), text);
            self.touch_role(victim);
        }
        self.touch_machine(to);
        Some(to)
    }

    /// `Start-ClusterGroup`: a role that can't come online on its owner for want of memory fails over, as after any
    /// failure ("Failover clustering: group failover policies", learn.microsoft.com).
    ///
    /// # Errors
    /// Those of a start on the owner, and where no other node will do.
    pub(crate) fn start_group_where_it_can(&mut self, role: RoleId) -> Result<(), Refusal> {
        let started = self.start_group(role);
        let Err(refusal @ Refusal::NoMemory { .. }) = started else { return started };
        let Ok(to) = self.place_to_start(role, true) else { return Err(refusal) };
        self.change_owner(role, to);
        self.begin_start(role);
        Ok(())
    }

    /// Starts a role where it is; it is online after its time.
    pub(crate) fn begin_start(&mut self, role: RoleId) {
        let seconds = self.start_seconds(role);
        self.note_sets_that_wait(role);
        let record = &self.state.roles[role];
        let assumed = if record.virtual_machine.is_none() && !record.is_core() {
            Assumption::FailoverTime
        } else {
            Assumption::Times
        };
        self.assumptions.rely(assumed);
        if self.state.roles[role].virtual_machine.is_some() {
            self.state.set_power(role, Power::Starting);
        }
        let at = self.in_seconds(seconds);
        let record = &mut self.state.roles[role];
        record.state = RoleState::Pending;
        record.waits_for_providers = false;
        record.lost = false;
        record.token += 1;
        let (owner, token) = (record.owner, record.token);
        self.queue.put(at, Happening::RoleStarted { role, token });
        self.touch_machine(owner);
        self.touch_role(role);
        self.providers_changed(role);
    }

    fn start_seconds(&self, role: RoleId) -> u64 {
        let record = &self.state.roles[role];
        match (&record.virtual_machine, record.is_core()) {
            (Some(_), _) => self.simulation.times.guest_start_seconds,
            (None, true) => self.simulation.times.core_move_seconds,
            (None, false) => self.failover_seconds(role),
        }
    }

    /// How long a role that is no VM is away when it fails over: what the simulation says of the role or of its kind.
    pub(crate) fn failover_seconds(&self, role: RoleId) -> u64 {
        let (record, times) = (&self.state.roles[role], &self.simulation.times);
        let listed = times.roles.iter().find(|time| time.role == record.name).map(|time| time.seconds);
        listed.unwrap_or(match record.kind {
            RoleKind::SqlServer => times.sql_server_failover_seconds,
            RoleKind::ScaleOutFileServer => times.transparent_failover_seconds,
            _ => times.failover_seconds,
        })
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
        self.log_role(role, Some(1201), format!("is online on {}", self.machine_name(owner)));
        self.touch_role(role);
        self.drain_settled_role(role);
        self.providers_changed(role);
    }

    pub(crate) fn role_stopped(&mut self, role: RoleId) {
        if self.state.roles[role].virtual_machine.is_some() {
            self.state.set_power(role, Power::Off);
        }
        self.state.roles[role].state = RoleState::Offline;
        self.log_role(role, Some(1204), "is offline".to_owned());
        let owner = self.state.roles[role].owner;
        self.touch_machine(owner);
        self.touch_role(role);
        self.drain_settled_role(role);
    }

    /// Whether the cluster has formed again: what is up now is a majority of the votes that counted when it stopped,
    /// or, where nobody knows those, of all assigned votes.
    pub(crate) fn forms_again(&mut self) -> bool {
        if !self.may_form() {
            return false;
        }
        self.state.cluster.stopped = false;
        let name = self.state.cluster.facts.name.clone();
        self.log_cluster(Some(1061), format!("the cluster {name} has formed again"));
        self.state.cluster.level_needs_restart = false;
        self.state.cluster.formed_at = Some(self.now);
        let at = self.in_seconds(u64::from(self.property("ClusterGroupWaitDelay")));
        self.queue.put(at, Happening::OwnersAwaited);
        for role in self.state.roles.ids().collect::<Vec<_>>() {
            if self.state.roles[role].lost {
                self.state.roles[role].state = RoleState::Failed;
            }
        }
        true
    }

    fn may_form(&self) -> bool {
        if self.state.cluster.quorum.forced {
            return self.state.members.iter().any(|member| self.state.is_active(*member));
        }
        let last = &self.state.cluster.last_votes;
        let up = |member: &&MachineId| self.state.is_active(**member);
        let votes = |member: &MachineId| self.state.machines[*member].node.as_ref().filter(|node| node.vote);
        let ids: Vec<u32> = self.state.members.iter().filter(up).filter_map(votes).map(|node| node.id).collect();
        let witness = self.state.cluster.quorum.witness.as_ref();
        let online = witness.is_some_and(|witness| witness.online);
        if last.total > 0 {
            return last.survives(&ids, online);
        }
        let all = self.state.members.iter().filter_map(votes).count() + usize::from(witness.is_some());
        (ids.len() + usize::from(online)) * 2 > all
    }

    /// Roles that failed for want of a node start again where there is one now, high priority first.
    pub(crate) fn restart_what_failed(&mut self) {
        let failed: Vec<RoleId> = self
            .state
            .roles
            .iter()
            .filter(|(_, role)| role.lost && role.state == RoleState::Failed && role.priority.0 > 0 && !role.is_busy())
            .map(|(id, _)| id)
            .collect();
        for role in self.by_priority(failed) {
            self.restart(role);
        }
    }

    /// Starts a role that failed, where it is or on the best node that has room for it.
    pub(crate) fn restart(&mut self, role: RoleId) {
        let owner = self.state.roles[role].owner;
        let awaited = self.state.cluster.formed_at.is_some() && !self.state.is_active(owner);
        let unreachable = self.state.is_out_of_reach(role);
        if awaited || unreachable {
            return;
        }
        let needed = self.memory_wanted(role, START);
        let stays = self.obstacle_to_start(role, owner).is_none() && needed <= self.memory_free(owner, needed > 0);
        let to = if stays { Ok(owner) } else { self.place_to_start(role, true) };
        if let Ok(to) = to {
            self.change_owner(role, to);
            self.start_in_order(role);
        }
    }

    /// The cluster does not wait any longer for the owners of roles (`ClusterGroupWaitDelay`).
    pub(crate) fn owners_awaited(&mut self) {
        if self.state.cluster.formed_at.take().is_some() && !self.state.cluster.stopped {
            self.restart_what_failed();
            let next = self.state.members.iter().copied().find(|member| self.state.is_active(*member));
            for role in self.state.roles.ids().collect::<Vec<_>>() {
                let record = &self.state.roles[role];
                let stranded = !self.state.is_active(record.owner) && !record.is_busy() && !record.unmonitored;
                if let Some(next) = next.filter(|_| stranded) {
                    self.change_owner(role, next);
                    self.touch_role(role);
                }
            }
            self.pump();
        }
    }

    /// A role starts on its own node even while that is paused.
    fn obstacle_to_start(&self, role: RoleId, owner: MachineId) -> Option<Refusal> {
        if self.state.node_state(owner) == NodeState::Paused {
            return self.obstacle_of_the_machine(role, owner, START);
        }
        self.obstacle(role, owner, START)
    }
}
