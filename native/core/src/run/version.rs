//! The campaign that raises configuration versions: one VM at a time, one VM's failure stops only that VM.

use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, LineKind, Observe, Run, VirtualMachineObserved};
use crate::error::ErrorReport;
use crate::model::{ConfigurationVersion, RoleName, VirtualMachineState};
use crate::plan::Task;

/// The phase of a VM that was shut down in vain and has been started again.
const GIVEN_UP: u32 = 4;

impl Run {
    pub(super) fn raise_version(
        &mut self,
        role: &RoleName,
        to: ConfigurationVersion,
        running: bool,
        seen: Option<&Seen<'_>>,
    ) -> Decision {
        let observe = Observe::VirtualMachine { role: role.clone() };
        let Some(seen) = seen else { return look(observe) };
        let Some(machine) = seen.observed.virtual_machine.clone() else {
            return self.skip(role, "it was not found".to_owned());
        };
        if self.progress.phase == GIVEN_UP {
            let why = std::mem::take(&mut self.progress.note);
            return self.skip(role, why);
        }
        if let Some(error) = seen.error() {
            return self.version_failed(role, running, &machine, &error.clone());
        }
        if machine.version >= to {
            return self.start_again(role, running, &machine, observe);
        }
        match machine.state {
            VirtualMachineState::Off if self.progress.phase < 2 => {
                self.progress.phase = 2;
                let task =
                    ActionTask::UpdateVirtualMachineVersion { role: role.clone(), host: machine.host, version: to };
                act(task, observe)
            }
            VirtualMachineState::Off => {
                let error = ErrorReport::new(
                    crate::error::ErrorId::ActionFailed,
                    format!("its version is still {}", machine.version),
                    "Look at the event log of the host.",
                );
                self.version_failed(role, running, &machine, &error)
            }
            VirtualMachineState::Running if self.progress.phase == 0 => {
                self.progress.phase = 1;
                act(ActionTask::ShutDownVirtualMachine { role: role.clone(), host: machine.host }, observe)
            }
            VirtualMachineState::Running => {
                if self.still_seconds() > self.plan.policy.move_timeout_seconds {
                    return self.skip(role, "its guest did not shut down".to_owned());
                }
                look_after(self.plan.policy.poll_seconds, observe)
            }
            VirtualMachineState::Saved | VirtualMachineState::Paused => {
                self.skip(role, "it is saved or paused and can't be shut down".to_owned())
            }
        }
    }

    fn start_again(
        &mut self,
        role: &RoleName,
        running: bool,
        machine: &VirtualMachineObserved,
        observe: Observe,
    ) -> Decision {
        if !running || machine.state == VirtualMachineState::Running {
            self.versions_raised.push(role.clone());
            self.say(LineKind::Seen, format!("{role} has the configuration version {}.", machine.version));
            return Decision::Done;
        }
        if self.progress.phase < 3 {
            self.progress.phase = 3;
            return act(ActionTask::StartRole { role: role.clone() }, observe);
        }
        if self.still_seconds() > self.plan.policy.move_timeout_seconds {
            return self.skip(role, "it does not start".to_owned());
        }
        look_after(self.plan.policy.poll_seconds, observe)
    }

    /// Starts a VM again that was shut down and could not be raised, then leaves it.
    fn version_failed(
        &mut self,
        role: &RoleName,
        running: bool,
        machine: &VirtualMachineObserved,
        error: &ErrorReport,
    ) -> Decision {
        if running && machine.state == VirtualMachineState::Off {
            let (task, observe) = self.give_up_version(role, error.message.clone());
            return act(task, observe);
        }
        self.skip(role, error.message.clone())
    }

    /// What starts a VM again that was shut down and is not going to be raised.
    pub(super) fn give_up_version(&mut self, role: &RoleName, why: String) -> (ActionTask, Observe) {
        self.progress.phase = GIVEN_UP;
        self.progress.note = why;
        (ActionTask::StartRole { role: role.clone() }, Observe::VirtualMachine { role: role.clone() })
    }

    /// Whether the VM that is about to be raised ran before the campaign.
    pub(super) fn was_shut_down(&self, task: &ActionTask) -> bool {
        let step = self.plan.steps.get(self.cursor).map(|step| &step.task);
        matches!(task, ActionTask::UpdateVirtualMachineVersion { .. })
            && matches!(step, Some(Task::RaiseVirtualMachineVersion { running: true, .. }))
    }

    fn skip(&mut self, role: &RoleName, why: String) -> Decision {
        self.left_out(role, why);
        Decision::Done
    }

    /// Leaves a VM as it is, and says why.
    pub(super) fn left_out(&mut self, role: &RoleName, why: String) {
        let text = format!("{role} keeps its configuration version: {why}");
        self.say(LineKind::Warning, format!("{text}."));
        self.left_undone.push(text);
    }
}
