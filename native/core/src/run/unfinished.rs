//! What a run leaves behind where it stands, for the one that takes it back.

use super::Run;
use crate::model::NodeName;
use crate::plan::{NodeStage, OwnerLists, StageKind, Task, Unfinished, UpgradedNode};

impl Run {
    /// What taking this run back has to know beside what the cluster shows.
    #[must_use]
    pub fn unfinished(&self) -> Unfinished {
        Unfinished {
            from_level: Some(self.plan.change.from_level),
            borrowed: self.borrowed.clone(),
            updating_disabled: self.between.updating_disabled,
            nodes: self.plan.nodes.iter().map(|stage| self.upgraded_node(stage)).collect(),
        }
    }

    fn upgraded_node(&self, stage: &NodeStage) -> UpgradedNode {
        UpgradedNode {
            node: stage.node.clone(),
            returns_as: stage.returns_as.clone(),
            before: self.profiles.get(&stage.node).cloned(),
            membership: self.memberships.get(&stage.node).cloned(),
            leaves: stage.kind == StageKind::Leaves,
            owners: self.owners_of(stage),
        }
    }

    /// The owner lists that the plan would put back once the node is in, with the node under its old name.
    pub(super) fn owners_of(&self, stage: &NodeStage) -> Vec<OwnerLists> {
        let lists = self.plan.steps.iter().find_map(|step| match &step.task {
            Task::RestoreOwners { node, roles } if *node == stage.returns_as => Some(roles.clone()),
            _ => None,
        });
        let mut lists = lists.unwrap_or_default();
        let rename = |name: &mut NodeName| {
            if *name == stage.returns_as {
                name.clone_from(&stage.node);
            }
        };
        for list in &mut lists {
            list.preferred.iter_mut().for_each(rename);
            list.possible.iter_mut().for_each(rename);
        }
        lists
    }
}
