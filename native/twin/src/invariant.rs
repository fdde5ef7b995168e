//! What must hold after every event. A broken invariant is a bug of ours: the twin names it and answers no more.

use rolling_upgrade_core::model::{NodeState, RoleState};

use crate::error::TwinError;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::quorum::Votes;
use crate::twin::Twin;

/// After how many events everything is counted again.
const FULL_CHECK_EVERY: u64 = 1000;

/// Bugs that tests plant to see that the invariants find them.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Planted {
    /// Votes are not counted again when a node leaves.
    VoteKept,
    /// The memory of a VM stays counted where it came from.
    MemoryKeptAtSource,
    /// The memory of a VM on its way is counted at its source only.
    MemoryNotHeldOnTheWay,
    /// A role drops out of the queue without anybody noticing.
    QueuedRoleForgotten,
}

/// What the votes depended on when they were checked last, by machine: id, state and `NodeWeight` of its membership.
#[derive(Debug, Clone, Default)]
pub(crate) struct CheckedVotes {
    marks: Vec<Option<(u32, NodeState, bool)>>,
    votes: Votes,
}

type Found = Result<(), (&'static str, String)>;

impl Twin {
    /// Whether a test has planted this bug.
    #[cfg(test)]
    pub(crate) fn has_planted(&self, bug: Planted) -> bool {
        self.planted == Some(bug)
    }

    /// Checks what the event touched; now and then, everything.
    pub(crate) fn check_after_event(&mut self) {
        self.note_state();
        if self.counts.events / FULL_CHECK_EVERY != self.checked_in_full_at / FULL_CHECK_EVERY {
            self.check_in_full();
            return;
        }
        let machines = std::mem::take(&mut self.touched_machines);
        let roles = std::mem::take(&mut self.touched_roles);
        let votes = self.votes_have_changed(&machines);
        let found = machines
            .iter()
            .try_for_each(|machine| self.check_machine(*machine))
            .and_then(|()| roles.iter().try_for_each(|role| self.check_role(*role)))
            .and_then(|()| if votes { self.check_votes() } else { Ok(()) });
        self.keep(found);
        // The lists keep their room for the next event.
        self.touched_machines = machines;
        self.touched_machines.clear();
        self.touched_roles = roles;
        self.touched_roles.clear();
    }

    /// Whether anything has changed that votes depend on, so that only then all of them are looked at.
    fn votes_have_changed(&mut self, machines: &[MachineId]) -> bool {
        let mut changed = self.checked_votes.votes != self.state.cluster.votes;
        if changed {
            self.checked_votes.votes.clone_from(&self.state.cluster.votes);
        }
        let checked = &mut self.checked_votes.marks;
        for machine in machines {
            let node = self.state.machines[*machine].node.as_ref();
            let mark = node.map(|node| (node.id, node.state, node.vote));
            if checked.len() <= machine.index() {
                checked.resize(machine.index() + 1, None);
            }
            changed |= checked[machine.index()] != mark;
            checked[machine.index()] = mark;
        }
        changed
    }

    /// Counts everything again and compares.
    pub(crate) fn check_in_full(&mut self) {
        self.touched_machines.clear();
        self.touched_roles.clear();
        self.checked_in_full_at = self.counts.events;
        let found = self
            .check_names()
            .and_then(|()| self.state.machines.ids().try_for_each(|machine| self.check_machine(machine)))
            .and_then(|()| self.state.roles.ids().try_for_each(|role| self.check_role(role)))
            .and_then(|()| self.check_votes())
            .and_then(|()| self.check_sums())
            .and_then(|()| self.check_queue())
            .and_then(|()| self.check_drains());
        self.keep(found);
    }

    fn keep(&mut self, found: Found) {
        if let Err((invariant, detail)) = found
            && self.broken.is_none()
        {
            self.broken = Some(TwinError::Broken { invariant, milliseconds: self.now, detail });
        }
    }

    fn check_machine(&self, machine: MachineId) -> Found {
        let record = &self.state.machines[machine];
        if record.memory_used_mib > record.memory_limit_mib {
            let detail = format!("{}: {} of {} MiB", record.name, record.memory_used_mib, record.memory_limit_mib);
            return Err(("node-within-its-memory", detail));
        }
        if record.node.is_none() && !record.roles.is_empty() {
            return Err(("owner-is-a-member", format!("{} owns {} roles", record.name, record.roles.len())));
        }
        let limit = self.migration_limit(machine);
        if record.migrations > limit && self.state.is_active(machine) && record.migrations > self.highest_limit() {
            let detail = format!("{}: {} migrations, {limit} allowed", record.name, record.migrations);
            return Err(("migrations-within-their-limit", detail));
        }
        if record.migrating.len() != record.migrations as usize {
            let detail = format!("{}: {} listed, {} counted", record.name, record.migrating.len(), record.migrations);
            return Err(("migrations-are-listed", detail));
        }
        if record.install.is_some() && self.state.is_active(machine) {
            return Err(("no-setup-on-an-active-node", record.name.to_string()));
        }
        let waits = self.state.sources.contains(&machine);
        if waits == record.queue_is_empty() {
            return Err(("queues-are-known", format!("{}: known {waits}", record.name)));
        }
        Ok(())
    }

    /// A limit that was lowered while migrations were under way holds for the next ones only.
    fn highest_limit(&self) -> u32 {
        let settings = |machine: &crate::state::MachineRecord| {
            machine.facts.hyper_v.as_ref().map_or(2, |settings| settings.maximum_migrations)
        };
        let hosts = self.state.machines.iter().map(|(_, machine)| settings(machine)).max().unwrap_or(2);
        hosts.max(self.state.cluster.facts.maximum_parallel_migrations.unwrap_or(1))
    }

    fn check_role(&self, role: RoleId) -> Found {
        let record = &self.state.roles[role];
        let owner = &self.state.machines[record.owner];
        if owner.roles.get(record.place as usize) != Some(&role) {
            return Err(("role-on-one-node", format!("{} is not in the list of {}", record.name, owner.name)));
        }
        if owner.node.is_none() {
            return Err(("owner-is-a-member", format!("{} is owned by {}", record.name, owner.name)));
        }
        let runs = matches!(record.state, RoleState::Online | RoleState::PartialOnline | RoleState::Pending);
        let isolated = owner.node.as_ref().is_some_and(|node| node.isolated_until.is_some());
        if record.unmonitored && !isolated {
            return Err(("unmonitored-on-an-isolated-node", record.name.to_string()));
        }
        if runs && !record.unmonitored && !self.state.is_active(record.owner) {
            let detail = format!("{} is {:?} on {}", record.name, record.state, owner.name);
            return Err(("nothing-runs-on-a-node-that-is-down", detail));
        }
        if let Some(machine) = &record.virtual_machine
            && machine.power.takes_memory()
            && !runs
        {
            return Err(("power-agrees-with-the-group", format!("{}: {:?}", record.name, machine.power)));
        }
        if let Some(movement) = record.movement {
            if movement.to == record.owner {
                return Err(("a-move-leads-elsewhere", record.name.to_string()));
            }
            if !self.state.is_active(movement.to) {
                let detail = format!("{} is on its way to {}", record.name, self.state.machines[movement.to].name);
                return Err(("a-move-leads-to-a-member", detail));
            }
        }
        if record.movement.is_some() && record.queued.is_some() {
            return Err(("queued-or-moving", record.name.to_string()));
        }
        if let Some(queued) = record.queued {
            let entry = (std::cmp::Reverse(record.priority.0), queued.sequence, role);
            if !owner.waiting_live.contains(&entry) && !owner.waiting_other.contains(&entry) {
                return Err(("queued-roles-are-in-a-queue", record.name.to_string()));
            }
        }
        Ok(())
    }

    fn check_votes(&self) -> Found {
        if self.state.cluster.stopped {
            return Ok(());
        }
        let votes = &self.state.cluster.votes;
        let up: Vec<u32> = self
            .state
            .members
            .iter()
            .filter(|member| self.state.is_active(**member))
            .filter_map(|member| self.state.machines[*member].node.as_ref())
            .filter(|node| node.vote)
            .map(|node| node.id)
            .collect();
        let detail = || format!("votes of {:?} and witness {}; up are {up:?}", votes.voters, votes.witness);
        if votes.voters.iter().any(|voter| !up.contains(voter)) {
            return Err(("votes-belong-to-nodes-that-are-up", detail()));
        }
        if up.len() > votes.voters.len() + 1 {
            return Err(("votes-add-up", detail()));
        }
        if !self.has_quorum() {
            return Err(("a-running-cluster-has-quorum", detail()));
        }
        Ok(())
    }

    fn check_names(&self) -> Found {
        for (id, record) in self.state.machines.iter() {
            if record.node.is_some() != self.state.members.contains(&id) {
                return Err(("members-are-listed", record.name.to_string()));
            }
            let known = self.state.machines_by_name.get(&record.name);
            if known != Some(&id) {
                return Err(("names-lead-to-their-machines", record.name.to_string()));
            }
        }
        if self.state.roles_by_name.len() != self.state.roles.ids().count() {
            return Err(("names-lead-to-their-roles", self.state.roles_by_name.len().to_string()));
        }
        Ok(())
    }

    /// Counts the cached sums again.
    fn check_sums(&self) -> Found {
        let machines = self.state.machines.ids().count();
        let (mut memory, mut migrations, mut quick) = (vec![0; machines], vec![0; machines], vec![0; machines]);
        let mut owned = vec![0_usize; machines];
        let mut classes = vec![vec![0_u32; self.state.classes.len()]; machines];
        for (_, role) in self.state.roles.iter() {
            owned[role.owner.index()] += 1;
            let places = [Some(role.owner), role.movement.map(|movement| movement.to)];
            if let Some(movement) = role.movement {
                if movement.method == crate::state::Method::Live {
                    migrations[role.owner.index()] += 1;
                    migrations[movement.to.index()] += 1;
                } else {
                    quick[role.owner.index()] += 1;
                }
            }
            for place in places.into_iter().flatten() {
                memory[place.index()] += self.state.memory_mib(role);
                for class in &role.classes {
                    classes[place.index()][*class as usize] += 1;
                }
            }
        }
        for (id, record) in self.state.machines.iter() {
            let place = id.index();
            let counted = |class: usize| record.class_count(u32::try_from(class).unwrap_or(u32::MAX));
            let checks = [
                ("memory-sums-are-right", record.memory_used_mib, memory[place]),
                ("migrations-are-counted", u64::from(record.migrations), migrations[place]),
                ("quick-moves-are-counted", u64::from(record.quick_moves), quick[place]),
                ("roles-are-counted", record.roles.len() as u64, owned[place] as u64),
            ];
            for (invariant, cached, counted) in checks {
                if cached != counted {
                    return Err((invariant, format!("{}: {cached} cached, {counted} counted", record.name)));
                }
            }
            if classes[place].iter().enumerate().any(|(class, count)| counted(class) != *count) {
                return Err(("anti-affinity-is-counted", record.name.to_string()));
            }
        }
        Ok(())
    }

    fn check_queue(&self) -> Found {
        for happening in self.queue.waiting() {
            let exists = match happening {
                Happening::MoveEnds { role, .. }
                | Happening::StartDue { role, .. }
                | Happening::FailbackDue { role, .. }
                | Happening::RoleStarted { role, .. }
                | Happening::RoleStopped { role, .. } => self.state.roles.get(role).is_some(),
                Happening::NodeUp { machine, .. }
                | Happening::HeartbeatsDue { machine }
                | Happening::IsolationEnds { machine }
                | Happening::InstallEnds { machine, .. }
                | Happening::DefectMended { machine, .. } => self.state.machines.get(machine).is_some(),
                Happening::RepairEnds { disk, .. } => self.state.storage.virtual_disks.get(disk).is_some(),
                Happening::OwnersAwaited
                | Happening::Balance
                | Happening::Fault { .. }
                | Happening::FaultEnds { .. } => true,
            };
            if !exists {
                return Err(("queue-entries-exist", format!("{happening:?}")));
            }
        }
        for (_, role) in self.state.roles.iter().filter(|(_, role)| role.state == RoleState::Pending) {
            if role.movement.is_none() && !self.role_is_awaited(role) {
                return Err(("pending-roles-are-awaited", role.name.to_string()));
            }
        }
        Ok(())
    }

    fn role_is_awaited(&self, role: &crate::state::RoleRecord) -> bool {
        let id = self.state.roles_by_name.get(&role.name);
        self.queue.waiting().any(|happening| match happening {
            Happening::RoleStarted { role: awaited, token } | Happening::RoleStopped { role: awaited, token } => {
                Some(&awaited) == id && token == role.token
            }
            _ => false,
        })
    }

    /// A drain waits for exactly the roles that it still has to move.
    fn check_drains(&self) -> Found {
        for member in &self.state.members {
            let record = &self.state.machines[*member];
            let Some(drain) = record.node.as_ref().and_then(|node| node.drain.as_ref()) else { continue };
            if self.state.node_state(*member) != NodeState::Paused {
                return Err(("a-draining-node-is-paused", record.name.to_string()));
            }
            let waiting = record
                .roles
                .iter()
                .filter(|role| {
                    let role = &self.state.roles[**role];
                    role.queued.is_some_and(|queued| queued.drain) || role.movement.is_some_and(|moving| moving.drain)
                })
                .count();
            if waiting != drain.remaining as usize {
                let detail = format!("{}: {} remaining, {waiting} waiting", record.name, drain.remaining);
                return Err(("a-drain-forgets-no-role", detail));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
