//! What the library says of itself.

use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use rolling_upgrade_core::schema::DOCUMENT_KINDS;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::Document;
use crate::handles::forced_panic;
use crate::{handshake, request};

/// The schema name of the description.
const SCHEMA: &str = "rolling-upgrade/library/1";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    /// Shows that a panic ends at the boundary; for tests.
    #[serde(default)]
    self_test: Option<SelfTest>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SelfTest {
    panic: String,
}

/// Version, ABI number, error catalogue, kinds of documents.
pub(crate) fn describe(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request = request::fields(text)?;
    if let Some(test) = request.self_test {
        forced_panic(&test.panic);
    }
    let version = env!("CARGO_PKG_VERSION");
    tracing::debug!(version, abi = handshake::ABI, "Described the library");
    let errors: Vec<Value> = ErrorId::ALL.iter().map(|id| json!({ "id": id, "category": id.category() })).collect();
    let mut documents: Vec<Value> =
        DOCUMENT_KINDS.iter().map(|kind| json!({ "kind": kind.name, "schema": kind.schema })).collect();
    documents.push(json!({ "kind": "simulation", "schema": Simulation::SCHEMA }));
    documents.push(json!({ "kind": "twinState", "schema": Twin::STATE_SCHEMA }));
    documents.sort_by_key(|kind| kind["kind"].to_string());
    Document::of(&json!({
        "schema": SCHEMA,
        "version": version,
        "abi": handshake::ABI,
        "errors": errors,
        "documents": documents,
    }))
}
