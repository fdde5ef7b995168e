//! One step: looks, acts where it must, believes what it reads.

use super::{ActionResult, ActionTask, GroupObserved, Observation, Observe, Run};
use crate::error::{ErrorId, ErrorReport};
use crate::model::RoleState;
use crate::plan::Task;

/// What a step wants.
#[derive(Debug)]
pub(super) enum Decision {
    /// Something done, and read afterwards.
    Do {
        /// What.
        task: ActionTask,
        /// How long to wait before reading.
        wait_seconds: u64,
        /// What to read.
        observe: Observe,
    },
    /// Nothing more: it has what it wanted.
    Done,
    /// The same for several steps at once.
    DoneMany(usize),
    /// A person.
    Pause(ErrorReport),
    /// The commitment.
    AwaitCommit,
}

/// What the last action brought.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    /// What was done.
    pub(super) task: &'a ActionTask,
    /// What the call said.
    pub(super) result: &'a ActionResult,
    /// What was read.
    pub(super) observed: &'a Observation,
}

impl Seen<'_> {
    /// Whether the action was more than a look.
    pub(super) fn acted(&self) -> bool {
        *self.task != ActionTask::Look
    }

    /// The error of the call, where it had one.
    pub(super) const fn error(&self) -> Option<&ErrorReport> {
        match self.result {
            ActionResult::Failed { error } => Some(error),
            ActionResult::Succeeded => None,
        }
    }
}

/// A look without an action.
pub(super) fn look(observe: Observe) -> Decision {
    look_after(0, observe)
}

/// A look after a wait.
pub(super) fn look_after(wait_seconds: u64, observe: Observe) -> Decision {
    Decision::Do { task: ActionTask::Look, wait_seconds, observe }
}

/// An action and a look.
pub(super) fn act(task: ActionTask, observe: Observe) -> Decision {
    Decision::Do { task, wait_seconds: 0, observe }
}

impl Run {
    /// Decides the step in hand, given what the last action brought; `None` where it has just begun.
    pub(super) fn decide(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let plan = std::sync::Arc::clone(&self.plan);
        match &plan.steps[self.cursor].task {
            Task::BorrowSetting { name, value } => self.borrow_setting(*name, *value, seen),
            Task::RestoreSetting { name } => self.restore_setting(*name, seen),
            Task::DisableUpdatingRole => self.updating_role(false, seen),
            Task::EnableUpdatingRole => self.updating_role(true, seen),
            Task::PauseNode { node } => self.pause_node(node, seen),
            Task::MoveRole { .. } => self.move_roles(seen),
            Task::MoveSharedVolume { volume, to, .. } => self.move_shared_volume(volume, to, seen),
            Task::DrainNode { node } => self.drain_node(node, seen),
            Task::EvictNode { node } => self.evict_node(node, seen),
            Task::InstallNode { node, machine, release, method } => {
                self.install_node(node, machine, *release, *method, seen)
            }
            Task::AddNode { machine } => self.add_node(machine, seen),
            Task::ResumeNode { node } => self.resume_node(node, seen),
            Task::RestoreOwners { roles, .. } => self.restore_owners(roles, seen),
            Task::VerifyNode { node } => self.verify_node(node, seen),
            Task::Soak { node, seconds } => self.soak(node, *seconds, seen),
            Task::EnableStorageMaintenance { node } => self.storage_maintenance(node, true, seen),
            Task::DisableStorageMaintenance { node } => self.storage_maintenance(node, false, seen),
            Task::AwaitStorageRepair => self.await_storage_repair(seen),
            Task::AwaitCommit => {
                if self.committed() {
                    self.say_consent();
                    Decision::Done
                } else {
                    Decision::AwaitCommit
                }
            }
            Task::CheckFunctionalLevel => self.check_level(seen),
            Task::RaiseFunctionalLevel { level } => self.raise_level(*level, seen),
            Task::UpdateStoragePool { pool } => self.update_storage_pool(pool, seen),
            Task::RaiseVirtualMachineVersion { role, to, running, .. } => self.raise_version(role, *to, *running, seen),
        }
    }

    /// The report of an action that failed for good.
    pub(super) fn failed(&self, error: &ErrorReport) -> ErrorReport {
        let step = self.plan.steps.get(self.cursor).filter(|_| self.between.queue.is_empty());
        let what =
            step.map_or_else(String::new, |step| format!("step {} ({}) failed: ", step.number, step.task.describe()));
        let mut report = ErrorReport::new(
            ErrorId::ActionFailed,
            format!("{what}{}", error.message),
            format!("{} Then resume the run.", error.remedy),
        )
        .caused_by(&error.message);
        report.subject.clone_from(&error.subject);
        report.win32 = error.win32;
        report
    }

    /// The report of a step that took too long.
    pub(super) fn timed_out(&self, what: String, remedy: &str) -> Decision {
        Decision::Pause(ErrorReport::new(ErrorId::StepTimedOut, what, format!("{remedy} Then resume the run.")))
    }

    /// The report of something that is not as it has to be.
    pub(super) fn not_as_expected(&self, what: String, remedy: &str) -> Decision {
        Decision::Pause(ErrorReport::new(ErrorId::ActionFailed, what, format!("{remedy} Then resume the run.")))
    }

    /// Notes that something moved, so that a time-out begins anew.
    pub(super) fn moved(&mut self) {
        self.progress.changed = self.now;
    }

    /// Seconds since something moved last.
    pub(super) fn still_seconds(&self) -> u64 {
        self.now.seconds_since(self.progress.changed)
    }

    pub(super) fn updating_role(&mut self, enabled: bool, seen: Option<&Seen<'_>>) -> Decision {
        // What was disabled before the run began stays as it was.
        if enabled && !self.between.updating_disabled {
            return Decision::Done;
        }
        let Some(seen) = seen else { return look(Observe::UpdatingRole) };
        if let (false, Some(groups)) = (enabled, &seen.observed.groups) {
            self.expect_stopped(groups);
            return Decision::Done;
        }
        match seen.observed.updating_role_enabled {
            None => Decision::Done,
            // Its group stands still from here on, by our own wish: whatever is off now is not missed later.
            Some(false) if !enabled => look(Observe::Everything),
            Some(now) if now == enabled => {
                self.between.updating_disabled = false;
                Decision::Done
            }
            Some(_) => {
                if let Some(error) = seen.error() {
                    return self.after_failure(&error.clone(), Observe::UpdatingRole);
                }
                if seen.acted() {
                    let what = "the role of Cluster-Aware Updating did not change its state".to_owned();
                    return self.not_as_expected(what, "Look at its resources with Get-ClusterResource.");
                }
                self.between.updating_disabled = true;
                let task = if enabled { ActionTask::EnableUpdatingRole } else { ActionTask::DisableUpdatingRole };
                act(task, Observe::UpdatingRole)
            }
        }
    }

    /// Takes roles that have been stopped as they are: no node is kept waiting for them.
    fn expect_stopped(&mut self, groups: &[GroupObserved]) {
        for group in groups.iter().filter(|group| group.state == RoleState::Offline) {
            self.baseline.insert(group.name.clone(), group.state);
        }
    }
}
