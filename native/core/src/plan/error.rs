//! Why there is no plan.

use thiserror::Error;

use super::NoPlacement;
use super::text::duration;
use crate::error::{ErrorId, ErrorReport, Reportable};
use crate::model::{FunctionalLevel, NodeName, Release};
use crate::rules::Finding;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// Rules refuse.
    #[error("{}: {}", count(findings), rules(findings))]
    Refused {
        /// All findings that are more than information; those that refuse are among them.
        findings: Vec<Finding>,
    },
    /// The cluster can't reach the release in one pass, or at all.
    #[error("the cluster can't go from functional level {level} to {target} in one pass")]
    TargetInvalid {
        /// The release that was asked for.
        target: Release,
        /// The level of the cluster.
        level: FunctionalLevel,
        /// The release that one pass reaches, where there is one.
        next: Option<Release>,
    },
    /// The policy's order names a node that the cluster does not have.
    #[error("the order of the nodes names `{node}`, which is no node of the cluster")]
    UnknownNode {
        /// The name.
        node: NodeName,
        /// Names that are close, the closest first.
        close: Vec<NodeName>,
    },
    /// The policy's order names a node more than once.
    #[error("the order of the nodes names `{node}` twice")]
    NodeTwice {
        /// The node.
        node: NodeName,
    },
    /// A role has no node to go to.
    #[error("{0}")]
    NoPlacement(Box<NoPlacement>),
    /// The level is raised, or nothing is there to be taken back.
    #[error("{}", no_way_back(*level, *raised))]
    NoWayBack {
        /// The level of the cluster.
        level: FunctionalLevel,
        /// Whether the upgrade is known to have raised it.
        raised: bool,
    },
    /// A part of the plan fits into no maintenance window.
    #[error("{}", too_short(what, *needs_seconds, *longest_seconds))]
    WindowTooShort {
        /// The part, such as `the turn of HV01`.
        what: String,
        /// How long it takes if it goes slowly.
        needs_seconds: u64,
        /// How long the longest window stays open.
        longest_seconds: u64,
    },
    /// The policy has windows, and nobody says when the plan begins.
    #[error("the policy has maintenance windows, and neither it nor the inventory says when the plan begins")]
    NoBeginning,
    /// Somebody has cancelled it.
    #[error("the plan was cancelled")]
    Cancelled,
    /// The plan, or the policy that it follows, contradicts itself.
    #[error("{part} contradicts the rest of the plan: {problem}")]
    Invalid {
        /// The part, such as `steps[3]` or `policy.nodeOrder`.
        part: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// A message of more remedies than these is not read.
const TOLD_REMEDIES: usize = 3;

fn count(findings: &[Finding]) -> String {
    let count = findings.iter().filter(|finding| finding.refuses()).count();
    if count == 1 { "1 finding refuses".to_owned() } else { format!("{count} findings refuse") }
}

/// The rules that refuse, each once and with what it is about, in the order of the findings.
fn rules(findings: &[Finding]) -> String {
    let mut told: Vec<(&str, &str, usize)> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.refuses()) {
        match told.iter_mut().find(|(rule, ..)| *rule == finding.rule) {
            Some((_, _, more)) => *more += 1,
            None => told.push((&finding.rule, &finding.subject.name, 0)),
        }
    }
    let told = told.into_iter().map(|(rule, subject, more)| match more {
        0 => format!("{rule} ({subject})"),
        _ => format!("{rule} ({subject} and {more} more)"),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What to do about the first rules that refuse, one sentence or two for each.
fn remedies(findings: &[Finding]) -> String {
    let mut told: Vec<&Finding> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.refuses()) {
        if told.iter().all(|other| other.rule != finding.rule) {
            told.push(finding);
        }
    }
    let first = told.iter().take(TOLD_REMEDIES).map(|finding| format!("{}: {}", finding.rule, finding.remedy));
    let mut text = first.collect::<Vec<_>>().join(" ");
    match told.len().saturating_sub(TOLD_REMEDIES) {
        0 => {}
        1 => text.push_str(" One more rule refuses; Test-RollingUpgrade lists them all."),
        more => text.push_str(&format!(" {more} more rules refuse; Test-RollingUpgrade lists them all.")),
    }
    text
}

impl Reportable for PlanError {
    fn report(&self) -> ErrorReport {
        let text = self.to_string();
        match self {
            Self::Refused { findings } => {
                let mut report =
                    ErrorReport::new(ErrorId::PreflightFailed, text, remedies(findings)).with_findings(findings);
                for finding in findings.iter().filter(|finding| finding.refuses()) {
                    report = report.caused_by(format!("{}: {}", finding.rule, finding.message));
                }
                report
            }
            Self::TargetInvalid { next, .. } => {
                let remedy = match next {
                    Some(next) => format!("Ask for {}, which is what one pass reaches.", next.short_name()),
                    None => "No later release is known; there is nothing to upgrade to.".to_owned(),
                };
                ErrorReport::new(ErrorId::TargetInvalid, text, remedy).about("target")
            }
            Self::UnknownNode { node, close } => {
                let names: Vec<&str> = close.iter().map(NodeName::as_str).collect();
                let remedy = if names.is_empty() {
                    "Name nodes of the cluster.".to_owned()
                } else {
                    format!("Did you mean {}?", names.join(" or "))
                };
                ErrorReport::new(ErrorId::NodeNotFound, text, remedy).about(node.as_str())
            }
            Self::NoPlacement(found) => {
                let mut report = ErrorReport::new(ErrorId::NoPlacement, text, &found.change).about(found.role.as_str());
                for obstacle in &found.obstacles {
                    report = report.caused_by(format!("{} {}", obstacle.node, obstacle.why));
                }
                report
            }
            Self::NoWayBack { .. } => ErrorReport::new(
                ErrorId::NoWayBack,
                text,
                "Once the level is raised, only an authoritative restore of the system state, backed up at the old \
                 level, onto a node of the old release goes back.",
            ),
            Self::WindowTooShort { needs_seconds, .. } => {
                let remedy = format!(
                    "Give a window of {} or more with -Window, or estimates that fit your installation with the \
                     policy's `install`.",
                    duration(*needs_seconds)
                );
                ErrorReport::new(ErrorId::WindowTooShort, text, remedy).about("window")
            }
            Self::NoBeginning => {
                let remedy = "Give the policy's `beginsAt`, or an inventory with `capturedAt`.";
                ErrorReport::new(ErrorId::RequestInvalid, text, remedy).about("beginsAt")
            }
            Self::NodeTwice { node } => {
                ErrorReport::new(ErrorId::RequestInvalid, text, "Name each node once.").about(node.as_str())
            }
            Self::Cancelled => ErrorReport::new(ErrorId::Cancelled, text, "Plan again when it suits."),
            Self::Invalid { part, .. } => {
                ErrorReport::new(ErrorId::PlanInvalid, text, "Make a new plan with New-RollingUpgradePlan.").about(part)
            }
        }
    }
}

fn too_short(what: &str, needs_seconds: u64, longest_seconds: u64) -> String {
    let (needs, longest) = (duration(needs_seconds), duration(longest_seconds));
    format!("{what} takes up to {needs}, and the longest window is {longest}")
}

fn no_way_back(level: FunctionalLevel, raised: bool) -> String {
    if raised {
        return format!("the functional level is {level}: it has been raised, and nodes of the old release can't join");
    }
    format!("no node is newer than the functional level {level}: there is nothing to take back")
}

/// Names within two changes of `name`, the closest first, then by their order.
pub(super) fn close_names<'a>(name: &NodeName, known: impl Iterator<Item = &'a NodeName>) -> Vec<NodeName> {
    const CHANGES_MAX: usize = 2;
    let plain = name.as_str().to_lowercase();
    let mut close: Vec<(usize, &NodeName)> = known
        .map(|candidate| (changes(&plain, &candidate.as_str().to_lowercase()), candidate))
        .filter(|(changes, _)| *changes <= CHANGES_MAX)
        .collect();
    close.sort_by_key(|(changes, _)| *changes);
    close.into_iter().take(3).map(|(_, candidate)| candidate.clone()).collect()
}

/// Characters that have to be put in, taken out or replaced to make one text of the other (Levenshtein).
fn changes(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, character) in left.chars().enumerate() {
        let mut diagonal = line;
        row[0] = line + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(character != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Confidence, Outcome, Severity, Subject};

    #[test]
    fn names_that_are_close_are_offered() {
        let known: Vec<NodeName> = ["HV01", "HV02", "HV10", "DB-SERVER"].map(NodeName::from).to_vec();
        let offered = |name: &str| {
            let close = close_names(&NodeName::from(name), known.iter());
            close.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(offered("hv1"), "HV01 HV10 HV02");
        assert_eq!(offered("DBSERVER"), "DB-SERVER");
        assert_eq!(offered("mail"), "");
    }

    #[test]
    fn a_refusal_names_what_it_is_about() {
        let finding = |rule: &str, name: &str, outcome| Finding {
            rule: rule.to_owned(),
            severity: Severity::Block,
            outcome,
            subject: Subject { kind: "node".to_owned(), name: name.to_owned() },
            message: String::new(),
            remedy: format!("Mend {name}."),
            confidence: Confidence::Documented,
            acknowledged: None,
        };
        let mut findings = vec![
            finding("VER-12", "n1", Outcome::Fired),
            finding("PRE-01", "n2", Outcome::Fired),
            finding("DRN-13", "n3", Outcome::Acknowledged),
            finding("VER-12", "n4", Outcome::Unknown),
        ];
        let error = PlanError::Refused { findings: findings.clone() };
        assert_eq!(error.to_string(), "3 findings refuse: VER-12 (n1 and 1 more), PRE-01 (n2)");
        assert_eq!(error.report().remedy, "VER-12: Mend n1. PRE-01: Mend n2.");

        findings.extend(["CAP-01", "NET-01", "UND-01"].map(|rule| finding(rule, "n5", Outcome::Fired)));
        let remedy = PlanError::Refused { findings }.report().remedy;
        assert_eq!(
            remedy,
            "VER-12: Mend n1. PRE-01: Mend n2. CAP-01: Mend n5. 2 more rules refuse; \
             Test-RollingUpgrade lists them all."
        );
    }
}
