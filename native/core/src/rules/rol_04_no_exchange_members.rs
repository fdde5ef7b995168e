//! ROL-04: members of an Exchange availability group are not upgraded this way.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ROL-04",
    title: "No Exchange database availability group",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The services of every node that is no Hyper-V host.",
    fires: "Exchange runs on the nodes: the cluster is that of a database availability group, whose operating system \
            is not upgraded node by node in the same group.",
    remedy: "Build new servers with the new release, add them to a new availability group and move the mailboxes.",
    source: "Exchange Server supportability matrix; database availability groups (learn.microsoft.com, Exchange)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut members = Vec::new();
    let mut silent = Vec::new();
    for host in &facts.hosts {
        let services = host.machine().and_then(|machine| machine.profile.services.as_ref());
        match services {
            Some(services) => {
                let is_exchange = |name: &str| name.to_ascii_lowercase().starts_with("msexchange");
                if services.iter().any(|service| is_exchange(&service.name)) {
                    members.push(host.node.name.as_str());
                }
            }
            // Exchange is not supported on a Hyper-V host; and a group owns no roles beside the core.
            None if facts.is_hyper_v(host) || facts.inventory.roles.iter().any(|role| !role.is_core()) => {}
            None => silent.push(host.node.name.as_str()),
        }
    }
    let cluster = || Subject::cluster(facts.inventory);
    if !members.is_empty() {
        findings.fire(cluster(), format!("Exchange runs on {}.", listed(members)));
    }
    if !silent.is_empty() {
        findings.unknown(cluster(), format!("Whether Exchange runs is not known of {}.", listed(silent)));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Service;
    use crate::rules::fixture::Fixture;

    fn bare() -> Fixture {
        let mut fixture = Fixture::new(crate::model::Release::Server2019, 2);
        for node in 1..=2 {
            fixture.machine(node).features = vec!["Failover-Clustering".to_owned()];
        }
        fixture
    }

    #[test]
    fn nodes_without_exchange_pass() {
        assert!(bare().found("ROL-04").is_empty());
    }

    #[test]
    fn its_services_block() {
        let mut fixture = bare();
        let service = Service { name: "MSExchangeRepl".to_owned(), start: "automatic".to_owned() };
        fixture.machine(2).profile.services = Some(vec![service]);
        assert_eq!(fixture.found("ROL-04"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn a_bare_node_that_does_not_say_is_unknown_and_a_host_of_vms_is_none() {
        let mut fixture = bare();
        fixture.machine(2).profile.services = None;
        assert_eq!(fixture.found("ROL-04"), ["BLOCK ? cluster contoso"]);
        fixture.machine(2).features.push("Hyper-V".to_owned());
        assert!(fixture.found("ROL-04").is_empty());
    }
}
