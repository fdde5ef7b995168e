//! A run behind a handle: events in, what to do next out.

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::plan::Plan;
use rolling_upgrade_core::run::{Event, Run, RunOptions};
use serde::Deserialize;

use super::State;
use crate::answer::Document;
use crate::request;

/// The state: the machine itself.
pub(super) struct RunHandle(Run);

impl RunHandle {
    /// Makes a run of a plan; nothing is done before its first event.
    pub(super) fn start(plan: Plan, options: RunOptions) -> Result<Self, ErrorReport> {
        Run::start(plan, options).map(Self).map_err(|error| error.report())
    }

    /// Feeds an event again that the run has had before.
    pub(super) fn replay(&mut self, event: &Event) -> Result<(), ErrorReport> {
        self.0.follow(event).map(drop).map_err(|error| error.report())
    }
}

/// A question; anything else is an event.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    query: String,
}

impl State for RunHandle {
    fn call(&mut self, text: &[u8]) -> Result<Document, ErrorReport> {
        let text = request::without_log_level(text)?;
        // An event names roles and nodes, any of which may be called so; a question has this field and no other.
        if request::mentions(&text, "query")
            && let Ok(query) = request::fields::<Query>(&text)
        {
            return self.ask(&query.query);
        }
        let event: Event = request::fields(&text)?;
        let advance = self.0.advance(&event).map_err(|error| error.report())?;
        tracing::debug!(state = %advance.status.state, step = advance.status.step, "Advanced the run");
        Document::of(&advance)
    }
}

impl RunHandle {
    fn ask(&self, query: &str) -> Result<Document, ErrorReport> {
        match query {
            "status" => Document::of(&self.0.status()),
            "checkpoint" => Document::of(&self.0),
            "outstanding" => Document::of(&self.0.outstanding()),
            "plan" => Document::of(self.0.plan()),
            "unfinished" => Document::of(&self.0.unfinished()),
            other => Err(request::invalid(
                format!("a run can't be asked for `{other}`"),
                "Give \"status\", \"checkpoint\", \"outstanding\", \"plan\" or \"unfinished\".",
            )
            .about("query")),
        }
    }
}
