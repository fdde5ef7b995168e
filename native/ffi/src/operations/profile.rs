//! The node that comes back: its profile, the script that rebuilds it, whether it may be added.

use rolling_upgrade_core::document;
use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::model::{Machine, NodeName};
use rolling_upgrade_core::plan::Acknowledgement;
use rolling_upgrade_core::profile::readiness::{self, Hardware, Question};
use rolling_upgrade_core::profile::{self, HardwareMap, NodeProfile};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::answer::Document;
use crate::request;

#[derive(Deserialize)]
#[serde(tag = "operation", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum Request<'a> {
    /// The profile of a node, from an inventory.
    Make {
        #[serde(borrow)]
        inventory: &'a RawValue,
        node: NodeName,
        #[serde(rename = "logLevel", default)]
        _log_level: Option<String>,
    },
    /// A profile that somebody wrote to a file, looked at and given back.
    Read {
        #[serde(borrow)]
        profile: &'a RawValue,
        #[serde(rename = "logLevel", default)]
        _log_level: Option<String>,
    },
    /// The script that rebuilds it.
    Script {
        #[serde(borrow)]
        profile: &'a RawValue,
        target: String,
        #[serde(rename = "logLevel", default)]
        _log_level: Option<String>,
    },
    /// Whether a machine has what the node had.
    Readiness {
        #[serde(borrow)]
        profile: &'a RawValue,
        machine: NodeName,
        #[serde(default)]
        facts: Option<Box<Machine>>,
        target: String,
        #[serde(default)]
        map: Option<HardwareMap>,
        #[serde(default)]
        acknowledgements: Vec<Acknowledgement>,
        #[serde(rename = "logLevel", default)]
        _log_level: Option<String>,
    },
}

/// A text beside the documents.
#[derive(Serialize)]
struct Text {
    text: String,
}

/// What stands in the way of a machine, and what new hardware has no counterpart for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    readiness: readiness::Readiness,
    without_counterpart: Vec<String>,
}

/// Answers one of the questions about a node that leaves and comes back.
pub(crate) fn profile(text: &[u8]) -> Result<Document, ErrorReport> {
    match request::fields(text)? {
        Request::Make { inventory, node, .. } => {
            let inventory = request::inventory(inventory)?;
            Document::of(&NodeProfile::of(&inventory, &node).map_err(|error| error.report())?)
        }
        Request::Read { profile, .. } => Document::of(&read(profile)?),
        Request::Script { profile, target, .. } => {
            let text = profile::script(&read(profile)?, request::target(&target)?);
            Document::of(&Text { text })
        }
        Request::Readiness { profile, machine, facts, target, map, acknowledgements, .. } => {
            let profile = read(profile)?;
            let release = request::target(&target)?;
            let (before, hardware, without_counterpart) = expected(&profile, &machine, facts.as_deref(), map.as_ref());
            let readiness = readiness::examine(&Question {
                node: &profile.node,
                before: &before,
                machine: &machine,
                now: facts.as_deref(),
                hardware,
                release,
                acknowledgements: &acknowledgements,
            });
            Document::of(&Answer { readiness, without_counterpart })
        }
    }
}

/// What the machine has to be, in its own names where a map tells them.
fn expected(
    profile: &NodeProfile,
    machine: &NodeName,
    facts: Option<&Machine>,
    map: Option<&HardwareMap>,
) -> (Machine, Hardware, Vec<String>) {
    match (map, facts) {
        (Some(map), Some(facts)) => {
            let mapped = profile::map(profile, map, facts);
            (mapped.profile.machine, Hardware::Mapped, mapped.without_counterpart)
        }
        _ if profile.node == *machine => (profile.machine.clone(), Hardware::Same, Vec::new()),
        _ => (profile.machine.clone(), Hardware::Other, Vec::new()),
    }
}

fn read(text: &RawValue) -> Result<NodeProfile, ErrorReport> {
    document::read(text.get().as_bytes(), NodeProfile::SCHEMA, request::REQUEST_BYTES_MAX)
        .map_err(|error| error.report())
}
