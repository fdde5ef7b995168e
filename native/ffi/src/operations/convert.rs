//! Reads a document whose text is JSON or YAML and gives it back as JSON, so that callers need to know JSON alone.

use cluster_twin::Simulation;
use rolling_upgrade_core::document;
use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::plan::window::{MaintenanceWindow, Zone};
use rolling_upgrade_core::plan::{Plan, Policy, learn};
use rolling_upgrade_core::profile::NodeProfile;
use serde::Deserialize;

use crate::answer::Document;
use crate::request::{self, REQUEST_BYTES_MAX};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    kind: Kind,
    text: String,
    /// The zone of a window that names none.
    #[serde(default)]
    zone: Option<Zone>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// The kinds that people write by hand or keep in files; an inventory has an export of its own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Simulation,
    Policy,
    Plan,
    NodeProfile,
    /// A maintenance window as people type it.
    Window,
    /// What an exported journal teaches of times.
    Learned,
}

/// The document with every default written out; places in an error are those of the text.
pub(crate) fn convert(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request = request::fields(text)?;
    let bytes = request.text.as_bytes();
    let failed = |error: document::DocumentError| error.report();
    match request.kind {
        Kind::Simulation => {
            let simulation: Simulation =
                document::read(bytes, Simulation::SCHEMA, REQUEST_BYTES_MAX).map_err(failed)?;
            Document::of(&simulation)
        }
        Kind::Policy => {
            let policy: Policy = document::read_settings(bytes, REQUEST_BYTES_MAX).map_err(failed)?;
            Document::of(&policy)
        }
        Kind::Plan => {
            let plan: Plan = document::read(bytes, Plan::SCHEMA, REQUEST_BYTES_MAX).map_err(failed)?;
            Document::of(&plan)
        }
        Kind::NodeProfile => {
            let profile: NodeProfile = document::read(bytes, NodeProfile::SCHEMA, REQUEST_BYTES_MAX).map_err(failed)?;
            Document::of(&profile)
        }
        Kind::Learned => Document::of(&learn(&request.text).map_err(|error| error.report())?),
        Kind::Window => {
            let window = MaintenanceWindow::read(&request.text, request.zone.as_ref());
            let remedy = "Give a window such as `Sat,Sun 22:00-06:00 Europe/Berlin`.";
            Document::of(&window.map_err(|error| request::invalid(error, remedy).about("window"))?)
        }
    }
}
