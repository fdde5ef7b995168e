//! The gate of the canary: a VM that the policy names migrates live to the new node and back, and answers on both.
//!
//! A VM that runs is not yet one that works: where a VLAN is missing on a port of the new node, the guest runs there
//! and nobody reaches it. So its heartbeat is read, and it is asked for on the network; one that did not answer there
//! before it was sent is judged by its heartbeat alone. A canary that does not answer on the new node is sent home
//! before the gate says that it is closed.

use super::Verdict;
use crate::model::{NodeName, RoleName, RoleState, VirtualMachineState};
use crate::plan::Migration;
use crate::run::step::Seen;
use crate::run::{ActionTask, GroupObserved, LineKind, Observe, Run, VirtualMachineObserved};

/// The VM is where it was when the gate began.
const AT_HOME: u32 = 0;
/// It was sent to the new node.
const SENT: u32 = 1;
/// It is there and does not answer yet.
const SILENT: u32 = 2;
/// It answers there and was sent back.
const SENT_BACK: u32 = 3;
/// It does not answer there and was taken back.
const TAKEN_BACK: u32 = 4;
/// How long a guest may take to answer on a network that it has just come to.
const SETTLE_SECONDS: u64 = 60;

impl Run {
    pub(super) fn canary_gate(&mut self, node: &NodeName, seen: Option<&Seen<'_>>) -> Verdict {
        let Some(role) = self.plan.policy.canary_role.clone() else { return Verdict::Open };
        let observe = Observe::Guest { role: role.clone() };
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
        let guest = seen.observed.virtual_machine.as_ref();
        match guest.filter(|guest| guest.state == VirtualMachineState::Running) {
            Some(guest) if group.state == RoleState::Online => self.canary_stands(node, group, guest, observe),
            _ => Verdict::Closed(format!("{role} does not run on {}", group.owner)),
        }
    }

    /// The canary runs somewhere and is not on its way.
    fn canary_stands(
        &mut self,
        node: &NodeName,
        group: &GroupObserved,
        guest: &VirtualMachineObserved,
        observe: Observe,
    ) -> Verdict {
        let (role, owner) = (group.name.clone(), &group.owner);
        let home = self.between.canary_home.clone();
        let silence = self.silence(guest);
        match (self.progress.phase, home) {
            (SENT_BACK, Some(home)) if home == *owner => match silence {
                Some(silence) => Verdict::Closed(format!("{role} {silence} on {owner}, where it came back to")),
                None => self.canary_is_done(),
            },
            (TAKEN_BACK, Some(home)) if home == *owner => {
                self.progress.phase = AT_HOME;
                Verdict::Closed(format!("{role} did not answer on {node}"))
            }
            // The way home has failed: the next time it is tried again.
            (SENT_BACK | TAKEN_BACK, _) => {
                self.progress.phase = SENT;
                Verdict::Closed(format!("{role} is still on {owner}"))
            }
            (_, Some(home)) if owner == node => self.canary_arrived(node, home, role, silence, observe),
            // The plan has put it there, so nobody sends it.
            (_, None) if owner == node => match silence {
                Some(silence) => Verdict::Closed(format!("{role} {silence} on {owner}")),
                None => self.canary_is_done(),
            },
            (AT_HOME, _) => {
                self.between.canary_home.get_or_insert_with(|| owner.clone());
                self.between.canary_answered |= guest.answers == Some(true);
                self.canary_moves(SENT, role, node.clone(), observe)
            }
            // It did not arrive: the next time it is sent again.
            _ => {
                self.progress.phase = AT_HOME;
                Verdict::Closed(format!("{role} is still on {owner}"))
            }
        }
    }

    /// It is on the new node: back where it answers, and back as well where it goes on to say nothing.
    fn canary_arrived(
        &mut self,
        node: &NodeName,
        home: NodeName,
        role: RoleName,
        silence: Option<&'static str>,
        observe: Observe,
    ) -> Verdict {
        let Some(silence) = silence else { return self.canary_moves(SENT_BACK, role, home, observe) };
        if self.progress.phase != SILENT {
            self.progress.phase = SILENT;
            self.moved();
        }
        if self.still_seconds() < SETTLE_SECONDS {
            return Verdict::Ask { task: ActionTask::Look, wait_seconds: self.plan.policy.poll_seconds, observe };
        }
        self.say(LineKind::Warning, format!("The canary {role} {silence} on {node} and is taken back to {home}."));
        self.canary_moves(TAKEN_BACK, role, home, observe)
    }

    /// What is missed of a guest that runs.
    fn silence(&self, guest: &VirtualMachineObserved) -> Option<&'static str> {
        if guest.heartbeat == Some(false) {
            return Some("has no heartbeat");
        }
        (self.between.canary_answered && guest.answers == Some(false)).then_some("does not answer on the network")
    }

    fn canary_is_done(&mut self) -> Verdict {
        self.between.canary_home = None;
        self.between.canary_answered = false;
        Verdict::Open
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
