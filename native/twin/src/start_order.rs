//! The order in which roles start: group sets, and what they wait for.
//!
//! A set is ready once enough of its roles have started; the sets that depend on it start a delay later, and those that
//! are not global after all that are ("Set-ClusterGroupSet", "Groupset Common Properties", learn.microsoft.com). Where
//! nobody read what makes a role count as started, it has to be online, which takes longest.

use rolling_upgrade_core::model::{RoleState, StartupSetting};

use crate::ids::RoleId;
use crate::queue::Happening;
use crate::state::{GroupSetRecord, Power, RoleRecord};
use crate::twin::Twin;

impl Twin {
    /// Starts a role where it is, once the group sets that its own set depends on are ready, and their delay is over.
    pub(crate) fn start_in_order(&mut self, role: RoleId) {
        match self.may_start_at(role) {
            Some(at) if at <= self.now => {
                self.begin_start(role);
                return;
            }
            Some(at) => self.start_later(role, at),
            None => {}
        }
        let record = &mut self.state.roles[role];
        record.state = RoleState::Offline;
        record.waits_for_providers = true;
        self.log_role(role, None, "waits for the group sets that it depends on".to_owned());
        self.touch_role(role);
    }

    /// When the delays of all sets are over that a role's own sets depend on; nothing while one is not ready.
    fn may_start_at(&self, role: RoleId) -> Option<u64> {
        let sets = &self.state.group_sets;
        let own = sets.iter().filter(|set| set.roles.contains(&role));
        let mut providers = own.flat_map(|set| set.providers.iter()).map(|provider| &sets[*provider]);
        providers.try_fold(0, |latest, set| {
            let delay = u64::from(set.facts.startup_delay_seconds) * 1000;
            self.is_ready(set).then(|| latest.max(set.ready_since.map_or(0, |since| since.saturating_add(delay))))
        })
    }

    fn is_ready(&self, set: &GroupSetRecord) -> bool {
        let roles = set.roles.iter().map(|role| &self.state.roles[*role]);
        let started = roles.filter(|role| self.counts_as_started(role, set.facts.startup_setting)).count();
        started >= set.facts.roles_needed(set.roles.len())
    }

    fn counts_as_started(&self, role: &RoleRecord, setting: Option<StartupSetting>) -> bool {
        let stops = role.virtual_machine.as_ref().is_some_and(|machine| machine.power == Power::Stopping);
        let started = match setting {
            Some(StartupSetting::Delay) => matches!(role.state, RoleState::Online | RoleState::Pending) && !stops,
            Some(StartupSetting::Online) | None => role.state == RoleState::Online,
        };
        started && self.state.is_active(role.owner)
    }

    /// Before a role starts: the sets of which it is one and that are not ready become so anew.
    pub(crate) fn note_sets_that_wait(&mut self, role: RoleId) {
        for place in 0..self.state.group_sets.len() {
            let set = &self.state.group_sets[place];
            if set.roles.contains(&role) && !self.is_ready(set) {
                self.state.group_sets[place].ready_since = None;
            }
        }
    }

    /// A role is starting or has started: what waited for the sets that it made ready starts after their delay.
    pub(crate) fn providers_changed(&mut self, role: RoleId) {
        let mut ready = false;
        for place in 0..self.state.group_sets.len() {
            let set = &self.state.group_sets[place];
            if set.roles.contains(&role) && self.is_ready(set) {
                ready = true;
                let now = self.now;
                self.state.group_sets[place].ready_since.get_or_insert(now);
            }
        }
        if !ready {
            return;
        }
        let sets = self.state.group_sets.iter().flat_map(|set| set.roles.iter().copied());
        let waiting: Vec<RoleId> = sets.filter(|role| self.state.roles[*role].waits_for_providers).collect();
        for role in waiting {
            if let Some(at) = self.may_start_at(role) {
                self.start_later(role, at.max(self.now));
            }
        }
    }

    fn start_later(&mut self, role: RoleId, at: u64) {
        let record = &mut self.state.roles[role];
        record.token += 1;
        let token = record.token;
        self.queue.put(at, Happening::StartDue { role, token });
        self.touch_role(role);
    }

    /// The delay of the sets that a role depends on is over.
    pub(crate) fn start_due(&mut self, role: RoleId) {
        let record = &self.state.roles[role];
        if record.state != RoleState::Offline || record.is_busy() || !self.state.is_active(record.owner) {
            return;
        }
        // Somebody else may have taken the room meanwhile.
        self.state.roles[role].state = RoleState::Failed;
        self.state.roles[role].lost = true;
        self.restart(role);
        self.touch_role(role);
    }
}
