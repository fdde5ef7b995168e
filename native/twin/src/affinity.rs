//! What keeps roles together and apart: affinity rules, sites and fault domains.
//!
//! Rules of different nodes and different fault domains are kept where they are enabled, unless they are soft; a role
//! of a rule of one node, or of one fault domain, follows the others of its rule as far as that is possible, because
//! they move one after the other ("Cluster affinity", "Fault domain awareness", learn.microsoft.com).

use rolling_upgrade_core::model::{AffinityKind, same_name};

use crate::ids::{MachineId, RoleId};
use crate::refusal::Refusal;
use crate::state::{AffinityRecord, MachineRecord};
use crate::twin::Twin;

/// What the affinity rules say of a role on a node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Affinity {
    /// A rule that is kept in any case forbids it.
    pub(crate) forbids: bool,
    /// How many rules would rather have it elsewhere.
    pub(crate) dislikes: u32,
}

impl Twin {
    /// Where a role is, or where it is on its way to.
    fn heading_for(&self, role: RoleId) -> MachineId {
        let record = &self.state.roles[role];
        record.movement.map_or(record.owner, |movement| movement.to)
    }

    /// What the affinity rules say of a role on a node.
    pub(crate) fn affinity(&self, role: RoleId, to: MachineId) -> Affinity {
        let mut says = Affinity::default();
        for place in &self.state.roles[role].rules {
            let rule = &self.state.affinity_rules[*place as usize];
            if rule.facts.enabled && self.is_against(rule, role, to) {
                let apart = matches!(rule.facts.kind, AffinityKind::DifferentNode | AffinityKind::DifferentFaultDomain);
                if apart && !rule.facts.soft {
                    says.forbids = true;
                } else {
                    says.dislikes += 1;
                }
            }
        }
        says
    }

    /// The rule that forbids a role a node that somebody named, as a refusal.
    pub(crate) fn affinity_obstacle(&self, role: RoleId, to: MachineId) -> Option<Refusal> {
        self.affinity(role, to).forbids.then(|| Refusal::AffinityRule {
            role: self.state.roles[role].name.clone(),
            node: self.machine_name(to).clone(),
        })
    }

    fn is_against(&self, rule: &AffinityRecord, role: RoleId, to: MachineId) -> bool {
        let source = self.state.roles[role].owner;
        let mut others = rule.roles.iter().filter(|other| **other != role).map(|other| self.heading_for(*other));
        let same_domain = |left: MachineId, right: MachineId| {
            left == right || self.domain(left).is_some_and(|domain| Some(domain) == self.domain(right))
        };
        match rule.facts.kind {
            AffinityKind::DifferentNode => others.any(|other| other == to),
            AffinityKind::DifferentFaultDomain => others.any(|other| same_domain(other, to)),
            // Those that are still where this role comes from will follow.
            AffinityKind::SameNode => others.any(|other| other != source && other != to),
            AffinityKind::SameFaultDomain => others.any(|other| !same_domain(other, source) && !same_domain(other, to)),
        }
    }

    /// The fault domain above a node: its chassis or rack, else its site.
    fn domain(&self, machine: MachineId) -> Option<&str> {
        let node = self.state.machines[machine].node.as_ref()?;
        node.fault_domain.as_deref().or(node.site.as_deref())
    }

    /// How far a node is from where a role belongs: 0 where sites and fault domains agree or nobody set any, 1 in
    /// another chassis or rack, 2 in another site.
    pub(crate) fn distance(&self, role: RoleId, to: MachineId) -> u32 {
        let record = &self.state.roles[role];
        let Some(target) = &self.state.machines[to].node else { return 0 };
        if let Some(preferred) = &record.preferred_site {
            let inside = [&target.site, &target.fault_domain].into_iter().flatten();
            return if inside.into_iter().any(|name| same_name(name, preferred)) { 0 } else { 2 };
        }
        let Some(source) = &self.state.machines[record.owner].node else { return 0 };
        let differs =
            |left: &Option<String>, right: &Option<String>| left.is_some() && right.is_some() && left != right;
        if differs(&source.site, &target.site) {
            return 2;
        }
        u32::from(differs(&source.fault_domain, &target.fault_domain))
    }
}

impl MachineRecord {
    /// Whether the machine is known not to hold the key of a guardian.
    pub(crate) fn lacks_guardian(&self, guardian: &str) -> bool {
        let keys = self.facts.profile.guardians.as_ref();
        keys.is_some_and(|keys| !keys.iter().any(|key| same_name(key, guardian)))
    }

    /// Whether a resource type is missing on the machine.
    pub(crate) fn lacks_resource_type(&self, kind: &str) -> bool {
        self.missing_resource_types.iter().any(|missing| same_name(missing, kind))
    }
}
