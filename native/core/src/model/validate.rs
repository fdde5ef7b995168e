//! What a schema can't say of an inventory: names are unique, owners exist, quantities are possible.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::{Inventory, NodeName};
use crate::error::{ErrorId, ErrorReport, Reportable};

/// The most nodes that an inventory may hold.
pub const NODES_MAX: usize = 256;
/// The most virtual machines that an inventory may hold: more than any cluster has, and a bound for the work.
pub const VIRTUAL_MACHINES_MAX: usize = 100_000;
/// 64 TiB: above the memory of any host that Windows Server supports by more than nothing, and below an overflow.
const MEMORY_MIB_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// 1 EiB.
pub(super) const SIZE_MIB_MAX: u64 = 1 << 40;
const PROCESSORS_MAX: u32 = 4096;

/// An inventory that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    /// Two things of one kind have one name.
    #[error("two {kind} are named `{name}`")]
    Duplicate {
        /// What they are.
        kind: &'static str,
        /// The name.
        name: String,
        /// Where the second one stands.
        path: String,
    },
    /// A field names a node that is not there.
    #[error("{subject} names the node `{node}`, which the inventory does not hold")]
    UnknownNode {
        /// The role, volume or disk.
        subject: String,
        /// The unknown name.
        node: String,
        /// Where it stands.
        path: String,
    },
    /// A number that no cluster has.
    #[error("`{path}` is {value}; the limit is {limit}")]
    Absurd {
        /// Where it stands.
        path: String,
        /// The value.
        value: u64,
        /// The limit that it breaks.
        limit: String,
    },
    /// More nodes or VMs than the limit.
    #[error("the inventory holds {count} {kind}; the limit is {limit}")]
    TooMany {
        /// What there is too much of.
        kind: &'static str,
        /// How many.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// A text that is longer than anything of its kind.
    #[error("`{path}` has {length} characters; the limit is {limit}")]
    TooLong {
        /// Where it stands.
        path: String,
        /// How many characters.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// Something is missing without which nothing can be decided.
    #[error("`{path}` is empty")]
    Empty {
        /// Where it stands.
        path: &'static str,
    },
}

impl ModelError {
    /// The path of the field that it is about, where it is about one.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Duplicate { path, .. }
            | Self::UnknownNode { path, .. }
            | Self::Absurd { path, .. }
            | Self::TooLong { path, .. } => Some(path),
            Self::Empty { path } => Some(path),
            Self::TooMany { .. } => None,
        }
    }
}

impl Reportable for ModelError {
    fn report(&self) -> ErrorReport {
        match self {
            Self::Duplicate { path, .. } => {
                ErrorReport::new(ErrorId::DuplicateName, self.to_string(), "Rename or remove one of the two.")
                    .about(path)
            }
            Self::UnknownNode { path, .. } => ErrorReport::new(
                ErrorId::UnknownNode,
                self.to_string(),
                "Name one of the nodes under `nodes`, or add the node there.",
            )
            .about(path),
            Self::Absurd { path, .. } => ErrorReport::new(
                ErrorId::QuantityAbsurd,
                self.to_string(),
                "Write the quantity in the unit that the field's name says.",
            )
            .about(path),
            Self::TooMany { .. } => ErrorReport::new(
                ErrorId::TooManyNodes,
                self.to_string(),
                "Check the file: Windows allows 64 nodes and 8,000 virtual machines in a cluster.",
            ),
            Self::TooLong { path, .. } => {
                ErrorReport::new(ErrorId::FieldInvalid, self.to_string(), "Check that the right text stands there.")
                    .about(path)
            }
            Self::Empty { path } => {
                ErrorReport::new(ErrorId::FieldInvalid, self.to_string(), "Give it at least one entry or a name.")
                    .about(*path)
            }
        }
    }
}

/// Checks what the schema can't say; the first contradiction is returned.
pub(crate) fn validate(inventory: &Inventory) -> Result<(), ModelError> {
    limits(inventory)?;
    super::limits::check(inventory)?;
    let nodes = node_names(inventory)?;
    roles(inventory, &nodes)?;
    storage(inventory, &nodes)?;
    machines(inventory)
}

fn limits(inventory: &Inventory) -> Result<(), ModelError> {
    if inventory.nodes.is_empty() {
        return Err(ModelError::Empty { path: "nodes" });
    }
    if inventory.cluster.name.trim().is_empty() {
        return Err(ModelError::Empty { path: "cluster.name" });
    }
    for (kind, count, limit) in [
        ("nodes", inventory.nodes.len(), NODES_MAX),
        ("machines", inventory.machines.len(), NODES_MAX),
        ("roles", inventory.roles.len(), VIRTUAL_MACHINES_MAX + 1000),
    ] {
        if count > limit {
            return Err(ModelError::TooMany { kind, count, limit });
        }
    }
    Ok(())
}

fn node_names(inventory: &Inventory) -> Result<BTreeSet<&NodeName>, ModelError> {
    let mut names = BTreeSet::new();
    let mut ids = BTreeMap::new();
    for (index, node) in inventory.nodes.iter().enumerate() {
        if node.name.as_str().trim().is_empty() {
            return Err(ModelError::Empty { path: "nodes[].name" });
        }
        if !names.insert(&node.name) {
            return Err(duplicate("nodes", node.name.as_str(), format!("nodes[{index}].name")));
        }
        if ids.insert(node.id, index).is_some() {
            return Err(duplicate("node ids", &node.id.to_string(), format!("nodes[{index}].id")));
        }
    }
    for (index, pooled) in inventory.machines.iter().enumerate() {
        if !names.insert(&pooled.name) {
            return Err(duplicate("machines", pooled.name.as_str(), format!("machines[{index}].name")));
        }
        if let Some(replaced) = &pooled.replaces
            && inventory.node(replaced).is_none()
        {
            return Err(unknown(format!("machine {}", pooled.name), replaced, format!("machines[{index}].replaces")));
        }
    }
    let members = inventory.nodes.iter().map(|node| &node.name).collect();
    Ok(members)
}

fn duplicate(kind: &'static str, name: &str, path: String) -> ModelError {
    ModelError::Duplicate { kind, name: name.to_owned(), path }
}

fn unknown(subject: String, node: &NodeName, path: String) -> ModelError {
    ModelError::UnknownNode { subject, node: node.to_string(), path }
}

fn roles(inventory: &Inventory, nodes: &BTreeSet<&NodeName>) -> Result<(), ModelError> {
    let mut names = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (index, role) in inventory.roles.iter().enumerate() {
        if !names.insert(&role.name) {
            return Err(duplicate("roles", role.name.as_str(), format!("roles[{index}].name")));
        }
        if !ids.insert(role.id.to_ascii_lowercase()) {
            return Err(duplicate("role ids", &role.id, format!("roles[{index}].id")));
        }
        if !nodes.contains(&role.owner) {
            return Err(unknown(format!("role {}", role.name), &role.owner, format!("roles[{index}].owner")));
        }
        for (field, list) in [("possibleOwners", &role.possible_owners), ("preferredOwners", &role.preferred_owners)] {
            if let Some(node) = list.iter().find(|node| !nodes.contains(node)) {
                return Err(unknown(format!("role {}", role.name), node, format!("roles[{index}].{field}")));
            }
        }
        if let Some(machine) = &role.virtual_machine {
            let path = format!("roles[{index}].virtualMachine");
            bounded(&path, "memory.assignedMiB", machine.memory.assigned_mib, MEMORY_MIB_MAX)?;
            bounded(&path, "memory.startupMiB", machine.memory.startup_mib, MEMORY_MIB_MAX)?;
            bounded(&path, "memory.maximumMiB", machine.memory.maximum_mib.unwrap_or(0), MEMORY_MIB_MAX)?;
            bounded(&path, "processors", u64::from(machine.processors), u64::from(PROCESSORS_MAX))?;
        }
    }
    Ok(())
}

fn bounded(path: &str, field: &str, value: u64, limit: u64) -> Result<(), ModelError> {
    if value <= limit {
        return Ok(());
    }
    Err(ModelError::Absurd { path: format!("{path}.{field}"), value, limit: format!("{limit} at most") })
}

/// Refuses a number above its limit; the path is made only then.
pub(super) fn absurd(path: impl Fn() -> String, value: u64, limit: u64) -> Result<(), ModelError> {
    if value <= limit {
        return Ok(());
    }
    Err(ModelError::Absurd { path: path(), value, limit: format!("{limit} at most") })
}

fn storage(inventory: &Inventory, nodes: &BTreeSet<&NodeName>) -> Result<(), ModelError> {
    let mut names = BTreeSet::new();
    for (index, volume) in inventory.storage.shared_volumes.iter().enumerate() {
        if !names.insert(volume.name.to_lowercase()) {
            return Err(duplicate("shared volumes", &volume.name, format!("storage.sharedVolumes[{index}].name")));
        }
        if !nodes.contains(&volume.owner) {
            let path = format!("storage.sharedVolumes[{index}].owner");
            return Err(unknown(format!("volume {}", volume.name), &volume.owner, path));
        }
        bounded(&format!("storage.sharedVolumes[{index}]"), "sizeMiB", volume.size_mib, SIZE_MIB_MAX)?;
    }
    for (index, disk) in inventory.storage.physical_disks.iter().enumerate() {
        if !nodes.contains(&disk.node) {
            let path = format!("storage.physicalDisks[{index}].node");
            return Err(unknown(format!("disk {}", disk.serial_number), &disk.node, path));
        }
        bounded(&format!("storage.physicalDisks[{index}]"), "sizeMiB", disk.size_mib, SIZE_MIB_MAX)?;
    }
    Ok(())
}

fn machines(inventory: &Inventory) -> Result<(), ModelError> {
    let members =
        inventory.nodes.iter().enumerate().filter_map(|(index, node)| {
            node.machine.as_ref().map(|machine| (format!("nodes[{index}].machine"), machine))
        });
    let pooled =
        inventory.machines.iter().enumerate().map(|(index, one)| (format!("machines[{index}].machine"), &one.machine));
    for (path, machine) in members.chain(pooled) {
        if machine.memory_mib == 0 {
            let limit = "1 at least".to_owned();
            return Err(ModelError::Absurd { path: format!("{path}.memoryMiB"), value: 0, limit });
        }
        bounded(&path, "memoryMiB", machine.memory_mib, MEMORY_MIB_MAX)?;
        let processors = u64::from(machine.processor.logical_processors);
        bounded(&path, "processor.logicalProcessors", processors, u64::from(PROCESSORS_MAX))?;
    }
    Ok(())
}
