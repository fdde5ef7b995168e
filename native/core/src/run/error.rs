//! Errors of the run: an event that does not fit. What goes wrong in the cluster is a state of the run, not an error.

use thiserror::Error;

use super::RunState;
use crate::error::{ErrorId, ErrorReport, Reportable};

/// An event that the run can't take.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RunError {
    /// The plan has no steps, or its numbers don't follow each other.
    #[error("the plan can't be run: {reason}")]
    PlanInvalid {
        /// What is wrong with it.
        reason: String,
    },
    /// The event belongs to another state.
    #[error("the event `{event}` does not fit a run that is {state}")]
    Unexpected {
        /// The kind of the event.
        event: &'static str,
        /// The state of the run.
        state: RunState,
    },
    /// The event names an action that was never given out.
    #[error("the event names the action {action}; the last one given out is {last}")]
    UnknownAction {
        /// What it names.
        action: u32,
        /// The last one.
        last: u32,
    },
    /// The run has ended.
    #[error("the run has ended: it is {state}")]
    Ended {
        /// How it ended.
        state: RunState,
    },
}

impl Reportable for RunError {
    fn report(&self) -> ErrorReport {
        let text = self.to_string();
        match self {
            Self::PlanInvalid { .. } => {
                ErrorReport::new(ErrorId::PlanInvalid, text, "Make the plan again with New-RollingUpgradePlan.")
            }
            Self::Unexpected { .. } | Self::UnknownAction { .. } => ErrorReport::new(
                ErrorId::EventUnexpected,
                text,
                "Resume the run with Invoke-RollingUpgrade -Resume; it looks at the cluster again.",
            ),
            Self::Ended { .. } => {
                ErrorReport::new(ErrorId::RunEnded, text, "Begin a new run where there is more to do.")
            }
        }
    }
}
