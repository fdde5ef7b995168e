//! What can stand behind a handle, one kind a file.

mod journal;
mod run;
mod self_test;
mod twin;

use rolling_upgrade_core::error::ErrorReport;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

pub(crate) use self_test::forced_panic;

use crate::answer::Document;
use crate::registry::registry;
use crate::request;

/// A state that calls change.
pub(crate) trait State: Send {
    /// Answers one request.
    fn call(&mut self, request: &[u8]) -> Result<Document, ErrorReport>;

    /// Grows with each change of a twin; 0 for anything else.
    fn revision(&self) -> u64 {
        0
    }
}

/// `rolling_open`: one struct for all kinds, so that a large inventory is read once and only by its own reader.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Open<'a> {
    kind: String,
    #[serde(borrow, default)]
    inventory: Option<&'a RawValue>,
    #[serde(borrow, default)]
    simulation: Option<&'a RawValue>,
    /// The saved state of a twin, instead of an inventory.
    #[serde(borrow, default)]
    state: Option<&'a RawValue>,
    #[serde(default)]
    seed: u64,
    #[serde(borrow, default)]
    plan: Option<&'a RawValue>,
    #[serde(borrow, default)]
    options: Option<&'a RawValue>,
    #[serde(default)]
    path: Option<String>,
    /// How far a journal may grow.
    #[serde(rename = "limitKiB", default)]
    limit_kib: Option<u32>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// Opens what the request names and answers its handle.
pub(crate) fn open(text: &[u8]) -> Result<Document, ErrorReport> {
    let open: Open<'_> = request::fields(text)?;
    let state: Box<dyn State> = match open.kind.as_str() {
        "twin" if open.state.is_some() => {
            Box::new(twin::TwinHandle::load(needed(open.state, "state")?.get().as_bytes())?)
        }
        "twin" => {
            let inventory = request::inventory(needed(open.inventory, "inventory")?)?;
            let simulation = open.simulation.map(request::simulation).transpose()?.unwrap_or_default();
            Box::new(twin::TwinHandle::new(&inventory, &simulation, open.seed)?)
        }
        "run" => {
            let plan = request::plan(needed(open.plan, "plan")?)?;
            let options = request::fields(needed(open.options, "options")?.get().as_bytes())?;
            Box::new(run::RunHandle::start(plan, options)?)
        }
        "journal" => {
            let path = open.path.ok_or_else(|| missing("path"))?;
            Box::new(journal::JournalHandle::open(&path, open.limit_kib)?)
        }
        "selfTest" => Box::new(self_test::SelfTest),
        other => {
            return Err(request::invalid(
                format!("there is no handle of the kind `{other}`"),
                "Give \"twin\", \"run\" or \"journal\".",
            )
            .about("kind"));
        }
    };
    Document::of(&json!({ "handle": registry().add(state) }))
}

fn needed<'a>(field: Option<&'a RawValue>, name: &str) -> Result<&'a RawValue, ErrorReport> {
    field.ok_or_else(|| missing(name))
}

fn missing(name: &str) -> ErrorReport {
    request::invalid(format!("the field `{name}` is missing"), "Give it; the kind of the handle needs it.").about(name)
}
