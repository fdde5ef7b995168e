//! Where a rule puts what it finds.

use super::age::Ages;
use super::rule::Rule;
use super::{Finding, Outcome, Severity, Subject, Topic};
use crate::plan::{Acknowledgement, Policy, RaisedRule};

/// Takes the findings of one rule and gives each the rule's id, severity and remedy.
pub(crate) struct Findings<'rule> {
    rule: &'rule Rule,
    /// The severity that the policy raises the rule to.
    raised: Option<Severity>,
    policy: &'rule Policy,
    ages: &'rule Ages,
    /// Whether the inventory was captured, and so somebody looked for what is not in it.
    captured: bool,
    found: Vec<Finding>,
}

impl<'rule> Findings<'rule> {
    pub(super) fn new(rule: &'rule Rule, policy: &'rule Policy, ages: &'rule Ages, captured: bool) -> Self {
        let of_rule = |raised: &&RaisedRule| raised.rule.eq_ignore_ascii_case(rule.id);
        let raised = policy.raised_rules.iter().filter(of_rule).map(|raised| raised.severity).min();
        Self { rule, raised, policy, ages, captured, found: Vec::new() }
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
        let remedy = format!(
            "Have it answer and capture the inventory again, or add the fact to the inventory; \
             whoever knows better acknowledges {} with a reason.",
            self.rule.id
        );
        self.add_unknown(self.rule.severity, subject, message.into(), remedy);
    }

    /// Nobody read a fact, of anything that has it: one finding, and what would only warn is only told. Of an inventory
    /// that somebody wrote everything that does not block is only told: nobody writes down what is as it should be.
    pub(super) fn unread(&mut self, subject: Subject, message: impl Into<String>) {
        self.unread_as(self.rule.severity, subject, message);
    }

    /// The same where the rule would weigh less than it can.
    pub(super) fn unread_as(&mut self, severity: Severity, subject: Subject, message: impl Into<String>) {
        let severity = match self.weight(severity) {
            Severity::Error if self.captured => Severity::Warn,
            Severity::Error | Severity::Warn => Severity::Info,
            other => other,
        };
        let remedy = format!(
            "Capture the inventory again, or add the fact to it; whoever knows better acknowledges {} with a reason.",
            self.rule.id
        );
        let message = self.with_ages(&subject, message.into());
        self.push(severity, Outcome::Unknown, subject, message, remedy);
    }

    /// Asks a person: a statement answers and stays visible, without one the answer is unknown.
    pub(super) fn ask(&mut self, topic: Topic, subject: Subject, question: &str) {
        self.ask_as(self.rule.severity, topic, subject, question);
    }

    /// The same where a missing answer weighs less than the rule can.
    pub(super) fn ask_as(&mut self, severity: Severity, topic: Topic, subject: Subject, question: &str) {
        let Some(attestation) = topic.attested(self.policy) else {
            let remedy = format!(
                "{} Then state it, with -Attest @{{ {word} = '...' }} or with the topic `{word}` under `attestations` \
                 of the policy.",
                self.rule.remedy,
                word = topic.word()
            );
            let question = format!("Nobody states it: {question}");
            self.add_unknown(severity, subject, question, remedy);
            return;
        };
        let remedy = "Nothing, as long as the statement holds.".to_owned();
        self.push(Severity::Info, Outcome::Acknowledged, subject, question.to_owned(), remedy);
        if let Some(finding) = self.found.last_mut() {
            finding.acknowledged = Some(Acknowledgement {
                rule: self.rule.id.to_owned(),
                reason: attestation.statement.clone(),
                by: Some(attestation.by.clone()),
                at: Some(attestation.at),
            });
        }
    }

    fn add_unknown(&mut self, severity: Severity, subject: Subject, message: String, remedy: String) {
        let severity = match self.weight(severity) {
            Severity::Error => Severity::Warn,
            other => other,
        };
        let message = self.with_ages(&subject, message);
        self.push(severity, Outcome::Unknown, subject, message, remedy);
    }

    /// What is said of a missing fact, with how old it is where that is why it is missing.
    fn with_ages(&self, subject: &Subject, message: String) -> String {
        match self.ages.evidence(&subject.kind, &subject.name) {
            Some(evidence) => format!("{message} {evidence}"),
            None => message,
        }
    }

    fn add(&mut self, severity: Severity, outcome: Outcome, subject: Subject, message: String, remedy: String) {
        self.push(self.weight(severity), outcome, subject, message, remedy);
    }

    /// What a finding weighs: no more than the rule's page says, unless the policy raises the rule; and a rule that
    /// rests on reports, inference or general knowledge is a warning at most without that.
    fn weight(&self, severity: Severity) -> Severity {
        let documented = severity.max(self.rule.severity);
        match self.raised {
            Some(raised) if documented == self.rule.severity => documented.min(raised),
            None if !self.rule.confidence.is_sure() => documented.max(Severity::Warn),
            _ => documented,
        }
    }

    fn push(&mut self, severity: Severity, outcome: Outcome, subject: Subject, message: String, remedy: String) {
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
    pub(crate) fn cluster(inventory: &crate::model::Inventory) -> Self {
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
    pub(crate) fn pool(name: &str) -> Self {
        Self::of("pool", name)
    }

    /// The machine that the upgrade is driven from; the cluster where it has no name.
    pub(super) fn coordinator(inventory: &crate::model::Inventory) -> Self {
        let name = inventory.coordinator.as_ref().and_then(|coordinator| coordinator.name.as_ref());
        name.map_or_else(|| Self::cluster(inventory), |name| Self::of("coordinator", name))
    }

    /// A shared volume.
    pub(super) fn volume(name: &str) -> Self {
        Self::of("volume", name)
    }

    /// A cluster network.
    pub(super) fn network(name: &str) -> Self {
        Self::of("network", name)
    }

    /// An account of the directory, by its name.
    pub(super) fn account(name: &str) -> Self {
        Self::of("account", name)
    }

    /// The witness.
    pub(super) fn witness(name: &str) -> Self {
        Self::of("witness", name)
    }
}
