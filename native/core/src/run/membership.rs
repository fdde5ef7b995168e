//! What the cluster forgets of a node that is evicted, beside its owner lists: its vote, and that it loses ties.
//!
//! Both are read before the eviction with what is read anyway, so that the journal has them before the node is gone.

use serde::{Deserialize, Serialize};

use super::drain::node_seen;
use super::step::{Decision, Seen, act, look};
use super::{ActionTask, NodeObserved, Observe, Run};
use crate::model::NodeName;

/// `LowerQuorumPriorityNodeID`: the node that loses where votes are even ("Configure and manage quorum",
/// learn.microsoft.com).
const LOWER_PRIORITY: &str = "LowerQuorumPriorityNodeId";

/// What the cluster knew of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Standing {
    /// Whether nobody had taken its vote.
    votes: bool,
    /// Whether it loses where votes are even.
    loses_ties: bool,
}

impl Run {
    /// Keeps what the cluster knows of a node, right before it leaves; a later reading does not replace it.
    pub(super) fn remember_membership(&mut self, seen: &NodeObserved) {
        let loses_ties = seen.id.is_some() && seen.id == self.known.lower_priority;
        let standing = Standing { votes: seen.weight != Some(0), loses_ties };
        self.memberships.entry(seen.name.clone()).or_insert(standing);
    }

    /// Puts back what the cluster forgot of the node that has joined, and reads it again.
    pub(super) fn restore_membership(&mut self, machine: &NodeName, seen: &Seen<'_>) -> Decision {
        let stage = self.plan.nodes.iter().find(|stage| stage.returns_as == *machine);
        let before = stage.and_then(|stage| self.memberships.get(&stage.node)).cloned();
        let (Some(before), Some(now)) = (before, node_seen(seen.observed, machine)) else { return Decision::Done };
        if !before.votes && now.weight == Some(1) {
            let task = ActionTask::SetNodeWeight { node: machine.clone(), weight: 0 };
            return self.put_back(task, Observe::Nodes, seen);
        }
        let (true, Some(id)) = (before.loses_ties, now.id) else { return Decision::Done };
        let Some(cluster) = &seen.observed.cluster else { return look(Observe::Everything) };
        if cluster.lower_quorum_priority_node_id == Some(id) {
            return Decision::Done;
        }
        let task = ActionTask::SetClusterProperty { name: LOWER_PRIORITY.to_owned(), value: id.into() };
        self.put_back(task, Observe::Everything, seen)
    }

    fn put_back(&mut self, task: ActionTask, observe: Observe, seen: &Seen<'_>) -> Decision {
        if *seen.task != task {
            return act(task, observe);
        }
        match seen.error() {
            Some(error) => self.after_failure(&error.clone(), observe),
            None => self.not_as_expected(format!("{} had no effect", task.command()), "Set it by hand."),
        }
    }
}
