//! An inventory without the names of its owner.

use rolling_upgrade_core::anonymize;
use rolling_upgrade_core::error::{ErrorReport, Reportable};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::answer::Document;
use crate::request;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow)]
    inventory: &'a RawValue,
    #[serde(default)]
    seed: u64,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// The inventory with other names, ids, addresses and paths.
pub(crate) fn anonymize(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request<'_> = request::fields(text)?;
    let inventory = request::inventory(request.inventory)?;
    let renamed = anonymize::anonymize(&inventory, request.seed).map_err(|error| error.report())?;
    Document::of(&renamed)
}
