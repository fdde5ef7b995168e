//! Evicting, adding and resuming a node, and what the cluster forgets of it.

use super::drain::node_seen;
use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, GroupObserved, LineKind, NodeObserved, Observe, Run};
use crate::model::{NodeName, NodeState, RoleState};

impl Run {
    /// Looks that the node owns nothing, records what it is, evicts it.
    pub(super) fn evict_node(&mut self, node: &NodeName, seen: Option<&Seen<'_>>) -> Decision {
        let observe_node = Observe::Node { node: node.clone() };
        let Some(seen) = seen else { return look(observe_node) };
        match self.progress.phase {
            0 => {
                let Some(member) = node_seen(seen.observed, node).cloned() else { return Decision::Done };
                let left = seen.observed.groups.as_deref().unwrap_or_default();
                if let Some(first) = left.first() {
                    let what = format!("the node {node} still owns {} and so is not evicted", first.name);
                    return self.not_as_expected(what, "Drain it.");
                }
                self.remember_membership(&member);
                self.progress.phase = 1;
                look(Observe::Machine { machine: node.clone() })
            }
            1 => {
                self.record_profile(node, seen);
                self.progress.phase = 2;
                look(Observe::Membership { node: node.clone() })
            }
            2 => {
                self.remember_surroundings(node, seen);
                self.progress.phase = 3;
                match self.node_profile(node) {
                    Some(profile) => act(ActionTask::RecordProfile { profile: Box::new(profile) }, Observe::Nothing),
                    None => self.evict_node(node, Some(seen)),
                }
            }
            3 => {
                self.progress.phase = 4;
                act(ActionTask::EvictNode { node: node.clone() }, Observe::Nodes)
            }
            _ => {
                if node_seen(seen.observed, node).is_none() {
                    return Decision::Done;
                }
                if let Some(error) = seen.error() {
                    self.progress.phase = 0;
                    return self.after_failure(&error.clone(), observe_node);
                }
                self.not_as_expected(format!("the node {node} is still a member"), "Look at the cluster log.")
            }
        }
    }

    /// Keeps the facts of a node as they were right before it left; a later, emptier answer does not replace them.
    pub(super) fn record_profile(&mut self, node: &NodeName, seen: &Seen<'_>) {
        let facts = seen.observed.machine.as_ref().and_then(|machine| machine.facts.clone());
        match facts {
            Some(facts) => {
                self.profiles.entry(node.clone()).or_insert(facts);
            }
            None => self.say(
                LineKind::Warning,
                format!("{node} does not answer, so that what it has is known from the plan's inventory at best."),
            ),
        }
    }

    pub(super) fn add_node(&mut self, machine: &NodeName, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::Nodes) };
        if self.progress.phase > 0 {
            return self.restore_surroundings(machine, seen);
        }
        match self.member(machine, seen).map(|node| node.state) {
            Some(NodeState::Up) => self.restore_membership(machine, seen),
            Some(NodeState::Joining) => self.await_up(machine, Observe::Nodes),
            Some(NodeState::Paused | NodeState::Down) => {
                if self.still_seconds() > self.plan.policy.move_timeout_seconds {
                    let what = format!("the node {machine} is a member and does not come up");
                    return self.timed_out(what, "Look at its event log.");
                }
                self.await_up(machine, Observe::Nodes)
            }
            None => {
                if let Some(error) = seen.error() {
                    return self.after_failure(&error.clone(), Observe::Nodes);
                }
                if seen.acted() {
                    let what = format!("the node {machine} was added and is no member");
                    return self.not_as_expected(what, "Look at the report that Add-ClusterNode wrote.");
                }
                act(ActionTask::AddNode { machine: machine.clone() }, Observe::Nodes)
            }
        }
    }

    /// A member as it was read just now, or right before where only the cluster was read.
    pub(super) fn member<'s>(&'s self, name: &NodeName, seen: &'s Seen<'_>) -> Option<&'s NodeObserved> {
        match &seen.observed.nodes {
            Some(_) => node_seen(seen.observed, name),
            None => self.known.nodes.iter().find(|node| node.name == *name),
        }
    }

    fn await_up(&mut self, machine: &NodeName, observe: Observe) -> Decision {
        if self.still_seconds() > self.plan.policy.move_timeout_seconds {
            return self.timed_out(format!("the node {machine} does not come up"), "Look at its event log.");
        }
        look_after(self.plan.policy.poll_seconds, observe)
    }

    pub(super) fn resume_node(&mut self, node: &NodeName, seen: Option<&Seen<'_>>) -> Decision {
        let observe = Observe::Node { node: node.clone() };
        let Some(seen) = seen else { return look(observe) };
        match node_seen(seen.observed, node).map(|seen| seen.state) {
            Some(NodeState::Up) => Decision::Done,
            Some(NodeState::Paused) => {
                if let Some(error) = seen.error() {
                    return self.after_failure(&error.clone(), observe);
                }
                if seen.acted() {
                    return self.await_up(node, observe);
                }
                act(ActionTask::ResumeNode { node: node.clone() }, observe)
            }
            Some(NodeState::Joining | NodeState::Down) => self.await_up(node, observe),
            None => self.not_as_expected(format!("the node {node} is no member"), "Make a new plan."),
        }
    }

    /// Every node is up and every role that ran when the run began runs.
    pub(super) fn verify_node(&mut self, node: &NodeName, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::Everything) };
        let decision = self.well(node, seen);
        if matches!(decision, Decision::Done) {
            self.nodes_done.push(node.clone());
        }
        decision
    }

    /// The time of the soak has passed and all is as well as [`Self::verify_node`] wants it. A run that is resumed
    /// within it soaks anew.
    pub(super) fn soak(&mut self, node: &NodeName, seconds: u64, seen: Option<&Seen<'_>>) -> Decision {
        match seen {
            None => look_after(seconds, Observe::Everything),
            Some(seen) => self.well(node, seen),
        }
    }

    pub(super) fn well(&mut self, node: &NodeName, seen: &Seen<'_>) -> Decision {
        let down = seen.observed.nodes.as_deref().unwrap_or_default().iter();
        let down = down.filter(|node| node.state != NodeState::Up).find(|node| !self.is_beside(node));
        let groups = seen.observed.groups.as_deref().unwrap_or_default();
        // One that is down tells more than one that is on its way.
        let fallen = groups.iter().filter(|group| self.has_fallen(group)).min_by_key(|group| group.moving());
        let trouble = match (node_seen(seen.observed, node), down, fallen) {
            (None, _, _) => format!("the node {node} is no member"),
            (_, Some(down), _) => format!("the node {} is not up", down.name),
            (_, _, Some(group)) => match self.start_once(group) {
                Some(task) => return act(task, Observe::Everything),
                None => trouble_of(group),
            },
            _ => {
                self.between.well_at = Some(self.now);
                return Decision::Done;
            }
        };
        if self.still_seconds() > self.plan.policy.move_timeout_seconds {
            return self.not_as_expected(trouble, "Put it right.");
        }
        // What is only on its way, such as the core group to the first new node, is nothing to worry about.
        let on_its_way = down.is_none() && fallen.is_some_and(GroupObserved::moving);
        let kind = if on_its_way { LineKind::Seen } else { LineKind::Warning };
        self.waiting_for = Some(trouble.clone());
        self.say_once(kind, format!("Waiting: {trouble}."));
        look_after(self.plan.policy.poll_seconds, Observe::Everything)
    }

    /// What starts a role that ran when the run began and that the cluster has given up, such as one without automatic
    /// start that gave way to another. It is tried once in a session; a role that somebody stopped stays as it is.
    pub(super) fn start_once(&mut self, group: &GroupObserved) -> Option<ActionTask> {
        let ran = self.baseline.get(&group.name) == Some(&RoleState::Online);
        if !ran || group.state != RoleState::Failed || !self.between.started.insert(group.name.clone()) {
            return None;
        }
        self.say(LineKind::Warning, format!("{} ran when the run began and has failed; it is started.", group.name));
        Some(ActionTask::StartRole { role: group.name.clone() })
    }

    pub(super) fn has_fallen(&self, group: &GroupObserved) -> bool {
        let ran = || self.baseline.get(&group.name).is_some_and(|state| *state == RoleState::Online);
        match group.state {
            RoleState::Online => false,
            RoleState::Failed => true,
            // It is on its way from another node that goes out.
            RoleState::Pending if !self.out_beside().is_empty() => false,
            _ => ran(),
        }
    }
}

/// What is wrong with a role that does not run: whether it is on its way, or down.
pub(super) fn trouble_of(group: &GroupObserved) -> String {
    let name = &group.name;
    if group.moving() { format!("the role {name} is on its way") } else { format!("the role {name} does not run") }
}
