//! What `Test-Cluster` answers.

use serde::{Deserialize, Serialize};

/// A validation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidationView {
    /// What it sums up to, in the words of the original: `HadUnselectedTests, ClusterConditionallyApproved`.
    pub outcome: String,
    /// The tests that were selected, in the order of categories.
    pub tests: Vec<ValidatedTestView>,
}

/// A test of a validation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidatedTestView {
    /// `Category`.
    pub category: String,
    /// `DisplayName`.
    pub name: String,
    /// `Description`.
    pub description: String,
    /// What it found; empty where it succeeded or was only listed.
    pub findings: Vec<ValidationFindingView>,
}

/// A finding of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidationFindingView {
    /// Whether the test fails by it; else it warns.
    pub is_error: bool,
    /// The rule that fired.
    pub rule: String,
    /// What it is about.
    pub subject: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}
