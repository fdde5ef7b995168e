//! The gate of the roles: every role that ran when the run began runs, none has failed, and every node is up.

use super::Verdict;
use crate::model::NodeState;
use crate::run::member::trouble_of;
use crate::run::step::Seen;
use crate::run::{NodeObserved, Observe, Run};

impl Run {
    pub(super) fn roles_gate(&mut self, seen: Option<&Seen<'_>>) -> Verdict {
        // The verification of the node before has just seen them.
        if self.between.well_at == Some(self.now) {
            return Verdict::Open;
        }
        let Some(seen) = seen else { return Verdict::look(Observe::Everything) };
        let nodes = seen.observed.nodes.as_deref().unwrap_or_default();
        let groups = seen.observed.groups.as_deref().unwrap_or_default();
        // A run that was cut off may have paused the node whose turn it is already.
        let next = self.gated_stage().map(|stage| &self.plan.nodes[stage].node);
        let is_out = |node: &&NodeObserved| match node.state {
            NodeState::Up => false,
            NodeState::Paused => next != Some(&node.name),
            _ => true,
        };
        if let Some(node) = nodes.iter().find(is_out) {
            return Verdict::Closed(format!("the node {} is not up", node.name));
        }
        match groups.iter().filter(|group| self.has_fallen(group)).min_by_key(|group| group.moving()) {
            Some(group) => match self.start_once(group) {
                Some(task) => Verdict::Ask { task, wait_seconds: 0, observe: Observe::Everything },
                None => Verdict::Closed(trouble_of(group)),
            },
            None => Verdict::Open,
        }
    }
}
