//! What a requirement is, and where it puts what it finds missing.

use crate::model::{Machine, MachineList, NodeName, Release};
use crate::rules::{Confidence, Finding, Outcome, Severity, Subject};

/// One thing that a returning machine has to have.
pub struct Requirement {
    /// The id, such as `RDY-02`; frozen.
    pub id: &'static str,
    /// What it guards, in a few words.
    pub title: &'static str,
    /// The most that a finding of it weighs.
    pub severity: Severity,
    /// How sure we are that it matters.
    pub confidence: Confidence,
    /// What is compared, a sentence.
    pub compares: &'static str,
    /// What to do, a sentence; a command where one exists.
    pub remedy: &'static str,
    pub(super) examine: fn(&Comparison<'_>, &mut Lacks<'_>),
}

impl std::fmt::Debug for Requirement {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Requirement({})", self.id)
    }
}

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// The machine that left.
    pub before: &'a Machine,
    /// The machine that returns.
    pub now: &'a Machine,
    /// The release that it has to run.
    pub release: Release,
    /// What the returning machine is to the one that left.
    pub hardware: Hardware,
    /// The name of the node that left.
    pub left: &'a NodeName,
    /// The name of the machine that returns.
    pub name: &'a NodeName,
}

/// What a returning machine is to the one that left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hardware {
    /// The same machine, installed anew.
    Same,
    /// Another machine, in whose names the profile is told.
    Mapped,
    /// Another machine: names of adapters and initiators, addresses and disks are its own.
    Other,
}

/// Takes what one requirement finds.
pub(super) struct Lacks<'a> {
    requirement: &'a Requirement,
    machine: &'a NodeName,
    found: Vec<Finding>,
}

impl<'a> Lacks<'a> {
    pub(super) const fn new(requirement: &'a Requirement, machine: &'a NodeName) -> Self {
        Self { requirement, machine, found: Vec::new() }
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.found
    }

    /// Something is missing.
    pub(super) fn lack(&mut self, message: impl Into<String>) {
        self.add(self.requirement.severity, Outcome::Fired, message.into(), self.requirement.remedy.to_owned());
    }

    /// Something is missing, with the remedy for this very case.
    pub(super) fn lack_with(&mut self, message: impl Into<String>, remedy: impl Into<String>) {
        self.add(self.requirement.severity, Outcome::Fired, message.into(), remedy.into());
    }

    /// Something differs in degree only.
    pub(super) fn differs(&mut self, message: impl Into<String>) {
        self.add(Severity::Warn, Outcome::Fired, message.into(), self.requirement.remedy.to_owned());
    }

    /// It was known before and can't be read now.
    pub(super) fn unknown(&mut self, what: &str) {
        let message = format!("{what} could not be read on the machine that returns.");
        let remedy = format!(
            "Have it read with the rights that it needs; whoever knows better acknowledges {} with a reason.",
            self.requirement.id
        );
        self.add(self.requirement.severity, Outcome::Unknown, message, remedy);
    }

    /// Both sides of a fact where both are known; says that it is unknown where only the machine that left knew it.
    pub(super) fn both<'f, T>(
        &mut self,
        what: &str,
        before: Option<&'f T>,
        now: Option<&'f T>,
    ) -> Option<(&'f T, &'f T)> {
        if before.is_some() && now.is_none() {
            self.unknown(what);
        }
        before.zip(now)
    }

    /// Whether a list of the machine that returns was read; says that it is unknown where the one that left had any.
    pub(super) fn has_read(&mut self, comparison: &Comparison<'_>, list: MachineList, what: &str, had: bool) -> bool {
        let read = comparison.now.has_read(list);
        if !read && had {
            self.unknown(what);
        }
        read
    }

    /// Names of a list that are there no more, ignoring case.
    pub(super) fn names(&mut self, what: &str, before: Option<&Vec<String>>, now: Option<&Vec<String>>) {
        let Some((before, now)) = self.both(&format!("The {what}s"), before, now) else { return };
        for name in before.iter().filter(|name| !now.iter().any(|other| crate::model::same_name(name, other))) {
            self.lack(format!("The {what} \"{name}\" is missing."));
        }
    }

    fn add(&mut self, severity: Severity, outcome: Outcome, message: String, remedy: String) {
        self.found.push(Finding {
            rule: self.requirement.id.to_owned(),
            severity: severity.max(self.requirement.severity),
            outcome,
            subject: Subject { kind: "machine".to_owned(), name: self.machine.to_string() },
            message,
            remedy,
            confidence: self.requirement.confidence,
            acknowledged: None,
        });
    }
}

/// What is said of a machine that does not answer.
pub(super) fn unreachable(machine: &NodeName, release: Release) -> Finding {
    Finding {
        rule: "RDY-00".to_owned(),
        severity: Severity::Block,
        outcome: Outcome::Unknown,
        subject: Subject { kind: "machine".to_owned(), name: machine.to_string() },
        message: format!("{machine} does not answer."),
        remedy: format!(
            "Finish the installation of {release}, its network and its domain, until Invoke-Command -ComputerName \
             {machine} {{ }} answers."
        ),
        confidence: Confidence::Documented,
        acknowledged: None,
    }
}
