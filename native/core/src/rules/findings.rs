//! Where a rule puts what it finds.

use super::rule::Rule;
use super::{Finding, Outcome, Severity, Subject};

/// Takes the findings of one rule and gives each the rule's id, severity and remedy.
pub(crate) struct Findings<'rule> {
    rule: &'rule Rule,
    found: Vec<Finding>,
}

impl<'rule> Findings<'rule> {
    pub(super) const fn new(rule: &'rule Rule) -> Self {
        Self { rule, found: Vec::new() }
    }

    pub(super) fn into_found(self) -> Vec<Finding> {
        self.found
    }

    /// The rule fires.
    pub(super) fn fire(&mut self, subject: Subject, message: impl Into<String>) {
        self.add(self.rule.severity, Outcome::Fired, subject, message.into(), self.rule.remedy.to_owned());
    }

    /// The rule fires with a remedy for this very case.
    pub(super) fn fire_with(&mut self, subject: Subject, message: impl Into<String>, remedy: impl Into<String>) {
        self.add(self.rule.severity, Outcome::Fired, subject, message.into(), remedy.into());
    }

    /// The rule fires and weighs less than it can.
    pub(super) fn fire_as(&mut self, severity: Severity, subject: Subject, message: impl Into<String>) {
        self.add(severity, Outcome::Fired, subject, message.into(), self.rule.remedy.to_owned());
    }

    /// The rule fires, weighs less than it can and has a remedy for this very case.
    pub(super) fn fire_as_with(
        &mut self,
        severity: Severity,
        subject: Subject,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.add(severity, Outcome::Fired, subject, message.into(), remedy.into());
    }

    /// A fact is missing: what blocks stays a block until somebody takes responsibility, the rest is a warning.
    pub(super) fn unknown(&mut self, subject: Subject, message: impl Into<String>) {
        let severity = match self.rule.severity {
            Severity::Error => Severity::Warn,
            other => other,
        };
        let remedy = format!(
            "Have it answer and capture the inventory again, or add the fact to the inventory; \
             whoever knows better acknowledges {} with a reason.",
            self.rule.id
        );
        self.add(severity, Outcome::Unknown, subject, message.into(), remedy);
    }

    fn add(&mut self, severity: Severity, outcome: Outcome, subject: Subject, message: String, remedy: String) {
        // A finding never weighs more than its rule's page says.
        let severity = severity.max(self.rule.severity);
        let confidence = self.rule.confidence;
        let rule = self.rule.id.to_owned();
        self.found.push(Finding { rule, severity, outcome, subject, message, remedy, confidence, acknowledged: None });
    }
}

/// Makes subjects.
impl Subject {
    fn of(kind: &str, name: impl std::fmt::Display) -> Self {
        Self { kind: kind.to_owned(), name: name.to_string() }
    }

    /// The cluster.
    pub(super) fn cluster(inventory: &crate::model::Inventory) -> Self {
        Self::of("cluster", &inventory.cluster.name)
    }

    /// A node.
    pub(super) fn node(name: &crate::model::NodeName) -> Self {
        Self::of("node", name)
    }

    /// A machine that is no member.
    pub(super) fn machine(name: &crate::model::NodeName) -> Self {
        Self::of("machine", name)
    }

    /// A role.
    pub(super) fn role(name: &crate::model::RoleName) -> Self {
        Self::of("role", name)
    }

    /// A disk.
    pub(super) fn disk(name: &str) -> Self {
        Self::of("disk", name)
    }

    /// A pool.
    pub(super) fn pool(name: &str) -> Self {
        Self::of("pool", name)
    }

    /// The witness.
    pub(super) fn witness(name: &str) -> Self {
        Self::of("witness", name)
    }
}
