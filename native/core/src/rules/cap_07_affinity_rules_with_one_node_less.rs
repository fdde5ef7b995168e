//! CAP-07: affinity rules can be kept while a node is out.

use std::collections::BTreeSet;

use super::prelude::*;
use crate::model::{AffinityKind, AffinityRule, NodeState, Role, RoleName, RoleState};
use crate::plan::fault_domain;

pub(super) static RULE: Rule = Rule {
    id: "CAP-07",
    title: "Affinity rules with one node less",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "The affinity rules, the roles in them and their owners, and the nodes that are up, with their fault \
            domains.",
    fires: "A rule that is enabled keeps more roles apart than nodes, or fault domains, stay while one is out. A soft \
            rule is only told. A rule that is broken now, or that names roles which do not exist, is a warning.",
    remedy: "Disable the rule for the run: Set-ClusterAffinityRule -Name <name> -Enabled 0, and enable it at the end; \
            or add a node.",
    source: "Cluster affinity (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let subject = || Subject::cluster(facts.inventory);
    for rule in facts.inventory.affinity_rules.iter().filter(|rule| rule.enabled) {
        let named = |name: &RoleName| facts.inventory.roles.iter().enumerate().find(|(_, role)| role.name == *name);
        let members: Vec<(usize, &Role)> = rule.roles.iter().filter_map(named).collect();
        if members.len() < rule.roles.len() {
            let message = format!(
                "The affinity rule {} names {} that the cluster does not have.",
                rule.name,
                counted(rule.roles.len() - members.len(), "role")
            );
            findings.fire_as(Severity::Warn, subject(), message);
        }
        let running: Vec<(usize, &Role)> =
            members.into_iter().filter(|(_, role)| role.state != RoleState::Offline).collect();
        if is_broken(facts, rule, &running) {
            let message = format!("The affinity rule {} is broken now ({}).", rule.name, asks(rule.kind));
            findings.fire_as(Severity::Warn, subject(), message);
        }
        let Some(left) = places_left(facts, rule.kind).filter(|left| running.len() > *left) else { continue };
        let severity = if rule.soft { Severity::Info } else { Severity::Error };
        let message = format!(
            "The affinity rule {} ({}) has {} ({}), and {left} can be kept apart while one node is out.",
            rule.name,
            asks(rule.kind),
            counted(running.len(), "member"),
            listed(running.iter().map(|(_, role)| role.name.as_str()))
        );
        findings.fire_as(severity, subject(), message);
    }
}

const fn asks(kind: AffinityKind) -> &'static str {
    match kind {
        AffinityKind::SameNode => "on one node",
        AffinityKind::SameFaultDomain => "in one fault domain",
        AffinityKind::DifferentNode => "on different nodes",
        AffinityKind::DifferentFaultDomain => "in different fault domains",
    }
}

/// Nodes or fault domains that stay while the worst node is out; nothing for rules that keep roles together.
fn places_left(facts: &Facts<'_>, kind: AffinityKind) -> Option<usize> {
    let up = || facts.hosts.iter().filter(|host| host.node.state == NodeState::Up);
    match kind {
        AffinityKind::SameNode | AffinityKind::SameFaultDomain => None,
        AffinityKind::DifferentNode => Some(up().count().saturating_sub(1)),
        AffinityKind::DifferentFaultDomain => {
            let left = |out: usize| {
                let others = up().enumerate().filter(|(index, _)| *index != out);
                others.map(|(_, host)| fault_domain(host.node)).collect::<BTreeSet<_>>().len()
            };
            (0..up().count()).map(left).min()
        }
    }
}

/// Whether two members are where the rule does not want them.
fn is_broken(facts: &Facts<'_>, rule: &AffinityRule, members: &[(usize, &Role)]) -> bool {
    let owners: Vec<&Host<'_>> = members.iter().filter_map(|(role, _)| facts.owner(*role)).collect();
    let nodes: BTreeSet<&str> = owners.iter().map(|host| host.node.name.as_str()).collect();
    let domains: BTreeSet<_> = owners.iter().map(|host| fault_domain(host.node)).collect();
    match rule.kind {
        AffinityKind::SameNode => nodes.len() > 1,
        AffinityKind::SameFaultDomain => domains.len() > 1,
        AffinityKind::DifferentNode => nodes.len() < owners.len(),
        AffinityKind::DifferentFaultDomain => domains.len() < owners.len(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{AffinityKind, AffinityRule};
    use crate::rules::fixture::Fixture;

    /// A rule about so many VMs, the first on `n1`, the second on `n2` and so on.
    fn with_rule(kind: AffinityKind, count: usize) -> Fixture {
        let mut fixture = Fixture::usual();
        let mut roles = Vec::new();
        for member in 1..=count {
            roles.push(fixture.vm(&format!("dc{member}"), member).name.clone());
        }
        let name = "DomainControllers".to_owned();
        let rule = AffinityRule { name, kind, roles, volumes: Vec::new(), enabled: true, soft: false };
        fixture.inventory.affinity_rules.push(rule);
        fixture
    }

    #[test]
    fn as_many_members_as_nodes_stay_pass() {
        assert!(with_rule(AffinityKind::DifferentNode, 3).found("CAP-07").is_empty());
    }

    #[test]
    fn one_more_is_an_error_unless_the_rule_is_soft_or_off() {
        let mut fixture = with_rule(AffinityKind::DifferentNode, 4);
        assert_eq!(fixture.found("CAP-07"), ["ERROR cluster contoso"]);
        fixture.inventory.affinity_rules[0].soft = true;
        assert_eq!(fixture.found("CAP-07"), ["INFO cluster contoso"]);
        fixture.inventory.affinity_rules[0].enabled = false;
        assert!(fixture.found("CAP-07").is_empty());
    }

    #[test]
    fn fault_domains_are_counted_for_rules_about_them() {
        let mut fixture = with_rule(AffinityKind::DifferentFaultDomain, 2);
        for node in 1..=4 {
            fixture.node(node).fault_domain = Some(format!("rack{}", node % 2));
        }
        assert!(fixture.found("CAP-07").is_empty());
        fixture.node(3).state = crate::model::NodeState::Down;
        // With n1 out no node of its rack is left.
        assert_eq!(fixture.found("CAP-07"), ["ERROR cluster contoso"]);
    }

    #[test]
    fn a_rule_that_is_broken_or_names_nobody_is_a_warning() {
        assert_eq!(with_rule(AffinityKind::SameNode, 2).found("CAP-07"), ["WARN cluster contoso"]);
        let mut fixture = with_rule(AffinityKind::DifferentNode, 2);
        fixture.inventory.affinity_rules[0].roles.push("gone".into());
        assert_eq!(fixture.found("CAP-07"), ["WARN cluster contoso"]);
    }
}
