//! The scripted operator: installs machines, and mends later what the installation left out.

use rolling_upgrade_core::model::{Machine, NodeState, Release};

use crate::assumption::Assumption;
use crate::ids::MachineId;
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::restore::{blank, leave_out, restore, upgraded_in_place};
use crate::simulation::{InstallDefect, Restored};
use crate::state::Install;
use crate::twin::Twin;

impl Twin {
    /// After an eviction: the machine that takes the node's place is installed, where the operator does that unasked.
    pub(crate) fn operator_sees_eviction(&mut self, node: MachineId) {
        let machine = self.successor_of(node);
        self.note_predecessor(machine, node);
        if !self.simulation.operator.automatic {
            return;
        }
        let Some(release) = self.state.next_release() else { return };
        // A node that runs the newer release already was evicted on the way back: somebody will say what it gets.
        if self.state.machines[node].facts.release >= release {
            return;
        }
        self.begin_install(machine, release, false);
    }

    /// The newest update revision among the members of the machine's build; none where it is the first.
    fn newest_revision(&self, facts: &Machine) -> Option<u32> {
        let members = self.state.members.iter().map(|member| &self.state.machines[*member].facts);
        members.filter(|member| member.build == facts.build).map(|member| member.revision).max()
    }

    /// The machine that takes the place of a node: the one that stands ready for it, else itself.
    fn successor_of(&self, node: MachineId) -> MachineId {
        let ready =
            self.state.machines.iter().find(|(_, record)| record.replaces == Some(node) && record.node.is_none());
        ready.map_or(node, |(id, _)| id)
    }

    fn note_predecessor(&mut self, machine: MachineId, node: MachineId) {
        if self.state.machines[machine].complete.is_none() {
            self.state.machines[machine].complete = Some(self.state.machines[node].facts.clone());
        }
    }

    /// Tells the operator to install a machine. Nothing happens where that installation is under way or done.
    ///
    /// # Errors
    /// In place, on a member that is not paused or still owns roles.
    pub(crate) fn install(
        &mut self,
        machine: MachineId,
        replaces: Option<MachineId>,
        release: Option<Release>,
        in_place: bool,
    ) -> Result<(), Refusal> {
        let release =
            release.or_else(|| self.state.next_release()).unwrap_or(self.state.machines[machine].facts.release);
        let record = &self.state.machines[machine];
        if record.install.as_ref().is_some_and(|install| install.release == release) {
            return Ok(());
        }
        if record.install.is_none() && record.facts.release == release {
            return Ok(());
        }
        if record.node.is_some() {
            let refuse = |reason| Refusal::InstallRefused { machine: record.name.clone(), reason };
            if !in_place {
                return Err(refuse("it is a member of the cluster; evict it first"));
            }
            if self.state.node_state(machine) != NodeState::Paused {
                return Err(refuse("it is a member and not paused"));
            }
            if !record.roles.is_empty() {
                return Err(refuse("it is a member and still owns roles"));
            }
            if !self.may_leave(machine) {
                return Err(refuse("the cluster would lose its quorum while setup runs"));
            }
        }
        if let Some(replaced) = replaces {
            self.note_predecessor(machine, replaced);
            if replaced != machine {
                self.state.machines[machine].replaces = Some(replaced);
            }
        }
        self.begin_install(machine, release, in_place);
        Ok(())
    }

    fn begin_install(&mut self, machine: MachineId, release: Release, in_place: bool) {
        let record = &self.state.machines[machine];
        if record.install.is_none() && record.facts.release == release && record.node.is_none() {
            // It stands ready with the release already; what the node had is brought over at once.
            self.complete_install(machine, release, in_place);
            return;
        }
        let name = record.name.clone();
        self.assumptions.rely(Assumption::Times);
        let listed = self.simulation.install.machines.iter().find(|time| time.machine == name);
        let seconds = listed.map_or(self.simulation.install.seconds, |time| time.seconds);
        let at = self.in_seconds(seconds);
        if self.state.is_active(machine) {
            self.leave_in_order(machine);
        }
        self.unclustered_go_down(machine, true, "its host was taken out, and it is no role of the cluster");
        let record = &mut self.state.machines[machine];
        record.token += 1;
        record.installs += 1;
        record.install = Some(Install { release, in_place });
        let token = record.token;
        self.queue.put(at, Happening::InstallEnds { machine, token });
        self.touch_machine(machine);
        self.log_machine(machine, None, format!("setup of {release} begins"));
    }

    pub(crate) fn install_ends(&mut self, machine: MachineId) {
        if self.never_returns(machine) {
            return;
        }
        let Some(install) = self.state.machines[machine].install.take() else { return };
        self.complete_install(machine, install.release, install.in_place);
        if install.in_place {
            self.unclustered_come_up(machine);
        }
        if self.state.machines[machine].node.is_some() {
            let seconds = self.simulation.times.node_start_seconds;
            self.begin_service(machine, seconds);
        }
    }

    fn complete_install(&mut self, machine: MachineId, release: Release, in_place: bool) {
        let record = &self.state.machines[machine];
        let before = record.complete.clone().unwrap_or_else(|| record.facts.clone());
        let name = record.name.clone();
        let defect = self.simulation.install_defects.iter().find(|defect| defect.machine == name && !in_place).cloned();
        let restores = &self.simulation.operator.restores;
        let whole = if in_place {
            upgraded_in_place(&record.facts, release)
        } else {
            restore(blank(&record.facts, release), &before, restores)
        };
        let mut whole = whole;
        // Whoever installs it installs the updates that the members of that release have.
        whole.revision = self.newest_revision(&whole).unwrap_or(whole.revision);
        let mut facts = whole.clone();
        if let Some(defect) = &defect {
            let omitted: Vec<_> = restores.iter().copied().filter(|item| !defect.omitted.contains(item)).collect();
            facts = restore(blank(&record.facts, release), &before, &omitted);
            facts.revision = whole.revision;
            leave_out(&mut facts, defect);
        } else if !in_place {
            self.assumptions.rely(Assumption::InstallComplete);
        }
        if let Some(defect) = &defect {
            self.tell_omissions(machine, defect);
        }
        let record = &mut self.state.machines[machine];
        record.facts = facts;
        record.complete = Some(whole);
        record.before = Some(before);
        record.teams.clear();
        record.missing_vlans = defect.as_ref().map_or_else(Vec::new, |defect| defect.vlans.clone());
        record.missing_resource_types = defect.as_ref().map_or_else(Vec::new, |defect| defect.resource_types.clone());
        let lost = defect.as_ref().map_or_else(Vec::new, |defect| defect.disks.clone());
        if record.roles.is_empty() {
            record.memory_limit_mib = record.facts.memory_mib;
        }
        self.state.refresh_facts(machine, self.simulation.migration.link_mib_per_second);
        self.lose_disks(machine, &lost);
        self.state.machines[machine].cut_switches.clear();
        if !in_place {
            self.switches_are_cut(machine);
        }
        self.touch_machine(machine);
        self.log_machine(machine, None, format!("setup of {release} has ended"));
        self.faults_of_an_installation(machine);
        if let Some(seconds) = defect.and_then(|defect| defect.mended_after_seconds) {
            let install = self.state.machines[machine].installs;
            let at = self.in_seconds(seconds);
            self.queue.put(at, Happening::DefectMended { machine, install });
        }
    }

    pub(crate) fn defect_is_mended(&mut self, machine: MachineId) {
        let record = &mut self.state.machines[machine];
        if let Some(whole) = &record.complete {
            record.facts = whole.clone();
        }
        record.missing_vlans.clear();
        record.cut_switches.clear();
        record.missing_resource_types.clear();
        self.lose_disks(machine, &[]);
        self.state.refresh_facts(machine, self.simulation.migration.link_mib_per_second);
        self.touch_machine(machine);
        self.faults_are_mended(machine);
        self.reachability_changed(machine);
        self.log_machine(machine, None, "the operator has mended what the installation left out".to_owned());
    }

    /// What an installation left out that nobody sees in the facts of the machine has its reason in the event log.
    fn tell_omissions(&mut self, machine: MachineId, defect: &InstallDefect) {
        if defect.omitted.contains(&Restored::Account) {
            // KB5020276: the domain join is hardened against taking over accounts.
            let text = "did not join the domain: its account exists and may not be taken over (0xaac)".to_owned();
            self.log_machine(machine, Some(4101), text);
        }
        for vlan in &defect.vlans {
            self.log_machine(machine, None, format!("the VLAN {vlan} is missing on the port of its switch"));
        }
        for kind in &defect.resource_types {
            self.log_machine(machine, None, format!("the resource type {kind} is not installed"));
        }
    }
}
