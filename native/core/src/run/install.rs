//! Waiting for the machine that comes back.

use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, LineKind, Observe, Run, missing};
use crate::model::{NodeName, Release};
use crate::plan::Method;

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
            let task = ActionTask::Install { node: node.clone(), machine: machine.clone(), release, method };
            return act(task, observe);
        }
        if let Some(error) = seen.error() {
            return Decision::Pause(self.failed(&error.clone()));
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
        let lacks = missing(before, now, release, node == machine);
        if lacks.is_empty() {
            self.waiting_for = None;
            return true;
        }
        let list: Vec<String> =
            lacks.iter().map(|lack| format!("{} {} ({})", lack.id, lack.message, lack.remedy)).collect();
        self.wait_for(format!("{machine}: {}", list.join("; ")));
        false
    }

    fn wait_for(&mut self, what: String) {
        self.say_once(LineKind::Seen, format!("Waiting for {what}."));
        self.waiting_for = Some(what);
    }
}
