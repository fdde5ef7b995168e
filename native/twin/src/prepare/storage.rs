//! MPIO and iSCSI.

use rolling_upgrade_core::model::{Initiator, InitiatorKind, Multipath, same_name};

use super::{Bench, missing};
use crate::preparation::Preparation;
use crate::refusal::Refusal;

impl Bench<'_> {
    pub(super) fn prepare_storage(&mut self, item: &Preparation) -> Result<(), Refusal> {
        match item {
            Preparation::SetMultipathPolicy { policy, disk } => self.set_policy(policy, disk.as_deref())?,
            Preparation::RenameInitiator { name, new_name } => {
                let same = |initiator: &&mut Initiator| same_name(&initiator.name, name);
                let initiator = self.facts.profile.initiators.iter_mut().flatten().find(same);
                initiator.ok_or_else(|| missing("initiator", name))?.name.clone_from(new_name);
            }
            Preparation::AddTargetPortal { portal } => {
                let portals = &mut self.iscsi()?.portals;
                if !portals.contains(portal) {
                    portals.push(portal.clone());
                }
            }
            Preparation::ConnectTarget { target } => self.connect(target)?,
            _ => {}
        }
        self.find_paths();
        Ok(())
    }

    fn iscsi(&mut self) -> Result<&mut Initiator, Refusal> {
        let mut initiators = self.facts.profile.initiators.iter_mut().flatten();
        let found = initiators.find(|initiator| initiator.kind == InitiatorKind::Iscsi);
        found.ok_or_else(|| missing("initiator", "iSCSI"))
    }

    /// A target answers behind a portal that it was known by, and only whom its array knows by name.
    fn connect(&mut self, target: &str) -> Result<(), Refusal> {
        let array: Vec<Initiator> = self.before.profile.initiators.iter().flatten().cloned().collect();
        let serves = |initiator: &Initiator| {
            let mut known = array.iter().filter(|known| known.targets.iter().any(|one| same_name(one, target)));
            known.any(|known| {
                let discovered = known.portals.iter().any(|portal| initiator.portals.contains(portal));
                same_name(&known.name, &initiator.name) && (known.portals.is_empty() || discovered)
            })
        };
        let initiator = self.iscsi()?;
        if !serves(initiator) {
            return Err(missing("target", target));
        }
        if !initiator.targets.iter().any(|one| same_name(one, target)) {
            initiator.targets.push(target.to_owned());
        }
        Ok(())
    }

    fn set_policy(&mut self, policy: &str, disk: Option<&str>) -> Result<(), Refusal> {
        let multipath = self.facts.profile.multipath.get_or_insert(Multipath { policy: None, disks: Vec::new() });
        let Some(serial) = disk else {
            multipath.policy = Some(policy.to_owned());
            return Ok(());
        };
        let found = multipath.disks.iter_mut().find(|disk| same_name(&disk.serial_number, serial));
        found.ok_or_else(|| missing("shared disk", serial))?.policy = Some(policy.to_owned());
        Ok(())
    }

    /// Shared disks show themselves once MPIO is there and every target is connected that was before: the array maps
    /// them to the name of the initiator, the switches zone them to its port.
    pub(crate) fn find_paths(&mut self) {
        let some_are_there = self.facts.storage_paths.is_some_and(|paths| paths > 0);
        if some_are_there || self.before.profile.initiators.is_none() {
            return;
        }
        let multipath = |machine: &rolling_upgrade_core::model::Machine| machine.has_feature("Multipath-IO");
        let now: Vec<&Initiator> = self.facts.profile.initiators.iter().flatten().collect();
        let connected = |known: &Initiator| {
            let same = now.iter().find(|one| one.kind == known.kind && same_name(&one.name, &known.name));
            same.is_some_and(|one| known.targets.iter().all(|target| one.targets.contains(target)))
        };
        let reached = self.before.profile.initiators.iter().flatten().all(connected);
        if !reached || (multipath(self.before) && !multipath(self.facts)) {
            return;
        }
        self.facts.storage_paths = self.before.storage_paths;
        let Some(before) = &self.before.profile.multipath else { return };
        let default = self.facts.profile.multipath.as_ref().and_then(|multipath| multipath.policy.clone());
        let shown = self.facts.profile.multipath.get_or_insert(Multipath { policy: None, disks: Vec::new() });
        for disk in &before.disks {
            if !shown.disks.iter().any(|present| same_name(&present.serial_number, &disk.serial_number)) {
                let policy = disk.policy.as_ref().and(default.clone());
                shown.disks.push(rolling_upgrade_core::model::MultipathDisk { policy, ..disk.clone() });
            }
        }
    }
}
