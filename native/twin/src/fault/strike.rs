//! Faults with a time: they strike, and some are over by themselves.

use rolling_upgrade_core::model::Health;

use super::{Fault, FaultKind};
use crate::ids::MachineId;
use crate::queue::Happening;
use crate::twin::Twin;

impl Twin {
    /// A fault's time has come: it strikes, or is armed for its occasion.
    pub(crate) fn fault_strikes(&mut self, index: u32) {
        let Some(fault) = self.faults.get(index).cloned() else { return };
        let struck = match &fault {
            Fault::NodeCrash { returns_after_seconds, .. } => {
                self.strike_heartbeats(&fault, false, *returns_after_seconds)
            }
            Fault::NodeIsolated { returns_after_seconds, .. } => {
                self.strike_heartbeats(&fault, true, *returns_after_seconds)
            }
            Fault::NodeSaysUp { .. } => self.strike_silence(&fault),
            Fault::WitnessLost { .. } => self.strike_witness(false),
            Fault::DiskDies { serial_number, .. } => self.strike_disk(serial_number),
            Fault::LinkSlows { percent, .. } => self.strike_link(&fault, *percent),
            Fault::VolumeRedirected { volume, .. } => self.redirect(volume, true),
            Fault::MigrationDoesNotConverge { .. } => {
                self.make_busy(&fault);
                false
            }
            _ => {
                self.faults.armed.insert(index, fault.times());
                return;
            }
        };
        if struck {
            self.count_strike(fault.kind());
        }
        let over = fault.over_after_seconds();
        if let Some(seconds) = over.filter(|_| struck || fault.kind() == FaultKind::MigrationDoesNotConverge) {
            self.queue.put(self.in_seconds(seconds), Happening::FaultEnds { index });
        }
    }

    /// A fault that had struck is over.
    pub(crate) fn fault_ends(&mut self, index: u32) {
        let Some(fault) = self.faults.get(index).cloned() else { return };
        let machine = self.machine_of(&fault);
        match (&fault, machine) {
            (Fault::NodeSaysUp { .. }, Some(machine)) => {
                self.state.machines[machine].silent = false;
                self.log_machine(machine, None, "answers again".to_owned());
                self.touch_machine(machine);
            }
            (Fault::LinkSlows { .. }, Some(machine)) => {
                self.state.refresh_facts(machine, self.simulation.migration.link_mib_per_second);
                self.links_changed([machine]);
                self.log_machine(machine, None, "its link is as fast as before".to_owned());
                self.touch_machine(machine);
            }
            (Fault::DrainStalls { .. }, Some(machine)) => {
                self.faults.stalled.remove(&machine);
                self.log_machine(machine, None, "the resource that did not answer was stopped".to_owned());
                self.touch_machine(machine);
                self.pump();
            }
            (Fault::WitnessLost { .. }, _) => {
                self.strike_witness(true);
            }
            (Fault::DiskDies { serial_number, .. }, _) => self.disk_is_replaced(serial_number),
            (Fault::VolumeRedirected { volume, .. }, _) => {
                self.redirect(volume, false);
            }
            (Fault::MigrationDoesNotConverge { .. }, _) => self.make_quiet(&fault),
            _ => {}
        }
    }

    /// A node stops being heard, because its machine has stopped or although it runs on.
    fn strike_heartbeats(&mut self, fault: &Fault, alive: bool, returns_after_seconds: Option<u64>) -> bool {
        let heard =
            |machine: &MachineId| self.state.is_active(*machine) && self.state.machines[*machine].unheard.is_none();
        let Some(machine) = self.machine_of(fault).filter(heard) else { return false };
        let text =
            if alive { "nobody hears its heartbeats any more" } else { "the machine has stopped without a word" };
        self.log_machine(machine, None, text.to_owned());
        self.heartbeats_stop(machine, alive, returns_after_seconds);
        true
    }

    fn strike_silence(&mut self, fault: &Fault) -> bool {
        let Some(machine) = self.machine_of(fault).filter(|machine| self.state.is_active(*machine)) else {
            return false;
        };
        self.state.machines[machine].silent = true;
        self.log_machine(machine, None, "is up for the cluster and does not answer anybody else".to_owned());
        self.touch_machine(machine);
        true
    }

    fn strike_witness(&mut self, online: bool) -> bool {
        let Some(witness) = &mut self.state.cluster.quorum.witness else { return false };
        if witness.online == online {
            return false;
        }
        witness.online = online;
        let resource = witness.resource.clone();
        if online {
            self.log_cluster(None, format!("the witness {resource} is online again"));
        } else {
            self.log_cluster(FaultKind::WitnessLost.event_id(), format!("the witness {resource} failed"));
        }
        self.settle_quorum();
        true
    }

    fn strike_disk(&mut self, serial_number: &str) -> bool {
        let mut disks = self.state.storage.physical_disks.iter();
        if !disks.any(|disk| disk.serial_number == serial_number && disk.health != Health::Unhealthy) {
            return false;
        }
        self.disk_dies(serial_number);
        true
    }

    fn strike_link(&mut self, fault: &Fault, percent: u32) -> bool {
        let Some(machine) = self.machine_of(fault) else { return false };
        let record = &mut self.state.machines[machine];
        let speed = record.link_mib_per_second * u64::from(percent.clamp(1, 100)) / 100;
        record.link_mib_per_second = speed.max(1);
        self.log_machine(machine, None, format!("its link has slowed down to {} MiB/s", speed.max(1)));
        self.links_changed([machine]);
        self.touch_machine(machine);
        true
    }

    fn redirect(&mut self, name: &str, redirected: bool) -> bool {
        let Some(volume) = self.state.storage.volumes.iter_mut().find(|volume| volume.name == name) else {
            return false;
        };
        if volume.redirected == redirected {
            return false;
        }
        volume.redirected = redirected;
        let text = if redirected { "its I/O is redirected over the network" } else { "its I/O is direct again" };
        let event = redirected.then_some(FaultKind::VolumeRedirected.event_id()).flatten();
        self.log.add(self.now, event, name, text.to_owned());
        self.revision += 1;
        true
    }
}
