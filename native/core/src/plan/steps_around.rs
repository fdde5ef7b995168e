//! Steps that stand around the turns of the nodes: what the way back begins with, the soak before the level.

use super::estimates;
use super::search::Course;
use super::steps::{Writer, difference};
use super::undo::UpgradedNode;
use super::world::World;
use super::{BorrowedSetting, Estimate, Method, NodeStage, StageKind, Task, TimeOf, TimeOrigin};
use crate::model::{Machine, NodeName, Release, Teaming};

impl Writer<'_, '_> {
    /// How long a kind of step takes.
    pub(super) fn time(&self, of: TimeOf) -> Estimate {
        self.world.policy.time(of).estimate
    }

    /// How long a node takes to join; what was measured has waited already.
    pub(super) fn joining(&self) -> Estimate {
        let time = self.world.policy.time(TimeOf::Join);
        let delay = u64::from(self.world.inventory.cluster.add_evict_delay_seconds);
        let wait = Estimate { low_seconds: 0, likely_seconds: 0, high_seconds: delay };
        if time.from == TimeOrigin::Learned { time.estimate } else { time.estimate + wait }
    }

    /// Brings the cluster into the state that the rest is planned on.
    pub(super) fn begin(&mut self) {
        let beginning = self.world.beginning;
        for node in &beginning.paused {
            let reason = "the upgrade paused it; it takes roles again, and none fails back by itself";
            self.push(Task::ResumeNode { node: node.clone() }, reason, self.time(TimeOf::Resume), None);
            self.storage_again(node);
        }
        for node in &beginning.maintained {
            self.storage_again(node);
        }
        let waits = !beginning.paused.is_empty() || !beginning.maintained.is_empty();
        if beginning.repairing && !waits && beginning.absent.is_empty() {
            self.storage_repair();
        }
        for absent in &beginning.absent {
            self.absent(absent);
        }
        for forgotten in &beginning.forgotten {
            let time = estimates::OWNER_LIST.times(forgotten.owners.len());
            let task = Task::RestoreOwners { node: forgotten.returns_as.clone(), roles: forgotten.owners.clone() };
            self.push(task, "its eviction took it off every list of owners", time, None);
        }
        for machine in &beginning.joining {
            self.joins(machine);
        }
    }

    /// A machine joins before the first node leaves.
    fn joins(&mut self, machine: &NodeName) {
        let (first_step, before) = (self.next_number(), self.script.estimate);
        self.comes(machine, machine);
        let temporary = self.world.policy.temporary_nodes.contains(machine);
        let stays = if temporary { "for the upgrade only" } else { "for good" };
        let reason = format!("it joins {stays}, so that the first node finds a new one with room");
        let stage = self.stage(machine, machine, before, first_step);
        self.script.stages.push(NodeStage { kind: StageKind::Joins, reason, ..stage });
    }

    /// A machine is installed and joins; `node`: the one whose place it takes.
    pub(super) fn comes(&mut self, node: &NodeName, machine: &NodeName) {
        let release = self.world.target.unwrap_or(Release::Older);
        let method = Method::CleanEvict;
        let task = Task::InstallNode { node: node.clone(), machine: machine.clone(), release, method };
        let reason = format!("{machine} stands ready; where it has {release}, nothing is installed");
        self.push(task, reason, self.time(TimeOf::Install), None);
        if let Some(number) = self.world.number(machine) {
            self.set_member(number, true);
        }
        let risk = self.risk_now();
        let reason = "it joins at the old functional level; old and new nodes work side by side";
        self.push(Task::AddNode { machine: machine.clone() }, reason, self.joining(), Some(risk));
        if self.world.inventory.storage.spaces_direct {
            self.storage_repair();
        }
        let reason = "the next step only when all nodes are up and no role is worse off than before";
        self.push(Task::VerifyNode { node: machine.clone() }, reason, self.time(TimeOf::Verify), None);
    }

    /// A stage that ends with the step before the next one.
    fn stage(&self, node: &NodeName, machine: &NodeName, before: Estimate, first_step: u32) -> NodeStage {
        NodeStage {
            node: node.clone(),
            returns_as: machine.clone(),
            kind: StageKind::Returns,
            method: Method::CleanEvict,
            reason: String::new(),
            wave: 0,
            estimate: difference(self.script.estimate, before),
            drain: None,
            first_step,
            last_step: self.next_number() - 1,
        }
    }

    /// A node that is out comes back with the old release.
    fn absent(&mut self, absent: &UpgradedNode) {
        let (first_step, before) = (self.next_number(), self.script.estimate);
        let back = self.world.beginning.back;
        let (left, node) = (&absent.node, absent.comes_as(back));
        let release = self.world.target.unwrap_or(Release::Older);
        let method = Method::CleanEvict;
        let task = Task::InstallNode { node: left.clone(), machine: node.clone(), release, method };
        let has = if back { "still has" } else { "has" };
        let reason = format!("{left} left for the upgrade; where {node} {has} {release}, nothing is installed");
        self.push(task, reason, self.time(TimeOf::Install), None);
        let reason = "it joins while the functional level is the old one";
        self.push(Task::AddNode { machine: node.clone() }, reason, self.joining(), None);
        self.storage_again(node);
        if !absent.owners.is_empty() {
            let time = estimates::OWNER_LIST.times(absent.owners.len());
            let task = Task::RestoreOwners { node: node.clone(), roles: absent.owners.clone() };
            self.push(task, "its eviction took it off every list of owners", time, None);
        }
        let reason = "the next step only when all nodes are up and no role is worse off than before";
        self.push(Task::VerifyNode { node: node.clone() }, reason, self.time(TimeOf::Verify), None);
        let reason = "it is out already, so it comes back first".to_owned();
        let stage = self.stage(left, node, before, first_step);
        let kind = if back { StageKind::Returns } else { StageKind::Joins };
        self.script.stages.push(NodeStage { reason, kind, ..stage });
    }

    fn storage_again(&mut self, node: &NodeName) {
        if self.world.inventory.storage.spaces_direct {
            let task = Task::DisableStorageMaintenance { node: node.clone() };
            self.push(task, "its disks take part again", estimates::MAINTENANCE, None);
            self.storage_repair();
        }
    }

    fn storage_repair(&mut self) {
        let reason = "the next node may go only when every volume has all its copies";
        self.push(Task::AwaitStorageRepair, reason, self.time(TimeOf::Repair), None);
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

impl World<'_> {
    /// Settings of the cluster that the plan borrows, each with the value that the policy asks for and the reason:
    /// more heartbeats that may be missed while links are full, and as many migrations at a time as the policy wants.
    pub(super) fn borrowed_settings(&self) -> Vec<(BorrowedSetting, u64, String)> {
        let (cluster, policy) = (&self.inventory.cluster, self.policy);
        let mut borrowed = Vec::new();
        let threshold = cluster.same_subnet_threshold.filter(|threshold| *threshold < policy.heartbeat_threshold);
        if let Some(threshold) = threshold.filter(|_| cluster.functional_level >= Release::Server2016.level()) {
            let reason = format!("{threshold} missed heartbeats are soon reached while migrations fill the links");
            borrowed.push((BorrowedSetting::SameSubnetThreshold, policy.heartbeat_threshold.into(), reason));
        }
        let limit = cluster.maximum_parallel_migrations.filter(|limit| *limit < policy.parallel_migrations);
        if let Some(limit) = limit {
            let reason = format!("the cluster lets {limit} migrations run at a time, and the plan counts on more");
            borrowed.push((BorrowedSetting::MaximumParallelMigrations, policy.parallel_migrations.into(), reason));
        }
        if self.skips_destination_check() {
            let reason =
                "a host with Windows Server 2016 finds a switch with embedded teaming on 2019 unlike its own, \
                          and no VM would go back to it"
                    .to_owned();
            borrowed.push((BorrowedSetting::SkipMigrationDestinationCheck, 1, reason));
        }
        borrowed
    }

    /// Whether live migrations back to an old host would fail on the check of their destination: between Windows Server
    /// 2016 and 2019 with switch embedded teaming ("Upgrade a Storage Spaces Direct cluster to Windows Server 2019",
    /// learn.microsoft.com).
    fn skips_destination_check(&self) -> bool {
        let between = [Release::Server2016, Release::Server2019];
        let target = self.target.filter(|target| between.contains(target));
        let teams = |machine: &Machine| machine.switches.iter().any(|switch| switch.teaming == Teaming::Set);
        let hosts = self.inventory.nodes.iter().filter_map(|node| node.machine.as_ref());
        let other = |release: Release| target.is_some_and(|target| target != release) && between.contains(&release);
        hosts.clone().any(|machine| other(machine.release)) && hosts.clone().any(teams)
    }
}
