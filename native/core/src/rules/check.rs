//! Asks every rule and puts the answers in order.

use std::panic::{AssertUnwindSafe, catch_unwind};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::age::{self, Ages};
use super::facts::Facts;
use super::findings::Findings;
use super::places::Places;
use super::slips::slips;
use super::{Finding, Moment, Outcome, RULES, Rule, Severity, Subject};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{Inventory, NodeName, Release, Timestamp};
use crate::path::{self, Pass, PathComparison};
use crate::plan::{Acknowledgement, Policy};

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
    /// Only findings of these severities are told; empty means all. The verdict is that of all findings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severities: Vec<Severity>,
    /// When the question is asked: facts older than the policy's `factAgeSeconds` count as missing then. Absent judges
    /// no ages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Whether the eviction in question would wipe the disks of the node (`Remove-ClusterNode -CleanupDisks`).
    #[serde(default)]
    pub cleanup_disks: bool,
}

impl CheckRequest {
    /// Every rule, with the default policy.
    #[must_use]
    pub fn new(target: Release) -> Self {
        Self {
            target,
            policy: Policy::default(),
            rules: Vec::new(),
            exclude: Vec::new(),
            severities: Vec::new(),
            at: None,
            cleanup_disks: false,
        }
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
    /// The passes to the target, where it is more than one release away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passes: Vec<Pass>,
    /// The passes against a new cluster, from three passes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<PathComparison>,
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

/// Asks the rules of one question about the whole cluster, such as [`Moment::Level`].
#[must_use]
pub fn check_moment(inventory: &Inventory, request: &CheckRequest, moment: Moment) -> CheckReport {
    let mut report = check_against(RULES, inventory, &Places::of(inventory), request, moment, None);
    if moment == Moment::Upgrade && starting_release(inventory).next().is_some_and(|next| request.target > next) {
        report.passes = path::passes(inventory, request.target, &request.policy);
        report.comparison = path::compare(inventory, &report.passes, request.target, &request.policy);
    }
    report
}

/// Asks the rules of a step of one node, such as [`Moment::Suspend`].
///
/// The node is a member, or for [`Moment::Add`] a machine that stands ready. The inventory may be partial: it has to
/// hold what the rules of the step read, and what is absent there is unknown.
#[must_use]
pub fn check_step(inventory: &Inventory, request: &CheckRequest, moment: Moment, node: &NodeName) -> CheckReport {
    check_at(inventory, &Places::of(inventory), request, moment, Some(node))
}

/// Asks the rules of a question of an inventory whose places are known already.
pub(crate) fn check_at(
    inventory: &Inventory,
    places: &Places,
    request: &CheckRequest,
    moment: Moment,
    subject: Option<&NodeName>,
) -> CheckReport {
    check_against(RULES, inventory, places, request, moment, subject)
}

/// Asks these rules.
pub(super) fn check_against(
    rules: &[&Rule],
    inventory: &Inventory,
    places: &Places,
    request: &CheckRequest,
    moment: Moment,
    subject: Option<&NodeName>,
) -> CheckReport {
    let (fresh, ages) = age::without_stale(inventory, request);
    let mut facts = Facts::new(&fresh, places, request.target, &request.policy, moment, subject);
    facts.at = request.at;
    facts.stale = ages.of_inventory();
    facts.cleanup_disks = request.cleanup_disks;
    let (mut ranked, faults) = ask_all(rules, request, &facts, &ages);
    ranked.extend(slips(rules, inventory, request).into_iter().map(|finding| (rules.len(), finding)));
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
    let refused = ranked.iter().any(|(_, finding)| finding.refuses());
    let is_told = |finding: &Finding| request.severities.is_empty() || request.severities.contains(&finding.severity);
    CheckReport {
        schema: CheckReport::SCHEMA.to_owned(),
        cluster: inventory.cluster.name.clone(),
        from: starting_release(inventory),
        to: request.target,
        verdict: if refused { Verdict::Refused } else { Verdict::Ready },
        findings: ranked.into_iter().map(|(_, finding)| finding).filter(is_told).collect(),
        faults,
        passes: Vec::new(),
        comparison: None,
    }
}

/// What the selected rules find, each with the place of its rule, and the faults of those that failed.
fn ask_all(
    rules: &[&Rule],
    request: &CheckRequest,
    facts: &Facts<'_>,
    ages: &Ages,
) -> (Vec<(usize, Finding)>, Vec<ErrorReport>) {
    let mut ranked: Vec<(usize, Finding)> = Vec::new();
    let mut faults = Vec::new();
    let selected = rules.iter().enumerate().filter(|(_, rule)| is_selected(rule, request, facts.moment));
    for (rank, rule) in selected {
        match catch_unwind(AssertUnwindSafe(|| ask(rule, facts, ages))) {
            Ok(found) => ranked.extend(found.into_iter().map(|finding| (rank, finding))),
            Err(panic) => {
                let (finding, fault) = fault_of(rule, facts.inventory, panic.as_ref());
                ranked.push((rank, finding));
                faults.push(fault);
            }
        }
    }
    (ranked, faults)
}

fn ask(rule: &Rule, facts: &Facts<'_>, ages: &Ages) -> Vec<Finding> {
    let mut findings = Findings::new(rule, facts.policy, ages, facts.is_captured());
    (rule.examine)(facts, &mut findings);
    findings.into_found()
}

fn is_selected(rule: &Rule, request: &CheckRequest, moment: Moment) -> bool {
    let named = |ids: &[String]| ids.iter().any(|id| id.eq_ignore_ascii_case(rule.id));
    rule.moments.contains(&moment) && (request.rules.is_empty() || named(&request.rules)) && !named(&request.exclude)
}

/// A rule counts as acknowledged where a reason is given; what a person has stated already is left as it is.
fn acknowledge(finding: &mut Finding, policy: &Policy) {
    if finding.outcome == Outcome::Acknowledged {
        return;
    }
    let counts = |one: &&Acknowledgement| one.rule.eq_ignore_ascii_case(&finding.rule) && !one.reason.trim().is_empty();
    let acknowledged = policy.acknowledgements.iter().find(counts);
    if let Some(acknowledgement) = acknowledged {
        finding.outcome = Outcome::Acknowledged;
        finding.acknowledged = Some(acknowledgement.clone());
    }
}

/// What a plan finds against a rule by itself, weighed and acknowledged like what the rule finds.
pub(crate) fn found_by_plan(
    id: &str,
    policy: &Policy,
    inventory: &Inventory,
    message: String,
    remedy: &str,
) -> Vec<Finding> {
    let Some(rule) = RULES.iter().find(|rule| rule.id == id) else { return Vec::new() };
    let ages = Ages::default();
    let mut findings = Findings::new(rule, policy, &ages, true);
    findings.fire_with(Subject::cluster(inventory), message, remedy);
    let mut found = findings.into_found();
    for finding in &mut found {
        acknowledge(finding, policy);
    }
    found
}

/// The release of the level; that of the oldest node where the level belongs to no release we know.
pub(crate) fn starting_release(inventory: &Inventory) -> Release {
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
