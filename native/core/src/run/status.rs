//! What a run says of itself: its state for programs, its lines for people and the journal.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::ErrorReport;
use crate::model::{NodeName, RoleName, Timestamp};

/// The state of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RunState {
    /// Made, not begun.
    Ready,
    /// Under way.
    Running,
    /// All nodes are new and the level is not raised: waits for the commitment that can't be undone.
    AwaitingCommit,
    /// Stopped by itself; `reason` says why. It can be resumed.
    Paused,
    /// Stopped on request. It can be resumed.
    Stopped,
    /// Done.
    Completed,
    /// Another run takes it back, so that it can't be resumed; only the journal sets it.
    TakenBack,
    /// Another run goes on with a new plan for what was left, so that it can't be resumed; only the journal sets it.
    Replaced,
}

impl fmt::Display for RunState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Ready => "not begun",
            Self::Running => "running",
            Self::AwaitingCommit => "waiting for the commitment",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Completed => "completed",
            Self::TakenBack => "taken back",
            Self::Replaced => "replaced by another run",
        })
    }
}

/// Where a run stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunStatus {
    /// Always `rolling-upgrade/run/1`.
    pub schema: String,
    /// The id of the run.
    pub run_id: String,
    /// The name of the cluster.
    pub cluster: String,
    /// The state.
    pub state: RunState,
    /// The step in hand, from 1; the number of steps plus one where all are done.
    pub step: u32,
    /// How many steps there are.
    pub steps_total: u32,
    /// What the step does, for people.
    pub activity: String,
    /// The node whose turn it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeName>,
    /// The step's place within the node's turn, in hundredths.
    pub node_percent: u32,
    /// Other nodes that are out at the same time, or on their way out or back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<NodeName>,
    /// What the run waits for, where it waits for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_for: Option<String>,
    /// Why it paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<ErrorReport>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// The time of the last event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Time left by the plan's own estimate.
    pub remaining_seconds: u64,
    /// Moves that ended where the plan wanted them.
    pub moves: u64,
    /// Nodes that are done.
    pub nodes_done: Vec<NodeName>,
    /// VMs whose configuration version was raised; told when the run rests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions_raised: Vec<RoleName>,
    /// What was left undone, with its reason: a VM that was skipped, a move that the drain made instead; told when the
    /// run rests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_undone: Vec<String>,
}

impl RunStatus {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/run/1";
}

/// A line of the run's story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// The step, 0 where it belongs to none.
    pub step: u32,
    /// What kind of line.
    pub kind: LineKind,
    /// The text: a sentence.
    pub text: String,
}

/// What kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum LineKind {
    /// A step begins.
    Step,
    /// An action is about to be carried out.
    Intent,
    /// What was seen.
    Seen,
    /// Something that somebody should know.
    Warning,
    /// The state of the run changes.
    State,
}
