//! Compares two inventories.

use rolling_upgrade_core::compare;
use rolling_upgrade_core::error::{ErrorReport, Reportable};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::answer::Document;
use crate::request;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow)]
    before: &'a RawValue,
    #[serde(borrow)]
    after: &'a RawValue,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// Every difference, each with whether an upgrade explains it.
pub(crate) fn compare(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request<'_> = request::fields(text)?;
    let (before, after) = (request::inventory(request.before)?, request::inventory(request.after)?);
    let comparison = compare::compare(&before, &after, &request.ignore).map_err(|error| error.report())?;
    tracing::debug!(differences = comparison.differences.len(), "Compared two inventories");
    Document::of(&comparison)
}
