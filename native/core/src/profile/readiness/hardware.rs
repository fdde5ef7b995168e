//! The hardware, the same or new.

use super::requirement::{Comparison, Lacks, Requirement};
use crate::rules::{Confidence, Severity};

pub(super) static SECOND_LEVEL_ADDRESS_TRANSLATION: Requirement = Requirement {
    id: "RDY-08",
    title: "Second-level address translation",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "Whether the processor has what Hyper-V needs from 2016 on, where the node ran VMs.",
    remedy: "Turn it on in the firmware, or use other hardware for this node.",
    examine: |comparison, lacks| {
        let needed = comparison.before.has_feature("Hyper-V");
        if needed && comparison.now.processor.second_level_address_translation == Some(false) {
            lacks.lack("Its processor has no second-level address translation, which Hyper-V needs.");
        }
        if needed
            && comparison.before.processor.second_level_address_translation.is_some()
            && comparison.now.processor.second_level_address_translation.is_none()
        {
            lacks.unknown("Second-level address translation");
        }
    },
};

pub(super) static MEMORY: Requirement = Requirement {
    id: "RDY-12",
    title: "Memory",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    compares: "Physical memory with that of the node that left.",
    remedy: "Check the memory modules; make a new plan where the machine is meant to have less.",
    examine: |comparison, lacks| {
        let (before, now) = (comparison.before.memory_mib, comparison.now.memory_mib);
        if now < before {
            lacks.differs(format!("It has {now} MiB of memory; the node that left had {before} MiB."));
        }
    },
};

pub(super) static PROCESSOR: Requirement = Requirement {
    id: "RDY-13",
    title: "The processor",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    compares: "Vendor, logical processors, the features and mitigations that guests see.",
    remedy: "Compare firmware settings and microcode with the other nodes before VMs move here.",
    examine: processor,
};

fn processor(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (&comparison.before.processor, &comparison.now.processor);
    if before.vendor != now.vendor {
        lacks.differs(format!("The processor is of {}; it was of {}.", now.vendor, before.vendor));
    }
    if now.logical_processors < before.logical_processors {
        let (now, before) = (now.logical_processors, before.logical_processors);
        lacks.differs(format!("It has {now} logical processors; the node that left had {before}."));
    }
    let sets = lacks.both("The processor features", before.feature_set.as_ref(), now.feature_set.as_ref());
    if let Some((before, now)) = sets.filter(|(before, now)| before != now) {
        lacks.differs(format!("Guests see the processor features {now}; they saw {before}."));
    }
    let before = comparison.before.profile.mitigations.as_ref();
    let mitigations = lacks.both("The mitigations", before, comparison.now.profile.mitigations.as_ref());
    if let Some((before, now)) = mitigations.filter(|(before, now)| before != now) {
        lacks.differs(format!("Guests see the mitigations {now}; they saw {before}."));
    }
}

pub(super) static DRIVERS: Requirement = Requirement {
    id: "RDY-14",
    title: "Drivers and firmware",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    compares: "Versions of network drivers by adapter, and of the firmware.",
    remedy: "Bring drivers and firmware to the versions that the vendor supports on the release, on all nodes alike.",
    examine: drivers,
};

fn drivers(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (comparison.before.profile.firmware.as_ref(), comparison.now.profile.firmware.as_ref());
    if let Some((before, now)) = lacks.both("The firmware", before, now).filter(|(before, now)| before != now) {
        lacks.differs(format!("The firmware is {now}; it was {before}."));
    }
    for adapter in &comparison.before.adapters {
        let Some(other) = comparison.counterpart(adapter) else { continue };
        let what = format!("The driver of the adapter \"{}\"", other.name);
        let both = lacks.both(&what, adapter.driver.as_ref(), other.driver.as_ref());
        if let Some((before, now)) = both.filter(|(before, now)| before != now) {
            lacks.differs(format!("{what} is {now}; it was {before}."));
        }
    }
}
