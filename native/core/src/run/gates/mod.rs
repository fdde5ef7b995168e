//! Gates between nodes: what has to hold before the next node goes out. Each gate is a file of its own.
//!
//! A closed gate is asked again and again, then pauses the run with its reason; it never fails it. A run that is
//! resumed asks all gates anew, because what they saw may have changed meanwhile.

mod canary;
pub(super) mod events;
mod membership;
mod roles;
mod storage;
mod user;
mod validation;
mod volumes;
mod window;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::interlude::Interlude;
use super::step::{Decision, Seen};
use super::{ActionTask, LineKind, Observe, Run};
use crate::error::{ErrorId, ErrorReport};
use crate::model::NodeName;
use crate::plan::Task;

/// A gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Gate {
    /// Every role that ran runs, and none has failed.
    Roles,
    /// No node is isolated or in quarantine.
    Membership,
    /// No shared volume is redirected or offline that was not.
    Volumes,
    /// Storage is repaired.
    Storage,
    /// No critical event since the last gate.
    Events,
    /// Test-Cluster, without the tests that take disks offline, approves.
    Validation,
    /// A VM travels to the new node and back, and runs.
    Canary,
    /// One of the user's.
    User {
        /// Its number, from 1.
        number: u32,
    },
    /// A maintenance window is open for long enough.
    Window,
}

impl fmt::Display for Gate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Roles => formatter.write_str("of the roles"),
            Self::Membership => formatter.write_str("of the members"),
            Self::Volumes => formatter.write_str("of the shared volumes"),
            Self::Storage => formatter.write_str("of storage"),
            Self::Events => formatter.write_str("of the events"),
            Self::Validation => formatter.write_str("of the validation"),
            Self::Canary => formatter.write_str("of the canary"),
            Self::User { number } => write!(formatter, "{number} of the user"),
            Self::Window => formatter.write_str("of the window"),
        }
    }
}

/// What a gate says.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It has to know more.
    Ask {
        /// What to do.
        task: ActionTask,
        /// How long to wait before reading.
        wait_seconds: u64,
        /// What to read.
        observe: Observe,
    },
    /// The next node may go.
    Open,
    /// It may not; the reason, without a full stop.
    Closed(String),
}

impl Verdict {
    fn look(observe: Observe) -> Self {
        Self::Ask { task: ActionTask::Look, wait_seconds: 0, observe }
    }
}

impl Run {
    /// The gates before the step in hand, where a node's turn begins with it. Those of the cluster look at what the
    /// node before left behind; those of the user are asked before the first node, too.
    pub(super) fn gates(&self) -> Vec<Interlude> {
        let Some(index) = self.gated_stage() else { return Vec::new() };
        let mut gates = Vec::new();
        let back = self.stage_before(index).map(|stage| stage.returns_as.clone());
        if back.is_some() {
            gates.extend([Gate::Roles, Gate::Membership, Gate::Volumes]);
            if self.plan.steps.iter().any(|step| step.task == Task::AwaitStorageRepair) {
                gates.push(Gate::Storage);
            }
            gates.push(Gate::Events);
            if self.plan.policy.validate_between_nodes {
                gates.push(Gate::Validation);
            }
            let stays = back.as_ref().is_some_and(|node| !self.plan.retires(node));
            if stays && self.plan.policy.canary_role.is_some() {
                gates.push(Gate::Canary);
            }
        }
        gates.extend((1..=self.options.session.user_gates).map(|number| Gate::User { number }));
        if self.waits_for_window() {
            gates.push(Gate::Window);
        }
        let node = back.unwrap_or_else(|| self.plan.nodes[index].node.clone());
        gates.into_iter().map(|gate| Interlude::Gate { gate, node: node.clone() }).collect()
    }

    /// Asks a gate until it opens or its time is over.
    pub(super) fn ask_gate(&mut self, gate: &Gate, node: &NodeName, seen: Option<&Seen<'_>>) -> Decision {
        if *gate == Gate::Window {
            return self.ask_window(seen);
        }
        // What comes after the wait for a closed gate says nothing by itself.
        let seen = if std::mem::take(&mut self.between.gate_waits) { None } else { seen };
        let verdict = match gate {
            Gate::Roles => self.roles_gate(seen),
            Gate::Membership => self.membership_gate(seen),
            Gate::Volumes => self.volumes_gate(seen),
            Gate::Storage => self.storage_gate(seen),
            Gate::Events => self.events_gate(seen),
            Gate::Validation => self.validation_gate(seen),
            Gate::Canary => self.canary_gate(node, seen),
            Gate::User { number } => self.user_gate(*number, seen),
            Gate::Window => Verdict::Open,
        };
        match verdict {
            Verdict::Ask { task, wait_seconds, observe } => Decision::Do { task, wait_seconds, observe },
            Verdict::Open => {
                self.waiting_for = None;
                Decision::Done
            }
            Verdict::Closed(reason) => self.gate_closed(gate, reason),
        }
    }

    fn gate_closed(&mut self, gate: &Gate, reason: String) -> Decision {
        let text = format!("the gate {gate} is closed: {reason}");
        if self.now.seconds_since(self.progress.since) > self.plan.policy.gate_timeout_seconds {
            let remedy = "Put right what keeps it closed. Then resume the run: every gate is asked again.";
            return Decision::Pause(ErrorReport::new(ErrorId::GateClosed, text, remedy));
        }
        self.say_once(LineKind::Warning, format!("Waiting: {text}."));
        self.waiting_for = Some(text);
        self.between.gate_waits = true;
        let wait_seconds = self.plan.policy.long_poll_seconds;
        Decision::Do { task: ActionTask::Look, wait_seconds, observe: Observe::Nothing }
    }
}
