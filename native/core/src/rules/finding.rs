//! A finding: what a rule says of a cluster.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a finding weighs. The order is that of the output: what blocks comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The plan or the step is refused.
    Block,
    /// The step will fail if it is run.
    Error,
    /// Allowed; somebody should know.
    Warn,
    /// For the report only.
    Info,
}

/// How sure we are of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Confidence {
    /// The vendor's documentation says so.
    Documented,
    /// A specification, a script or a header of the vendor says so.
    Specified,
    /// Reports from the field say so.
    Field,
    /// We infer it.
    Inferred,
    /// General knowledge, not checked in a page.
    Knowledge,
}

impl Confidence {
    /// Whether a page, a specification or a script of the vendor says so; what is less sure is a warning at most.
    #[must_use]
    pub const fn is_sure(self) -> bool {
        matches!(self, Self::Documented | Self::Specified)
    }
}

/// What a rule found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// The rule fires.
    Fired,
    /// A fact is missing that the rule needs.
    Unknown,
    /// The rule fires and a person has taken responsibility for it.
    Acknowledged,
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Subject {
    /// `cluster`, `node`, `machine`, `role`, `volume`, `disk`, `pool`, `witness`, `network`, `coordinator`, `account`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// What a rule says of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    /// The rule's id, such as `VER-12`.
    pub rule: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Fired, unknown or acknowledged.
    pub outcome: Outcome,
    /// What it is about.
    pub subject: Subject,
    /// What was found, with the value and the limit, as a sentence.
    pub message: String,
    /// What to do, as a sentence; a command where one exists.
    pub remedy: String,
    /// How sure we are.
    pub confidence: Confidence,
    /// Who acknowledged it and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<crate::plan::Acknowledgement>,
}

impl Finding {
    /// Whether the finding keeps an upgrade from starting: a BLOCK or an ERROR that nobody has acknowledged.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.severity <= Severity::Error && self.outcome != Outcome::Acknowledged
    }
}
