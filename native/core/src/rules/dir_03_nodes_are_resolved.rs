//! DIR-03: the name service knows each node by an address that it has.

use super::prelude::*;
use super::reading::of_each;
use crate::model::Machine;

pub(super) static RULE: Rule = Rule {
    id: "DIR-03",
    title: "The name service knows the nodes",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The addresses that the name of each node resolves to, and the addresses of its adapters.",
    fires: "The name of a node resolves to nothing. Where it resolves to addresses of which the node has none, it is a \
            warning.",
    remedy: "Register the node again (Register-DnsClient, ipconfig /registerdns) and delete what is stale.",
    source: "Create a failover cluster, on name resolution (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let read = |machine: &'_ Machine| machine.profile.account.as_ref()?.resolved_addresses.clone();
    let said = of_each(facts, findings, "What its name resolves to", read);
    for (host, resolved) in said {
        let name = &host.node.name;
        if resolved.is_empty() {
            findings.fire(Subject::node(name), format!("The name {name} resolves to nothing."));
            continue;
        }
        let own: Vec<&str> = host.machine().map_or_else(Vec::new, addresses);
        if !own.is_empty() && !resolved.iter().any(|address| own.contains(&address.as_str())) {
            let stale = listed(resolved.iter().map(String::as_str));
            let message = format!("The name {name} resolves to {stale}, which no adapter of {name} has.");
            findings.fire_as(Severity::Warn, Subject::node(name), message);
        }
    }
}

/// The addresses of the adapters without their prefix.
fn addresses(machine: &Machine) -> Vec<&str> {
    let all = machine.adapters.iter().flat_map(|adapter| &adapter.addresses);
    all.filter_map(|address| address.split('/').next()).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn resolved(addresses: Option<&[&str]>) -> Fixture {
        let mut fixture = Fixture::usual();
        let addresses = addresses.map(|all| all.iter().map(|one| (*one).to_owned()).collect());
        fixture.machine(2).profile.account.as_mut().unwrap().resolved_addresses = addresses;
        fixture.adapter(2, "Management").addresses = vec!["10.0.0.12/24".to_owned()];
        fixture
    }

    #[test]
    fn an_address_of_the_node_passes() {
        assert!(resolved(Some(&["10.0.9.9", "10.0.0.12"])).found("DIR-03").is_empty());
    }

    #[test]
    fn nothing_is_an_error_and_a_stale_address_a_warning() {
        assert_eq!(resolved(Some(&[])).found("DIR-03"), ["ERROR node n2"]);
        assert_eq!(resolved(Some(&["10.0.0.1"])).found("DIR-03"), ["WARN node n2"]);
    }

    #[test]
    fn without_addresses_of_the_node_nothing_is_compared() {
        let mut fixture = resolved(Some(&["10.0.0.1"]));
        fixture.machine(2).adapters.clear();
        assert!(fixture.found("DIR-03").is_empty());
        assert_eq!(resolved(None).found("DIR-03"), ["WARN ? node n2"]);
    }
}
