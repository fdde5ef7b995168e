//! Guests and roles at the command of a person: start, stop, save, configuration version.

use rolling_upgrade_core::model::{NodeState, RoleState};

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::state::{Power, VirtualMachineRecord};
use crate::twin::Twin;

/// How `Stop-VM` stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    TurnOff,
    Save,
    ShutDown,
}

/// What `Set-VM` changes of a VM's memory; what is absent stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MemoryChange {
    pub(crate) dynamic: Option<bool>,
    pub(crate) startup_mib: Option<u64>,
    pub(crate) minimum_mib: Option<u64>,
    pub(crate) maximum_mib: Option<u64>,
}

impl Twin {
    fn guest(&self, role: RoleId) -> Option<&VirtualMachineRecord> {
        self.state.roles[role].virtual_machine.as_ref()
    }

    pub(crate) fn not_busy(&self, role: RoleId) -> Result<(), Refusal> {
        let record = &self.state.roles[role];
        if record.queued.is_some() {
            return Err(Refusal::RoleQueued { role: record.name.clone() });
        }
        if record.is_busy() {
            return Err(Refusal::RoleBusy { role: record.name.clone() });
        }
        Ok(())
    }

    /// Stops a guest: what it does takes its time and ends with a group that is offline.
    ///
    /// # Errors
    /// The guest is not running, is busy, or does not answer.
    pub(crate) fn stop_guest(&mut self, role: RoleId, how: Stop) -> Result<(), Refusal> {
        self.not_busy(role)?;
        let name = self.state.roles[role].name.clone();
        let Some(guest) = self.guest(role) else { return self.stop_group(role) };
        if !guest.power.has_a_running_state() {
            return Err(Refusal::VirtualMachineNotRunning { role: name });
        }
        if how == Stop::ShutDown && !guest.guest_shutdown {
            return Err(Refusal::GuestSilent { role: name });
        }
        let milliseconds = match how {
            Stop::TurnOff => 1000,
            Stop::Save => self.saving_milliseconds(guest),
            Stop::ShutDown => self.simulation.times.guest_shutdown_seconds * 1000,
        };
        self.begin_stop(role, milliseconds, "stopped on request");
        Ok(())
    }

    /// Writing the memory of a guest to disk.
    fn saving_milliseconds(&self, guest: &VirtualMachineRecord) -> u64 {
        guest.memory.assigned_mib * 1000 / self.simulation.migration.quick_disk_mib_per_second.max(1)
    }

    fn begin_stop(&mut self, role: RoleId, milliseconds: u64, reason: &'static str) {
        self.state.roles[role].lost = false;
        self.goes_down(role, true, reason);
        if self.state.roles[role].virtual_machine.is_some() {
            self.state.set_power(role, Power::Stopping);
        }
        let record = &mut self.state.roles[role];
        record.state = RoleState::Pending;
        record.token += 1;
        let (owner, token) = (record.owner, record.token);
        self.queue.put(self.now + milliseconds, Happening::RoleStopped { role, token });
        self.touch_machine(owner);
        self.touch_role(role);
    }

    /// A saved guest keeps its state on disk.
    pub(crate) fn mark_saved(&mut self, role: RoleId) {
        if self.guest(role).is_some_and(|guest| guest.power == Power::Off) {
            self.state.set_power(role, Power::Saved);
            self.note_saved_state(role);
            self.touch_role(role);
        }
    }

    /// `Stop-ClusterGroup`. A VM goes offline as its `OfflineAction` says: turned off, saved or shut down. Where nobody
    /// read it, it is shut down; a guest that does not answer is turned off in the end ("Virtual machine resource
    /// properties: OfflineAction", learn.microsoft.com).
    ///
    /// # Errors
    /// The role is busy.
    pub(crate) fn stop_group(&mut self, role: RoleId) -> Result<(), Refusal> {
        self.not_busy(role)?;
        if matches!(self.state.roles[role].state, RoleState::Offline | RoleState::Failed) {
            self.state.roles[role].state = RoleState::Offline;
            self.state.roles[role].lost = false;
            self.state.roles[role].waits_for_providers = false;
            return Ok(());
        }
        let times = &self.simulation.times;
        let milliseconds = match self.guest(role) {
            None => times.core_move_seconds * 1000,
            Some(guest) => match guest.facts.offline_action.as_deref() {
                Some("turnOff") => 1000,
                Some("save") => self.saving_milliseconds(guest),
                _ if guest.guest_shutdown => times.guest_shutdown_seconds * 1000,
                _ => 1000,
            },
        };
        self.begin_stop(role, milliseconds, "stopped on request");
        Ok(())
    }

    /// `Start-ClusterGroup` and `Start-VM`: the role starts where it is.
    ///
    /// # Errors
    /// The role is busy, its owner can't run it or has not enough memory.
    pub(crate) fn start_group(&mut self, role: RoleId) -> Result<(), Refusal> {
        self.not_busy(role)?;
        let record = &self.state.roles[role];
        if record.state == RoleState::Online {
            return Ok(());
        }
        let owner = record.owner;
        if !matches!(self.state.node_state(owner), NodeState::Up | NodeState::Paused) {
            return Err(Refusal::NodeDown { node: self.machine_name(owner).clone() });
        }
        if let Some(guest) = &record.virtual_machine {
            let target = &self.state.machines[owner];
            if !target.hyper_v {
                return Err(Refusal::HyperVMissing { machine: target.name.clone() });
            }
            let needed_mib = guest.memory.assigned_mib + self.state.overhead_mib;
            let free_mib = self.memory_free(owner, false);
            if needed_mib > free_mib {
                let (role, node) = (record.name.clone(), target.name.clone());
                return Err(Refusal::NoMemory { role, node, needed_mib, free_mib });
            }
            if let Some(guardian) = guest.facts.guardians.iter().find(|guardian| target.lacks_guardian(guardian)) {
                let reason = format!("it has no key of the guardian `{guardian}`");
                let (role, node) = (record.name.clone(), target.name.clone());
                return Err(Refusal::Incompatible { role, node, reason });
            }
            if !target.facts.release.configuration_versions().contains(&guest.version) {
                let reason = format!("{} does not run version {}", target.facts.release, guest.version);
                let (role, node) = (record.name.clone(), target.name.clone());
                return Err(Refusal::Incompatible { role, node, reason });
            }
        }
        self.begin_start(role);
        Ok(())
    }

    /// `Update-VMVersion`: to the default version of the cluster level's release, with the VM off.
    ///
    /// The version stays while older nodes may still be members: a raised VM could not run there ("Upgrade virtual
    /// machine version in Hyper-V", learn.microsoft.com).
    ///
    /// # Errors
    /// The VM is not off, has checkpoints, or the level has not been raised.
    pub(crate) fn update_version(&mut self, role: RoleId) -> Result<(), Refusal> {
        let record = &self.state.roles[role];
        let name = record.name.clone();
        let host = self.state.machines[record.owner].facts.release;
        let Some(guest) = &record.virtual_machine else { return Ok(()) };
        let level =
            self.state.level_release().and_then(rolling_upgrade_core::model::Release::default_configuration_version);
        let offered = host.default_configuration_version();
        let Some(target) = level.min(offered) else { return Ok(()) };
        if guest.version >= target {
            if offered > Some(guest.version) {
                let (version, level) = (guest.version, self.state.cluster.level);
                return Err(Refusal::VersionBeforeLevel { role: name, version, level });
            }
            return Ok(());
        }
        if guest.power != Power::Off {
            return Err(Refusal::VirtualMachineNotOff { role: name });
        }
        if guest.checkpoints > 0 {
            let checkpoints = guest.checkpoints;
            self.assumptions.rely(Assumption::CheckpointsSaved);
            return Err(Refusal::Checkpoints { role: name, checkpoints });
        }
        let before = guest.version;
        if let Some(guest) = &mut self.state.roles[role].virtual_machine {
            guest.version = target;
        }
        self.log_role(role, None, format!("configuration version {before} became {target}"));
        self.touch_role(role);
        Ok(())
    }

    /// `Suspend-VM` and `Resume-VM`: the guest stands still, keeps its memory, and its role stays online.
    ///
    /// # Errors
    /// The guest is busy, or not in the state that it is taken from.
    pub(crate) fn switch_pause(&mut self, role: RoleId, from: Power, to: Power) -> Result<(), Refusal> {
        self.not_busy(role)?;
        let power = self.guest(role).map(|guest| guest.power);
        if power == Some(to) {
            return Ok(());
        }
        if power != Some(from) {
            return Err(Refusal::VirtualMachineNotRunning { role: self.state.roles[role].name.clone() });
        }
        self.state.set_power(role, to);
        if to == Power::Paused {
            self.goes_down(role, true, "paused on request");
        } else {
            self.comes_up(role);
        }
        let owner = self.state.roles[role].owner;
        self.touch_machine(owner);
        self.touch_role(role);
        Ok(())
    }

    /// `Set-VM`, for what the twin depends on: processors and memory of a VM that is off.
    ///
    /// # Errors
    /// The VM is not off, or the amounts contradict each other.
    pub(crate) fn configure_guest(
        &mut self,
        role: RoleId,
        processors: Option<u32>,
        change: &MemoryChange,
    ) -> Result<(), Refusal> {
        self.not_busy(role)?;
        let name = self.state.roles[role].name.clone();
        let Some(guest) = &mut self.state.roles[role].virtual_machine else { return Ok(()) };
        if guest.power != Power::Off {
            return Err(Refusal::VirtualMachineNotOff { role: name });
        }
        let mut memory = guest.memory;
        memory.dynamic = change.dynamic.unwrap_or(memory.dynamic);
        memory.startup_mib = change.startup_mib.unwrap_or(memory.startup_mib);
        memory.minimum_mib = change.minimum_mib.or(memory.minimum_mib);
        memory.maximum_mib = change.maximum_mib.or(memory.maximum_mib);
        let (least, most) = (memory.minimum_mib.unwrap_or(0), memory.maximum_mib.unwrap_or(u64::MAX));
        if memory.dynamic && !(least..=most).contains(&memory.startup_mib) {
            return Err(Refusal::MemoryContradicts { role: name, startup_mib: memory.startup_mib });
        }
        memory.assigned_mib = memory.startup_mib;
        guest.memory = memory;
        guest.processors = processors.unwrap_or(guest.processors).max(1);
        self.touch_role(role);
        Ok(())
    }

    /// Whether a VM is on the host on which somebody expects it.
    ///
    /// # Errors
    /// It is elsewhere.
    pub(crate) fn expect_on(&self, role: RoleId, host: MachineId) -> Result<(), Refusal> {
        let record = &self.state.roles[role];
        if record.owner == host {
            return Ok(());
        }
        Err(Refusal::VirtualMachineElsewhere {
            role: record.name.clone(),
            host: self.machine_name(host).clone(),
            owner: self.machine_name(record.owner).clone(),
        })
    }
}
