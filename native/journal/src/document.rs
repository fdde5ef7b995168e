//! What is kept of a run, as documents.

use rolling_upgrade_core::model::Timestamp;
use rolling_upgrade_core::plan::{Plan, Purpose};
use rolling_upgrade_core::run::{Action, Advance, Event, Line, RunOptions, RunState};
use serde::{Deserialize, Serialize};

/// A run that is about to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRun {
    /// The plan.
    pub plan: Plan,
    /// The options; their `runId` names the run.
    pub options: RunOptions,
    /// When.
    pub at: Timestamp,
    /// The account that runs it.
    pub who: String,
    /// The machine that it is run from.
    pub host: String,
    /// The versions that take part.
    pub versions: Versions,
}

/// The versions that take part in a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Versions {
    /// `RollingUpgrade` itself.
    pub rolling_upgrade: String,
    /// PowerShell, where it drives the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_shell: Option<String>,
    /// The operating system that it is run from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operating_system: Option<String>,
}

/// One transition of the state machine: what went in and what came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transition {
    /// Its number within the run, from 1.
    pub sequence: u64,
    /// The event.
    pub event: Event,
    /// What came of it; its action is not to be carried out before the transition is kept.
    pub advance: Advance,
}

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunSummary {
    /// The id of the run.
    pub run_id: String,
    /// The name of the cluster.
    pub cluster: String,
    /// What the plan is for.
    pub purpose: Purpose,
    /// The state after the last transition.
    pub state: RunState,
    /// When it was made.
    pub started_at: Timestamp,
    /// The time of the last transition.
    pub updated_at: Timestamp,
    /// The account that began it.
    pub who: String,
    /// The machine that it was begun from.
    pub host: String,
    /// How many transitions are kept.
    pub transitions: u64,
}

/// A run with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredRun<T = StoredTransition> {
    /// The run as a list shows it.
    pub summary: RunSummary,
    /// The versions that took part when it was made.
    pub versions: Versions,
    /// The options.
    pub options: RunOptions,
    /// The plan.
    pub plan: Plan,
    /// The transitions in their order.
    pub transitions: Vec<T>,
}

/// A transition as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredTransition {
    /// Its number within the run, from 1.
    pub sequence: u64,
    /// The event.
    pub event: Event,
    /// What the machine said.
    pub lines: Vec<Line>,
    /// The action that it gave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// The state afterwards.
    pub state: RunState,
}

/// A transition as it is kept, without its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ToldTransition {
    /// Its number within the run, from 1.
    pub sequence: u64,
    /// What the machine said.
    pub lines: Vec<Line>,
    /// The action that it gave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// The state afterwards.
    pub state: RunState,
}
