//! The gates of the user: a script that says true, says false, or throws.

use super::Verdict;
use crate::run::step::Seen;
use crate::run::{ActionTask, Observe, Run};

impl Run {
    #[expect(clippy::unused_self, reason = "every gate is asked of the run")]
    pub(super) fn user_gate(&self, number: u32, seen: Option<&Seen<'_>>) -> Verdict {
        let Some(seen) = seen else {
            return Verdict::Ask { task: ActionTask::RunGate { number }, wait_seconds: 0, observe: Observe::Nothing };
        };
        if let Some(error) = seen.error() {
            return Verdict::Closed(error.message.clone());
        }
        match &seen.observed.gate {
            Some(gate) if gate.open => Verdict::Open,
            Some(gate) => Verdict::Closed(gate.reason.clone().unwrap_or_else(|| "it said no".to_owned())),
            None => Verdict::Closed("it said nothing".to_owned()),
        }
    }
}
