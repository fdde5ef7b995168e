//! What comes before the first node: nodes that are out come back, paused ones take roles again, machines join.
//!
//! The rest is planned on the cluster as it is afterwards. A machine of the new release may join while every node is
//! old: it is what begins the mixed mode (learn.microsoft.com: "Cluster operating system rolling upgrade").

use std::borrow::Cow;

use super::{PlanError, Policy, UpgradedNode};
use crate::model::{Inventory, Machine, Node, NodeName, NodeState, PooledMachine, Release};

/// What comes before the first node.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginning {
    /// Whether the plan is a way back.
    pub(super) back: bool,
    /// Nodes that are out and come back.
    pub(super) absent: Vec<UpgradedNode>,
    /// Members whose places in owner lists have still to be put back.
    pub(super) forgotten: Vec<UpgradedNode>,
    /// Members that are paused.
    pub(super) paused: Vec<NodeName>,
    /// Members that take roles, and whose disks the upgrade has left in maintenance.
    pub(super) maintained: Vec<NodeName>,
    /// Whether copies of volumes are still being made of what the upgrade took away.
    pub(super) repairing: bool,
    /// Machines that join before the first node leaves.
    pub(super) joining: Vec<NodeName>,
    /// Nodes whose new hardware joins before they leave, each with its machine.
    pub(super) ahead: Vec<(NodeName, NodeName)>,
}

/// Nothing comes before the first node.
pub(super) static NOTHING: Beginning = Beginning {
    back: false,
    absent: Vec::new(),
    forgotten: Vec::new(),
    paused: Vec::new(),
    maintained: Vec::new(),
    repairing: false,
    joining: Vec::new(),
    ahead: Vec::new(),
};

impl Beginning {
    /// What the policy asks for on the way forward.
    pub(super) fn of(inventory: &Inventory, policy: &Policy) -> Result<Self, PlanError> {
        let mut beginning = Self::default();
        for (part, names) in [("spareNodes", &policy.spare_nodes), ("temporaryNodes", &policy.temporary_nodes)] {
            for (index, name) in names.iter().enumerate() {
                let invalid = |problem| PlanError::Invalid { part: format!("policy.{part}[{index}]"), problem };
                let pooled = inventory.machines.iter().find(|pooled| pooled.name == *name);
                match pooled {
                    // It has joined already.
                    None if part == "temporaryNodes" && inventory.node(name).is_some() => {}
                    None if inventory.node(name).is_some() => return Err(invalid("it is a node of the cluster")),
                    None => return Err(invalid("the inventory has no machine of this name that stands ready")),
                    Some(pooled) if pooled.replaces.is_some() => return Err(invalid("it takes the place of a node")),
                    Some(_) if beginning.joining.contains(name) => return Err(invalid("the machine is named before")),
                    Some(_) => beginning.joining.push(name.clone()),
                }
            }
        }
        for (index, name) in policy.retired_nodes.iter().enumerate() {
            let invalid = |problem| PlanError::Invalid { part: format!("policy.retiredNodes[{index}]"), problem };
            if inventory.node(name).is_none() {
                return Err(invalid("the cluster has no node of this name"));
            }
            if inventory.replacement_of(name).is_some() {
                return Err(invalid("a machine takes its place"));
            }
        }
        if policy.replacements_join_first {
            let pairs = inventory.nodes.iter().filter_map(|node| Some((node, inventory.replacement_of(&node.name)?)));
            beginning.ahead = pairs.map(|(node, pooled)| (node.name.clone(), pooled.name.clone())).collect();
        }
        Ok(beginning)
    }

    /// The cluster once all that joins has joined, running `release`: what the rest is planned on.
    pub(super) fn joined<'i>(&self, inventory: &'i Inventory, release: Release) -> Cow<'i, Inventory> {
        if self.joining.is_empty() && self.ahead.is_empty() {
            return Cow::Borrowed(inventory);
        }
        let mut whole = inventory.clone();
        let comes = |pooled: &PooledMachine| {
            self.joining.contains(&pooled.name) || self.ahead.iter().any(|(_, machine)| *machine == pooled.name)
        };
        let (coming, rest): (Vec<PooledMachine>, Vec<PooledMachine>) =
            std::mem::take(&mut whole.machines).into_iter().partition(comes);
        whole.machines = rest;
        for pooled in coming {
            add_node(&mut whole, &pooled.name, Some(Machine { release, ..pooled.machine }));
        }
        for role in &mut whole.roles {
            for (old, new) in &self.ahead {
                for list in [&mut role.preferred_owners, &mut role.possible_owners] {
                    if let Some(place) = list.iter().position(|owner| owner == old) {
                        list.insert(place + 1, new.clone());
                    }
                }
            }
        }
        whole
            .coordinator
            .iter_mut()
            .filter_map(|coordinator| coordinator.administrator_on.as_mut())
            .for_each(|nodes| nodes.extend(self.joining.iter().chain(self.ahead.iter().map(|(_, new)| new)).cloned()));
        Cow::Owned(whole)
    }
}

/// Puts a node that is up into an inventory.
pub(super) fn add_node(whole: &mut Inventory, name: &NodeName, machine: Option<Machine>) {
    let id = whole.nodes.iter().map(|node| node.id).max().unwrap_or(0) + 1;
    whole.nodes.push(Node {
        name: name.clone(),
        id,
        state: NodeState::Up,
        vote: true,
        fault_domain: None,
        site: None,
        build: None,
        quarantined: false,
        drain: None,
        machine,
    });
}
