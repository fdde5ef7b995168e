//! Compares two inventories: every fact of one against the same fact of the other.
//!
//! Nodes and machines are recognised by their names, roles by their ids, everything else by its name. What an upgrade
//! changes by its nature is told apart from what it must not change.

mod demanded;
mod document;
mod shape;
mod text;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Value, json};
use thiserror::Error;

pub use document::{Comparison, Difference, DifferenceKind, Side};
pub use text::text;

use crate::error::{ErrorId, ErrorReport, Reportable};
use crate::model::{Inventory, NodeName};
use crate::plan::digest;
use walk::{Path, Walk};

/// Every kind of subject, in the order of the differences.
pub const SUBJECT_KINDS: &[&str] = &[
    "cluster",
    "node",
    "machine",
    "network",
    "role",
    "resourceType",
    "sharedVolume",
    "pool",
    "virtualDisk",
    "physicalDisk",
    "affinityRule",
    "groupSet",
    "coordinator",
    "directoryObject",
];

/// A comparison that can't be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CompareError {
    /// What is to be ignored names no kind of subject.
    #[error("`{pattern}` begins with no kind of subject")]
    UnknownSubject {
        /// The pattern.
        pattern: String,
    },
}

impl Reportable for CompareError {
    fn report(&self) -> ErrorReport {
        match self {
            Self::UnknownSubject { pattern } => ErrorReport::new(
                ErrorId::RequestInvalid,
                self.to_string(),
                format!(
                    "Write what is to be ignored as `role` or `role.owner`; the kinds are {}.",
                    SUBJECT_KINDS.join(", ")
                ),
            )
            .about(pattern),
        }
    }
}

/// Compares two inventories.
///
/// `ignore` names what is left out: a kind of subject such as `directoryObject`, or a property of one with all that
/// lies below it, such as `role.owner` or `node.machine.profile`.
///
/// # Errors
/// [`CompareError::UnknownSubject`] where a pattern begins with something else.
pub fn compare(before: &Inventory, after: &Inventory, ignore: &[String]) -> Result<Comparison, CompareError> {
    let ignored: Vec<Pattern<'_>> = ignore.iter().map(|text| Pattern::parse(text)).collect::<Result<_, _>>()?;
    let mut differences = Vec::new();
    cluster(before, after, &mut differences);
    members(before, after, &mut differences);
    let replaced = demanded::replacements(before, after);
    if replaced.is_empty() {
        workloads(before, after, &mut differences);
    } else {
        workloads(&demanded::in_new_names(before, &replaced), after, &mut differences);
    }
    demanded::explain(before, after, &mut differences);
    differences.retain(|difference| !ignored.iter().any(|pattern| pattern.covers(difference)));
    let side = |inventory: &Inventory| Side {
        cluster: inventory.cluster.name.clone(),
        captured_at: inventory.captured_at,
        digest: digest(inventory),
    };
    Ok(Comparison { schema: Comparison::SCHEMA.to_owned(), before: side(before), after: side(after), differences })
}

/// What is left out.
struct Pattern<'t> {
    subject_kind: &'static str,
    property: &'t str,
}

impl<'t> Pattern<'t> {
    fn parse(text: &'t str) -> Result<Self, CompareError> {
        let (kind, property) = text.split_once('.').unwrap_or((text, ""));
        SUBJECT_KINDS
            .iter()
            .find(|known| known.eq_ignore_ascii_case(kind))
            .map(|subject_kind| Self { subject_kind, property })
            .ok_or_else(|| CompareError::UnknownSubject { pattern: text.to_owned() })
    }

    fn covers(&self, difference: &Difference) -> bool {
        if difference.subject_kind != self.subject_kind {
            return false;
        }
        let property = difference.property.as_deref().unwrap_or_default();
        // `machine.switches` covers `machine.switches[Tenant].teaming`, and `owner` does not cover `ownership`.
        self.property.is_empty()
            || property.strip_prefix(self.property).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

/// What is true of the whole cluster.
fn cluster(before: &Inventory, after: &Inventory, out: &mut Vec<Difference>) {
    let whole = |inventory: &Inventory| {
        let mut fields = value(&inventory.cluster);
        let storage = &inventory.storage;
        fields["domainControllers"] = json!(inventory.domain_controllers);
        fields["storage"] = json!({
            "spacesDirect": storage.spaces_direct,
            "repairJobs": storage.repair_jobs,
            "cacheMemoryMiB": storage.cache_memory_mib,
            "sharedVirtualDisks": storage.shared_virtual_disks,
        });
        fields
    };
    let subject = before.cluster.name.clone();
    Walk { subject_kind: "cluster", subject, out }.values(&Path::default(), &whole(before), &whole(after));
}

/// Nodes, machines and networks.
fn members(before: &Inventory, after: &Inventory, out: &mut Vec<Difference>) {
    let replaced: BTreeSet<&NodeName> = before
        .machines
        .iter()
        .filter(|one| after.node(&one.name).is_some())
        .filter_map(|one| one.replaces.as_ref())
        .collect();
    let joined: BTreeSet<&NodeName> =
        before.machines.iter().map(|one| &one.name).filter(|name| after.node(name).is_some()).collect();
    section("node", &before.nodes, &after.nodes, |node| node.name.as_str(), out);
    section("machine", &before.machines, &after.machines, |machine| machine.name.as_str(), out);
    for difference in out.iter_mut().filter(|difference| difference.property.is_none()) {
        // New hardware for old: the old node is gone, the new one has joined, and no longer stands ready.
        let name = NodeName::new(difference.subject.clone());
        difference.expected = match (difference.subject_kind.as_str(), difference.kind) {
            ("node", DifferenceKind::Removed) => replaced.contains(&name),
            ("node", DifferenceKind::Added) | ("machine", DifferenceKind::Removed) => joined.contains(&name),
            _ => false,
        };
    }
    section("network", &before.networks, &after.networks, |network| &network.name, out);
}

/// Roles, storage, the rules between roles, and what surrounds the cluster.
fn workloads(before: &Inventory, after: &Inventory, out: &mut Vec<Difference>) {
    roles(before, after, out);
    section("resourceType", &before.resource_types, &after.resource_types, |one| &one.name, out);
    let (old, new) = (&before.storage, &after.storage);
    section("sharedVolume", &old.shared_volumes, &new.shared_volumes, |volume| &volume.name, out);
    section("pool", &old.pools, &new.pools, |pool| &pool.name, out);
    section("virtualDisk", &old.virtual_disks, &new.virtual_disks, |disk| &disk.name, out);
    section("physicalDisk", &old.physical_disks, &new.physical_disks, |disk| &disk.serial_number, out);
    section("affinityRule", &before.affinity_rules, &after.affinity_rules, |rule| &rule.name, out);
    section("groupSet", &before.group_sets, &after.group_sets, |set| &set.name, out);
    let name = |inventory: &Inventory| {
        inventory.coordinator.as_ref().and_then(|one| one.name.as_ref()).map(ToString::to_string).unwrap_or_default()
    };
    let subject = if before.coordinator.is_some() { name(before) } else { name(after) };
    Walk { subject_kind: "coordinator", subject, out }.values(
        &Path::default(),
        &before.coordinator.as_ref().map_or_else(|| json!({}), value),
        &after.coordinator.as_ref().map_or_else(|| json!({}), value),
    );
    section("directoryObject", &before.directory, &after.directory, |object| &object.name, out);
}

/// Roles are recognised by their ids, which they keep when they are renamed, and shown by their names.
fn roles(before: &Inventory, after: &Inventory, out: &mut Vec<Difference>) {
    let rest: BTreeMap<NodeName, &crate::model::Role> =
        after.roles.iter().map(|role| (NodeName::new(role.id.clone()), role)).collect();
    let known: BTreeSet<NodeName> = before.roles.iter().map(|role| NodeName::new(role.id.clone())).collect();
    for role in &before.roles {
        let mut walk = Walk { subject_kind: "role", subject: role.name.to_string(), out };
        match rest.get(&NodeName::new(role.id.clone())) {
            Some(other) => compared(&mut walk, role, *other),
            None => walk.whole(DifferenceKind::Removed, false),
        }
    }
    for role in after.roles.iter().filter(|role| !known.contains(&NodeName::new(role.id.clone()))) {
        Walk { subject_kind: "role", subject: role.name.to_string(), out }.whole(DifferenceKind::Added, false);
    }
}

/// Two lists of one kind, whose items are recognised by name.
fn section<T: Serialize + PartialEq>(
    subject_kind: &'static str,
    before: &[T],
    after: &[T],
    name: impl Fn(&T) -> &str,
    out: &mut Vec<Difference>,
) {
    let named = |item: &T| NodeName::new(name(item));
    let rest: BTreeMap<NodeName, &T> = after.iter().map(|item| (named(item), item)).collect();
    let known: BTreeSet<NodeName> = before.iter().map(named).collect();
    for item in before {
        let mut walk = Walk { subject_kind, subject: name(item).to_owned(), out };
        match rest.get(&named(item)) {
            Some(other) => compared(&mut walk, item, *other),
            None => walk.whole(DifferenceKind::Removed, false),
        }
    }
    for item in after.iter().filter(|item| !known.contains(&named(item))) {
        Walk { subject_kind, subject: name(item).to_owned(), out }.whole(DifferenceKind::Added, false);
    }
}

/// Most things are equal, and what is equal need not be told as a value.
fn compared<T: Serialize + PartialEq>(walk: &mut Walk<'_>, before: &T, after: &T) {
    if before != after {
        walk.values(&Path::default(), &value(before), &value(after));
    }
}

fn value<T: Serialize>(item: &T) -> Value {
    // Every part of an inventory can be told in JSON.
    serde_json::to_value(item).unwrap_or_default()
}

#[cfg(test)]
mod tests;
