//! Storage: coordinators of shared volumes, and Storage Spaces Direct with its maintenance mode and repairs.
//!
//! Sources: "Taking a Storage Spaces Direct server offline for maintenance", "Upgrade a Storage Spaces Direct cluster"
//! (learn.microsoft.com).

use rolling_upgrade_core::model::{Health, Inventory, NodeState, Resiliency, RoleState, VirtualDiskStatus, same_name};

use crate::assumption::Assumption;
use crate::ids::{DiskId, MachineId, RoleId};
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::state::{PhysicalDiskRecord, Power, RepairJob, State, VirtualDiskRecord};
use crate::twin::Twin;

const MIB: u64 = 1024 * 1024;

/// Failures of a fault domain that a virtual disk survives.
const fn failures_survived(resiliency: Resiliency) -> usize {
    match resiliency {
        Resiliency::Simple => 0,
        Resiliency::TwoWayMirror | Resiliency::Parity => 1,
        Resiliency::ThreeWayMirror | Resiliency::DualParity => 2,
    }
}

impl State {
    /// Whether the disks of a machine serve the pool.
    fn disks_serve(&self, machine: MachineId) -> bool {
        !self.machines[machine].maintenance && self.is_active(machine)
    }

    /// Machines with disks of the pool that don't serve it.
    pub(crate) fn disks_out(&self) -> Vec<MachineId> {
        if !self.storage.spaces_direct {
            return Vec::new();
        }
        self.machines
            .ids()
            .filter(|machine| self.machines[*machine].disks_out_since.is_some() && self.storage.contributes(*machine))
            .collect()
    }

    /// Machines that serve the pool, but not with all their disks.
    fn machines_with_bad_disks(&self) -> usize {
        if !self.storage.spaces_direct {
            return 0;
        }
        let bad = |disk: &PhysicalDiskRecord| {
            (disk.lost || disk.health == Health::Unhealthy) && !disk.rebuilt && self.disks_serve(disk.machine)
        };
        let mut machines: Vec<MachineId> =
            self.storage.physical_disks.iter().filter(|disk| bad(disk)).map(|disk| disk.machine).collect();
        machines.sort_unstable();
        machines.dedup();
        machines.len()
    }

    /// Whether a disk is lost or dead and nothing makes up for it.
    fn a_disk_is_missed(&self) -> bool {
        let mut disks = self.storage.physical_disks.iter();
        disks.any(|disk| disk.lost || (disk.health == Health::Unhealthy && !disk.rebuilding && !disk.rebuilt))
    }

    /// Whether fewer than half of the drives serve the pool; at exactly half the database of a cluster that has its own
    /// quorum decides ("Understanding cluster and pool quorum").
    fn pool_has_lost_quorum(&self) -> bool {
        if !self.storage.spaces_direct || self.storage.physical_disks.is_empty() {
            return false;
        }
        let serves = |disk: &&PhysicalDiskRecord| !disk.lost && self.disks_serve(disk.machine);
        let serving = self.storage.physical_disks.iter().filter(serves).count();
        let all = self.storage.physical_disks.len();
        serving * 2 < all || (serving * 2 == all && self.cluster.stopped)
    }

    /// The virtual disks of which no copy is within reach for want of disks.
    fn disks_out_of_reach(&self) -> Vec<DiskId> {
        if !self.storage.spaces_direct {
            return Vec::new();
        }
        let detached = |disk: &DiskId| self.virtual_disk_status(*disk).0 == VirtualDiskStatus::Detached;
        self.storage.virtual_disks.ids().filter(detached).collect()
    }

    /// Whether the files of a VM are out of reach: those of every VM where no virtual disk is left, else those on a
    /// volume that is known and whose virtual disk, which has its name, is detached.
    pub(crate) fn is_out_of_reach(&self, role: RoleId) -> bool {
        let detached = &self.storage.detached;
        let Some(machine) = self.roles[role].virtual_machine.as_ref().filter(|_| !detached.is_empty()) else {
            return false;
        };
        let volume = machine.facts.volume.as_deref();
        detached.len() == self.storage.virtual_disks.ids().count()
            || volume.is_some_and(|volume| {
                detached.iter().any(|disk| same_name(&self.storage.virtual_disks[*disk].name, volume))
            })
    }

    /// Status and health of a virtual disk: its own, a node that is out, a repair that is running.
    pub(crate) fn virtual_disk_status(&self, disk: DiskId) -> (VirtualDiskStatus, Health) {
        let record = &self.storage.virtual_disks[disk];
        if record.own_status != VirtualDiskStatus::Ok || record.own_health != Health::Healthy {
            return (record.own_status, record.own_health);
        }
        let (machines, disks) = (self.disks_out().len(), self.machines_with_bad_disks());
        let out = machines + disks;
        if out > failures_survived(record.resiliency) || self.pool_has_lost_quorum() {
            return (VirtualDiskStatus::Detached, Health::Unhealthy);
        }
        // With every machine there, what a dead disk held is copied to the others, or the repair of a return goes on.
        if machines == 0 && record.job.is_some() && !self.a_disk_is_missed() {
            return (VirtualDiskStatus::InService, Health::Warning);
        }
        if out > 0 {
            return (VirtualDiskStatus::Incomplete, Health::Warning);
        }
        (VirtualDiskStatus::Ok, Health::Healthy)
    }
}

impl Twin {
    /// What the inventory said of nodes that are out and of repairs becomes state of the twin.
    pub(crate) fn load_storage_state(&mut self, inventory: &Inventory) {
        for machine in self.state.machines.ids().collect::<Vec<_>>() {
            if self.state.storage.contributes(machine) && !self.state.is_active(machine) {
                self.state.machines[machine].disks_out_since = Some(0);
            }
        }
        let all_well = |(_, disk): (DiskId, &VirtualDiskRecord)| {
            (disk.own_status, disk.own_health) == (VirtualDiskStatus::Ok, Health::Healthy)
        };
        if self.state.storage.virtual_disks.iter().all(all_well) {
            // The pool does without the disks that are dead.
            let dead = self.state.storage.physical_disks.iter_mut().filter(|disk| disk.health == Health::Unhealthy);
            dead.for_each(|disk| disk.rebuilt = true);
        }
        let out = !self.state.disks_out().is_empty();
        let disks: Vec<DiskId> = self.state.storage.virtual_disks.ids().collect();
        for disk in disks {
            let record = &mut self.state.storage.virtual_disks[disk];
            let repairing = record.own_status == VirtualDiskStatus::InService;
            if repairing || (out && record.own_status == VirtualDiskStatus::Incomplete) {
                record.own_status = VirtualDiskStatus::Ok;
                record.own_health = Health::Healthy;
            }
            if repairing && inventory.storage.repair_jobs > 0 {
                self.begin_repair(disk, 0);
            }
        }
    }

    /// A virtual disk that keeps a node from being drained, in a cluster with Storage Spaces Direct.
    pub(crate) fn disk_that_forbids(&self, node: MachineId) -> Option<String> {
        if !self.state.storage.spaces_direct || !self.state.storage.contributes(node) {
            return None;
        }
        // Its own disks may be in maintenance already: that is the state that the drain prepares.
        let others_out = self.state.disks_out().iter().any(|machine| *machine != node);
        let own_out = self.state.machines[node].disks_out_since.is_some();
        self.state.storage.virtual_disks.ids().find_map(|disk| {
            let (status, health) = self.state.virtual_disk_status(disk);
            let unhealthy = health != Health::Healthy || status != VirtualDiskStatus::Ok;
            let because_of_itself = own_out && !others_out && status == VirtualDiskStatus::Incomplete;
            (unhealthy && !because_of_itself).then(|| self.state.storage.virtual_disks[disk].name.clone())
        })
    }

    /// `Enable-StorageMaintenanceMode` for a node's disks.
    ///
    /// # Errors
    /// Another node's disks are out, so that copies would go out of reach, or there is a repair to finish.
    pub(crate) fn enable_maintenance(&mut self, node: MachineId) -> Result<(), Refusal> {
        if self.state.machines[node].maintenance {
            return Ok(());
        }
        let others: Vec<MachineId> = self.state.disks_out().into_iter().filter(|other| *other != node).collect();
        let repairing = self.state.storage.virtual_disks.iter().any(|(_, disk)| disk.job.is_some());
        if let Some(other) = others.first() {
            let (node, other) = (self.machine_name(node).clone(), self.machine_name(*other).to_string());
            return Err(Refusal::MaintenanceUnsafe { node, other });
        }
        if repairing {
            let node = self.machine_name(node).clone();
            return Err(Refusal::MaintenanceUnsafe { node, other: "a copy that is being repaired".to_owned() });
        }
        self.state.machines[node].maintenance = true;
        self.log_machine(node, None, "its disks are in maintenance mode".to_owned());
        self.touch_machine(node);
        self.disks_changed(node);
        Ok(())
    }

    /// `Disable-StorageMaintenanceMode`: what was written meanwhile is repaired.
    pub(crate) fn disable_maintenance(&mut self, node: MachineId) {
        if !self.state.machines[node].maintenance {
            return;
        }
        self.state.machines[node].maintenance = false;
        self.log_machine(node, None, "its disks have left maintenance mode".to_owned());
        self.touch_machine(node);
        self.disks_changed(node);
    }

    /// Notes since when a machine's disks are out; once they serve again, begins the repairs.
    pub(crate) fn disks_changed(&mut self, machine: MachineId) {
        if !self.state.storage.spaces_direct || !self.state.storage.contributes(machine) {
            return;
        }
        let serves = self.state.disks_serve(machine);
        match (serves, self.state.machines[machine].disks_out_since) {
            (false, None) => self.state.machines[machine].disks_out_since = Some(self.now),
            (true, Some(since)) => {
                self.state.machines[machine].disks_out_since = None;
                let disks: Vec<DiskId> = self.state.storage.virtual_disks.ids().collect();
                for disk in disks {
                    self.begin_repair(disk, since);
                }
            }
            _ => {}
        }
        self.touch_machine(machine);
        self.reach_of_storage_changed();
    }

    /// Where no copy is within reach any more, the virtual machines stop; where one is again, they start.
    fn reach_of_storage_changed(&mut self) {
        let now = if self.state.cluster.stopped { Vec::new() } else { self.state.disks_out_of_reach() };
        let before = std::mem::replace(&mut self.state.storage.detached, now);
        let now = &self.state.storage.detached;
        let (lost, found) =
            (now.iter().any(|disk| !before.contains(disk)), before.iter().any(|disk| !now.contains(disk)));
        if lost {
            self.log_cluster(Some(5142), "the shared volumes are not accessible: too many disks are out".to_owned());
            self.stop_what_is_out_of_reach();
        }
        if found {
            self.log_cluster(None, "the virtual disks are within reach again".to_owned());
            self.restart_what_failed();
        }
    }

    fn stop_what_is_out_of_reach(&mut self) {
        for role in self.state.roles.ids().collect::<Vec<_>>() {
            let record = &self.state.roles[role];
            let runs = record.virtual_machine.as_ref().is_some_and(|machine| machine.power.takes_memory());
            if runs && record.virtual_machine.as_ref().is_some_and(|machine| machine.facts.volume.is_none()) {
                self.assumptions.rely(Assumption::UnknownVolume);
            }
            if !runs || !self.state.is_out_of_reach(role) {
                continue;
            }
            self.cancel_move(role);
            self.lose(role, false, "its storage is out of reach");
            self.state.set_power(role, Power::Off);
            self.state.roles[role].state = RoleState::Failed;
            self.state.roles[role].token += 1;
            self.log_role(role, Some(1069), "failed: its storage is out of reach".to_owned());
            self.touch_role(role);
        }
    }

    /// A machine sees all its disks of the pool but these any more; what it sees again is repaired.
    pub(crate) fn lose_disks(&mut self, machine: MachineId, serial_numbers: &[String]) {
        let mut found = false;
        for disk in self.state.storage.physical_disks.iter_mut().filter(|disk| disk.machine == machine) {
            let lost = serial_numbers.iter().any(|serial| same_name(serial, &disk.serial_number));
            found |= std::mem::replace(&mut disk.lost, lost) && !lost;
        }
        if found && self.state.disks_serve(machine) {
            for disk in self.state.storage.virtual_disks.ids().collect::<Vec<_>>() {
                self.begin_repair(disk, 0);
            }
        }
        self.reach_of_storage_changed();
    }

    /// A disk of the pool dies. What was on it is copied to the others from what is left, where the pool has the
    /// reserve for that ("Fault tolerance and storage efficiency", "Plan volumes: reserve capacity").
    pub(crate) fn disk_dies(&mut self, serial_number: &str) {
        let disks = &mut self.state.storage.physical_disks;
        let Some(disk) = disks.iter_mut().find(|disk| same_name(&disk.serial_number, serial_number)) else { return };
        disk.health = Health::Unhealthy;
        let (machine, serial_number, size_mib) = (disk.machine, disk.serial_number.clone(), disk.size_mib);
        self.log_machine(machine, None, format!("the disk {serial_number} has failed"));
        self.touch_machine(machine);
        self.rebuild_elsewhere(&serial_number, size_mib);
        self.reach_of_storage_changed();
    }

    /// A disk that died is replaced by an empty one: what was on it is copied there again.
    pub(crate) fn disk_is_replaced(&mut self, serial_number: &str) {
        let disks = &mut self.state.storage.physical_disks;
        let Some(disk) = disks.iter_mut().find(|disk| same_name(&disk.serial_number, serial_number)) else { return };
        disk.health = Health::Healthy;
        (disk.rebuilding, disk.rebuilt) = (false, false);
        let machine = disk.machine;
        self.log_machine(machine, None, format!("the disk {serial_number} was replaced"));
        for disk in self.state.storage.virtual_disks.ids().collect::<Vec<_>>() {
            self.begin_repair(disk, 0);
        }
        self.touch_machine(machine);
        self.reach_of_storage_changed();
    }

    /// Begins to copy a dead disk's share of the pool to the other disks; a pool of which nobody read
    /// what is allocated has no known reserve.
    fn rebuild_elsewhere(&mut self, serial_number: &str, size_mib: u64) {
        let (size, allocated) = self
            .state
            .storage
            .pools
            .iter()
            .fold((0, 0), |(size, allocated), pool| (size + pool.size_mib, allocated + pool.allocated_mib));
        let count = self.state.storage.virtual_disks.ids().count() as u64;
        let share = size_mib * allocated / size.max(1);
        // The dead disk's own place in the pool is gone too.
        if count == 0 || allocated == 0 || size.saturating_sub(size_mib) < allocated {
            self.log_cluster(None, format!("the pool has no known reserve for what was on {serial_number}"));
            return;
        }
        for disk in &mut self.state.storage.physical_disks {
            if disk.serial_number == serial_number {
                disk.rebuilding = true;
            }
        }
        for disk in self.state.storage.virtual_disks.ids().collect::<Vec<_>>() {
            self.copy_again(disk, share / count);
        }
    }

    /// Repairs what was written to a virtual disk since a part of it was out.
    fn begin_repair(&mut self, disk: DiskId, since: u64) {
        let write = self.simulation.storage.write_mib_per_second;
        self.copy_again(disk, (self.now - since) * write / 1000);
    }

    fn copy_again(&mut self, disk: DiskId, missed_mib: u64) {
        self.assumptions.rely(Assumption::RepairVolume);
        let settings = &self.simulation.storage;
        let rate = settings.repair_mib_per_second.max(1);
        let shortest = settings.repair_seconds_min * 1000;
        let record = &mut self.state.storage.virtual_disks[disk];
        let missed = missed_mib.min(record.size_mib.max(1)).max(1);
        let milliseconds = (missed * 1000 / rate).max(shortest);
        let bytes = missed * MIB + record.job.map_or(0, |job| job.bytes);
        let ends_at = record.job.map_or(self.now, |job| job.ends_at.max(self.now)) + milliseconds;
        let started_at = record.job.map_or(self.now, |job| job.started_at);
        record.job = Some(RepairJob { started_at, ends_at, bytes });
        record.token += 1;
        let (token, name) = (record.token, record.name.clone());
        self.revision += 1;
        self.queue.put(ends_at, Happening::RepairEnds { disk, token });
        self.log_cluster(None, format!("the repair of {name} begins: {missed} MiB"));
    }

    pub(crate) fn repair_ends(&mut self, disk: DiskId) {
        let record = &mut self.state.storage.virtual_disks[disk];
        record.job = None;
        let name = record.name.clone();
        self.revision += 1;
        self.log_cluster(None, format!("the repair of {name} has ended"));
        self.dead_disks_are_rebuilt();
    }

    /// Once no copy is missing any more, the pool does without the disks that died.
    fn dead_disks_are_rebuilt(&mut self) {
        if self.state.storage.virtual_disks.iter().any(|(_, disk)| disk.job.is_some()) {
            return;
        }
        let rebuilt = self.state.storage.physical_disks.iter_mut().filter(|disk| disk.rebuilding);
        let rebuilt: Vec<(MachineId, String)> = rebuilt
            .map(|disk| {
                (disk.rebuilding, disk.rebuilt) = (false, true);
                (disk.machine, disk.serial_number.clone())
            })
            .collect();
        for (machine, serial_number) in rebuilt {
            self.log_machine(machine, None, format!("what was on the disk {serial_number} is on the others now"));
            self.touch_machine(machine);
        }
        self.reach_of_storage_changed();
    }

    /// New hardware brings its own disks in place of those of the node that it replaces.
    pub(crate) fn disks_come_with(&mut self, machine: MachineId) {
        let Some(replaced) = self.state.machines[machine].replaces else { return };
        if self.state.machines[replaced].node.is_some() || !self.state.storage.contributes(replaced) {
            return;
        }
        self.state.storage.physical_disks.retain(|disk| disk.machine != replaced);
        let pooled: Vec<PhysicalDiskRecord> = self.state.machines[machine]
            .facts
            .disks
            .iter()
            .filter(|disk| disk.pooled)
            .map(|disk| PhysicalDiskRecord {
                serial_number: disk.serial_number.clone(),
                machine,
                size_mib: disk.size_mib,
                health: disk.health,
                lost: false,
                rebuilding: false,
                rebuilt: false,
                maintenance_was_read: false,
            })
            .collect();
        self.state.storage.physical_disks.extend(pooled);
        // Nothing is on the new disks: everything since the beginning has been missed.
        self.state.machines[machine].disks_out_since = Some(0);
        self.state.machines[replaced].disks_out_since = None;
    }

    /// Moves the coordinators of shared volumes off a node, each to the node that has fewest.
    /// Says whether one had to stay: a backup keeps its volume from moving (error 5949).
    pub(crate) fn move_volumes_off(&mut self, node: MachineId, target: Option<MachineId>) -> bool {
        let mut kept = false;
        for place in 0..self.state.storage.volumes.len() {
            if self.state.storage.volumes[place].owner != node {
                continue;
            }
            if self.state.is_active(node) && self.state.storage.volumes[place].backup_in_progress == Some(true) {
                let name = self.state.storage.volumes[place].name.clone();
                self.log.add(self.now, Some(5143), &name, "a backup keeps it where it is".to_owned());
                kept = true;
                continue;
            }
            let next = target.or_else(|| self.node_with_fewest_volumes(node));
            if let Some(next) = next {
                self.move_volume(place, next);
            }
        }
        kept
    }

    /// The node that coordinates the fewest volumes.
    pub(crate) fn node_with_fewest_volumes(&self, besides: MachineId) -> Option<MachineId> {
        let volumes = &self.state.storage.volumes;
        let count = |node: MachineId| volumes.iter().filter(|volume| volume.owner == node).count();
        self.state
            .members
            .iter()
            .copied()
            .filter(|member| *member != besides && self.state.node_state(*member) == NodeState::Up)
            .filter(|member| self.state.machines[*member].facts.storage_paths != Some(0))
            .min_by(|left, right| {
                (count(*left), self.machine_name(*left)).cmp(&(count(*right), self.machine_name(*right)))
            })
    }

    /// Volumes whose coordinator leaves without a word stand still for a moment (event 5120).
    pub(crate) fn tell_paused_volumes(&mut self, node: MachineId) {
        for place in 0..self.state.storage.volumes.len() {
            let volume = &self.state.storage.volumes[place];
            if volume.owner == node {
                let name = volume.name.clone();
                let text =
                    format!("stands still until another node coordinates it: {} is lost", self.machine_name(node));
                self.log.add(self.now, Some(5120), &name, text);
            }
        }
    }

    /// Whether a node reaches shared volumes over the others only.
    pub(crate) fn a_node_has_no_paths(&self) -> bool {
        !self.state.storage.spaces_direct
            && self.state.members.iter().any(|member| {
                self.state.is_active(*member) && self.state.machines[*member].facts.storage_paths == Some(0)
            })
    }

    /// A node without a path to shared storage works with it through the coordinators (event 5121).
    pub(crate) fn tell_redirection(&mut self, node: MachineId) {
        let none = self.state.machines[node].facts.storage_paths == Some(0);
        if none && !self.state.storage.spaces_direct && !self.state.storage.volumes.is_empty() {
            self.log_machine(node, Some(5121), "has no path to shared storage: its I/O is redirected".to_owned());
        }
    }

    /// Gives a volume another coordinator.
    pub(crate) fn move_volume(&mut self, place: usize, to: MachineId) {
        self.state.storage.volumes[place].owner = to;
        let name = self.state.storage.volumes[place].name.clone();
        self.revision += 1;
        self.log.add(self.now, None, &name, format!("is coordinated by {}", self.machine_name(to).clone()));
    }
}
