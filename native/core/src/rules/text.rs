//! The findings as a person reads them, and as golden files keep them.

use std::fmt::Write as _;

use super::{CheckReport, Finding, Outcome, Severity, Verdict};

/// The widest column of subjects; a longer subject pushes its message to the right.
const SUBJECT_WIDTH_MAX: usize = 32;

/// The report as lines: severity, rule, subject, message, and the remedy below it.
#[must_use]
pub fn text(report: &CheckReport) -> String {
    let mut out = String::new();
    let refusing = report.findings.iter().filter(|finding| finding.refuses()).count();
    let verdict = match report.verdict {
        Verdict::Ready => "ready".to_owned(),
        Verdict::Refused => format!("refused by {refusing} of {} findings", report.findings.len()),
    };
    // Writing to a string can't fail.
    let _ = writeln!(out, "{}: {} to {}: {verdict}", report.cluster, report.from, report.to);
    let subject_of = |finding: &Finding| format!("{} {}", finding.subject.kind, finding.subject.name);
    let width = report.findings.iter().map(|finding| subject_of(finding).chars().count()).max().unwrap_or(0);
    let width = width.min(SUBJECT_WIDTH_MAX);
    let (told, unread): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| !is_merely_unread(finding));
    for finding in told {
        let severity = severity_word(finding.severity);
        let subject = subject_of(finding);
        let _ = writeln!(
            out,
            "{severity:<5}  {:<6}  {subject:<width$}  {}{}",
            finding.rule,
            outcome_words(finding.outcome),
            finding.message
        );
        if let Some(acknowledgement) = &finding.acknowledged {
            let who = acknowledgement.by.as_deref().unwrap_or("somebody who is not named");
            let when = acknowledgement.at.map(|at| format!(" at {at}")).unwrap_or_default();
            let _ = writeln!(out, "               acknowledged by {who}{when}: {}", acknowledgement.reason);
        } else {
            let _ = writeln!(out, "               {}", finding.remedy);
        }
    }
    if !unread.is_empty() {
        let mut rules: Vec<&str> = unread.iter().map(|finding| finding.rule.as_str()).collect();
        rules.dedup();
        let count = if rules.len() == 1 { "1 more rule".to_owned() } else { format!("{} more rules", rules.len()) };
        let _ = writeln!(out, "INFO   facts that nobody read would answer {count}: {}.", rules.join(", "));
        let _ = writeln!(
            out,
            "               Capture the cluster (Export-ClusterInventory), or add them; each rule's page says which."
        );
    }
    if !report.passes.is_empty() {
        out.push('\n');
        out.push_str(&crate::path::text(&report.passes, report.comparison.as_ref()));
    }
    out
}

/// Whether a finding says no more than that nobody read what its rule needs; these share one line.
fn is_merely_unread(finding: &Finding) -> bool {
    finding.outcome == Outcome::Unknown && finding.severity == Severity::Info
}

/// The word that a severity is shown as.
#[must_use]
pub const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Block => "BLOCK",
        Severity::Error => "ERROR",
        Severity::Warn => "WARN",
        Severity::Info => "INFO",
    }
}

const fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fired => "",
        Outcome::Unknown => "[unknown] ",
        Outcome::Acknowledged => "[acknowledged] ",
    }
}
