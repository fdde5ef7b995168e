//! Hooks: what a user's scripts do before and after a node, before the level, on pause, on failure and at the end.

use super::step::{Decision, Seen, act};
use super::{ActionTask, HookPoint, LineKind, Observe, Run};
use crate::error::{ErrorId, ErrorReport};
use crate::model::NodeName;

impl Run {
    /// Calls a hook. What throws before a node or the level pauses the run; what throws afterwards is told.
    pub(super) fn call_hook(&mut self, point: HookPoint, node: Option<&NodeName>, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else {
            return act(ActionTask::RunHook { point, node: node.cloned() }, Observe::Nothing);
        };
        let Some(error) = seen.error() else { return Decision::Done };
        if matches!(point, HookPoint::BeforeNode | HookPoint::BeforeLevel) {
            let message = format!("the hook {point} failed: {}", error.message);
            let remedy = "Put right what it complains about, or leave the hook out. Then resume the run.";
            return Decision::Pause(ErrorReport::new(ErrorId::HookFailed, message, remedy).caused_by(&error.message));
        }
        self.say(LineKind::Warning, format!("The hook {point} failed: {}.", error.message));
        Decision::Done
    }
}
