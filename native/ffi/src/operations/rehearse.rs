//! Rehearses a plan on a twin of its own.

use cluster_twin::Simulation;
use rolling_upgrade_core::error::ErrorReport;
use rolling_upgrade_core::plan::{Policy, Purpose};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::plan;
use crate::answer::Document;
use crate::request;
use crate::ticket::Ticket;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow)]
    inventory: &'a RawValue,
    /// The plan; without one it is made of target, policy and purpose.
    #[serde(borrow, default)]
    plan: Option<&'a RawValue>,
    #[serde(default)]
    target: Option<String>,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    purpose: Option<Purpose>,
    #[serde(borrow, default)]
    simulation: Option<&'a RawValue>,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    commit: bool,
    #[serde(default)]
    ticket: Option<u64>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

/// The rehearsal: what was done, what it cost, where the run stands at the end.
pub(crate) fn rehearse(text: &[u8]) -> Result<Document, ErrorReport> {
    let request: Request<'_> = request::fields(text)?;
    let ticket = Ticket::begin(request.ticket);
    ticket.check()?;
    let inventory = request::inventory(request.inventory)?;
    let simulation = match request.simulation {
        Some(text) => request::simulation(text)?,
        None => Simulation::default(),
    };
    let cancelled = || ticket.is_cancelled();
    let plan = match request.plan {
        Some(plan) => request::plan(plan)?,
        None => {
            let purpose = request.purpose.unwrap_or(Purpose::Upgrade);
            plan::make(&inventory, purpose, request.target.as_deref(), &request.policy, &cancelled)?
        }
    };
    ticket.check()?;
    let rehearsal =
        cluster_twin::rehearse_until(&inventory, plan, &simulation, request.seed, request.commit, &cancelled)?;
    tracing::debug!(
        state = %rehearsal.status.state,
        seconds = rehearsal.duration_seconds,
        events = rehearsal.events,
        "Rehearsed a plan"
    );
    Document::of(&rehearsal)
}
