//! ROL-02: the keys of virtual TPMs do not vanish with the node that is wiped.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::{ConfigurationVersion, NodeSet, Role, RoleKind, VirtualMachine};
use crate::plan::Method;

/// The first version with a virtual TPM.
const FIRST: ConfigurationVersion = ConfigurationVersion { major: 7, minor: 0 };

pub(super) static RULE: Rule = Rule {
    id: "ROL-02",
    title: "Keys of virtual TPMs outlive the node",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Remove],
    needs: "Which VMs have a virtual TPM, their guardians, and the guardians whose keys lie on each node.",
    fires: "The keys that open the virtual TPM of a VM lie only on a node that is to be wiped: the VM would never \
            start again. Where several nodes hold them and all are to be wiped, it is a warning. Where a capture does \
            not tell whether VMs have a virtual TPM, it blocks; of an inventory that somebody wrote it is only told.",
    remedy: "Export the certificates of the guardian with their private keys (Shielded VM Local Certificates) and \
            import them on another node first, and on each rebuilt node.",
    source: "Generation 2 virtual machine security settings for Hyper-V (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.policy.method != Method::CleanEvict {
        return;
    }
    let holders = Holders::new(facts);
    let is_whole = facts.inventory.roles.iter().any(|role| role.kind == RoleKind::Cluster);
    if let Some(node) = facts.subject.filter(|_| !is_whole) {
        // Which VMs use the keys was not read for this step: what would be lost is not to be lost unseen.
        if let Some(guardian) = holders.only_on_what_is_wiped() {
            let message =
                format!("Keys of the guardian {guardian} lie on {node}; whether on another node is not known.");
            return findings.unknown(Subject::node(node), message);
        }
    }
    let (mut unread, mut fading, mut foreign) = (Vec::new(), Vec::new(), Vec::new());
    for (_, role, machine) in facts.virtual_machines() {
        match (machine.trusted_platform_module, machine.configuration_version >= FIRST) {
            (Some(false), _) | (None, false) => {}
            (None, true) => unread.push(role.name.as_str()),
            (Some(true), _) => match holders.keys_of(machine) {
                Keys::Safe => {}
                Keys::Only(node) => findings.fire(Subject::role(&role.name), lost(facts, role, node)),
                Keys::Fading => fading.push(role.name.as_str()),
                Keys::Foreign => foreign.push(role.name.as_str()),
                Keys::Unknown => {
                    let message = format!("Where the keys of the virtual TPM of {} lie is not known.", role.name);
                    findings.unknown(Subject::role(&role.name), message);
                }
            },
        }
    }
    let cluster = || Subject::cluster(facts.inventory);
    let told = |names: &[&str]| format!("{}: {}", counted(names.len(), "VM"), listed(names.iter().copied()));
    if !unread.is_empty() {
        let message = format!("Whether they have a virtual TPM is not known of {}.", told(&unread));
        if facts.is_captured()
            || facts.virtual_machines().any(|(_, _, machine)| machine.trusted_platform_module.is_some())
        {
            findings.unknown(cluster(), message);
        } else {
            findings.unread_as(Severity::Error, cluster(), message);
        }
    }
    if !fading.is_empty() {
        let message =
            format!("Every node that holds their keys is to be wiped, one after the other: {}.", told(&fading));
        findings.fire_as(Severity::Warn, cluster(), message);
    }
    if !foreign.is_empty() {
        let message = format!("No node holds their keys; a host guardian service may: {}.", told(&foreign));
        findings.fire_as(Severity::Warn, cluster(), message);
    }
}

fn lost(facts: &Facts<'_>, role: &Role, node: usize) -> String {
    let name = facts.hosts.get(node).map_or("the node", |host| host.node.name.as_str());
    format!("The keys that open the virtual TPM of {} lie on {name} only.", role.name)
}

/// Where the keys of a VM are.
enum Keys {
    /// On a node that stays as it is, or outlives this step.
    Safe,
    /// Only on this node, which is to be wiped.
    Only(usize),
    /// On several nodes, all of which are to be wiped.
    Fading,
    /// On none.
    Foreign,
    /// Nobody read who its guardians are, or what they hold.
    Unknown,
}

/// The nodes that hold the keys of each guardian.
struct Holders {
    by_guardian: BTreeMap<String, NodeSet>,
    silent: NodeSet,
    wiped: NodeSet,
    step: bool,
}

impl Holders {
    fn new(facts: &Facts<'_>) -> Self {
        let mut by_guardian: BTreeMap<String, NodeSet> = BTreeMap::new();
        let (mut silent, mut wiped) = (NodeSet::default(), NodeSet::default());
        for (index, host) in facts.hosts.iter().enumerate() {
            let is_wiped = match facts.subject {
                Some(subject) => host.node.name == *subject,
                None => facts.is_due(host),
            };
            if is_wiped {
                wiped.insert(index);
            }
            match host.machine().and_then(|machine| machine.profile.guardians.as_ref()) {
                Some(guardians) => guardians.iter().for_each(|guardian| {
                    by_guardian.entry(guardian.to_lowercase()).or_default().insert(index);
                }),
                None => silent.insert(index),
            }
        }
        Self { by_guardian, silent, wiped, step: facts.subject.is_some() }
    }

    /// A guardian whose keys are known only of nodes that are to be wiped.
    fn only_on_what_is_wiped(&self) -> Option<&str> {
        let lost = |holders: &NodeSet| !holders.is_empty() && self.wiped.covers(holders);
        self.by_guardian.iter().find(|(_, holders)| lost(holders)).map(|(guardian, _)| guardian.as_str())
    }

    fn keys_of(&self, machine: &VirtualMachine) -> Keys {
        if machine.guardians.is_empty() {
            return Keys::Unknown;
        }
        let of = |guardian: &String| self.by_guardian.get(&guardian.to_lowercase());
        let holders = machine.guardians.iter().filter_map(of).fold(NodeSet::default(), |all, set| all.or(set));
        let wiped = holders.and(&self.wiped);
        let mut kept = holders.without(&self.wiped).iter();
        match (kept.next(), wiped.len(), wiped.iter().next()) {
            (Some(_), ..) => Keys::Safe,
            _ if !self.silent.is_empty() => Keys::Unknown,
            (None, 0, _) | (None, _, None) => Keys::Foreign,
            (None, 1, Some(node)) => Keys::Only(node),
            (None, _, Some(_)) if self.step => Keys::Safe,
            (None, _, Some(_)) => Keys::Fading,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn keys_on(nodes: &[usize]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture.last_vm().trusted_platform_module = Some(true);
        fixture.last_vm().guardians = vec!["Untrusted-N1".to_owned()];
        for node in nodes {
            fixture.machine(*node).profile.guardians = Some(vec!["untrusted-n1".to_owned()]);
        }
        fixture
    }

    #[test]
    fn keys_on_a_node_that_is_done_and_vms_without_a_tpm_pass() {
        let mut fixture = keys_on(&[1, 4]);
        fixture.run(&[4], Release::Server2022);
        assert!(fixture.found("ROL-02").is_empty());
        fixture.last_vm().trusted_platform_module = Some(false);
        assert!(fixture.found("ROL-02").is_empty());
    }

    #[test]
    fn keys_on_one_node_block_and_its_evict_too() {
        assert_eq!(keys_on(&[1]).found("ROL-02"), ["BLOCK role vm1"]);
        assert_eq!(keys_on(&[1]).step(Moment::Remove, "n1").found("ROL-02"), ["BLOCK role vm1"]);
        assert!(keys_on(&[1]).step(Moment::Remove, "n2").found("ROL-02").is_empty());
    }

    #[test]
    fn keys_on_two_nodes_that_are_both_wiped_warn() {
        assert_eq!(keys_on(&[1, 2]).found("ROL-02"), ["WARN cluster contoso"]);
        assert!(keys_on(&[1, 2]).step(Moment::Remove, "n1").found("ROL-02").is_empty());
        assert_eq!(keys_on(&[]).found("ROL-02"), ["WARN cluster contoso"], "a host guardian service");
    }

    #[test]
    fn what_nobody_read_blocks_and_a_vm_too_old_for_a_tpm_does_not() {
        let mut fixture = keys_on(&[1]);
        fixture.machine(3).profile.guardians = None;
        assert_eq!(fixture.found("ROL-02"), ["BLOCK ? role vm1"]);
        fixture.last_vm().trusted_platform_module = None;
        assert_eq!(fixture.found("ROL-02"), ["BLOCK ? cluster contoso"], "a capture looks");
        let coordinator = fixture.inventory.coordinator.take();
        assert_eq!(fixture.found("ROL-02"), ["INFO ? cluster contoso"], "somebody wrote it");
        fixture.inventory.coordinator = coordinator;
        fixture.vm("vm2", 2);
        fixture.inventory.roles[1].virtual_machine.as_mut().unwrap().trusted_platform_module = None;
        assert_eq!(fixture.found("ROL-02"), ["BLOCK ? cluster contoso"]);
        let old = ConfigurationVersion { major: 5, minor: 0 };
        fixture.inventory.roles[1].virtual_machine.as_mut().unwrap().configuration_version = old;
        assert!(fixture.found("ROL-02").is_empty());
    }

    #[test]
    fn before_an_evict_keys_block_where_nobody_read_which_vms_use_them() {
        let mut fixture = keys_on(&[1]);
        fixture.inventory.roles.clear();
        let mut fixture = fixture.step(Moment::Remove, "n1");
        assert_eq!(fixture.found("ROL-02"), ["BLOCK ? node n1"]);
        fixture.machine(1).profile.guardians = Some(Vec::new());
        assert!(fixture.found("ROL-02").is_empty());
    }

    #[test]
    fn in_place_nothing_is_wiped() {
        let mut fixture = keys_on(&[1]);
        fixture.request.policy.method = Method::InPlaceKeep;
        assert!(fixture.found("ROL-02").is_empty());
    }
}
