//! The gate of the canary: a VM that the policy names migrates live to the new node and back, and runs on both.

use super::Verdict;
use crate::model::{NodeName, RoleName, RoleState, VirtualMachineState};
use crate::plan::Migration;
use crate::run::step::Seen;
use crate::run::{ActionTask, Observe, Run};

/// The VM is where it was when the gate began.
const AT_HOME: u32 = 0;
/// It was sent to the new node.
const SENT: u32 = 1;
/// It answers there and was sent back.
const SENT_BACK: u32 = 2;

impl Run {
    pub(super) fn canary_gate(&mut self, node: &NodeName, seen: Option<&Seen<'_>>) -> Verdict {
        let Some(role) = self.plan.policy.canary_role.clone() else { return Verdict::Open };
        let observe = Observe::VirtualMachine { role: role.clone() };
        let Some(seen) = seen else { return Verdict::look(observe) };
        if let Some(error) = seen.error() {
            self.progress.phase = AT_HOME;
            return Verdict::Closed(format!("{role} did not move: {}", error.message));
        }
        let group = seen.observed.groups.as_deref().unwrap_or_default().iter().find(|group| group.name == role);
        let Some(group) = group else { return Verdict::Closed(format!("there is no role {role}")) };
        if group.moving() {
            return self.canary_travels(&role, observe);
        }
        let runs = seen.observed.virtual_machine.as_ref().map(|machine| machine.state);
        if group.state != RoleState::Online || runs != Some(VirtualMachineState::Running) {
            return Verdict::Closed(format!("{role} does not run on {}", group.owner));
        }
        match self.progress.phase {
            AT_HOME if group.owner == *node => match self.between.canary_home.clone() {
                // It had been sent when the run was interrupted.
                Some(home) => self.canary_moves(SENT_BACK, role, home, observe),
                None => Verdict::Open,
            },
            AT_HOME => {
                self.between.canary_home = Some(group.owner.clone());
                self.canary_moves(SENT, role, node.clone(), observe)
            }
            SENT if group.owner == *node => match self.between.canary_home.clone() {
                Some(home) => self.canary_moves(SENT_BACK, role, home, observe),
                None => Verdict::Open,
            },
            SENT_BACK if Some(&group.owner) == self.between.canary_home.as_ref() => {
                self.between.canary_home = None;
                Verdict::Open
            }
            // It did not arrive: the next time it is sent again.
            phase => {
                self.progress.phase = if phase == SENT_BACK { SENT } else { AT_HOME };
                Verdict::Closed(format!("{role} is still on {}", group.owner))
            }
        }
    }

    fn canary_moves(&mut self, phase: u32, role: RoleName, to: NodeName, observe: Observe) -> Verdict {
        self.progress.phase = phase;
        self.moved();
        let task = ActionTask::MoveRole { role, to, migration: Migration::Live };
        Verdict::Ask { task, wait_seconds: self.plan.policy.poll_seconds, observe }
    }

    fn canary_travels(&self, role: &RoleName, observe: Observe) -> Verdict {
        if self.still_seconds() > self.plan.policy.move_timeout_seconds {
            return Verdict::Closed(format!("{role} has been on its way for {} s", self.still_seconds()));
        }
        Verdict::Ask { task: ActionTask::Look, wait_seconds: self.plan.policy.poll_seconds, observe }
    }
}
