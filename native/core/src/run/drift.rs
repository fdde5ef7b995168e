//! What changed behind the run's back while nobody drove it.
//!
//! The first look of a resumed run compares the cluster with what the run knew of it. What a later step looks at anyway
//! is only told; a node in hand that somebody gave back, or took out, moves the run to the step that fits; what makes
//! the rest of the plan wrong pauses the run, because a new plan has to be made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::drain::node_seen;
use super::owners_seen::Owners;
use super::{LineKind, NodeObserved, Observation, Observe, Run};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{NodeName, NodeState, Release, RoleName, same_name};
use crate::plan::{NodeStage, Purpose, Step, Task};

/// How many names a line holds.
const NAMES_MAX: usize = 5;

/// What was read last of nodes and of where roles stand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Remembered {
    nodes: BTreeMap<NodeName, NodeObserved>,
    owners: Owners,
}

impl Remembered {
    /// Takes over what an observation holds.
    pub(super) fn see(&mut self, observe: &Observe, observed: &Observation) {
        if let Some(nodes) = &observed.nodes {
            if matches!(observe, Observe::Everything | Observe::Nodes) {
                self.nodes.clear();
            }
            self.nodes.extend(nodes.iter().map(|node| (node.name.clone(), node.clone())));
        }
        self.owners.see(observed.groups.as_deref().unwrap_or_default());
    }

    /// The nodes that were paused when they were read last.
    pub(super) fn paused(&self) -> impl Iterator<Item = &NodeName> {
        self.nodes.values().filter(|node| node.state == NodeState::Paused).map(|node| &node.name)
    }
}

impl Run {
    /// Why the plan does not fit the cluster before the run begins.
    pub(super) fn drift(&self, observed: &Observation) -> Option<String> {
        let cluster = observed.cluster.as_ref()?;
        if !same_name(&cluster.name, &self.plan.cluster) {
            return Some(format!("the cluster is {} and the plan is for {}", cluster.name, self.plan.cluster));
        }
        let expected = match self.plan.purpose {
            Purpose::Upgrade | Purpose::WayBack => self.plan.change.from_level,
            Purpose::VirtualMachineVersions => self.plan.change.to_level,
        };
        if cluster.functional_level != expected {
            return Some(format!("the functional level is {} and not {expected}", cluster.functional_level));
        }
        let nodes = observed.nodes.as_deref().unwrap_or_default();
        // The way back begins wherever the upgrade was left, with nodes that are out or paused.
        let member = |stage: &&NodeStage| self.plan.purpose != Purpose::WayBack && !self.plan.joins(&stage.node);
        for stage in self.plan.nodes.iter().filter(member) {
            match nodes.iter().find(|node| node.name == stage.node) {
                None => return Some(format!("the node {} is no member", stage.node)),
                Some(node) if node.state != NodeState::Up && !self.resumes_first(&stage.node) => {
                    return Some(format!("the node {} is not up", stage.node));
                }
                Some(_) => {}
            }
        }
        None
    }

    /// Whether the plan begins with a paused node and lets it take roles again.
    fn resumes_first(&self, name: &NodeName) -> bool {
        let begins = self.plan.steps.iter().find_map(|step| match &step.task {
            Task::ResumeNode { node } if node == name => Some(true),
            Task::PauseNode { node } if node == name => Some(false),
            _ => None,
        });
        begins == Some(true)
    }

    /// The report of a plan that has to be made anew.
    pub(super) fn plan_is_stale(&self, changed: &str) -> ErrorReport {
        let message = format!("the plan does not fit the cluster any more: {changed}");
        let remedy = if self.opened && self.plan.purpose == Purpose::Upgrade {
            "Resume the run again: it goes on with a new plan for what is left."
        } else {
            "Make a new plan with New-RollingUpgradePlan."
        };
        ErrorReport::new(ErrorId::PlanStale, message, remedy).about(self.plan.cluster.clone())
    }

    /// Tells what changed, goes to the step that fits, and says what makes the plan wrong.
    pub(super) fn catch_up(&mut self, observed: &Observation) -> Option<String> {
        if let Some(stale) = self.level_drift(observed).or_else(|| self.member_drift(observed)) {
            return Some(stale);
        }
        self.tell_roles(observed);
        self.with_each_turn(&mut |run| run.fit_node_in_hand(observed));
        None
    }

    /// The level belongs to the run from the moment on at which it may raise it.
    fn level_drift(&self, observed: &Observation) -> Option<String> {
        let cluster = observed.cluster.as_ref()?;
        let change = &self.plan.change;
        let raise = self.plan.steps.iter().position(|step| matches!(step.task, Task::RaiseFunctionalLevel { .. }));
        let expected = match (self.plan.purpose, raise) {
            (Purpose::VirtualMachineVersions, _) => [change.to_level; 2],
            (Purpose::Upgrade, Some(raise)) if self.cursor == raise => [change.from_level, change.to_level],
            (Purpose::Upgrade, Some(raise)) if self.cursor > raise => [change.to_level; 2],
            (Purpose::Upgrade | Purpose::WayBack, _) => [change.from_level; 2],
        };
        let found = cluster.functional_level;
        (!expected.contains(&found)).then(|| format!("the functional level is {found} and not {}", expected[0]))
    }

    fn member_drift(&mut self, observed: &Observation) -> Option<String> {
        let nodes = observed.nodes.as_deref()?;
        let plan = std::sync::Arc::clone(&self.plan);
        for stage in &plan.nodes {
            let wave = self.done_in_wave(stage);
            let done = wave.unwrap_or(self.cursor >= stage.last_step as usize);
            let begun = wave.is_some() || self.cursor + 1 >= stage.first_step as usize;
            if done && !plan.retires(&stage.returns_as) {
                match nodes.iter().find(|node| node.name == stage.returns_as) {
                    None => return Some(format!("{} is no member any more", stage.returns_as)),
                    Some(node) => self.tell_state(node),
                }
            } else if !done
                && !begun
                && !plan.joins(&stage.node)
                && self.plan.purpose != Purpose::WayBack
                && let Some(stale) = self.waiting_node_drift(stage, nodes)
            {
                return Some(stale);
            }
        }
        let known = |node: &&NodeObserved| {
            plan.nodes.iter().any(|stage| stage.node == node.name || stage.returns_as == node.name)
                || self.remembered.nodes.contains_key(&node.name)
        };
        let stranger = nodes.iter().find(|node| !known(node))?;
        self.say(LineKind::Warning, format!("Behind the run's back {} has joined the cluster.", stranger.name));
        None
    }

    /// A node whose turn has not begun.
    fn waiting_node_drift(&mut self, stage: &NodeStage, nodes: &[NodeObserved]) -> Option<String> {
        let Some(node) = nodes.iter().find(|node| node.name == stage.node) else {
            return Some(format!("{} is no member any more, and its turn has not begun", stage.node));
        };
        let target = self.plan.change.to_release;
        if node.build > 0 && Release::of_build(node.build) >= target && self.plan.purpose == Purpose::Upgrade {
            return Some(format!("{} runs {target} already, and its turn has not begun", stage.node));
        }
        self.tell_state(node);
        None
    }

    fn tell_state(&mut self, node: &NodeObserved) {
        let was = self.remembered.nodes.get(&node.name).map(|known| (known.state, known.build));
        let Some((state, build)) = was else { return };
        if state != node.state {
            let (name, now) = (&node.name, word(node.state));
            self.say(LineKind::Warning, format!("Behind the run's back {name} is {now}; it was {}.", word(state)));
        }
        if build > 0 && node.build > 0 && build != node.build {
            let (name, now) = (&node.name, node.build);
            self.say(LineKind::Warning, format!("Behind the run's back {name} got build {now}; it had {build}."));
        }
    }

    /// Roles that came, went or stand elsewhere; those of the node in hand were on their way by the run's own wish.
    fn tell_roles(&mut self, observed: &Observation) {
        let Some(groups) = observed.groups.as_deref() else { return };
        let own: Vec<NodeName> = self.held_node().map(|held| held.1).into_iter().chain(self.out_beside()).collect();
        let elsewhere = groups.iter().filter_map(|group| {
            let before = self.remembered.owners.get(&group.name)?;
            let ours = own.iter().any(|own| own == before || *own == group.owner);
            (*before != group.owner && !ours).then(|| format!("{} from {before} to {}", group.name, group.owner))
        });
        let elsewhere = list(elsewhere.collect());
        let gone = self.baseline.keys().filter(|name| !groups.iter().any(|group| group.name == **name));
        let gone = list(gone.map(ToString::to_string).collect());
        let new = groups.iter().filter(|group| !self.baseline.contains_key(&group.name));
        let new = list(new.map(|group| group.name.to_string()).collect());
        for (what, names) in [("moved", elsewhere), ("went", gone), ("came", new)] {
            if let Some(names) = names {
                self.say(LineKind::Warning, format!("Behind the run's back roles {what}: {names}."));
            }
        }
        let before = std::mem::take(&mut self.baseline);
        let ran = |name: &RoleName| before.get(name).copied();
        let states = groups.iter().map(|group| (group.name.clone(), ran(&group.name).unwrap_or(group.state)));
        self.baseline = states.collect();
    }

    /// The turn of a node that somebody gave back begins anew; of one that somebody evicted it goes on after that.
    fn fit_node_in_hand(&mut self, observed: &Observation) {
        let Some((index, node, _)) = self.held_node() else { return };
        match node_seen(observed, &node).map(|node| node.state) {
            Some(NodeState::Up) if index < self.cursor => {
                self.rewind(index);
                let text = format!("Behind the run's back {node} was resumed; its turn begins anew.");
                self.say(LineKind::Warning, text);
                self.begin_step();
            }
            None if observed.nodes.is_some() => self.skip_to_eviction(&node),
            _ => {}
        }
    }

    fn skip_to_eviction(&mut self, node: &NodeName) {
        let evict = |step: &Step| matches!(&step.task, Task::EvictNode { node: one } if one == node);
        let Some(index) = self.plan.steps.iter().position(evict).filter(|index| *index > self.cursor) else { return };
        self.say(LineKind::Warning, format!("Behind the run's back {node} was evicted; its turn goes on from there."));
        self.next_step(self.steps_until(index));
    }
}

fn list(mut names: Vec<String>) -> Option<String> {
    let more = names.len().saturating_sub(NAMES_MAX);
    names.truncate(NAMES_MAX);
    let end = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("{}{end}", names.join(", ")))
}

const fn word(state: NodeState) -> &'static str {
    match state {
        NodeState::Up => "up",
        NodeState::Down => "down",
        NodeState::Paused => "paused",
        NodeState::Joining => "joining",
    }
}
