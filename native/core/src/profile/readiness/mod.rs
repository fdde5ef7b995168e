//! Whether a machine that returns has what left: one requirement a check, each with an id of its own.
//!
//! What the node had and the returning machine lacks blocks; what differs only in degree warns; what could be read of
//! the one and not of the other is unknown, and never assumed. What the profile does not know is not asked for.

mod documentation;
mod features;
mod hardware;
mod host;
mod networks;
mod requirement;
mod storage;
mod surroundings;
mod switches;
mod system;
#[cfg(test)]
mod tests;
mod trust;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Machine, NodeName, Release};
use crate::plan::Acknowledgement;
use crate::rules::{Finding, Outcome};

pub use documentation::page;
use requirement::Lacks;
pub use requirement::{Comparison, Hardware, Requirement};

/// Every requirement, in the order in which a rebuild meets them.
pub static REQUIREMENTS: &[&Requirement] = &[
    &system::RELEASE,
    &system::EDITION,
    &system::PENDING_RESTART,
    &system::SYSTEM_DRIVE,
    &hardware::SECOND_LEVEL_ADDRESS_TRANSLATION,
    &hardware::MEMORY,
    &hardware::PROCESSOR,
    &hardware::DRIVERS,
    &networks::NETWORKS,
    &networks::ADAPTER_SETTINGS,
    &networks::INTENTS,
    &trust::DOMAIN,
    &trust::NAME,
    &trust::ACCOUNT,
    &trust::DELEGATION,
    &trust::CLOCK,
    &features::FEATURES,
    &storage::PATHS,
    &storage::MULTIPATH_POLICY,
    &storage::INITIATORS,
    &storage::POOLED_DISKS,
    &switches::SWITCHES,
    &switches::SWITCH_SETTINGS,
    &host::MIGRATION,
    &host::HOST_PATHS,
    &trust::CERTIFICATES,
    &trust::GUARDIANS,
    &surroundings::FIREWALL,
    &surroundings::ANTIVIRUS,
    &surroundings::SERVICES,
    &surroundings::LOCAL_GROUPS,
    &surroundings::HOUSEKEEPING,
];

/// Whether a machine is ready to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Readiness {
    /// Always `rolling-upgrade/readiness/1`.
    pub schema: String,
    /// The machine.
    pub machine: NodeName,
    /// The node whose place it takes; itself on the same hardware.
    pub node: NodeName,
    /// The release that it has to run.
    pub release: Release,
    /// Whether nothing refuses.
    pub ready: bool,
    /// What is missing, unknown or different, what blocks first, then in the order of a rebuild.
    pub findings: Vec<Finding>,
}

impl Readiness {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/readiness/1";
}

/// Who is compared, and how much is forgiven.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The node that left.
    pub node: &'a NodeName,
    /// What it was.
    pub before: &'a Machine,
    /// The machine that returns.
    pub machine: &'a NodeName,
    /// What it is; absent where it does not answer.
    pub now: Option<&'a Machine>,
    /// What the one is to the other.
    pub hardware: Hardware,
    /// The release that it has to run.
    pub release: Release,
    /// Requirements that a person has taken responsibility for.
    pub acknowledgements: &'a [Acknowledgement],
}

/// Compares a machine that returns with the node that left.
#[must_use]
pub fn examine(question: &Question<'_>) -> Readiness {
    let mut findings = match question.now {
        Some(now) => compare(question, now),
        None => vec![requirement::unreachable(question.machine, question.release)],
    };
    for finding in &mut findings {
        let named = question.acknowledgements.iter().find(|one| one.rule.eq_ignore_ascii_case(&finding.rule));
        if let Some(acknowledgement) = named.filter(|_| question.now.is_some()) {
            finding.outcome = Outcome::Acknowledged;
            finding.acknowledged = Some(acknowledgement.clone());
        }
    }
    findings.sort_by_key(|finding| finding.severity);
    Readiness {
        schema: Readiness::SCHEMA.to_owned(),
        machine: question.machine.clone(),
        node: question.node.clone(),
        release: question.release,
        ready: !findings.iter().any(Finding::refuses),
        findings,
    }
}

fn compare(question: &Question<'_>, now: &Machine) -> Vec<Finding> {
    let comparison = Comparison {
        before: question.before,
        now,
        release: question.release,
        hardware: question.hardware,
        left: question.node,
        name: question.machine,
    };
    let mut findings = Vec::new();
    for requirement in REQUIREMENTS {
        let mut lacks = Lacks::new(requirement, question.machine);
        (requirement.examine)(&comparison, &mut lacks);
        findings.extend(lacks.into_findings());
    }
    findings
}
