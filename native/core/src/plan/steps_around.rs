//! Steps that stand around the turns of the nodes: what the way back begins with, the soak before the level.

use super::estimates;
use super::search::Course;
use super::steps::Writer;
use super::undo::{ComeBack, UpgradedNode};
use super::{Estimate, Method, NodeStage, Task};
use crate::model::Release;

impl Writer<'_, '_> {
    /// Brings the cluster into the state that the rest of the way back is planned on.
    pub(super) fn come_back(&mut self, come_back: &ComeBack) {
        for node in &come_back.paused {
            let reason = "the upgrade paused it; it takes roles again, and none fails back by itself";
            self.push(Task::ResumeNode { node: node.clone() }, reason, estimates::RESUME, None);
            self.storage_again(node);
        }
        for absent in &come_back.absent {
            self.absent(absent);
        }
    }

    /// A node that is out comes back with the old release.
    fn absent(&mut self, absent: &UpgradedNode) {
        let (first_step, before) = (self.next_number(), self.script.estimate);
        let node = &absent.node;
        let release = self.world.target.unwrap_or(Release::Older);
        let method = Method::CleanEvict;
        let task = Task::InstallNode { node: node.clone(), machine: node.clone(), release, method };
        let reason = format!("{node} left for the upgrade; where it still has {release}, nothing is installed");
        self.push(task, reason, self.world.policy.install, None);
        let reason = "it joins while the functional level is the old one";
        self.push(Task::AddNode { machine: node.clone() }, reason, estimates::ADD, None);
        self.storage_again(node);
        if !absent.owners.is_empty() {
            let time = estimates::OWNER_LIST.times(absent.owners.len());
            let task = Task::RestoreOwners { node: node.clone(), roles: absent.owners.clone() };
            self.push(task, "its eviction took it off every list of owners", time, None);
        }
        let reason = "the next step only when all nodes are up and no role is worse off than before";
        self.push(Task::VerifyNode { node: node.clone() }, reason, estimates::VERIFY, None);
        let after = self.script.estimate;
        self.script.stages.push(NodeStage {
            node: node.clone(),
            returns_as: node.clone(),
            method,
            reason: "it is out already, so it comes back first".to_owned(),
            wave: 0,
            estimate: Estimate {
                low_seconds: after.low_seconds - before.low_seconds,
                likely_seconds: after.likely_seconds - before.likely_seconds,
                high_seconds: after.high_seconds - before.high_seconds,
            },
            drain: None,
            first_step,
            last_step: self.next_number() - 1,
        });
    }

    fn storage_again(&mut self, node: &crate::model::NodeName) {
        if self.world.inventory.storage.spaces_direct {
            let task = Task::DisableStorageMaintenance { node: node.clone() };
            self.push(task, "its disks take part again", estimates::MAINTENANCE, None);
            let reason = "the next node may go only when every volume has all its copies";
            self.push(Task::AwaitStorageRepair, reason, estimates::REPAIR, None);
        }
    }

    /// Cluster-Aware Updating as it was.
    pub(super) fn updating_again(&mut self) {
        let updating = &self.world.inventory.cluster.updating;
        if updating.present && updating.enabled {
            self.push(Task::EnableUpdatingRole, "it was enabled before", estimates::UPDATING_ROLE, None);
        }
    }

    /// The time that all nodes run the new release while there is a way back, where the policy wants one.
    pub(super) fn level_soak(&mut self, course: &Course) {
        let seconds = self.world.policy.level_soak_seconds;
        if let (true, Some(last)) = (seconds > 0, course.turns.last()) {
            let node = self.world.name_after(last.node).clone();
            let reason = "what shows itself only after a while shows itself while there is a way back";
            self.push(Task::Soak { node, seconds }, reason, estimates::exactly(seconds), None);
        }
    }
}
