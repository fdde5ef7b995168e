//! Faults of rebuilt machines: what is missing when they come back, and why they can't join.

use rolling_upgrade_core::model::{AdapterKind, RoleState, same_name};

use super::{Fault, FaultKind};
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::twin::Twin;

impl Twin {
    /// Whether setup of a machine, which would end now, never ends.
    pub(crate) fn never_returns(&mut self, machine: MachineId) -> bool {
        if self.faults.armed.is_empty() {
            return false;
        }
        let name = self.machine_name(machine).clone();
        let stays = |fault: &Fault| matches!(fault, Fault::NodeDoesNotReturn { machine } if *machine == name);
        if self.faults.take(stays).is_none() {
            return false;
        }
        self.count_strike(FaultKind::NodeDoesNotReturn);
        self.log_machine(machine, None, "setup does not end, and the machine does not come back".to_owned());
        true
    }

    /// A machine has been installed: takes away what its faults take away.
    pub(crate) fn faults_of_an_installation(&mut self, machine: MachineId) {
        if self.faults.armed.is_empty() {
            return;
        }
        let name = self.machine_name(machine).clone();
        let mine = |fault: &Fault| {
            fault.machine() == Some(&name)
                && matches!(
                    fault.kind(),
                    FaultKind::ReturnsWithoutFeature
                        | FaultKind::ReturnsWithoutNetwork
                        | FaultKind::ReturnsWithoutDisk
                        | FaultKind::StoragePathsHalved
                        | FaultKind::VlanMissing
                        | FaultKind::GuardianKeyMissing
                        | FaultKind::ResourceTypeMissing
                )
        };
        while let Some((_, fault)) = self.faults.take(mine) {
            let Some(text) = self.take_away(machine, &fault) else { continue };
            self.count_strike(fault.kind());
            self.log_machine(machine, fault.kind().event_id(), text);
            if let Some(seconds) = fault.mended_after_seconds() {
                let install = self.state.machines[machine].installs;
                self.queue.put(self.in_seconds(seconds), Happening::DefectMended { machine, install });
            }
        }
        self.state.refresh_facts(machine, self.simulation.migration.link_mib_per_second);
        self.touch_machine(machine);
    }

    /// Takes one thing away and says what; `None` where the machine has no such thing.
    fn take_away(&mut self, machine: MachineId, fault: &Fault) -> Option<String> {
        let facts = &mut self.state.machines[machine].facts;
        match fault {
            Fault::ReturnsWithoutFeature { feature, .. } => {
                let before = facts.features.len();
                facts.features.retain(|present| !same_name(present, feature));
                if !facts.has_feature("Hyper-V") {
                    facts.hyper_v = None;
                }
                (facts.features.len() < before).then(|| format!("came back without the feature {feature}"))
            }
            Fault::ReturnsWithoutNetwork { network, .. } => {
                let on = |named: &Option<String>| named.as_ref() == Some(network);
                let found = facts.adapters.iter().any(|adapter| on(&adapter.network));
                facts.adapters.retain(|adapter| adapter.kind != AdapterKind::HostVirtual || !on(&adapter.network));
                for adapter in facts.adapters.iter_mut().filter(|adapter| on(&adapter.network)) {
                    adapter.network = None;
                }
                found.then(|| format!("came back without an address on the network {network}"))
            }
            Fault::ReturnsWithoutDisk { serial_number, .. } => {
                let before = facts.disks.len();
                facts.disks.retain(|disk| disk.serial_number != *serial_number);
                (facts.disks.len() < before).then(|| format!("came back without the disk {serial_number}"))
            }
            Fault::StoragePathsHalved { .. } => {
                let paths = facts.storage_paths.filter(|paths| *paths > 1)?;
                facts.storage_paths = Some(paths / 2);
                Some(format!("came back with {} of {paths} paths to shared storage", paths / 2))
            }
            Fault::VlanMissing { .. } => {
                self.faults.cut_off.insert(machine);
                Some("came back with a VLAN missing on one port of its switch".to_owned())
            }
            Fault::GuardianKeyMissing { .. } => {
                if let Some(guardians) = &mut facts.profile.guardians {
                    guardians.clear();
                }
                self.faults.keyless.insert(machine);
                Some("came back without the keys of its guardians".to_owned())
            }
            Fault::ResourceTypeMissing { .. } => {
                let role = self.role_of(fault)?;
                self.faults.lacking.insert((machine, role));
                let name = &self.state.roles[role].name;
                Some(format!("came back without the resource type of {name}"))
            }
            _ => None,
        }
    }

    /// Somebody has mended what a machine lacked.
    pub(crate) fn faults_are_mended(&mut self, machine: MachineId) {
        self.faults.keyless.remove(&machine);
        self.faults.lacking.retain(|(lacking, _)| *lacking != machine);
        self.faults.cut_off.remove(&machine);
    }

    /// Whether a VM runs behind a port on which its VLAN is missing.
    pub(crate) fn is_behind_a_missing_vlan(&self, role: RoleId) -> bool {
        let record = &self.state.roles[role];
        self.faults.cut_off.contains(&record.owner)
            && record.virtual_machine.is_some()
            && record.state == RoleState::Online
    }

    /// Why a machine can't join, if a fault keeps it.
    pub(crate) fn fault_at_a_join(&mut self, machine: MachineId) -> Option<Refusal> {
        if self.faults.armed.is_empty() {
            return None;
        }
        let name = self.machine_name(machine).clone();
        let keeps = |fault: &Fault| match fault {
            Fault::ComputerAccountRefused { machine, .. } | Fault::StaleNameRecord { machine, .. } => *machine == name,
            _ => false,
        };
        let (_, fault) = self.faults.take(keeps)?;
        self.count_strike(fault.kind());
        let refusal = match fault.kind() {
            FaultKind::ComputerAccountRefused => Refusal::AccountRefused { machine: name },
            _ => Refusal::StaleName { machine: name },
        };
        self.log_machine(machine, fault.kind().event_id(), format!("did not join: {refusal}"));
        Some(refusal)
    }
}
