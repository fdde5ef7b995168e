//! Makes a plan, and writes one as text.

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::model::Inventory;
use rolling_upgrade_core::plan::{self, Plan, Policy, Purpose, Unfinished};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::answer::Document;
use crate::request;
use crate::ticket::Ticket;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow)]
    inventory: &'a RawValue,
    #[serde(default)]
    target: Option<String>,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    purpose: Option<Purpose>,
    /// What the run left behind that is taken back, or goes on with another plan.
    #[serde(default)]
    left: Unfinished,
    #[serde(default)]
    ticket: Option<u64>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// The plan of one pass, or of a campaign of configuration versions.
pub(crate) fn plan(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request<'_> = request::fields(text)?;
    let ticket = Ticket::begin(request.ticket);
    ticket.check()?;
    let inventory = request::inventory(request.inventory)?;
    let purpose = request.purpose.unwrap_or(Purpose::Upgrade);
    ticket.check()?;
    let cancelled = || ticket.is_cancelled();
    if purpose == Purpose::WayBack {
        let back = plan::make_way_back(&inventory, &request.policy, &request.left);
        return Document::of(&back.map_err(|error| error.report())?);
    }
    if purpose == Purpose::Upgrade && request.left != Unfinished::default() {
        let target = request::target(&target_of(request.target.as_deref())?)?;
        let rest = plan::make_rest(&inventory, target, &request.policy, &request.left, &cancelled);
        return Document::of(&rest.map_err(|error| error.report())?);
    }
    Document::of(&make(&inventory, purpose, request.target.as_deref(), &request.policy, &cancelled)?)
}

/// Makes a plan for a purpose; only an upgrade needs a target.
pub(crate) fn make(
    inventory: &Inventory,
    purpose: Purpose,
    target: Option<&str>,
    policy: &Policy,
    cancelled: &dyn Fn() -> bool,
) -> Result<Plan, ErrorReport> {
    let plan = match purpose {
        Purpose::Upgrade => plan::make_until(inventory, request::target(&target_of(target)?)?, policy, cancelled),
        Purpose::WayBack => plan::make_way_back(inventory, policy, &Unfinished::default()),
        Purpose::VirtualMachineVersions => plan::make_version_campaign(inventory, policy),
    };
    let plan = plan.map_err(|error| error.report())?;
    tracing::debug!(
        cluster = plan.cluster,
        steps = plan.steps.len(),
        moves = plan.moves.virtual_machine_moves,
        bound = plan.moves.bound,
        "Made a plan"
    );
    Ok(plan)
}

fn target_of(target: Option<&str>) -> Result<String, ErrorReport> {
    let missing = || {
        request::invalid("the field `target` is missing", "Name the release that the pass leads to.").about("target")
    };
    target.map(str::to_owned).ok_or_else(missing)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TextRequest<'a> {
    #[serde(borrow)]
    plan: &'a RawValue,
    /// A plan to compare it with.
    #[serde(borrow, default)]
    other: Option<&'a RawValue>,
    #[serde(default)]
    form: TextForm,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// What is made of a plan.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "camelCase")]
enum TextForm {
    #[default]
    Text,
    /// Markdown for a change board.
    Runbook,
}

/// A plan as text for people; with another one beside it, the comparison of the two as a document.
pub(crate) fn plan_text(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: TextRequest<'_> = request::fields(text)?;
    let plan = request::plan(request.plan)?;
    if let Some(other) = request.other {
        return Document::of(&plan::compare(&plan, &request::plan(other)?));
    }
    Document::of(&json!(match request.form {
        TextForm::Text => plan::text(&plan),
        TextForm::Runbook => plan::runbook(&plan),
    }))
}
