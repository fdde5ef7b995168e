//! The functional level: checked, raised once, read again.

use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, Observe, Run};
use crate::model::{FunctionalLevel, NodeState, Release};

impl Run {
    /// All nodes up and of the new release, then the cluster's own check.
    pub(super) fn check_level(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::Everything) };
        if seen.acted() {
            return match seen.error() {
                Some(error) => Decision::Pause(self.failed(&error.clone())),
                None => Decision::Done,
            };
        }
        let target = self.plan.change.to_release;
        for node in seen.observed.nodes.as_deref().unwrap_or_default() {
            if node.state != NodeState::Up {
                let what = format!("LVL-01: the node {} is not up", node.name);
                return self.not_as_expected(what, "Bring it up or evict it.");
            }
            if Release::of_build(node.build) < target {
                let what = format!("LVL-02: the node {} has the build {}, older than {target}", node.name, node.build);
                return self.not_as_expected(what, "Upgrade this node first.");
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
        if let Some(error) = seen.error() {
            return Decision::Pause(self.failed(&error.clone()));
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
