//! What of an inventory decides where a VM may be, read without the planner.

use rolling_upgrade_core::model::{AffinityKind, Inventory, Node, Release, Role};

/// A cluster in numbers.
pub struct Facts {
    /// Whether each node runs the target already.
    pub(crate) upgraded: Vec<bool>,
    pub(crate) memory_mib: Vec<i32>,
    /// The fault domain of each node.
    domains: Vec<String>,
    pub(crate) guests: Vec<Guest>,
    /// Pairs of VMs that rules keep apart, and together.
    pub(crate) apart: Vec<Pair>,
    pub(crate) together: Vec<Pair>,
    /// VMs that stay in their fault domain for ever: a rule keeps as many apart as there are domains, so that none can
    /// be the first to change.
    pub(crate) settled: Vec<usize>,
}

/// A VM.
pub(crate) struct Guest {
    pub(crate) memory_mib: i32,
    pub(crate) owner: usize,
    /// Nodes that may own it before their turn and after it.
    pub(crate) before: Vec<bool>,
    pub(crate) after: Vec<bool>,
}

/// Two VMs that a rule is about; `domains`: it counts fault domains and not nodes.
pub(crate) struct Pair {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) domains: bool,
}

impl Facts {
    /// Reads an inventory whose roles are the core group and VMs.
    #[must_use]
    pub fn of(inventory: &Inventory, target: Release) -> Self {
        let roles: Vec<&Role> = inventory.roles.iter().filter(|role| role.virtual_machine.is_some()).collect();
        let memory = |node: &Node| node.machine.as_ref().map_or(0, |machine| machine.memory_mib);
        let mut facts = Self {
            upgraded: inventory.nodes.iter().map(|node| node.release().is_some_and(|own| own >= target)).collect(),
            memory_mib: inventory.nodes.iter().map(|node| i32::try_from(memory(node)).unwrap_or(i32::MAX)).collect(),
            domains: inventory.nodes.iter().map(domain).collect(),
            guests: roles.iter().map(|role| guest(inventory, role, target)).collect(),
            apart: Vec::new(),
            together: Vec::new(),
            settled: Vec::new(),
        };
        facts.read_rules(inventory, &roles);
        facts
    }

    pub(crate) const fn nodes(&self) -> usize {
        self.upgraded.len()
    }

    /// Whether the nodes have the memory of all VMs together while any old one of them is out.
    pub(crate) fn has_room(&self) -> bool {
        let needed: i64 = self.guests.iter().map(|guest| i64::from(guest.memory_mib)).sum();
        let room: i64 = self.memory_mib.iter().map(|mib| i64::from(*mib)).sum();
        let old = self.memory_mib.iter().zip(&self.upgraded).filter(|(_, upgraded)| !**upgraded);
        old.map(|(mib, _)| room - i64::from(*mib)).all(|left| needed <= left)
    }

    /// Pairs of nodes that a rule takes for one place.
    pub(crate) fn pairs(&self, domains: bool) -> impl Iterator<Item = (usize, usize)> + '_ {
        let all = (0..self.nodes()).flat_map(|node| (0..self.nodes()).map(move |other| (node, other)));
        all.filter(move |(node, other)| node == other || (domains && self.domains[*node] == self.domains[*other]))
    }

    /// How many nodes, or fault domains, there are.
    pub(crate) fn places(&self, domains: bool) -> usize {
        let mut names: Vec<&String> = self.domains.iter().collect();
        names.sort_unstable();
        names.dedup();
        if domains { names.len() } else { self.nodes() }
    }

    fn read_rules(&mut self, inventory: &Inventory, roles: &[&Role]) {
        let all = || (0..roles.len()).flat_map(|left| (0..roles.len()).map(move |right| (left, right)));
        let distinct = || all().filter(|(left, right)| left != right);
        if inventory.cluster.enforced_anti_affinity {
            let classes = |role: usize| &roles[role].anti_affinity_classes;
            let share = |left: usize, right: usize| classes(left).iter().any(|class| classes(right).contains(class));
            let pairs = distinct().filter(|(left, right)| share(*left, *right));
            self.apart.extend(pairs.map(|(left, right)| Pair { left, right, domains: false }));
        }
        for rule in inventory.affinity_rules.iter().filter(|rule| rule.enabled && !rule.soft) {
            let member = |role: usize| rule.roles.contains(&roles[role].name);
            let pairs = distinct().filter(|(left, right)| member(*left) && member(*right));
            if rule.kind == AffinityKind::DifferentFaultDomain && rule.roles.len() == self.places(true) {
                self.settled.extend((0..roles.len()).filter(|role| member(*role)));
            }
            let domains = matches!(rule.kind, AffinityKind::SameFaultDomain | AffinityKind::DifferentFaultDomain);
            let pairs = pairs.map(|(left, right)| Pair { left, right, domains });
            match rule.kind {
                AffinityKind::SameNode | AffinityKind::SameFaultDomain => self.together.extend(pairs),
                AffinityKind::DifferentNode | AffinityKind::DifferentFaultDomain => self.apart.extend(pairs),
            }
        }
    }
}

fn domain(node: &Node) -> String {
    node.fault_domain.as_ref().map_or_else(|| format!("node {}", node.name), |domain| format!("domain {domain}"))
}

fn guest(inventory: &Inventory, role: &Role, target: Release) -> Guest {
    let nodes = &inventory.nodes;
    let owner = nodes.iter().position(|node| node.name == role.owner).unwrap_or_default();
    let allowed = |node: &Node, release: Option<Release>| {
        let (Some(machine), Some(vm)) = (&node.machine, &role.virtual_machine) else { return false };
        let home = nodes[owner].machine.as_ref();
        let alike = home.is_some_and(|home| home.processor.feature_set == machine.processor.feature_set);
        (role.possible_owners.is_empty() || role.possible_owners.contains(&node.name))
            && vm.switches.iter().all(|name| machine.switches.iter().any(|switch| switch.name == *name))
            && (vm.processor_compatibility || alike)
            && release.unwrap_or(machine.release).configuration_versions().contains(&vm.configuration_version)
    };
    Guest {
        memory_mib: i32::try_from(role.memory_mib()).unwrap_or(i32::MAX),
        owner,
        before: nodes.iter().map(|node| allowed(node, None)).collect(),
        after: nodes.iter().map(|node| allowed(node, Some(target))).collect(),
    }
}
