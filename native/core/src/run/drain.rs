//! Pausing a node and emptying it.

use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, GroupObserved, LineKind, NodeObserved, Observation, Observe, Run};
use crate::model::{NodeName, NodeState};

/// `DrainStatus` of a node whose drain goes on.
const DRAIN_IN_PROGRESS: u32 = 1;
/// `DrainStatus` of a node whose drain is complete.
const DRAIN_COMPLETED: u32 = 2;
/// `DrainStatus` of a node whose drain has failed.
const DRAIN_FAILED: u32 = 3;

/// The node of this name among those that were read.
pub(super) fn node_seen<'a>(observed: &'a Observation, name: &NodeName) -> Option<&'a NodeObserved> {
    observed.nodes.as_deref().unwrap_or_default().iter().find(|node| node.name == *name)
}

fn names(groups: &[GroupObserved]) -> String {
    let mut text = groups.iter().take(5).map(|group| group.name.as_str()).collect::<Vec<_>>().join(", ");
    if groups.len() > 5 {
        text.push_str(&format!(" and {} more", groups.len() - 5));
    }
    text
}

impl Run {
    pub(super) fn pause_node(&mut self, node: &NodeName, seen: Option<&Seen<'_>>) -> Decision {
        let observe = Observe::Node { node: node.clone() };
        // The state of the other nodes decides whether this one may go.
        let Some(seen) = seen else { return look(Observe::Nodes) };
        match node_seen(seen.observed, node).map(|seen| seen.state) {
            Some(NodeState::Paused) => Decision::Done,
            Some(NodeState::Up) => {
                if let Some(error) = seen.error() {
                    return self.after_failure(&error.clone(), observe);
                }
                if seen.acted() {
                    return self.not_as_expected(format!("the node {node} is still up"), "Look at its event log.");
                }
                act(ActionTask::SuspendNode { node: node.clone(), drain: false }, observe)
            }
            Some(_) => self.not_as_expected(format!("the node {node} is not up"), "Bring it back first."),
            None => Decision::Pause(self.plan_is_stale(&format!("{node} is no member any more"))),
        }
    }

    pub(super) fn drain_node(&mut self, node: &NodeName, seen: Option<&Seen<'_>>) -> Decision {
        let observe = Observe::Node { node: node.clone() };
        let Some(seen) = seen else { return look(observe) };
        let Some(state) = node_seen(seen.observed, node) else {
            return self.not_as_expected(format!("the node {node} is no member"), "Make a new plan.");
        };
        let left = seen.observed.groups.as_deref().unwrap_or_default();
        // A node without roles is drained all the same: the coordinators of shared volumes are no roles.
        if left.is_empty() && state.state == NodeState::Paused && state.drain_status == DRAIN_COMPLETED {
            return Decision::Done;
        }
        if let Some(error) = seen.error() {
            return self.after_failure(&error.clone(), observe);
        }
        if state.drain_status == DRAIN_IN_PROGRESS {
            return self.drain_goes_on(node, left);
        }
        if self.progress.phase > 0 && state.drain_status == DRAIN_FAILED {
            let what = format!("the drain of {node} failed; it still owns {}", names(left));
            return self.not_as_expected(what, "Move these roles by hand or stop them.");
        }
        if self.progress.attempts > self.plan.policy.retries {
            let what = format!("the node {node} is drained and still owns {}", names(left));
            return self.not_as_expected(what, "Move these roles by hand or stop them.");
        }
        self.progress.phase = 1;
        self.progress.attempts += 1;
        act(ActionTask::SuspendNode { node: node.clone(), drain: true }, observe)
    }

    fn drain_goes_on(&mut self, node: &NodeName, left: &[GroupObserved]) -> Decision {
        let note = format!("{node} still owns {} roles.", left.len());
        if self.progress.note != note {
            self.moved();
            self.say_once(LineKind::Seen, note);
        }
        // How long nothing may move grows with what the plan expects of this drain.
        let expected = self.plan.steps.get(self.cursor).map_or(0, |step| step.likely_seconds);
        let limit = self.plan.policy.drain_timeout_seconds.saturating_add(expected.saturating_mul(3));
        if self.still_seconds() > limit {
            let what = format!("the drain of {node} has not moved for {} s: {}", self.still_seconds(), names(left));
            return self.timed_out(what, "Look at the roles that are left.");
        }
        look_after(self.plan.policy.poll_seconds, Observe::Node { node: node.clone() })
    }
}
