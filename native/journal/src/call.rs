//! The journal's calls as documents, for callers on the other side of the C ABI.

use rolling_upgrade_core::model::Timestamp;
use rolling_upgrade_core::run::RunState;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::control::{Driver, StopRequest};
use crate::document::{NewRun, StoredRun, Transition};
use crate::error::JournalError;
use crate::store::Journal;

/// The schema name of an exported journal.
const EXPORT_SCHEMA: &str = "rolling-upgrade/journal/1";

/// What is asked of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum JournalCall {
    /// Keeps a run before it begins: `null`.
    Create {
        /// The run.
        run: Box<NewRun>,
    },
    /// Keeps a transition before its action is carried out: `null`.
    Append {
        /// The run.
        run_id: String,
        /// The transition.
        transition: Box<Transition>,
    },
    /// Sets the state of a run that nobody will go on with: `null`.
    SetState {
        /// The run.
        run_id: String,
        /// The state.
        state: RunState,
        /// When.
        at: Timestamp,
    },
    /// Who drives a run and what is asked of it: [`crate::Control`].
    Control {
        /// The run.
        run_id: String,
    },
    /// Says which process drives a run: `null`.
    Take {
        /// The run.
        run_id: String,
        /// The process.
        driver: Driver,
    },
    /// Says that nobody drives a run any more: `null`.
    Release {
        /// The run.
        run_id: String,
    },
    /// Asks whoever drives a run to stop it: `null`.
    RequestStop {
        /// The run.
        run_id: String,
        /// The request.
        stop: StopRequest,
    },
    /// Every run, the newest first: a list of [`crate::RunSummary`].
    List,
    /// One run with its transitions: [`StoredRun`].
    Load {
        /// The run.
        run_id: String,
    },
    /// The same without the events of the transitions: what the run said and did.
    Story {
        /// The run.
        run_id: String,
    },
    /// One run as text in JSON lines: the run without its transitions, then a transition a line.
    Export {
        /// The run.
        run_id: String,
    },
}

impl Journal {
    /// Answers a call.
    ///
    /// # Errors
    /// What the method of the same name says.
    pub fn call(&mut self, call: &JournalCall) -> Result<Value, JournalError> {
        match call {
            JournalCall::Create { run } => self.create(run).map(|()| Value::Null),
            JournalCall::Append { run_id, transition } => self.append(run_id, transition).map(|()| Value::Null),
            JournalCall::SetState { run_id, state, at } => self.set_state(run_id, *state, *at).map(|()| Value::Null),
            JournalCall::Control { run_id } => to_value(&self.control(run_id)?),
            JournalCall::Take { run_id, driver } => self.take(run_id, driver).map(|()| Value::Null),
            JournalCall::Release { run_id } => self.release(run_id).map(|()| Value::Null),
            JournalCall::RequestStop { run_id, stop } => self.request_stop(run_id, stop).map(|()| Value::Null),
            JournalCall::List => to_value(&self.list()?),
            JournalCall::Load { run_id } => to_value(&self.load(run_id)?),
            JournalCall::Story { run_id } => to_value(&self.story(run_id)?),
            JournalCall::Export { run_id } => export(&self.load(run_id)?).map(Value::String),
        }
    }
}

fn export(run: &StoredRun) -> Result<String, JournalError> {
    let StoredRun { summary, versions, options, plan, transitions } = run;
    let head = json!({
        "schema": EXPORT_SCHEMA,
        "run": to_value(summary)?,
        "versions": to_value(versions)?,
        "options": to_value(options)?,
        "plan": to_value(plan)?,
    });
    let mut text = format!("{head}\n");
    for transition in transitions {
        text.push_str(&to_value(transition)?.to_string());
        text.push('\n');
    }
    Ok(text)
}

fn to_value<T: Serialize>(value: &T) -> Result<Value, JournalError> {
    serde_json::to_value(value).map_err(|source| JournalError::Encode { source })
}
