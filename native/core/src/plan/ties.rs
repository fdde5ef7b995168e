//! What keeps roles apart or together: anti-affinity classes and affinity rules, with numbers for names.
//!
//! Source: "Cluster affinity" (learn.microsoft.com, Windows Server). An enabled rule is a limit unless it is soft; only
//! rules that keep roles apart can be soft. A class of `AntiAffinityClassNames` is a limit where the cluster enforces
//! it, and a wish otherwise.

use std::collections::HashMap;

use crate::model::{AffinityKind, Inventory, Node, Role, RoleName, same_name};

/// Roles that stay apart, no two on a node: an anti-affinity class or an affinity rule.
pub(super) struct Tag<'a> {
    /// The name of the class or of the rule.
    pub(super) name: &'a str,
    /// Whether it is a limit and not only a wish.
    pub(super) hard: bool,
    /// Whether it is an affinity rule.
    pub(super) rule: bool,
}

/// An affinity rule about one node or about fault domains that is a limit.
pub(super) struct Tie<'a> {
    /// The name of the rule.
    pub(super) name: &'a str,
    pub(super) kind: TieKind,
    /// Its members among the roles of the world.
    pub(super) members: Vec<u32>,
}

/// What an affinity rule asks; that roles are on different nodes is a [`Tag`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TieKind {
    SameNode,
    SameDomain,
    DifferentDomain,
}

/// The tags of a cluster and which roles bear them.
#[derive(Default)]
pub(super) struct Tags<'a> {
    pub(super) tags: Vec<Tag<'a>>,
    classes: HashMap<&'a str, u16>,
    rules: HashMap<&'a RoleName, Vec<u16>>,
    volumes: Vec<(&'a str, u16)>,
}

/// What an affinity rule names.
#[derive(Clone, Copy)]
pub(super) enum Member<'a> {
    Role(&'a RoleName),
    /// A shared volume, by the name of its disk resource.
    Volume(&'a str),
}

impl<'a> Tags<'a> {
    /// Numbers the anti-affinity classes that at least two roles share, and the affinity rules for different nodes.
    pub(super) fn new(inventory: &'a Inventory) -> Self {
        let mut seen: HashMap<&str, u32> = HashMap::new();
        for class in inventory.roles.iter().flat_map(|role| &role.anti_affinity_classes) {
            *seen.entry(class).or_default() += 1;
        }
        let mut found = Self::default();
        for class in inventory.roles.iter().flat_map(|role| &role.anti_affinity_classes) {
            if seen.get(class.as_str()).is_some_and(|count| *count > 1)
                && !found.classes.contains_key(class.as_str())
                && let Some(number) = found.add(class, inventory.cluster.enforced_anti_affinity, false)
            {
                found.classes.insert(class.as_str(), number);
            }
        }
        for rule in inventory.affinity_rules.iter().filter(|rule| rule.enabled) {
            if rule.kind == AffinityKind::DifferentNode
                && rule.roles.len() + rule.volumes.len() > 1
                && let Some(number) = found.add(&rule.name, !rule.soft, true)
            {
                for role in &rule.roles {
                    found.rules.entry(role).or_default().push(number);
                }
                found.volumes.extend(rule.volumes.iter().map(|volume| (volume.as_str(), number)));
            }
        }
        found
    }

    fn add(&mut self, name: &'a str, hard: bool, rule: bool) -> Option<u16> {
        let number = u16::try_from(self.tags.len()).ok()?;
        self.tags.push(Tag { name, hard, rule });
        Some(number)
    }

    /// The tags that a role bears.
    pub(super) fn of(&self, role: &Role) -> Box<[u16]> {
        let classes = role.anti_affinity_classes.iter().filter_map(|name| self.classes.get(name.as_str()).copied());
        let rules = if self.rules.is_empty() { None } else { self.rules.get(&role.name) };
        let mut tags: Vec<u16> = classes.chain(rules.into_iter().flatten().copied()).collect();
        tags.sort_unstable();
        tags.dedup();
        tags.into()
    }

    /// The tags that a shared volume bears.
    pub(super) fn of_volume(&self, name: &str) -> Box<[u16]> {
        let own = self.volumes.iter().filter(|(volume, _)| same_name(volume, name));
        own.map(|(_, tag)| *tag).collect()
    }
}

/// The affinity rules that are limits and no [`Tag`]; `number` finds a role or a volume of the world.
pub(super) fn ties<'a>(inventory: &'a Inventory, number: impl Fn(Member<'_>) -> Option<u32>) -> Vec<Tie<'a>> {
    let hard = inventory.affinity_rules.iter().filter(|rule| rule.enabled);
    hard.filter_map(|rule| {
        let kind = match rule.kind {
            AffinityKind::SameNode => TieKind::SameNode,
            AffinityKind::SameFaultDomain => TieKind::SameDomain,
            AffinityKind::DifferentFaultDomain if !rule.soft => TieKind::DifferentDomain,
            AffinityKind::DifferentFaultDomain | AffinityKind::DifferentNode => return None,
        };
        let volumes = rule.volumes.iter().map(|name| Member::Volume(name));
        let named = rule.roles.iter().map(Member::Role).chain(volumes);
        let mut members: Vec<u32> = named.filter_map(&number).collect();
        members.sort_unstable();
        members.dedup();
        (members.len() > 1).then_some(Tie { name: &rule.name, kind, members })
    })
    .collect()
}

/// The fault domain of a node: the chassis or rack above it, else its site, else the node itself; a number says which.
pub(crate) fn fault_domain(node: &Node) -> (u8, String) {
    match (&node.fault_domain, &node.site) {
        (Some(domain), _) => (0, domain.to_lowercase()),
        (None, Some(site)) => (1, site.to_lowercase()),
        (None, None) => (2, node.name.as_str().to_lowercase()),
    }
}

/// A number for the fault domain of each node.
pub(super) fn domains(nodes: &[Node]) -> Vec<u16> {
    let mut numbers: HashMap<(u8, String), u16> = HashMap::new();
    nodes
        .iter()
        .map(|node| {
            let next = u16::try_from(numbers.len()).unwrap_or(u16::MAX);
            *numbers.entry(fault_domain(node)).or_insert(next)
        })
        .collect()
}

/// A number for the site of each node.
pub(super) fn sites(nodes: &[Node]) -> Vec<u16> {
    let mut known: Vec<String> = Vec::new();
    let number = |node: &Node| {
        let site = node.site.as_ref().map(|site| site.to_lowercase()).unwrap_or_default();
        let place = known.iter().position(|other| *other == site).unwrap_or_else(|| {
            known.push(site);
            known.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    };
    nodes.iter().map(number).collect()
}
