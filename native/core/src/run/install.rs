//! Waiting for the machine that comes back.

use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, LineKind, Observe, Run};
use crate::model::{NodeName, Release};
use crate::plan::Method;
use crate::profile::readiness::{Hardware, Question, examine};
use crate::rules::Outcome;

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
            if self.installing.contains(machine) {
                // Somebody was told before the run was cut off, and did not refuse: the machine is not wiped twice.
                return look_after(self.plan.policy.long_poll_seconds, observe);
            }
            let task = ActionTask::Install { node: node.clone(), machine: machine.clone(), release, method };
            return act(task, observe);
        }
        if let Some(error) = seen.error() {
            return Decision::Pause(self.failed(&error.clone()));
        }
        if seen.acted() {
            self.installing.push(machine.clone());
        }
        if self.is_ready(node, machine, release, seen) {
            self.say(LineKind::Seen, format!("{machine} has what {node} had."));
            return Decision::Done;
        }
        let limit = self.plan.policy.install_timeout_seconds;
        if limit > 0 && self.now.seconds_since(self.progress.since) > limit {
            let waiting = self.waiting_for.clone().unwrap_or_default();
            return self.timed_out(format!("{machine} is not ready: {waiting}"), "Finish its installation.");
        }
        look_after(self.plan.policy.long_poll_seconds, observe)
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
