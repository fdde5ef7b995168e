//! The campaign that raises configuration versions: one VM at a time, one VM's failure stops only that VM.

use super::retry::transient;
use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, GroupObserved, LineKind, Observe, Run, VirtualMachineObserved};
use crate::error::ErrorReport;
use crate::model::{ConfigurationVersion, RoleName, VirtualMachineState};
use crate::plan::Task;

/// The phase of a VM that was told to shut down.
const SHUT_DOWN: u32 = 1;
/// That of a VM whose version is being raised.
const RAISES: u32 = 2;
/// That of a VM that has its version and is being started.
const STARTS: u32 = 3;
/// That of a VM that was shut down in vain and is being started again.
const GIVEN_UP: u32 = 4;

fn start_by_hand(role: &RoleName) -> String {
    format!("Start it with Start-ClusterGroup -Name '{}'.", role.as_str().replace('\'', "''"))
}

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
            return self.leave(role, &machine, seen);
        }
        if machine.version >= to {
            return self.start_again(role, running, &machine, seen);
        }
        if let Some(error) = seen.error() {
            return self.version_failed(role, running, &machine, &error.clone());
        }
        let groups = seen.observed.groups.as_deref().unwrap_or_default();
        if groups.iter().any(GroupObserved::moving) && self.still_seconds() <= self.plan.policy.move_timeout_seconds {
            // One that is on its way, such as one that somebody has just started, can't be shut down yet.
            return look_after(self.plan.policy.poll_seconds, observe);
        }
        match machine.state {
            VirtualMachineState::Off if self.progress.phase < RAISES => {
                self.progress.phase = RAISES;
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
                self.progress.phase = SHUT_DOWN;
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

    /// It has its version: it is started where it ran before.
    fn start_again(
        &mut self,
        role: &RoleName,
        running: bool,
        machine: &VirtualMachineObserved,
        seen: &Seen<'_>,
    ) -> Decision {
        if self.progress.phase < STARTS {
            self.progress.phase = STARTS;
            self.moved();
        }
        match if running { self.start_machine(role, machine, seen) } else { Ok(None) } {
            Ok(Some(decision)) => return decision,
            Ok(None) => self.say(LineKind::Seen, format!("{role} has the configuration version {}.", machine.version)),
            Err(why) => {
                let text = format!("{role} has the configuration version {} and is off: {why}", machine.version);
                self.left_off(role, text);
            }
        }
        self.versions_raised.push(role.clone());
        Decision::Done
    }

    /// What brings a VM that is off to run; `None` where it is not off, an error where nothing helps.
    fn start_machine(
        &self,
        role: &RoleName,
        machine: &VirtualMachineObserved,
        seen: &Seen<'_>,
    ) -> Result<Option<Decision>, String> {
        if machine.state != VirtualMachineState::Off {
            return Ok(None);
        }
        if self.still_seconds() > self.plan.policy.move_timeout_seconds {
            return Err("it does not start".to_owned());
        }
        let observe = Observe::VirtualMachine { role: role.clone() };
        if !matches!(seen.task, ActionTask::StartRole { .. }) {
            return Ok(Some(act(ActionTask::StartRole { role: role.clone() }, observe)));
        }
        match seen.error().filter(|error| !transient(error)) {
            Some(error) => Err(error.message.clone()),
            None => Ok(Some(look_after(self.plan.policy.poll_seconds, observe))),
        }
    }

    /// Tries once more what passes by itself; else starts a VM that was shut down and could not be raised, and leaves
    /// it.
    fn version_failed(
        &mut self,
        role: &RoleName,
        running: bool,
        machine: &VirtualMachineObserved,
        error: &ErrorReport,
    ) -> Decision {
        let off = machine.state == VirtualMachineState::Off;
        if transient(error) && self.progress.attempts < self.plan.policy.retries {
            self.progress.attempts += 1;
            self.progress.phase = if off { SHUT_DOWN } else { 0 };
            self.say(LineKind::Warning, format!("Failed and is tried again: {}.", error.message));
            let observe = Observe::VirtualMachine { role: role.clone() };
            return look_after(self.back_off(self.progress.attempts), observe);
        }
        if running && off {
            let (task, observe) = self.give_up_version(role, error.message.clone());
            return act(task, observe);
        }
        self.skip(role, error.message.clone())
    }

    /// Leaves a VM that has been given up, once it runs again.
    fn leave(&mut self, role: &RoleName, machine: &VirtualMachineObserved, seen: &Seen<'_>) -> Decision {
        match self.start_machine(role, machine, seen) {
            Ok(Some(decision)) => return decision,
            Ok(None) => {
                let why = std::mem::take(&mut self.progress.note);
                self.left_out(role, why);
            }
            Err(trouble) => {
                let why = std::mem::take(&mut self.progress.note);
                self.left_off(role, format!("{role} keeps its configuration version: {why}. It is off: {trouble}"));
            }
        }
        Decision::Done
    }

    /// The VM that the step in hand has shut down, or is about to, and that ran before.
    pub(super) fn machine_shut_down(&self) -> Option<RoleName> {
        let begun = self.progress.phase > 0 || self.progress.attempts > 0;
        match &self.plan.steps.get(self.cursor)?.task {
            Task::RaiseVirtualMachineVersion { role, running: true, .. } if begun => Some(role.clone()),
            _ => None,
        }
    }

    /// Starts a VM before the run rests, wherever in its turn the run was.
    pub(super) fn start_before_rest(&self, role: &RoleName, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::VirtualMachine { role: role.clone() }) };
        let Some(machine) = &seen.observed.virtual_machine else { return Decision::Done };
        match self.start_machine(role, machine, seen) {
            Ok(Some(decision)) => decision,
            Ok(None) => Decision::Done,
            Err(why) => self.not_as_expected(format!("{role} is off: {why}"), &start_by_hand(role)),
        }
    }

    /// What starts a VM again that was shut down and is not going to be raised.
    pub(super) fn give_up_version(&mut self, role: &RoleName, why: String) -> (ActionTask, Observe) {
        self.progress.phase = GIVEN_UP;
        self.moved();
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

    /// Tells of a VM that ran and is off.
    fn left_off(&mut self, role: &RoleName, text: String) {
        let text = format!("{text}. {}", start_by_hand(role));
        self.say(LineKind::Warning, text.clone());
        self.left_undone.push(text);
    }

    /// Leaves a VM as it is, and says why.
    pub(super) fn left_out(&mut self, role: &RoleName, why: String) {
        let text = format!("{role} keeps its configuration version: {why}");
        self.say(LineKind::Warning, format!("{text}."));
        self.left_undone.push(text);
    }
}
