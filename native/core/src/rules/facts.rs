//! The facts that the rules share, indexed once: the cost of a rule is then that of its own question.

use std::collections::BTreeMap;

use super::places::Places;
use super::{Moment, Topic};
use crate::model::{
    Inventory, Machine, Node, NodeName, NodeSet, PooledMachine, Release, Role, Timestamp, VirtualMachine,
};
use crate::plan::{Attestation, Method, Policy};

/// A node, and what comes in its place.
pub(crate) struct Host<'a> {
    /// The node.
    pub(super) node: &'a Node,
    /// The machine that takes its place, where hardware is replaced.
    pub(super) replacement: Option<&'a PooledMachine>,
    /// The places of its roles in the inventory.
    pub(super) roles: &'a [usize],
}

impl<'a> Host<'a> {
    /// The facts of the node as it is; absent where it did not answer.
    pub(super) const fn machine(&self) -> Option<&'a Machine> {
        self.node.machine.as_ref()
    }

    /// The facts of the hardware that comes back.
    pub(super) fn returning(&self) -> Option<&'a Machine> {
        self.replacement.map_or(self.node.machine.as_ref(), |pooled| Some(&pooled.machine))
    }

    /// The release of the node, where it is known.
    pub(super) fn release(&self) -> Option<Release> {
        self.node.release()
    }
}

/// The facts that the rules share.
pub(crate) struct Facts<'a> {
    /// The cluster.
    pub(super) inventory: &'a Inventory,
    /// The release that the pass leads to.
    pub(super) target: Release,
    /// The policy.
    pub(super) policy: &'a Policy,
    /// The question.
    pub(super) moment: Moment,
    /// The node that the step in question is about, member or not; absent where the whole cluster is asked about.
    pub(super) subject: Option<&'a NodeName>,
    /// Whether the eviction in question would wipe the disks of the node.
    pub(super) cleanup_disks: bool,
    /// When the question is asked, where the caller says so.
    pub(super) at: Option<Timestamp>,
    /// How old the inventory is, in words, where that is too old.
    pub(super) stale: Option<String>,
    /// The nodes, in the order of the inventory.
    pub(super) hosts: Vec<Host<'a>>,
    /// Where the roles are and may be.
    pub(super) places: &'a Places,
    /// The places of the owners of the roles, in the order of the inventory.
    pub(super) owners: &'a [Option<usize>],
    /// The nodes that may own each role, in the order of the inventory.
    pub(super) possible: &'a [NodeSet],
}

impl<'a> Facts<'a> {
    /// The facts of a question; of a step of one node where `subject` names it. The places are those of this inventory.
    pub(super) fn new(
        inventory: &'a Inventory,
        places: &'a Places,
        target: Release,
        policy: &'a Policy,
        moment: Moment,
        subject: Option<&'a NodeName>,
    ) -> Self {
        let replacements: BTreeMap<&NodeName, &PooledMachine> =
            inventory.machines.iter().filter_map(|pooled| Some((pooled.replaces.as_ref()?, pooled))).collect();
        let nodes = inventory.nodes.iter().enumerate();
        let hosts = nodes.map(|(index, node)| {
            let replacement = replacements.get(&node.name).copied();
            Host { node, replacement, roles: places.of_node(index) }
        });
        Self {
            inventory,
            target,
            policy,
            moment,
            subject,
            cleanup_disks: false,
            at: None,
            stale: None,
            hosts: hosts.collect(),
            places,
            owners: &places.owners,
            possible: &places.possible,
        }
    }

    /// The release that belongs to the functional level.
    pub(super) fn level_release(&self) -> Option<Release> {
        self.inventory.level_release()
    }

    /// Whether every node is known to run the target or something newer.
    pub(super) fn all_at_target(&self) -> bool {
        self.hosts.iter().all(|host| host.release().is_some_and(|release| release >= self.target))
    }

    /// Whether the node has still to be done in this pass; also where its release is not known.
    pub(super) fn is_due(&self, host: &Host<'_>) -> bool {
        host.release().is_none_or(|release| release < self.target)
    }

    /// The nodes that go out: those that have still to be done in this pass, or the one that a step is about.
    pub(super) fn leaving(&self) -> impl Iterator<Item = &Host<'a>> {
        self.hosts.iter().filter(|host| self.is_leaving(host))
    }

    /// Whether the node goes out: it has still to be done in this pass, or it is the one that a step is about.
    pub(super) fn is_leaving(&self, host: &Host<'_>) -> bool {
        match self.subject {
            Some(subject) => host.node.name == *subject,
            None => self.is_due(host),
        }
    }

    /// The facts of the machine that a step is about, member or not.
    pub(super) fn subject_machine(&self) -> Option<&'a Machine> {
        self.inventory.machine(self.subject?)
    }

    /// What a person states about something that no inventory shows.
    pub(super) fn attested(&self, topic: Topic) -> Option<&'a Attestation> {
        topic.attested(self.policy)
    }

    /// Whether the inventory was captured: a capture dates the facts of each machine and says from where it was made.
    pub(super) fn is_captured(&self) -> bool {
        let dated = |host: &Host<'_>| host.machine().is_some_and(|machine| machine.observed_at.is_some());
        self.inventory.coordinator.is_some() || self.hosts.iter().any(dated)
    }

    /// Whether nodes are upgraded in place.
    pub(super) fn in_place(&self) -> bool {
        matches!(self.policy.method, Method::InPlaceEvict | Method::InPlaceKeep)
    }

    /// Whether the host runs or ran VMs: the feature is installed, or it owns a VM.
    pub(super) fn is_hyper_v(&self, host: &Host<'_>) -> bool {
        host.machine().is_some_and(|machine| machine.has_feature("Hyper-V"))
            || self.roles_of(host).any(|role| role.virtual_machine.is_some())
    }

    /// The roles that a host owns.
    pub(super) fn roles_of(&self, host: &Host<'_>) -> impl Iterator<Item = &'a Role> {
        let roles = &self.inventory.roles;
        host.roles.iter().filter_map(move |role| roles.get(*role))
    }

    /// The roles that a node owns, also where the inventory does not hold the node itself.
    pub(super) fn owned_by(&self, node: &NodeName) -> Vec<&'a Role> {
        match self.hosts.iter().find(|host| host.node.name == *node) {
            Some(host) => self.roles_of(host).collect(),
            None => self.inventory.roles.iter().filter(|role| role.owner == *node).collect(),
        }
    }

    /// The roles that are VMs: place, role, VM.
    pub(super) fn virtual_machines(&self) -> impl Iterator<Item = (usize, &'a Role, &'a VirtualMachine)> {
        let roles = self.inventory.roles.iter().enumerate();
        roles.filter_map(|(index, role)| Some((index, role, role.virtual_machine.as_ref()?)))
    }

    /// The host that owns a role.
    pub(super) fn owner(&self, role: usize) -> Option<&Host<'a>> {
        self.owners.get(role).copied().flatten().and_then(|owner| self.hosts.get(owner))
    }
}

/// Names in a sentence: the first few, and how many more there are.
pub(crate) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const SHOWN: usize = 4;
    let names: Vec<&str> = names.into_iter().collect();
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        1 => format!("{shown} and 1 more"),
        more => format!("{shown} and {more} more"),
    }
}

/// A number and what it counts: `1 node`, `3 nodes`.
pub(super) fn counted(count: usize, singular: &str) -> String {
    if count == 1 { format!("1 {singular}") } else { format!("{count} {singular}s") }
}
