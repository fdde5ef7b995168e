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

/// Which question it is; the rest of the request depends on it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Operation {
    Make,
    Script,
    Readiness,
}

/// Every field that one of the questions has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    operation: Operation,
    #[serde(borrow, default)]
    inventory: Option<&'a RawValue>,
    #[serde(default)]
    node: Option<NodeName>,
    #[serde(borrow, default)]
    profile: Option<&'a RawValue>,
    #[serde(default)]
    target: Option<String>,
    #[serde(default)]
    machine: Option<NodeName>,
    #[serde(default)]
    facts: Option<Box<Machine>>,
    #[serde(default)]
    map: Option<HardwareMap>,
    #[serde(default)]
    acknowledgements: Vec<Acknowledgement>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
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
    let request: Request<'_> = request::fields(text)?;
    match request.operation {
        Operation::Make => make(&request),
        Operation::Script => script(&request),
        Operation::Readiness => readiness(&request),
    }
}

fn make(request: &Request<'_>) -> Result<Document, ErrorReport> {
    let inventory = request::inventory(needed(request.inventory, "inventory")?)?;
    let node = needed(request.node.as_ref(), "node")?;
    Document::of(&NodeProfile::of(&inventory, node).map_err(|error| error.report())?)
}

fn script(request: &Request<'_>) -> Result<Document, ErrorReport> {
    let target = request::target(needed(request.target.as_ref(), "target")?)?;
    let text = profile::script(&read(needed(request.profile, "profile")?)?, target);
    Document::of(&Text { text })
}

fn readiness(request: &Request<'_>) -> Result<Document, ErrorReport> {
    let profile = read(needed(request.profile, "profile")?)?;
    let release = request::target(needed(request.target.as_ref(), "target")?)?;
    let machine = needed(request.machine.as_ref(), "machine")?;
    let now = request.facts.as_deref();
    let (before, hardware, without_counterpart) = expected(&profile, machine, now, request.map.as_ref());
    let readiness = readiness::examine(&Question {
        node: &profile.node,
        before: &before,
        machine,
        now,
        hardware,
        release,
        acknowledgements: &request.acknowledgements,
    });
    Document::of(&Answer { readiness, without_counterpart })
}

fn needed<T>(field: Option<T>, name: &str) -> Result<T, ErrorReport> {
    field.ok_or_else(|| {
        request::invalid(format!("the request has no field `{name}`"), "Give it what its operation needs.").about(name)
    })
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
