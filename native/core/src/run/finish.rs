//! The functional level: checked, raised once, read again.

use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, LineKind, Observe, Run};
use crate::model::FunctionalLevel;

/// Another change of the functional level is in progress (Win32 system error codes, learn.microsoft.com).
const LEVEL_IN_PROGRESS: u32 = 5976;

impl Run {
    /// Tells the pass that comes next, where the release that was asked for is further away.
    pub(super) fn say_what_follows(&mut self) {
        let Some(next) = self.plan.following.first() else { return };
        let count = self.plan.following.len() + 1;
        let before = match next.versions.as_ref().map(|versions| versions.steps.len()) {
            Some(count) => {
                format!("raise the configuration version of {count} VMs (Update-RollingUpgradeVMVersion), then ")
            }
            None => String::new(),
        };
        let text = format!(
            "This was pass 1 of {count}. What follows: {before}pass 2, from {} to {} (Invoke-RollingUpgrade -Resume).",
            next.pass.from, next.pass.to
        );
        self.say(LineKind::State, text);
    }

    /// The cluster's own check, once every node is verified anew and the rules have nothing against it: the commitment
    /// may have come days after the last node did.
    pub(super) fn check_level(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::Everything) };
        if *seen.task == ActionTask::CheckFunctionalLevel {
            return match seen.error() {
                Some(error) => self.after_failure(&error.clone(), Observe::Everything),
                None => Decision::Done,
            };
        }
        let plan = std::sync::Arc::clone(&self.plan);
        for stage in plan.nodes.iter().filter(|stage| !plan.retires(&stage.returns_as)) {
            match self.well(&stage.returns_as, seen) {
                Decision::Done => {}
                other => return other,
            }
        }
        act(ActionTask::CheckFunctionalLevel, Observe::Cluster)
    }

    pub(super) fn raise_level(&mut self, level: FunctionalLevel, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::Cluster) };
        let current = seen.observed.cluster.as_ref().map(|cluster| cluster.functional_level);
        if current == Some(level) {
            return Decision::Done;
        }
        // A change that is under way already is waited for: it may be the one whose answer was lost.
        if let Some(error) = seen.error().filter(|error| error.win32 != Some(LEVEL_IN_PROGRESS)) {
            self.progress.phase = 0;
            return self.after_failure(&error.clone(), Observe::Cluster);
        }
        if self.progress.phase == 0 {
            self.progress.phase = 1;
            return act(ActionTask::UpdateFunctionalLevel, Observe::Cluster);
        }
        if self.still_seconds() > self.plan.policy.move_timeout_seconds {
            let what = format!("the functional level is not {level}");
            return self.timed_out(what, "Look at the events 1594 and 1664.");
        }
        look_after(self.plan.policy.poll_seconds, Observe::Cluster)
    }
}
