//! The operating system that has been installed.

use super::requirement::{Comparison, Lacks, Requirement};
use crate::model::same_name;
use crate::rules::{Confidence, Severity};

pub(super) static RELEASE: Requirement = Requirement {
    id: "RDY-01",
    title: "The release",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "The release that runs there with the release of the pass.",
    remedy: "Install the release that the pass leads to.",
    examine: |comparison, lacks| {
        let (now, release) = (comparison.now, comparison.release);
        if now.release != release {
            lacks.lack_with(
                format!("It runs {} (build {}) and has to run {release}.", now.release, now.build),
                format!("Install {release} on it."),
            );
        }
    },
};

pub(super) static EDITION: Requirement = Requirement {
    id: "RDY-10",
    title: "The edition",
    severity: Severity::Block,
    confidence: Confidence::Inferred,
    compares: "The edition with that of the node that left.",
    remedy: "Install the edition that the node had; licences for guests depend on it.",
    examine: |comparison, lacks| {
        let (before, now) = (&comparison.before.profile.edition, &comparison.now.profile.edition);
        let Some((before, now)) = lacks.both("The edition", before.as_ref(), now.as_ref()) else { return };
        if !same_name(before, now) {
            lacks.lack(format!("It runs the edition {now}; the node that left ran {before}."));
        }
    },
};

pub(super) static PENDING_RESTART: Requirement = Requirement {
    id: "RDY-06",
    title: "No restart is pending",
    severity: Severity::Block,
    confidence: Confidence::Inferred,
    compares: "Whether a restart or servicing is pending.",
    remedy: "Restart it: Restart-Computer -Wait -For PowerShell.",
    examine: |comparison, lacks| {
        if comparison.now.pending_restart {
            lacks.lack("A restart is pending.");
        }
    },
};

pub(super) static SYSTEM_DRIVE: Requirement = Requirement {
    id: "RDY-11",
    title: "The system drive",
    severity: Severity::Error,
    confidence: Confidence::Inferred,
    compares: "The drive of the operating system: a live migration stops near its end between hosts that differ.",
    remedy: "Install the operating system on the drive that the other nodes use.",
    examine: system_drive,
};

fn system_drive(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (&comparison.before.profile.system_drive, &comparison.now.profile.system_drive);
    let Some((before, now)) = lacks.both("The system drive", before.as_ref(), now.as_ref()) else { return };
    if !same_name(before, now) {
        lacks.lack(format!("The operating system lies on {now}; it lay on {before}."));
    }
}
