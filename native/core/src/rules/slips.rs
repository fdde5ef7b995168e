//! Slips of the pen in a request: an id that no rule has, a topic that nobody asks about, a reason left out.
//!
//! They are findings, so that a check never looks greener than it is.

use super::{CheckRequest, Confidence, Finding, Outcome, Rule, Severity, Subject, Topic};
use crate::model::Inventory;

/// What is wrong with the request itself.
pub(super) fn slips(rules: &[&Rule], inventory: &Inventory, request: &CheckRequest) -> Vec<Finding> {
    let mut slips = unknown_ids(rules, inventory, request);
    for one in request.policy.acknowledgements.iter().filter(|one| one.reason.trim().is_empty()) {
        let message = format!("{} is acknowledged without a reason, which does not count.", one.rule);
        slips.push(slip(inventory, &one.rule, Severity::Warn, message, "Say why it is acceptable here."));
    }
    for one in &request.policy.attestations {
        if Topic::parse(&one.topic).is_none() {
            let known = Topic::ALL.map(Topic::word).join(", ");
            let message = format!("No rule asks about the topic \"{}\"; the topics are {known}.", one.topic);
            slips.push(slip(inventory, &one.topic, Severity::Warn, message, "Name one of the topics."));
        } else if one.statement.trim().is_empty() {
            let message = format!("The attestation about {} says nothing, which does not count.", one.topic);
            slips.push(slip(inventory, &one.topic, Severity::Warn, message, "Say what was looked at and found."));
        }
    }
    slips
}

/// Ids in the request that no rule has.
fn unknown_ids(rules: &[&Rule], inventory: &Inventory, request: &CheckRequest) -> Vec<Finding> {
    let policy = &request.policy;
    let selected = request.rules.iter().map(|id| (id, Severity::Block, "is asked for"));
    let excluded = request.exclude.iter().map(|id| (id, Severity::Warn, "is excluded"));
    let acknowledged = policy.acknowledgements.iter().map(|one| (&one.rule, Severity::Warn, "is acknowledged"));
    let raised = policy.raised_rules.iter().map(|one| (&one.rule, Severity::Warn, "is raised"));
    let is_unknown = |id: &str| !rules.iter().any(|rule| rule.id.eq_ignore_ascii_case(id));
    selected
        .chain(excluded)
        .chain(acknowledged)
        .chain(raised)
        .filter(|(id, ..)| is_unknown(id))
        .map(|(id, severity, what)| {
            let message = format!("No rule has the id \"{id}\", which {what}.");
            slip(inventory, id, severity, message, "Take the id from the list of rules; ids look like VER-12.")
        })
        .collect()
}

fn slip(inventory: &Inventory, id: &str, severity: Severity, message: String, remedy: &str) -> Finding {
    Finding {
        rule: id.to_owned(),
        severity,
        outcome: Outcome::Unknown,
        subject: Subject::cluster(inventory),
        message,
        remedy: remedy.to_owned(),
        confidence: Confidence::Specified,
        acknowledged: None,
    }
}
