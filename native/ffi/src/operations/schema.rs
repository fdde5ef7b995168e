//! The JSON Schema of a kind of document.

use cluster_twin::Simulation;
use rolling_upgrade_core::error::ErrorReport;
use rolling_upgrade_core::schema::{self, DOCUMENT_KINDS};
use serde::Deserialize;

use crate::answer::Document;
use crate::request;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    kind: String,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// The kind whose type belongs to the twin.
const SIMULATION: &str = "simulation";

/// The schema as a document.
pub(crate) fn schema(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request = request::fields(text)?;
    let known = if request.kind == SIMULATION {
        Some(schema::schema_of::<Simulation>())
    } else {
        schema::schema(&request.kind)
    };
    known.map(Document::of_json).ok_or_else(|| {
        let mut kinds: Vec<&str> = DOCUMENT_KINDS.iter().map(|kind| kind.name).chain([SIMULATION]).collect();
        kinds.sort_unstable();
        request::invalid(
            format!("there is no document of the kind `{}`", request.kind),
            format!("Give one of {}.", kinds.join(", ")),
        )
        .about("kind")
    })
}
