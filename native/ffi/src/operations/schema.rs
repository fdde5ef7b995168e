//! The JSON Schema of a kind of document.

use cluster_twin::{Simulation, TwinState};
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

/// The kinds whose types belong to the twin.
const SIMULATION: &str = "simulation";
const TWIN_STATE: &str = "twinState";

/// The schema as a document.
pub(crate) fn schema(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request = request::fields(text)?;
    let known = match request.kind.as_str() {
        SIMULATION => Some(schema::schema_of::<Simulation>()),
        TWIN_STATE => Some(schema::schema_of::<TwinState>()),
        kind => schema::schema(kind),
    };
    known.map(Document::of_json).ok_or_else(|| {
        let mut kinds: Vec<&str> =
            DOCUMENT_KINDS.iter().map(|kind| kind.name).chain([SIMULATION, TWIN_STATE]).collect();
        kinds.sort_unstable();
        request::invalid(
            format!("there is no document of the kind `{}`", request.kind),
            format!("Give one of {}.", kinds.join(", ")),
        )
        .about("kind")
    })
}
