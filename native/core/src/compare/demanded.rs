//! What an upgrade explains in its context: the value alone does not tell, the release or the node does.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::document::{Difference, DifferenceKind};
use crate::model::{Inventory, NodeName, Release};

/// New hardware for old: the node that went and the machine that came, by name.
pub(super) fn replacements(before: &Inventory, after: &Inventory) -> BTreeMap<NodeName, NodeName> {
    let ready = before.machines.iter().filter_map(|machine| Some((machine.replaces.clone()?, machine.name.clone())));
    ready.filter(|(old, new)| after.node(old).is_none() && after.node(new).is_some()).collect()
}

/// The inventory with the names of new hardware in place of old ones, wherever a role or a type of resources names a
/// node: who takes a node's place takes it in every list.
pub(super) fn in_new_names(inventory: &Inventory, replaced: &BTreeMap<NodeName, NodeName>) -> Inventory {
    let mut inventory = inventory.clone();
    let rename = |name: &mut NodeName| {
        if let Some(new) = replaced.get(name) {
            name.clone_from(new);
        }
    };
    for role in &mut inventory.roles {
        rename(&mut role.owner);
        role.preferred_owners.iter_mut().for_each(rename);
        role.possible_owners.iter_mut().for_each(rename);
    }
    for kind in &mut inventory.resource_types {
        kind.possible_owners.iter_mut().for_each(rename);
    }
    for volume in &mut inventory.storage.shared_volumes {
        rename(&mut volume.owner);
    }
    inventory
}

/// Marks differences that the release of a node demands, or that only follow from ids and new hardware.
pub(super) fn explain(before: &Inventory, after: &Inventory, out: &mut [Difference]) {
    let replaced = replacements(before, after);
    for difference in out.iter_mut().filter(|difference| !difference.expected) {
        difference.expected = match difference.subject_kind.as_str() {
            "cluster" => same_loser(before, after, &replaced, difference),
            "node" => after
                .node(&NodeName::new(difference.subject.clone()))
                .is_some_and(|node| node.machine.as_ref().is_some_and(|machine| demanded(machine.release, difference))),
            // The old hardware is out, and may still answer.
            "machine" => {
                let name = NodeName::new(difference.subject.clone());
                difference.kind == DifferenceKind::Added && replaced.contains_key(&name)
            }
            "coordinator" => follows_hardware(&replaced, difference),
            "physicalDisk" => goes_with_hardware(before, after, &replaced, difference),
            _ => false,
        };
    }
}

/// `LowerQuorumPriorityNodeID` is an id, and a node that joins again may get another one: it has to name the same node.
fn same_loser(
    before: &Inventory,
    after: &Inventory,
    replaced: &BTreeMap<NodeName, NodeName>,
    difference: &Difference,
) -> bool {
    if difference.property.as_deref() != Some("quorum.lowerPriorityNodeId") {
        return false;
    }
    let loser = |inventory: &Inventory| {
        let id = inventory.cluster.quorum.lower_priority_node_id;
        inventory.nodes.iter().find(|node| node.id == id && id != 0).map(|node| node.name.clone())
    };
    let (Some(old), Some(new)) = (loser(before), loser(after)) else { return false };
    *replaced.get(&old).unwrap_or(&old) == new
}

/// What a release changes by itself, or refuses to take over as it was.
///
/// Sources: Credential Guard overview (on by default from 2025 on); Hyper-V virtual switch (no LBFO team under a switch
/// from 2022 on); learn.microsoft.com, Windows Server.
fn demanded(release: Release, difference: &Difference) -> bool {
    let Some(property) = difference.property.as_deref() else { return false };
    let changes = |from: Option<Value>, to: Value| {
        (from.is_none() || difference.before == from) && difference.after.as_ref() == Some(&to)
    };
    let of_a_switch = |field: &str| property.starts_with("machine.switches[") && property.ends_with(field);
    match property {
        "machine.profile.credentialGuard" => release >= Release::Server2025 && changes(None, json!(true)),
        "machine.hyperV.migrationAuthentication" => {
            release >= Release::Server2025 && changes(Some(json!("credSsp")), json!("kerberos"))
        }
        _ if of_a_switch("].teaming") => release >= Release::Server2022 && changes(Some(json!("lbfo")), json!("set")),
        _ => false,
    }
}

/// Whoever administers the nodes administers the new hardware, too.
fn follows_hardware(replaced: &BTreeMap<NodeName, NodeName>, difference: &Difference) -> bool {
    if difference.property.as_deref() != Some("administratorOn") {
        return false;
    }
    let names = |value: &Option<Value>| -> Vec<NodeName> {
        let list = value.as_ref().and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(NodeName::new).collect()
    };
    let (before, after) = (names(&difference.before), names(&difference.after));
    let mut came = after.iter().filter(|name| !before.contains(name));
    let mut went = before.iter().filter(|name| !after.contains(name));
    came.all(|name| replaced.values().any(|new| new == name)) && went.all(|name| replaced.contains_key(name))
}

/// Disks that sit in a machine go and come with it.
fn goes_with_hardware(
    before: &Inventory,
    after: &Inventory,
    replaced: &BTreeMap<NodeName, NodeName>,
    difference: &Difference,
) -> bool {
    let sits_in = |inventory: &Inventory| {
        let disks = &inventory.storage.physical_disks;
        disks.iter().find(|disk| disk.serial_number == difference.subject).map(|disk| disk.node.clone())
    };
    match difference.kind {
        _ if difference.property.is_some() => false,
        DifferenceKind::Removed => sits_in(before).is_some_and(|node| replaced.contains_key(&node)),
        DifferenceKind::Added => sits_in(after).is_some_and(|node| replaced.values().any(|new| *new == node)),
        DifferenceKind::Changed => false,
    }
}
