//! The rest of an upgrade, planned anew from wherever it stands.
//!
//! What a run leaves behind in the middle of a node's turn no inventory shows: a node that has been evicted is missing,
//! with its place in owner lists. So the plan begins with what brings the cluster back into a state to plan on: nodes
//! that are out are installed with the new release and join, paused ones take roles again.

use super::beginning::Beginning;
use super::make::{ask_rules, check_order, level_change, planned_on};
use super::undo::as_it_will_be;
use super::{OwnerLists, Plan, PlanError, Policy, Unfinished, UpgradedNode};
use crate::model::{Health, Inventory, NodeName, NodeState, Release, VirtualDisk, VirtualDiskStatus};

/// Plans what is left of an upgrade; `left` is what its run left behind.
///
/// # Errors
/// Every variant of [`PlanError`].
pub fn make_rest(
    inventory: &Inventory,
    target: Release,
    policy: &Policy,
    left: &Unfinished,
    cancelled: &dyn Fn() -> bool,
) -> Result<Plan, PlanError> {
    let change = level_change(inventory, target)?;
    let policy = still_to_do(inventory, policy);
    let beginning = beginning(inventory, target, &policy, left)?;
    let present = as_it_will_be(inventory, left, &beginning, target);
    let policy = Policy { node_order: ordered(&present, &policy), ..policy };
    check_order(&present, &policy)?;
    let whole = beginning.joined(&present, target);
    let findings = ask_rules(&whole, target, &policy)?;
    planned_on(inventory, &whole, change, &policy, findings, &beginning, cancelled)
}

/// The policy without what has been done: machines that are members, nodes that have left.
fn still_to_do(inventory: &Inventory, policy: &Policy) -> Policy {
    let is_member = |name: &NodeName| inventory.node(name).is_some();
    let mut policy = policy.clone();
    policy.spare_nodes.retain(|name| !is_member(name));
    policy.retired_nodes.retain(is_member);
    policy
}

/// The order without nodes that have left for good, or under another name.
fn ordered(present: &Inventory, policy: &Policy) -> Vec<NodeName> {
    policy.node_order.iter().filter(|name| present.node(name).is_some()).cloned().collect()
}

fn beginning(
    inventory: &Inventory,
    target: Release,
    policy: &Policy,
    left: &Unfinished,
) -> Result<Beginning, PlanError> {
    let gone = |name: &NodeName| policy.spare_nodes.contains(name) || policy.temporary_nodes.contains(name);
    let asked = Beginning::of(inventory, policy)?;
    Ok(Beginning {
        absent: left.absent(inventory).filter(|one| !one.leaves && !gone(&one.node)).map(under_new_name).collect(),
        forgotten: forgotten(inventory, target, left),
        paused: paused(inventory),
        maintained: maintained(inventory, left),
        repairing: repairing(inventory, left),
        ..asked
    })
}

/// Members that are paused.
pub(super) fn paused(inventory: &Inventory) -> Vec<NodeName> {
    let paused = inventory.nodes.iter().filter(|node| node.state == NodeState::Paused);
    paused.map(|node| node.name.clone()).collect()
}

/// Members that are back and take roles, and whose disks are still in maintenance.
pub(super) fn maintained(inventory: &Inventory, left: &Unfinished) -> Vec<NodeName> {
    let held = |node: &NodeName| {
        let disks = &inventory.storage.physical_disks;
        disks.iter().any(|disk| disk.node == *node && disk.in_maintenance == Some(true))
    };
    let works = |node: &NodeName| inventory.node(node).is_some_and(|node| node.state == NodeState::Up);
    let names = left.nodes.iter().flat_map(|one| [&one.node, &one.returns_as]);
    let mut names: Vec<NodeName> = names.filter(|name| works(name) && held(name)).cloned().collect();
    names.dedup();
    names
}

/// Whether volumes lack copies that are made again once the nodes of the upgrade are back: no disk is broken.
pub(super) fn repairing(inventory: &Inventory, left: &Unfinished) -> bool {
    let storage = &inventory.storage;
    storage.spaces_direct
        && !left.nodes.is_empty()
        && storage.physical_disks.iter().all(|disk| disk.health == Health::Healthy)
        && (storage.repair_jobs > 0 || storage.virtual_disks.iter().any(is_repaired))
}

/// Whether a volume is short of copies, and gets them again by itself.
pub(super) fn is_repaired(disk: &VirtualDisk) -> bool {
    let short = matches!(
        disk.status,
        VirtualDiskStatus::InService | VirtualDiskStatus::Incomplete | VirtualDiskStatus::Degraded
    );
    short && disk.health != Health::Unhealthy
}

/// Members that have come back with the release or a newer one, with the owner lists that lack them still.
pub(super) fn forgotten(inventory: &Inventory, release: Release, left: &Unfinished) -> Vec<UpgradedNode> {
    left.nodes.iter().filter_map(|one| lacking(inventory, release, &under_new_name(one))).collect()
}

fn lacking(inventory: &Inventory, release: Release, one: &UpgradedNode) -> Option<UpgradedNode> {
    inventory.node(&one.returns_as)?.release().filter(|runs| *runs >= release)?;
    let lacks = |there: &[NodeName], wanted: &[NodeName], any_without: bool| {
        !(any_without && there.is_empty()) && wanted.contains(&one.returns_as) && !there.contains(&one.returns_as)
    };
    let shortened = |list: &&OwnerLists| {
        let role = inventory.roles.iter().find(|role| role.name == list.role);
        role.is_some_and(|role| {
            lacks(&role.possible_owners, &list.possible, true) || lacks(&role.preferred_owners, &list.preferred, false)
        })
    };
    let owners: Vec<OwnerLists> = one.owners.iter().filter(shortened).cloned().collect();
    (!owners.is_empty()).then(|| UpgradedNode { owners, ..one.clone() })
}

/// The node with its owner lists under the name that it comes back with.
fn under_new_name(absent: &UpgradedNode) -> UpgradedNode {
    let rename = |names: &[NodeName]| -> Vec<NodeName> {
        names.iter().map(|name| if *name == absent.node { absent.returns_as.clone() } else { name.clone() }).collect()
    };
    let owners = absent.owners.iter().map(|list| OwnerLists {
        role: list.role.clone(),
        preferred: rename(&list.preferred),
        possible: rename(&list.possible),
    });
    UpgradedNode { owners: owners.collect(), ..absent.clone() }
}
