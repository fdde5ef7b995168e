//! The scripted operator: installs machines, and mends later what the installation left out.

use rolling_upgrade_core::model::{
    AdapterKind, HyperVSettings, Machine, MachineProfile, NodeState, Release, Teaming, same_name,
};

use crate::assumption::Assumption;
use crate::ids::MachineId;
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::simulation::InstallDefect;
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
        let listed = self.simulation.install.machines.iter().find(|time| time.machine == name);
        let seconds = listed.map_or(self.simulation.install.seconds, |time| time.seconds);
        let at = self.in_seconds(seconds);
        if self.state.is_active(machine) {
            self.leave_in_order(machine);
        }
        let record = &mut self.state.machines[machine];
        record.token += 1;
        record.install = Some(Install { release, in_place });
        let token = record.token;
        self.queue.put(at, Happening::InstallEnds { machine, token });
        self.touch_machine(machine);
        self.log_machine(machine, None, format!("setup of {release} begins"));
    }

    pub(crate) fn install_ends(&mut self, machine: MachineId) {
        let Some(install) = self.state.machines[machine].install.take() else { return };
        self.complete_install(machine, install.release, install.in_place);
        if self.state.machines[machine].node.is_some() {
            let seconds = self.simulation.times.node_start_seconds;
            self.begin_service(machine, seconds);
        }
    }

    fn complete_install(&mut self, machine: MachineId, release: Release, in_place: bool) {
        let record = &self.state.machines[machine];
        let before = record.complete.clone().unwrap_or_else(|| record.facts.clone());
        let whole = installed(&record.facts, &before, release);
        let name = record.name.clone();
        let defect = self.simulation.install_defects.iter().find(|defect| defect.machine == name && !in_place).cloned();
        let mut facts = whole.clone();
        if let Some(defect) = &defect {
            leave_out(&mut facts, defect);
        } else {
            self.assumptions.rely(Assumption::InstallComplete);
        }
        let record = &mut self.state.machines[machine];
        record.facts = facts;
        record.complete = Some(whole);
        if record.roles.is_empty() {
            record.memory_limit_mib = record.facts.memory_mib;
        }
        self.state.refresh_facts(machine, self.simulation.migration.link_mib_per_second);
        self.touch_machine(machine);
        self.log_machine(machine, None, format!("setup of {release} has ended"));
        if let Some(seconds) = defect.and_then(|defect| defect.mended_after_seconds) {
            let token = self.state.machines[machine].token;
            let at = self.in_seconds(seconds);
            self.queue.put(at, Happening::DefectMended { machine, token });
        }
    }

    pub(crate) fn defect_is_mended(&mut self, machine: MachineId) {
        let record = &mut self.state.machines[machine];
        if let Some(whole) = &record.complete {
            record.facts = whole.clone();
        }
        self.state.refresh_facts(machine, self.simulation.migration.link_mib_per_second);
        self.touch_machine(machine);
        self.log_machine(machine, None, "the operator has mended what the installation left out".to_owned());
    }
}

/// The facts of a machine after a complete installation: its own hardware, and of its predecessor what the roles need.
fn installed(hardware: &Machine, before: &Machine, release: Release) -> Machine {
    let guests_possible =
        release < Release::Server2016 || hardware.processor.second_level_address_translation != Some(false);
    let features = before.features.iter().filter(|feature| guests_possible || !is_hyper_v(feature)).cloned().collect();
    let mut switches = if guests_possible { before.switches.clone() } else { Vec::new() };
    if release >= Release::Server2022 {
        for switch in switches.iter_mut().filter(|switch| switch.teaming == Teaming::Lbfo) {
            switch.teaming = Teaming::Set;
        }
    }
    let hyper_v = guests_possible.then(|| before.hyper_v.clone()).flatten();
    Machine {
        release,
        build: release.build(),
        revision: if hardware.release == release { hardware.revision } else { 1 },
        processor: hardware.processor.clone(),
        memory_mib: hardware.memory_mib,
        features,
        switches,
        adapters: before.adapters.clone(),
        disks: hardware.disks.clone(),
        storage_paths: before.storage_paths,
        hyper_v: hyper_v.map(|settings| kerberos(settings, release)),
        pending_restart: false,
        boots_from_vhd: hardware.boots_from_vhd,
        storage_server: hardware.storage_server,
        domain: before.domain.clone(),
        unclustered_virtual_machines: Vec::new(),
        profile: MachineProfile::default(),
        observed_at: None,
    }
}

/// Credential Guard refuses CredSSP from Windows Server 2025 on; whoever installs it sets Kerberos.
fn kerberos(settings: HyperVSettings, release: Release) -> HyperVSettings {
    if release < Release::Server2025 {
        return settings;
    }
    HyperVSettings { migration_authentication: "kerberos".to_owned(), ..settings }
}

fn is_hyper_v(feature: &str) -> bool {
    same_name(feature, "Hyper-V") || same_name(feature, "Hyper-V-PowerShell")
}

fn leave_out(facts: &mut Machine, defect: &InstallDefect) {
    facts.features.retain(|feature| !defect.features.iter().any(|missing| same_name(missing, feature)));
    if !facts.has_feature("Hyper-V") {
        facts.hyper_v = None;
    }
    facts.switches.retain(|switch| !defect.switches.contains(&switch.name));
    for network in &defect.networks {
        for adapter in facts.adapters.iter_mut().filter(|adapter| adapter.network.as_ref() == Some(network)) {
            adapter.network = None;
        }
        let gone = |kind, network: &Option<String>| kind == AdapterKind::HostVirtual && network.is_none();
        facts.adapters.retain(|adapter| !gone(adapter.kind, &adapter.network));
    }
    facts.storage_paths = facts.storage_paths.map(|paths| paths.saturating_sub(defect.storage_paths));
}
