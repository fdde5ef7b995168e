//! The way back: every node to the release of the functional level, as long as that is not raised.
//!
//! It is a plan like any other: a node goes out, is installed with the old release and joins again, which it may while
//! the level is the old one (learn.microsoft.com: "Cluster operating system rolling upgrade": the process can be
//! reversed up to the update of the functional level). Two things come before the first node: nodes that the upgrade
//! has taken out and not brought back are brought back as they were, and paused ones take roles again.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::beginning::{Beginning, add_node};
use super::make::compose;
use super::rest::{forgotten, is_repaired, maintained, paused, repairing};
use super::{BorrowedSetting, LevelChange, OwnerLists, Plan, PlanError, Policy, Purpose};
use crate::model::{
    FunctionalLevel, Health, Inventory, Machine, Node, NodeName, NodeState, PhysicalDisk, Release, VirtualDiskStatus,
};
use crate::profile::Membership;
use crate::rules::{CheckRequest, Finding, Moment, Severity, check_moment};

/// What a run of an upgrade left behind that the way back has to know.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Unfinished {
    /// The functional level at which the upgrade began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_level: Option<FunctionalLevel>,
    /// Properties of the cluster that are still borrowed, with their old values.
    pub borrowed: BTreeMap<BorrowedSetting, u64>,
    /// Whether Cluster-Aware Updating is disabled for the upgrade.
    pub updating_disabled: bool,
    /// The nodes of the upgrade, in their order.
    pub nodes: Vec<UpgradedNode>,
}

/// What is known of a node of the upgrade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpgradedNode {
    /// The node that went out.
    pub node: NodeName,
    /// The machine that came, or comes, in.
    pub returns_as: NodeName,
    /// The facts of the node right before it left; absent where it has not left or did not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Machine>,
    /// What the cluster knew of it right before it left; absent where it has not left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub membership: Option<Membership>,
    /// Whether it leaves for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaves: bool,
    /// Owner lists that named it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<OwnerLists>,
}

/// Plans the way back to the release of the functional level.
///
/// # Errors
/// [`PlanError::NoWayBack`] where the level was raised or nothing has been upgraded, [`PlanError::Refused`] where a
/// rule says that something could not go back, and those of a plan.
pub fn make_way_back(inventory: &Inventory, policy: &Policy, left: &Unfinished) -> Result<Plan, PlanError> {
    let level = inventory.cluster.functional_level;
    let raised = left.from_level.is_some_and(|from| level > from);
    let Some(release) = inventory.level_release().filter(|_| !raised) else {
        return Err(PlanError::NoWayBack { level, raised });
    };
    let come_back = come_back(inventory, policy, left, release);
    let newer = |node: &Node| node.machine.as_ref().is_some_and(|machine| machine.release > release);
    let nothing = come_back.absent.is_empty() && come_back.paused.is_empty() && left.borrowed.is_empty();
    if nothing && !inventory.nodes.iter().any(newer) {
        return Err(PlanError::NoWayBack { level, raised });
    }
    let whole = as_it_will_be(inventory, left, &come_back, release);
    let findings = ask_rules(&whole, policy, release)?;
    // Whoever goes back does not wait for a window.
    let policy = Policy {
        canary_virtual_machines: 0,
        stop_after_nodes: 0,
        max_concurrent_nodes: 1,
        windows: Vec::new(),
        spare_nodes: Vec::new(),
        temporary_nodes: Vec::new(),
        // What joined for the upgrade leaves again; it never ran the old release here.
        retired_nodes: joined_for_it(&whole, policy),
        replacements_join_first: false,
        ..policy.clone()
    };
    let change = LevelChange { from_release: release, to_release: release, from_level: level, to_level: level };
    let from_release = whole.nodes.iter().filter_map(|node| Some(node.machine.as_ref()?.release)).max();
    let change = LevelChange { from_release: from_release.unwrap_or(release), ..change };
    compose(&whole, change, &policy, findings, &come_back, &|| false)
        .map(|plan| Plan { purpose: Purpose::WayBack, ..plan })
}

fn joined_for_it(whole: &Inventory, policy: &Policy) -> Vec<NodeName> {
    let joined = policy.spare_nodes.iter().chain(&policy.temporary_nodes);
    joined.filter(|name| whole.node(name).is_some()).cloned().collect()
}

fn come_back(inventory: &Inventory, policy: &Policy, left: &Unfinished, release: Release) -> Beginning {
    let joins = |name: &NodeName| policy.spare_nodes.contains(name) || policy.temporary_nodes.contains(name);
    Beginning {
        back: true,
        absent: left.absent(inventory).filter(|one| !joins(&one.node)).cloned().collect(),
        forgotten: forgotten(inventory, release, left),
        paused: paused(inventory),
        maintained: maintained(inventory, left),
        repairing: repairing(inventory, left),
        ..Beginning::default()
    }
}

/// The cluster once the nodes that are out are back and the paused ones take roles again: what the rest is planned on.
pub(super) fn as_it_will_be(
    inventory: &Inventory,
    left: &Unfinished,
    come_back: &Beginning,
    release: Release,
) -> Inventory {
    let mut whole = inventory.clone();
    for node in whole.nodes.iter_mut().filter(|node| node.state == NodeState::Paused) {
        // Whoever resumes it ends its drain, too.
        (node.state, node.drain) = (NodeState::Up, None);
    }
    for absent in &come_back.absent {
        // Nobody knows what a node can carry that did not answer before it left, so nothing is planned onto it.
        let comes = absent.comes_as(come_back.back);
        let new = inventory.machines.iter().find(|pooled| pooled.name == *comes && !come_back.back);
        let Some(machine) = new.map(|pooled| &pooled.machine).or(absent.before.as_ref()) else { continue };
        add_node(&mut whole, comes, Some(Machine { release, ..machine.clone() }));
        if let (Some(known), Some(node)) = (&absent.membership, whole.nodes.last_mut()) {
            node.vote = known.vote;
            node.fault_domain.clone_from(&known.fault_domain);
            node.site.clone_from(&known.site);
        }
        whole.machines.retain(|pooled| pooled.name != *comes);
        drives_again(&mut whole, comes);
        own_again(&mut whole, absent, come_back.back);
    }
    if come_back.repairing {
        storage_again(&mut whole);
    }
    come_back.forgotten.iter().for_each(|node| own_again(&mut whole, node, false));
    if come_back.back {
        // The machines that stand ready were for the way forward.
        whole.machines.clear();
    }
    for (setting, old) in &left.borrowed {
        setting.note(*old, &mut whole.cluster);
    }
    if left.updating_disabled {
        whole.cluster.updating.enabled = true;
    }
    whole
}

/// The drives of a node that is out are in no inventory. It is planned on as one with the drives that the others have;
/// the rules ask again for what is really there before the next node goes.
fn drives_again(whole: &mut Inventory, comes: &NodeName) {
    let disks = &whole.storage.physical_disks;
    let Some(like) = disks.first().map(|disk| disk.node.clone()) else { return };
    if !whole.storage.spaces_direct || disks.iter().any(|disk| disk.node == *comes) {
        return;
    }
    let drives = disks.iter().filter(|disk| disk.node == like).enumerate().map(|(place, disk)| PhysicalDisk {
        serial_number: format!("{comes}-{place}"),
        node: comes.clone(),
        in_maintenance: disk.in_maintenance.map(|_| false),
        ..disk.clone()
    });
    let drives: Vec<PhysicalDisk> = drives.collect();
    whole.storage.physical_disks.extend(drives);
}

/// Storage Spaces Direct once every disk takes part again and every volume has its copies.
fn storage_again(whole: &mut Inventory) {
    let nodes = &whole.nodes;
    let works = |name: &NodeName| nodes.iter().any(|node| node.name == *name && node.state == NodeState::Up);
    for disk in whole.storage.physical_disks.iter_mut().filter(|disk| disk.in_maintenance == Some(true)) {
        disk.in_maintenance = Some(!works(&disk.node));
    }
    for disk in whole.storage.virtual_disks.iter_mut().filter(|disk| is_repaired(disk)) {
        (disk.health, disk.status) = (Health::Healthy, VirtualDiskStatus::Ok);
    }
    whole.storage.repair_jobs = 0;
}

/// The owner lists that an eviction has shortened, as they are once the node is back.
fn own_again(whole: &mut Inventory, absent: &UpgradedNode, back: bool) {
    for list in &absent.owners {
        for role in whole.roles.iter_mut().filter(|role| role.name == list.role) {
            role.preferred_owners.clone_from(&list.preferred);
            role.possible_owners.clone_from(&list.possible);
        }
    }
    let comes = absent.comes_as(back);
    let known = whole.coordinator.as_mut().and_then(|coordinator| coordinator.administrator_on.as_mut());
    if let Some(nodes) = known.filter(|nodes| !nodes.contains(comes)) {
        nodes.push(comes.clone());
    }
}

impl Unfinished {
    /// Nodes that are members neither under their old name nor under their new one.
    pub(super) fn absent<'a>(&'a self, inventory: &'a Inventory) -> impl Iterator<Item = &'a UpgradedNode> {
        let is_member = |name: &NodeName| inventory.node(name).is_some();
        self.nodes.iter().filter(move |one| !is_member(&one.node) && !is_member(&one.returns_as))
    }
}

impl UpgradedNode {
    /// The name under which it comes: on the way back the one that it had.
    pub(super) const fn comes_as(&self, back: bool) -> &NodeName {
        if back { &self.node } else { &self.returns_as }
    }
}

fn ask_rules(inventory: &Inventory, policy: &Policy, release: Release) -> Result<Vec<Finding>, PlanError> {
    let request = CheckRequest { policy: policy.clone(), ..CheckRequest::new(release) };
    let mut findings = check_moment(inventory, &request, Moment::Undo).findings;
    findings.retain(|finding| finding.severity < Severity::Info);
    if findings.iter().any(Finding::refuses) { Err(PlanError::Refused { findings }) } else { Ok(findings) }
}
