//! CAP-13: while a node is out, its roles find room in its site.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::{Inventory, NodeName};
use crate::plan::{Capacity, Loss};

pub(super) static RULE: Rule = Rule {
    id: "CAP-13",
    title: "Roles stay in their site while a node is out",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "The sites and fault domains of the nodes, and what CAP-01 needs.",
    fires: "A node that has still to be done is out, and its roles have no place on the other nodes of its site, or of \
            its chassis or rack; the latter is only told.",
    remedy: "Make room in the site, or agree to what it means that roles run in another one: longer ways to clients \
            and, with replicated storage, a change of its direction.",
    source: "Fault domain awareness (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let site = |host: &Host<'_>| host.node.site.as_ref().map(|site| site.to_lowercase());
    let domain = |host: &Host<'_>| host.node.fault_domain.as_ref().map(|domain| domain.to_lowercase());
    look(facts, findings, site, "site", Severity::Warn);
    look(facts, findings, domain, "fault domain", Severity::Info);
}

/// Looks at the parts of the cluster by one kind of them; where there is only one part there is nothing to leave.
fn look(
    facts: &Facts<'_>,
    findings: &mut Findings<'_>,
    part: impl Fn(&Host<'_>) -> Option<String>,
    kind: &str,
    severity: Severity,
) {
    let mut parts: BTreeMap<String, Vec<&Host<'_>>> = BTreeMap::new();
    for host in &facts.hosts {
        if let Some(name) = part(host) {
            parts.entry(name).or_default().push(host);
        }
    }
    if parts.len() < 2 {
        return;
    }
    for (name, hosts) in &parts {
        let alone = only(facts.inventory, hosts);
        let capacity = Capacity::new(&alone, facts.policy);
        let leaves = |host: &&&Host<'_>| {
            let loss = Loss { out: std::slice::from_ref(&host.node.name), failed: &[] };
            let mut steps = facts.policy.search_steps / hosts.len() as u64;
            facts.is_due(host) && !host.roles.is_empty() && capacity.holds(loss, &mut steps) != Some(true)
        };
        let leaving: Vec<&NodeName> = hosts.iter().filter(leaves).map(|host| &host.node.name).collect();
        if !leaving.is_empty() {
            let message = format!(
                "While {} is out, the rest of the {kind} {name} has no place for all of its roles: some go elsewhere.",
                listed(leaving.iter().map(|name| name.as_str()))
            );
            findings.fire_as(severity, Subject::cluster(facts.inventory), message);
        }
    }
}

/// The cluster as if it had only these nodes and what they own.
fn only(inventory: &Inventory, hosts: &[&Host<'_>]) -> Inventory {
    let holds = |name: &NodeName| hosts.iter().any(|host| host.node.name == *name);
    let mut alone = Inventory { roles: Vec::new(), nodes: Vec::new(), ..inventory.clone() };
    alone.nodes.extend(inventory.nodes.iter().filter(|node| holds(&node.name)).cloned());
    let places = hosts.iter().flat_map(|host| host.roles);
    alone.roles.extend(places.filter_map(|place| inventory.roles.get(*place)).cloned());
    alone
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    /// Two nodes in each of two sites, with a VM of this size on each node of the first, and one of 40 GiB elsewhere.
    fn stretched(gibibytes: u64) -> Fixture {
        let mut fixture = Fixture::usual();
        for node in 1..=4 {
            fixture.node(node).site = Some(if node < 3 { "East" } else { "West" }.to_owned());
            fixture.vm(&format!("vm{node}"), node);
            fixture.last_vm().memory.assigned_mib = if node < 3 { gibibytes } else { 40 } * 1024;
        }
        fixture
    }

    #[test]
    fn room_in_the_site_passes() {
        assert!(stretched(61).found("CAP-13").is_empty());
    }

    #[test]
    fn a_site_without_room_is_a_warning() {
        let fixture = stretched(63);
        assert_eq!(fixture.found("CAP-13"), ["WARN cluster contoso"]);
        assert!(fixture.message("CAP-13").contains("While n1, n2 is out, the rest of the site east"));
        assert!(fixture.found("CAP-01").is_empty(), "the other site has room");
    }

    #[test]
    fn a_rack_is_only_told_and_one_site_is_no_question() {
        let mut fixture = stretched(63);
        for node in 1..=4 {
            fixture.node(node).site = Some("East".to_owned());
        }
        assert!(fixture.found("CAP-13").is_empty());
        fixture.node(1).fault_domain = Some("rack1".to_owned());
        fixture.node(2).fault_domain = Some("rack2".to_owned());
        assert_eq!(fixture.found("CAP-13"), ["INFO cluster contoso", "INFO cluster contoso"]);
    }
}
