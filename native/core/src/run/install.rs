//! Waiting for the machine that comes back.

use serde::{Deserialize, Serialize};

use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, LineKind, Observe, Run};
use crate::model::{Disk, NodeName, Release};
use crate::plan::Method;
use crate::profile::readiness::{Hardware, Question, examine};
use crate::rules::Outcome;

/// What is known of the order to install a machine. The operator may be a script that begins anew with each order, so
/// that it is given once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Order {
    /// It was about to be given.
    InDoubt,
    /// It was given.
    Given,
}

impl Run {
    pub(super) fn install_node(
        &mut self,
        node: &NodeName,
        machine: &NodeName,
        release: Release,
        method: Method,
        seen: Option<&Seen<'_>>,
    ) -> Decision {
        let observe = Observe::Machine { machine: machine.clone() };
        let Some(seen) = seen else { return look(observe) };
        if self.progress.phase == 0 {
            // A node that stays a member has not been recorded by an eviction.
            if method == Method::InPlaceKeep && !self.profiles.contains_key(node) {
                self.record_profile(node, seen);
            }
            self.progress.phase = 1;
            if self.is_ready(node, machine, release, seen) {
                return Decision::Done;
            }
            if self.is_ordered(machine, release, seen) {
                return look_after(self.plan.policy.long_poll_seconds, observe);
            }
            return act(self.installation(node, machine, release, method), observe);
        }
        if let Some(error) = seen.error() {
            self.ordered.remove(machine);
            return Decision::Pause(self.failed(&error.clone()));
        }
        if seen.acted() {
            self.ordered.insert(machine.clone(), Order::Given);
        }
        if self.is_ready(node, machine, release, seen) {
            self.say(LineKind::Seen, format!("{machine} has what {node} had."));
            return Decision::Done;
        }
        if self.ordered.contains_key(machine) && !self.is_ordered(machine, release, seen) {
            return act(self.installation(node, machine, release, method), observe);
        }
        let limit = self.plan.policy.install_timeout_seconds;
        if limit > 0 && self.now.seconds_since(self.progress.since) > limit {
            let waiting = self.waiting_for.clone().unwrap_or_default();
            return self.timed_out(format!("{machine} is not ready: {waiting}"), "Finish its installation.");
        }
        look_after(self.plan.policy.long_poll_seconds, observe)
    }

    /// Whether the installation was ordered before the run was cut off. Where that is in doubt the machine tells, now
    /// or once it answers: one that answers with another release has not begun.
    fn is_ordered(&mut self, machine: &NodeName, release: Release, seen: &Seen<'_>) -> bool {
        match self.ordered.get(machine) {
            None => false,
            Some(Order::Given) => true,
            Some(Order::InDoubt) => {
                let observed = seen.observed.machine.as_ref().filter(|observed| observed.reachable);
                let facts = observed.and_then(|observed| observed.facts.as_ref());
                if facts.is_some_and(|facts| facts.release != release) {
                    return false;
                }
                let text = format!(
                    "Whether {machine} was ordered to be installed is not known; it does not answer with its old \
                     release, so its installation is taken to be under way. Where nobody installs it, install it now."
                );
                self.say_once(LineKind::Warning, text);
                true
            }
        }
    }

    /// The task, with the disks by serial number where the machine is the one that left.
    fn installation(&self, node: &NodeName, machine: &NodeName, release: Release, method: Method) -> ActionTask {
        let disks = self.profiles.get(node).filter(|_| node == machine).map(|facts| facts.disks.as_slice());
        let disks = disks.unwrap_or_default();
        let serials = |wanted: fn(&&Disk) -> bool| {
            disks.iter().filter(wanted).map(|disk| disk.serial_number.clone()).collect::<Vec<_>>()
        };
        ActionTask::Install {
            node: node.clone(),
            machine: machine.clone(),
            release,
            method,
            boot_disk: serials(|disk| disk.boot).into_iter().next(),
            untouched_disks: serials(|disk| disk.pooled),
        }
    }

    fn is_ready(&mut self, node: &NodeName, machine: &NodeName, release: Release, seen: &Seen<'_>) -> bool {
        let observed = seen.observed.machine.as_ref().filter(|observed| observed.reachable);
        let Some(now) = observed.and_then(|observed| observed.facts.as_ref()) else {
            self.wait_for(format!("{machine} to answer after the installation of {release}"));
            return false;
        };
        // Where nobody could record the node, the release is all that can be asked for.
        let before = self.profiles.get(node).unwrap_or(now);
        let readiness = examine(&Question {
            node,
            before,
            machine,
            now: Some(now),
            hardware: if node == machine { Hardware::Same } else { Hardware::Other },
            release,
            acknowledgements: &self.plan.policy.acknowledgements,
        });
        if !readiness.ready {
            let refusing = readiness.findings.iter().filter(|finding| finding.refuses());
            let list: Vec<String> =
                refusing.map(|finding| format!("{} {} ({})", finding.rule, finding.message, finding.remedy)).collect();
            self.wait_for(format!("{machine}: {}", list.join("; ")));
            return false;
        }
        for finding in &readiness.findings {
            let word = if finding.outcome == Outcome::Acknowledged { "is accepted" } else { "differs" };
            self.say(LineKind::Warning, format!("{machine} {word}: {} {}", finding.rule, finding.message));
        }
        self.waiting_for = None;
        true
    }

    fn wait_for(&mut self, what: String) {
        self.say_once(LineKind::Seen, format!("Waiting for {what}."));
        self.waiting_for = Some(what);
    }
}
