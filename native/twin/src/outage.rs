//! Availability: since when a role does not answer, and why.

use std::borrow::Cow;

use rolling_upgrade_core::model::{RoleName, RoleState};

use crate::assumption::OUT_OF_SCOPE;
use crate::call::{AccountView, OutageView};
use crate::ids::{MachineId, RoleId};
use crate::restore::make_private;
use crate::state::Outage;
use crate::twin::Twin;

impl Outage {
    /// It stops answering. What is planned stays planned until it is up again, unless something worse happens.
    fn begin(&mut self, now: u64, planned: bool, reason: &'static str) {
        if let Some((since, was_planned)) = self.since {
            if was_planned && !planned {
                self.planned_milliseconds += now - since;
                self.since = Some((now, false));
            }
        } else {
            self.since = Some((now, planned));
        }
        if !self.reasons.iter().any(|known| known == reason) {
            self.reasons.push(Cow::Borrowed(reason));
        }
    }

    /// It answers again.
    fn end(&mut self, now: u64) {
        match self.since.take() {
            Some((since, true)) => self.planned_milliseconds += now - since,
            Some((since, false)) => self.down_milliseconds += now - since,
            None => {}
        }
    }

    /// The account up to now, where there is anything to tell.
    fn view(&self, role: &RoleName, now: u64) -> Option<OutageView> {
        let (mut down, mut planned) = (self.down_milliseconds, self.planned_milliseconds);
        match self.since {
            Some((since, true)) => planned += now - since,
            Some((since, false)) => down += now - since,
            None => {}
        }
        (down + planned + self.blackout_milliseconds > 0).then(|| OutageView {
            role: role.clone(),
            blackout_milliseconds: self.blackout_milliseconds,
            longest_blackout_milliseconds: self.longest_blackout_milliseconds,
            down_milliseconds: down,
            planned_milliseconds: planned,
            reasons: self.reasons.iter().map(|reason| reason.clone().into_owned()).collect(),
        })
    }

    /// Clients wait for a moment, such as while a live migration has paused the guest.
    pub(crate) fn pause(&mut self, milliseconds: u64) {
        self.blackout_milliseconds += milliseconds;
        self.longest_blackout_milliseconds = self.longest_blackout_milliseconds.max(milliseconds);
    }
}

impl Twin {
    /// A role stops answering. What is planned stays planned until it is up again, unless something worse happens.
    pub(crate) fn goes_down(&mut self, role: RoleId, planned: bool, reason: &'static str) {
        let record = &mut self.state.roles[role];
        if record.serves_clients() {
            record.outage.begin(self.now, planned, reason);
        }
    }

    /// A role answers again, unless nobody can reach it where it runs.
    pub(crate) fn comes_up(&mut self, role: RoleId) {
        self.state.roles[role].outage.end(self.now);
        if self.is_cut_off(role) || self.is_behind_a_missing_vlan(role) {
            self.goes_down(role, false, "its VLAN is missing on the port of its node");
        }
        if self.is_on_a_cut_switch(role) {
            self.goes_down(role, false, "nothing lies under its switch on its node");
        }
        if self.has_stopped_unnoticed(self.state.roles[role].owner) {
            self.goes_down(role, false, "its node went down");
        }
    }

    /// Whether a VM runs where one of its VLANs is missing.
    fn is_cut_off(&self, role: RoleId) -> bool {
        let record = &self.state.roles[role];
        let missing = &self.state.machines[record.owner].missing_vlans;
        !missing.is_empty()
            && record.state == RoleState::Online
            && record
                .virtual_machine
                .as_ref()
                .is_some_and(|machine| machine.facts.vlans.iter().any(|vlan| missing.contains(vlan)))
    }

    /// Whether a VM answers on its network.
    pub(crate) fn guest_answers(&self, role: RoleId) -> bool {
        let record = &self.state.roles[role];
        let runs = record.state == RoleState::Online && record.virtual_machine.is_some();
        let cut_off = self.is_cut_off(role) || self.is_behind_a_missing_vlan(role) || self.is_on_a_cut_switch(role);
        runs && !cut_off && self.state.machines[record.owner].answers()
    }

    /// Whether a VM runs on a switch that nothing lies under any more.
    fn is_on_a_cut_switch(&self, role: RoleId) -> bool {
        let record = &self.state.roles[role];
        let cut = &self.state.machines[record.owner].cut_switches;
        !cut.is_empty()
            && record.state == RoleState::Online
            && record
                .virtual_machine
                .as_ref()
                .is_some_and(|machine| machine.switches.iter().any(|switch| cut.contains(switch)))
    }

    /// The switches of a machine that the simulation names come back private, after an installation or a restart.
    pub(crate) fn switches_are_cut(&mut self, machine: MachineId) {
        let name = &self.state.machines[machine].name;
        let defect = self.simulation.install_defects.iter().find(|defect| defect.machine == *name);
        let Some(switches) = defect.map(|defect| defect.private_switches.clone()).filter(|list| !list.is_empty())
        else {
            return;
        };
        make_private(&mut self.state.machines[machine].facts, &switches);
        let cut = switches.iter().map(|switch| self.state.switches.number(switch)).collect();
        self.state.machines[machine].cut_switches = cut;
        for switch in &switches {
            self.log_machine(machine, None, format!("the switch {switch} came back private: no adapter lies under it"));
        }
        self.touch_machine(machine);
    }

    /// The VLANs of a machine's ports have changed: who runs there is reached again, or not any more.
    pub(crate) fn reachability_changed(&mut self, machine: MachineId) {
        for role in self.state.roles_of(machine) {
            if self.state.roles[role].state == RoleState::Online {
                self.comes_up(role);
            }
        }
    }

    /// The VMs of a host that are no roles of the cluster stop with it.
    pub(crate) fn unclustered_go_down(&mut self, machine: MachineId, planned: bool, reason: &'static str) {
        for (_, outage) in &mut self.state.machines[machine].unclustered {
            outage.begin(self.now, planned, reason);
        }
    }

    /// A host is back with what it had.
    pub(crate) fn unclustered_come_up(&mut self, machine: MachineId) {
        for (_, outage) in &mut self.state.machines[machine].unclustered {
            outage.end(self.now);
        }
    }

    /// The accounts so far; what is down now counts up to now.
    #[must_use]
    pub fn account(&self) -> AccountView {
        let roles = self.state.roles.iter().filter_map(|(_, role)| role.outage.view(&role.name, self.now));
        let others = self.state.machines.iter().flat_map(|(_, machine)| &machine.unclustered);
        let others = others.filter_map(|(name, outage)| outage.view(&RoleName::from(name.as_str()), self.now));
        let outages = roles.chain(others);
        AccountView {
            live_migrations: self.counts.live_migrations,
            quick_migrations: self.counts.quick_migrations,
            failed_moves: self.counts.failed_moves,
            outages: outages.collect(),
            assumptions: self.assumptions.views(),
            faults: self.faults.views(),
            out_of_scope: OUT_OF_SCOPE.iter().map(|text| (*text).to_owned()).collect(),
        }
    }
}
