//! The facts that the rules share, indexed once: the cost of a rule is then that of its own question.

use std::collections::{BTreeMap, HashMap};

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
    pub(super) roles: Vec<usize>,
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
    /// The places of the owners of the roles, in the order of the inventory.
    pub(super) owners: Vec<Option<usize>>,
    /// The nodes that may own each role, in the order of the inventory.
    pub(super) possible: Vec<NodeSet>,
}

impl<'a> Facts<'a> {
    /// The facts of a question; of a step of one node where `subject` names it.
    pub(super) fn new(
        inventory: &'a Inventory,
        target: Release,
        policy: &'a Policy,
        moment: Moment,
        subject: Option<&'a NodeName>,
    ) -> Self {
        let mut index = Index::new(inventory);
        let replacements: BTreeMap<&NodeName, &PooledMachine> =
            inventory.machines.iter().filter_map(|pooled| Some((pooled.replaces.as_ref()?, pooled))).collect();
        let mut hosts: Vec<Host<'a>> = inventory
            .nodes
            .iter()
            .map(|node| Host { node, replacement: replacements.get(&node.name).copied(), roles: Vec::new() })
            .collect();
        let owners: Vec<Option<usize>> = inventory.roles.iter().map(|role| index.of(&role.owner)).collect();
        for (role, owner) in owners.iter().enumerate() {
            if let Some(host) = owner.and_then(|owner| hosts.get_mut(owner)) {
                host.roles.push(role);
            }
        }
        let possible = possible_owners(inventory, &mut index);
        Self {
            inventory,
            target,
            policy,
            moment,
            subject,
            cleanup_disks: false,
            at: None,
            stale: None,
            hosts,
            owners,
            possible,
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
            || host.roles.iter().filter_map(|role| self.inventory.roles.get(*role)).any(|r| r.virtual_machine.is_some())
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

/// Finds nodes by name: by exact spelling first, which nearly always hits and needs no folding.
struct Index<'a> {
    spelled: HashMap<&'a str, usize>,
    folded: BTreeMap<&'a NodeName, usize>,
}

impl<'a> Index<'a> {
    fn new(inventory: &'a Inventory) -> Self {
        let named = || inventory.nodes.iter().enumerate();
        Self {
            spelled: named().map(|(index, node)| (node.name.as_str(), index)).collect(),
            folded: named().map(|(index, node)| (&node.name, index)).collect(),
        }
    }

    fn of(&mut self, name: &'a NodeName) -> Option<usize> {
        if let Some(node) = self.spelled.get(name.as_str()) {
            return Some(*node);
        }
        let node = self.folded.get(name).copied()?;
        self.spelled.insert(name.as_str(), node);
        Some(node)
    }
}

/// The nodes that may own each role; an empty list means every node.
fn possible_owners<'a>(inventory: &'a Inventory, index: &mut Index<'a>) -> Vec<NodeSet> {
    let mut everywhere = NodeSet::default();
    (0..inventory.nodes.len()).for_each(|node| everywhere.insert(node));
    // Neighbours mostly have the same list, which is then read once.
    let mut last: (&[NodeName], NodeSet) = (&[], everywhere);
    let mut set_of = |names: &'a [NodeName]| {
        if names != last.0 {
            let mut set = NodeSet::default();
            names.iter().filter_map(|name| index.of(name)).for_each(|node| set.insert(node));
            last = (names, if names.is_empty() { everywhere } else { set });
        }
        last.1
    };
    inventory.roles.iter().map(|role| set_of(&role.possible_owners)).collect()
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
