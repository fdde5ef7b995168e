//! An inventory without the names of its owner: what a user can hand on, with everything that rules and planner see.
//!
//! Names, ids, addresses, serial numbers, thumbprints, accounts and paths become others: the same becomes the same,
//! what differs stays different, and names keep their order, so that the rules find and the planner decides the same.
//! A text that nobody thought of is renamed too.

mod address;
mod names;
mod parts;
mod treatment;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::document::{self, DocumentError};
use crate::generate::SplitMix64;
use crate::model::{Inventory, NodeName, same_name};
use names::Names;
use treatment::Treatment;

/// Renames everything in an inventory that says whose it is. The same seed gives the same names, byte for byte.
///
/// # Errors
/// Where the renamed inventory contradicts itself, which would be a bug.
pub fn anonymize(inventory: &Inventory, seed: u64) -> Result<Inventory, DocumentError> {
    let bytes = serde_json::to_vec(&renamed(inventory, seed).0).unwrap_or_default();
    document::read_inventory(&bytes)
}

/// The renamed document, and what was renamed.
fn renamed(inventory: &Inventory, seed: u64) -> (Value, Renaming) {
    // Every part of an inventory can be told in JSON.
    let mut document = serde_json::to_value(inventory).unwrap_or_default();
    let mut renaming = Renaming::of(inventory, seed);
    renaming.learns = true;
    renaming.value("", &mut document, None);
    renaming.decide();
    renaming.value("", &mut document, None);
    (document, renaming)
}

/// Two walks through one document: the first learns every name, the second replaces it.
struct Renaming {
    seed: u64,
    learns: bool,
    names: BTreeMap<Treatment, Names>,
    cluster: NodeName,
    domain: Option<String>,
    hosts: BTreeSet<NodeName>,
    roles: BTreeSet<NodeName>,
}

impl Renaming {
    fn of(inventory: &Inventory, seed: u64) -> Self {
        let nodes = inventory.nodes.iter().map(|node| node.name.clone());
        Self {
            seed,
            learns: false,
            names: BTreeMap::new(),
            cluster: NodeName::new(inventory.cluster.name.clone()),
            domain: inventory.cluster.domain.clone(),
            hosts: nodes.chain(inventory.machines.iter().map(|machine| machine.name.clone())).collect(),
            roles: inventory.roles.iter().map(|role| NodeName::new(role.name.as_str())).collect(),
        }
    }

    fn value(&mut self, path: &str, value: &mut Value, network_prefix: Option<u8>) {
        match value {
            Value::Object(fields) => self.fields(path, fields),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(path, item, None)),
            Value::String(text) => {
                let new = self.text(treatment::treatment(path, text), text, network_prefix);
                if !self.learns {
                    *text = new;
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn fields(&mut self, path: &str, fields: &mut Map<String, Value>) {
        let prefix = fields.get("prefixLength").and_then(Value::as_u64).and_then(|length| u8::try_from(length).ok());
        for (name, value) in fields.iter_mut() {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            self.value(&path, value, prefix.filter(|_| name == "address"));
        }
    }

    fn text(&mut self, treatment: Treatment, text: &str, network_prefix: Option<u8>) -> String {
        if treatment == Treatment::Keep {
            return text.to_owned();
        }
        parts::renamed(treatment, text, &mut |treatment, part| self.part(treatment, part, network_prefix))
    }

    fn part(&mut self, treatment: Treatment, part: &str, network_prefix: Option<u8>) -> String {
        let treatment = match treatment {
            Treatment::Address => match address::renamed(part, network_prefix, self.seed) {
                Some(new) => return new,
                None => Treatment::Name("network"),
            },
            Treatment::Host => self.kind_of_host(part),
            Treatment::ShareRoot => return self.share_root(part),
            other => other,
        };
        let new = self.name(treatment, part);
        if treatment != Treatment::Domain {
            return new;
        }
        // Where the domain begins with the name of the cluster, it still does.
        let first = part.split('.').next().unwrap_or_default();
        let is_own = self.domain.as_ref().is_some_and(|domain| same_name(domain, part));
        let is_cluster = is_own && same_name(self.cluster.as_str(), first);
        let new = if is_cluster { self.name(Treatment::Name("cluster"), first) } else { new };
        format!("{new}.test")
    }

    /// What a name becomes; nothing yet while it is learned.
    fn name(&mut self, treatment: Treatment, name: &str) -> String {
        let names = self.names.entry(treatment).or_default();
        if self.learns {
            names.learn(name);
            return String::new();
        }
        names.renamed(name).to_owned()
    }

    /// A share lies on a server, or in a namespace of the domain, which its full name or its first part tells.
    fn share_root(&mut self, root: &str) -> String {
        let Some(domain) = self.domain.clone() else { return self.text(Treatment::Host, root, None) };
        if same_name(&domain, root) {
            return self.part(Treatment::Domain, &domain, None);
        }
        let is_host = !matches!(self.kind_of_host(root), Treatment::Name("server"));
        match domain.split('.').next() {
            Some(first) if same_name(first, root) && !is_host => {
                let whole = self.part(Treatment::Domain, &domain, None);
                whole.split('.').next().unwrap_or_default().to_owned()
            }
            _ => self.text(Treatment::Host, root, None),
        }
    }

    /// A machine is named in many places, as a node, as a virtual machine, as the cluster or as none of them.
    fn kind_of_host(&self, name: &str) -> Treatment {
        let name = NodeName::new(name);
        if self.hosts.contains(&name) {
            Treatment::Host
        } else if name == self.cluster {
            Treatment::Name("cluster")
        } else if self.roles.contains(&name) {
            Treatment::Role
        } else {
            Treatment::Name("server")
        }
    }

    fn decide(&mut self) {
        self.learns = false;
        let taken: BTreeSet<String> = self.names.values().flat_map(Names::lower_case).collect();
        // Other numbers than those that an invented cluster of the same seed is made of.
        let mut random = SplitMix64::new(self.seed ^ u64::from_le_bytes(*b"no names"));
        for (treatment, names) in &mut self.names {
            names.decide(*treatment, &taken, &mut random);
        }
    }
}

#[cfg(test)]
mod spoiled;
#[cfg(test)]
mod tests;
