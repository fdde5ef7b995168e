//! Asks every rule and puts the answers in order.

use std::panic::{AssertUnwindSafe, catch_unwind};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::findings::Findings;
use super::{Confidence, Finding, Moment, Outcome, RULES, Rule, Severity, Subject};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{Inventory, Release};
use crate::plan::Policy;

/// What to check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckRequest {
    /// The release that the pass leads to.
    pub target: Release,
    /// The policy.
    #[serde(default)]
    pub policy: Policy,
    /// Only these rules, by id; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Not these rules, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
}

impl CheckRequest {
    /// Every rule, with the default policy.
    #[must_use]
    pub fn new(target: Release) -> Self {
        Self { target, policy: Policy::default(), rules: Vec::new(), exclude: Vec::new() }
    }
}

/// What the rules say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckReport {
    /// Always [`CheckReport::SCHEMA`].
    pub schema: String,
    /// The name of the cluster.
    pub cluster: String,
    /// The release of the functional level; that of the oldest node where the level belongs to none.
    pub from: Release,
    /// The release that the pass leads to.
    pub to: Release,
    /// Whether anything refuses.
    pub verdict: Verdict,
    /// The findings: by severity, then by what comes first in an upgrade, then by subject.
    pub findings: Vec<Finding>,
    /// Rules that failed by a fault of ours; each has a finding of its own, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<ErrorReport>,
}

impl CheckReport {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/findings/1";
}

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Nothing refuses.
    Ready,
    /// At least one finding refuses.
    Refused,
}

/// Asks the rules whether a pass may start.
///
/// All findings are returned; no rule stops another. Rules that the policy acknowledges stay visible and refuse no
/// longer. An id under `rules` that no rule has blocks, so that a slip of the pen never looks like a green light.
#[must_use]
pub fn check(inventory: &Inventory, request: &CheckRequest) -> CheckReport {
    check_moment(inventory, request, Moment::Upgrade)
}

/// Asks the rules of one question, such as [`Moment::Level`].
#[must_use]
pub fn check_moment(inventory: &Inventory, request: &CheckRequest, moment: Moment) -> CheckReport {
    check_against(RULES, inventory, request, moment)
}

/// Asks these rules.
pub(super) fn check_against(
    rules: &[&Rule],
    inventory: &Inventory,
    request: &CheckRequest,
    moment: Moment,
) -> CheckReport {
    let facts = Facts::new(inventory, request.target, &request.policy, moment);
    let mut ranked: Vec<(usize, Finding)> = Vec::new();
    let mut faults = Vec::new();
    let selected = rules.iter().enumerate().filter(|(_, rule)| is_selected(rule, request, moment));
    for (rank, rule) in selected {
        match catch_unwind(AssertUnwindSafe(|| ask(rule, &facts))) {
            Ok(found) => ranked.extend(found.into_iter().map(|finding| (rank, finding))),
            Err(panic) => {
                let (finding, fault) = fault_of(rule, inventory, panic.as_ref());
                ranked.push((rank, finding));
                faults.push(fault);
            }
        }
    }
    ranked.extend(unknown_ids(rules, inventory, request).into_iter().map(|finding| (rules.len(), finding)));
    for (_, finding) in &mut ranked {
        acknowledge(finding, &request.policy);
    }
    let stage = |rank: usize| rules.get(rank).map(|rule| rule.stage);
    ranked.sort_by(|(left_rank, left), (right_rank, right)| {
        left.severity
            .cmp(&right.severity)
            .then_with(|| stage(*left_rank).cmp(&stage(*right_rank)))
            .then_with(|| left_rank.cmp(right_rank))
            .then_with(|| left.subject.cmp(&right.subject))
    });
    let findings: Vec<Finding> = ranked.into_iter().map(|(_, finding)| finding).collect();
    let refused = findings.iter().any(Finding::refuses);
    CheckReport {
        schema: CheckReport::SCHEMA.to_owned(),
        cluster: inventory.cluster.name.clone(),
        from: starting_release(inventory),
        to: request.target,
        verdict: if refused { Verdict::Refused } else { Verdict::Ready },
        findings,
        faults,
    }
}

fn ask(rule: &Rule, facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Findings::new(rule);
    (rule.examine)(facts, &mut findings);
    findings.into_found()
}

fn is_selected(rule: &Rule, request: &CheckRequest, moment: Moment) -> bool {
    let named = |ids: &[String]| ids.iter().any(|id| id.eq_ignore_ascii_case(rule.id));
    rule.moments.contains(&moment) && (request.rules.is_empty() || named(&request.rules)) && !named(&request.exclude)
}

fn acknowledge(finding: &mut Finding, policy: &Policy) {
    let acknowledged = policy.acknowledgements.iter().find(|one| one.rule.eq_ignore_ascii_case(&finding.rule));
    if let Some(acknowledgement) = acknowledged {
        finding.outcome = Outcome::Acknowledged;
        finding.acknowledged = Some(acknowledgement.clone());
    }
}

/// The release of the level; that of the oldest node where the level belongs to no release we know.
pub(super) fn starting_release(inventory: &Inventory) -> Release {
    let oldest =
        || inventory.nodes.iter().filter_map(|node| node.machine.as_ref()).map(|machine| machine.release).min();
    inventory.level_release().or_else(oldest).unwrap_or(Release::Older)
}

fn fault_of(rule: &Rule, inventory: &Inventory, panic: &(dyn std::any::Any + Send)) -> (Finding, ErrorReport) {
    let said = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    let message = format!("the rule {} failed by an internal fault: {said}", rule.id);
    let remedy = "Report the fault with the inventory attached (anonymize it first); the other findings hold.";
    let finding = Finding {
        rule: rule.id.to_owned(),
        severity: rule.severity,
        outcome: Outcome::Unknown,
        subject: Subject::cluster(inventory),
        message: format!("InternalFault: {message}"),
        remedy: remedy.to_owned(),
        confidence: rule.confidence,
        acknowledged: None,
    };
    (finding, ErrorReport::new(ErrorId::InternalFault, message, remedy).about(rule.id))
}

/// Ids in the request that no rule has.
fn unknown_ids(rules: &[&Rule], inventory: &Inventory, request: &CheckRequest) -> Vec<Finding> {
    let selected = request.rules.iter().map(|id| (id, Severity::Block, "is asked for"));
    let excluded = request.exclude.iter().map(|id| (id, Severity::Warn, "is excluded"));
    let acknowledged = request.policy.acknowledgements.iter().map(|one| (&one.rule, Severity::Warn, "is acknowledged"));
    let is_unknown = |id: &str| !rules.iter().any(|rule| rule.id.eq_ignore_ascii_case(id));
    selected
        .chain(excluded)
        .chain(acknowledged)
        .filter(|(id, ..)| is_unknown(id))
        .map(|(id, severity, what)| Finding {
            rule: id.clone(),
            severity,
            outcome: Outcome::Unknown,
            subject: Subject::cluster(inventory),
            message: format!("No rule has the id \"{id}\", which {what}."),
            remedy: "Take the id from the list of rules; ids look like VER-12.".to_owned(),
            confidence: Confidence::Specified,
            acknowledged: None,
        })
        .collect()
}
