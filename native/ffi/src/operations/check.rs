//! Checks an inventory against the rules.

use rolling_upgrade_core::error::ErrorReport;
use rolling_upgrade_core::model::{Inventory, Node, NodeName, Release, Timestamp};
use rolling_upgrade_core::plan::Policy;
use rolling_upgrade_core::rules::{self, CheckRequest, Moment, Severity};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::answer::Document;
use crate::request;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow)]
    inventory: &'a RawValue,
    /// Absent before a step: then it is the newest release that the inventory knows.
    #[serde(default)]
    target: Option<String>,
    /// The question; absent asks whether a pass may start.
    #[serde(default)]
    moment: Option<Moment>,
    /// The node that a step is about.
    #[serde(default)]
    node: Option<NodeName>,
    #[serde(default)]
    cleanup_disks: bool,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    #[serde(default)]
    severities: Vec<Severity>,
    /// When the question is asked, for ages; absent judges none.
    #[serde(default)]
    at: Option<Timestamp>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// What every rule says, or those that are asked for.
pub(crate) fn check(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request<'_> = request::fields(text)?;
    let inventory = request::inventory(request.inventory)?;
    let moment = request.moment.unwrap_or(Moment::Upgrade);
    let target = target(request.target.as_deref(), moment, &inventory)?;
    let Request { policy, rules, exclude, severities, at, cleanup_disks, .. } = request;
    let asked = CheckRequest { target, policy, rules, exclude, severities, at, cleanup_disks };
    let report = match request.node {
        Some(node) if moment.is_step_of_a_node() => rules::check_step(&inventory, &asked, moment, &node),
        Some(_) => {
            return Err(request::invalid("this question is about no single node", "Leave the field out.").about("node"));
        }
        None if moment.is_step_of_a_node() => {
            return Err(request::invalid("the field `node` is missing", "Name the node that goes.").about("node"));
        }
        None => rules::check_moment(&inventory, &asked, moment),
    };
    tracing::debug!(cluster = report.cluster, findings = report.findings.len(), "Checked the rules");
    Document::of(&report)
}

/// The release that is asked for; before a step, where nobody names one, the newest that the inventory knows.
fn target(named: Option<&str>, moment: Moment, inventory: &Inventory) -> Result<Release, ErrorReport> {
    let Some(named) = named else {
        if moment == Moment::Upgrade {
            let remedy = "Name the release that the pass leads to.";
            return Err(request::invalid("the field `target` is missing", remedy).about("target"));
        }
        let nodes = inventory.nodes.iter().filter_map(Node::release);
        return Ok(nodes.chain(inventory.level_release()).max().unwrap_or(Release::Older));
    };
    request::target(named)
}
