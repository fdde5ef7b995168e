//! Checks an inventory against the rules.

use rolling_upgrade_core::error::ErrorReport;
use rolling_upgrade_core::model::Timestamp;
use rolling_upgrade_core::plan::Policy;
use rolling_upgrade_core::rules::{self, CheckRequest, Severity};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::answer::Document;
use crate::request;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow)]
    inventory: &'a RawValue,
    target: String,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    severities: Vec<Severity>,
    /// When the question is asked, for ages; absent judges none.
    #[serde(default)]
    at: Option<Timestamp>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// What every rule says, or those that are asked for.
pub(crate) fn check(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request<'_> = request::fields(text)?;
    let target = request::target(&request.target)?;
    let inventory = request::inventory(request.inventory)?;
    let Request { policy, rules, exclude, severities, at, .. } = request;
    let report = rules::check(&inventory, &CheckRequest { target, policy, rules, exclude, severities, at });
    tracing::debug!(cluster = report.cluster, findings = report.findings.len(), "Checked the rules");
    Document::of(&report)
}
