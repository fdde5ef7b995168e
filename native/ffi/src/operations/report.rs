//! A plan, a run or a rehearsal as one HTML file.

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use upgrade_report::{RehearsalStory, RunStory, Story};

use crate::answer::Document;
use crate::request;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow)]
    plan: &'a RawValue,
    /// Status and lines of a run.
    #[serde(default)]
    run: Option<RunStory>,
    /// A rehearsal, as `rolling_rehearse` answers it.
    #[serde(default)]
    rehearsal: Option<RehearsalStory>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// The text of the file.
pub(crate) fn report(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request<'_> = request::fields(text)?;
    let plan = request::plan(request.plan)?;
    let story = match (request.run, request.rehearsal) {
        (Some(_), Some(_)) => {
            return Err(request::invalid("both a run and a rehearsal are given", "Give one of them.").about("run"));
        }
        (Some(run), None) => Some(Story::Run(run)),
        (None, Some(rehearsal)) => Some(Story::Rehearsal(rehearsal)),
        (None, None) => None,
    };
    let html = upgrade_report::html(&plan, story.as_ref()).map_err(|error| error.report())?;
    Document::of(&json!(html))
}
