//! What the cluster forgets of a node that is evicted, beside its owner lists: its vote, that it loses ties, the fault
//! domain and the site above it, and what becomes of the networks and the affinity rules.
//!
//! All of it is read before the eviction, and kept in the journal with the profile of the node before the node is gone.

use super::step::{Decision, Seen, act, look};
use super::{ActionTask, MembershipObserved, NodeObserved, Observe, Run};
use crate::model::{AffinityRule, Network, NodeName, same_name};
use crate::plan::OwnerLists;
use crate::profile::{Membership, NodeProfile, OwnerEntry};

/// `LowerQuorumPriorityNodeID`: the node that loses where votes are even ("Configure and manage quorum",
/// learn.microsoft.com).
const LOWER_PRIORITY: &str = "LowerQuorumPriorityNodeId";

impl Run {
    /// Keeps what the cluster knows of a node, right before it leaves; a later reading does not replace it.
    pub(super) fn remember_membership(&mut self, seen: &NodeObserved) {
        if self.memberships.contains_key(&seen.name) {
            return;
        }
        let stage = self.plan.nodes.iter().find(|stage| stage.node == seen.name);
        let lists = stage.map(|stage| self.owners_of(stage)).unwrap_or_default();
        let naming = |owners: fn(&OwnerLists) -> &Vec<NodeName>| {
            let naming = lists.iter().filter(|list| owners(list).contains(&seen.name));
            naming.map(|list| OwnerEntry { role: list.role.clone(), owners: owners(list).clone() }).collect()
        };
        let membership = Membership {
            id: seen.id.unwrap_or_default(),
            vote: seen.weight != Some(0),
            lower_quorum_priority: seen.id.is_some() && seen.id == self.known.lower_priority,
            possible_owner_of: naming(|list| &list.possible),
            preferred_owner_of: naming(|list| &list.preferred),
            ..Membership::default()
        };
        self.memberships.insert(seen.name.clone(), membership);
    }

    /// The same for what is around the node: what is above it, the networks, the affinity rules.
    pub(super) fn remember_surroundings(&mut self, node: &NodeName, seen: &Seen<'_>) {
        let known = self.memberships.get_mut(node).filter(|known| known.networks.is_empty());
        let (Some(known), Some(read)) = (known, &seen.observed.membership) else { return };
        known.fault_domain.clone_from(&read.fault_domain);
        known.site.clone_from(&read.site);
        known.networks.clone_from(&read.networks);
        known.affinity_rules = read.affinity_rules.clone().unwrap_or_default();
    }

    /// The profile of a node that is about to leave; none where its machine did not answer.
    pub(super) fn node_profile(&self, node: &NodeName) -> Option<NodeProfile> {
        let machine = self.profiles.get(node)?.clone();
        Some(NodeProfile {
            schema: NodeProfile::SCHEMA.to_owned(),
            cluster: self.plan.cluster.clone(),
            node: node.clone(),
            captured_at: machine.observed_at.or(Some(self.now)),
            machine,
            membership: self.memberships.get(node)?.clone(),
        })
    }

    /// What the cluster knew of the node whose place a machine has taken.
    fn known_before(&self, machine: &NodeName) -> Option<Membership> {
        let stage = self.plan.nodes.iter().find(|stage| stage.returns_as == *machine);
        self.memberships.get(stage.map_or(machine, |stage| &stage.node)).cloned()
    }

    /// Puts back what the cluster forgot of the node that has joined, and reads it again.
    pub(super) fn restore_membership(&mut self, machine: &NodeName, seen: &Seen<'_>) -> Decision {
        let (Some(before), Some(now)) = (self.known_before(machine), self.member(machine, seen).cloned()) else {
            return Decision::Done;
        };
        if !before.vote && now.weight == Some(1) {
            let task = ActionTask::SetNodeWeight { node: machine.clone(), weight: 0 };
            return self.put_back(task, Observe::Nodes, seen);
        }
        if let (true, Some(id)) = (before.lower_quorum_priority, now.id) {
            let Some(cluster) = &seen.observed.cluster else { return look(Observe::Cluster) };
            if cluster.lower_quorum_priority_node_id != Some(id) {
                let task = ActionTask::SetClusterProperty { name: LOWER_PRIORITY.to_owned(), value: id.into() };
                return self.put_back(task, Observe::Cluster, seen);
            }
        }
        if before.networks.is_empty() && parent(&before).is_none() && before.affinity_rules.is_empty() {
            return Decision::Done;
        }
        self.progress.phase = 1;
        look(Observe::Membership { node: machine.clone() })
    }

    fn put_back(&mut self, task: ActionTask, observe: Observe, seen: &Seen<'_>) -> Decision {
        if *seen.task != task {
            return act(task, observe);
        }
        match seen.error() {
            Some(error) => self.after_failure(&error.clone(), observe),
            None => self.not_as_expected(format!("{} had no effect", task.command()), "Set it by hand."),
        }
    }

    /// Puts back what is above the node and the roles of the networks, one after the other; the phase says how far. No
    /// role and no vote depends on it, so that what fails is told and left.
    pub(super) fn restore_surroundings(&mut self, machine: &NodeName, seen: &Seen<'_>) -> Decision {
        let observe = Observe::Membership { node: machine.clone() };
        let Some(before) = self.known_before(machine) else { return Decision::Done };
        let Some(now) = &seen.observed.membership else {
            self.leave_undone(format!("What is around {machine} could not be read again."));
            return Decision::Done;
        };
        let places = before.networks.len() + 1;
        while (self.progress.phase as usize) <= places {
            let task = match (self.progress.phase as usize).checked_sub(2) {
                None => fault_domain_to_set(machine, &before, now),
                Some(place) => network_to_set(&before.networks[place], now),
            };
            match task {
                Some(task) if *seen.task != task => return act(task, observe),
                Some(task) => {
                    let why = seen.error().map_or_else(|| "it had no effect".to_owned(), |error| error.message.clone());
                    self.leave_undone(format!("Not put back: {}: {why}.", task.command()));
                }
                None => {}
            }
            self.progress.phase += 1;
        }
        for network in &before.networks {
            if !now.networks.iter().any(|present| same_name(&present.name, &network.name)) {
                self.leave_undone(format!("The cluster network {} is gone.", network.name));
            }
        }
        for rule in &before.affinity_rules {
            self.compare_rule(rule, now);
        }
        Decision::Done
    }

    /// An affinity rule names roles and no nodes, so that an eviction leaves it; whoever changed it meanwhile is told.
    fn compare_rule(&mut self, before: &AffinityRule, now: &MembershipObserved) {
        let name = &before.name;
        let Some(rules) = &now.affinity_rules else {
            self.leave_undone(format!("Whether the affinity rule {name} is as it was could not be read."));
            return;
        };
        match rules.iter().find(|rule| same_name(&rule.name, name)) {
            None => self.leave_undone(format!("The affinity rule {name} is gone.")),
            Some(rule) if rule.enabled != before.enabled => {
                let word = if rule.enabled { "enabled" } else { "disabled" };
                self.leave_undone(format!("The affinity rule {name} is {word} now."));
            }
            Some(rule) if rule.kind != before.kind => {
                self.leave_undone(format!("The affinity rule {name} asks something else now."));
            }
            Some(_) => {}
        }
    }
}

/// What is right above a node: its fault domain, which has the site above itself, else the site.
fn parent(membership: &Membership) -> Option<&String> {
    membership.fault_domain.as_ref().or(membership.site.as_ref())
}

fn fault_domain_to_set(machine: &NodeName, before: &Membership, now: &MembershipObserved) -> Option<ActionTask> {
    let wanted = parent(before)?;
    let present = now.fault_domain.as_ref().or(now.site.as_ref());
    let is_there = present.is_some_and(|present| same_name(present, wanted));
    (!is_there).then(|| ActionTask::SetFaultDomain { node: machine.clone(), parent: wanted.clone() })
}

fn network_to_set(before: &Network, now: &MembershipObserved) -> Option<ActionTask> {
    let present = now.networks.iter().find(|network| same_name(&network.name, &before.name))?;
    let task = ActionTask::SetNetworkRole { network: before.name.clone(), role: before.role };
    (present.role != before.role).then_some(task)
}
