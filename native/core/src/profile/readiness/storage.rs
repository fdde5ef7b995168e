//! Paths to storage and the disks inside.

use super::requirement::{Comparison, Hardware, Lacks, Requirement};
use crate::model::{Initiator, MachineList, Multipath, same_name};
use crate::rules::{Confidence, Severity};

pub(super) static PATHS: Requirement = Requirement {
    id: "RDY-05",
    title: "Paths to shared storage",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "Every shared disk with at least as many paths as before; else the sum of paths.",
    remedy: "Check zoning, LUN mapping and MPIO: mpclaim -s -d.",
    examine: paths,
};

fn paths(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let sums = (comparison.before.storage_paths.as_ref(), comparison.now.storage_paths.as_ref());
    if let Some((before, now)) = lacks.both("The number of paths to shared storage", sums.0, sums.1)
        && now < before
    {
        lacks.lack(format!("It sees {now} paths to shared storage; the node that left had {before}."));
    }
    let (before, now) = (comparison.before.profile.multipath.as_ref(), comparison.now.profile.multipath.as_ref());
    let Some((before, now)) = lacks.both("The shared disks", before, now) else { return };
    for disk in &before.disks {
        let serial = &disk.serial_number;
        match paths_of(now, serial) {
            None => lacks.lack(format!("The shared disk {serial} is not visible.")),
            Some(paths) if paths < disk.paths => {
                lacks.lack(format!("The shared disk {serial} has {paths} of {} paths.", disk.paths));
            }
            Some(_) => {}
        }
    }
}

fn paths_of(multipath: &Multipath, serial: &str) -> Option<u32> {
    multipath.disks.iter().find(|disk| same_name(&disk.serial_number, serial)).map(|disk| disk.paths)
}

pub(super) static MULTIPATH_POLICY: Requirement = Requirement {
    id: "RDY-17",
    title: "The load balance policy of MPIO",
    severity: Severity::Error,
    confidence: Confidence::Inferred,
    compares: "The policy for new disks, and that of each disk where it has one.",
    remedy: "Set-MSDSMGlobalDefaultLoadBalancePolicy, or mpclaim -l -d for one disk, as the array's vendor demands.",
    examine: multipath_policy,
};

fn multipath_policy(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let before = comparison.before.profile.multipath.as_ref();
    let Some((before, now)) = before.zip(comparison.now.profile.multipath.as_ref()) else { return };
    let policies = lacks.both("The load balance policy", before.policy.as_ref(), now.policy.as_ref());
    if let Some((before, now)) = policies.filter(|(before, now)| before != now) {
        lacks.lack(format!("The load balance policy is {now}; it was {before}."));
    }
    for disk in &before.disks {
        let same = |other: &&crate::model::MultipathDisk| same_name(&other.serial_number, &disk.serial_number);
        let Some(other) = now.disks.iter().find(same) else { continue };
        let what = format!("The load balance policy of the disk {}", disk.serial_number);
        let policies = lacks.both(&what, disk.policy.as_ref(), other.policy.as_ref());
        if let Some((before, now)) = policies.filter(|(before, now)| before != now) {
            lacks.lack(format!("{what} is {now}; it was {before}."));
        }
    }
}

pub(super) static INITIATORS: Requirement = Requirement {
    id: "RDY-18",
    title: "Initiators and their targets",
    severity: Severity::Block,
    confidence: Confidence::Inferred,
    compares: "The names of the initiators, by which the array knows the node, and the targets they are connected to.",
    remedy: "Name the iSCSI initiator as before (Set-InitiatorPort) and connect it (Connect-IscsiTarget -IsPersistent \
             $true); for Fibre Channel zone the new port.",
    examine: initiators,
};

fn initiators(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (comparison.before.profile.initiators.as_ref(), comparison.now.profile.initiators.as_ref());
    let Some((before, now)) = lacks.both("The initiators", before, now) else { return };
    if comparison.hardware == Hardware::Other {
        return targets(before, now, lacks);
    }
    for initiator in before {
        let name = &initiator.name;
        let same = |other: &&Initiator| other.kind == initiator.kind && same_name(&other.name, name);
        let Some(other) = now.iter().find(same) else {
            lacks.lack(format!("There is no initiator of the name {name}."));
            continue;
        };
        for target in initiator.targets.iter().filter(|target| !other.targets.contains(target)) {
            lacks.lack(format!("The initiator {name} is not connected to {target}."));
        }
        for portal in initiator.portals.iter().filter(|portal| !other.portals.contains(portal)) {
            lacks.lack(format!("The initiator {name} does not ask the portal {portal} for targets."));
        }
    }
}

/// Another machine reaches every target, by whatever initiator of the same kind.
fn targets(before: &[Initiator], now: &[Initiator], lacks: &mut Lacks<'_>) {
    for initiator in before {
        let reached = |target: &String| {
            now.iter().filter(|other| other.kind == initiator.kind).any(|other| other.targets.contains(target))
        };
        for target in initiator.targets.iter().filter(|target| !reached(target)) {
            lacks.lack(format!("No initiator is connected to {target}."));
        }
    }
}

pub(super) static POOLED_DISKS: Requirement = Requirement {
    id: "RDY-09",
    title: "Disks inside",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "On the same hardware, every disk of the pool by its serial number; other disks warn.",
    remedy: "Check the disk and its connection; do not replace or clean it before the repair.",
    examine: pooled_disks,
};

fn pooled_disks(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    if comparison.hardware != Hardware::Same {
        return;
    }
    let had = !comparison.before.disks.is_empty();
    if !lacks.has_read(comparison, MachineList::Disks, "The disks", had) {
        return;
    }
    for disk in &comparison.before.disks {
        let serial = &disk.serial_number;
        let Some(other) = comparison.now.disks.iter().find(|other| other.serial_number == *serial) else {
            if disk.pooled {
                lacks.lack(format!("The pooled disk {serial} is not there."));
            } else {
                lacks.differs(format!("The disk {serial} is not there."));
            }
            continue;
        };
        if disk.pooled && !other.pooled {
            lacks.lack(format!("The disk {serial} does not belong to the pool any more."));
        }
        if other.health > disk.health {
            lacks.differs(format!("The disk {serial} is {:?}; it was {:?}.", other.health, disk.health));
        }
    }
}
