//! FLD-02: storage adapters of a node lie in networks of their own.

use std::collections::BTreeMap;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "FLD-02",
    title: "Storage adapters lie in networks of their own",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Whether Storage Spaces Direct is enabled, and the RDMA adapters of every node with their networks.",
    fires: "Storage Spaces Direct is enabled and two RDMA adapters of a node lie in one cluster network: merged \
            storage networks stop an update.",
    remedy: "Give each storage adapter a subnet and a VLAN of its own.",
    source: "Troubleshooting guides for updates of Azure Local (github.com/Azure/AzureLocal-Supportability)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.storage.spaces_direct {
        return;
    }
    let mut merged: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for host in &facts.hosts {
        let Some(machine) = host.machine() else { continue };
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for network in machine
            .adapters
            .iter()
            .filter(|adapter| adapter.rdma == Some(true))
            .filter_map(|one| one.network.as_deref())
        {
            *count.entry(network).or_default() += 1;
        }
        for (network, _) in count.into_iter().filter(|(_, count)| *count > 1) {
            merged.entry(network.to_owned()).or_default().push(host.node.name.as_str());
        }
    }
    for (network, nodes) in merged {
        let message = format!("Several storage adapters lie in {network} on {}.", listed(nodes));
        findings.fire(Subject::network(&network), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn adapters(networks: [&str; 2]) -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        for network in networks {
            fixture.adapter(2, network).rdma = Some(true);
        }
        fixture
    }

    #[test]
    fn a_network_each_passes() {
        assert!(adapters(["Storage A", "Storage B"]).found("FLD-02").is_empty());
    }

    #[test]
    fn one_for_both_is_a_warning() {
        assert_eq!(adapters(["Storage", "Storage"]).found("FLD-02"), ["WARN network Storage"]);
    }

    #[test]
    fn without_spaces_direct_it_is_not_asked() {
        let mut fixture = adapters(["Storage", "Storage"]);
        fixture.inventory.storage.spaces_direct = false;
        assert!(fixture.found("FLD-02").is_empty());
    }
}
