//! FLD-01: cluster networks are up.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "FLD-01",
    title: "Cluster networks are up",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The role and the state of every cluster network.",
    fires: "A network that the cluster uses is partitioned, down or unavailable; after an upgrade often because an \
            adapter of the board management was renamed and is not excluded any more.",
    remedy: "Repair the network, or take it out of the cluster's use (Get-ClusterNetwork, role 0); disable the remote \
            NDIS adapter of the board management.",
    source: "Troubleshooting guides for updates of Azure Local (github.com/Azure/AzureLocal-Supportability)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for network in facts.inventory.networks.iter().filter(|network| network.role > 0) {
        let Some(state) = network.state.as_deref().filter(|state| !state.eq_ignore_ascii_case("up")) else { continue };
        let message = format!("The network {} is {}.", network.name, state.to_lowercase());
        findings.fire(Subject::network(&network.name), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn network(state: Option<&str>, role: u32) -> Fixture {
        let mut fixture = Fixture::usual();
        let network = fixture.network("Cluster Network 1");
        network.state = state.map(str::to_owned);
        network.role = role;
        fixture
    }

    #[test]
    fn a_network_that_is_up_passes() {
        assert!(network(Some("Up"), 3).found("FLD-01").is_empty());
        assert!(network(None, 3).found("FLD-01").is_empty());
    }

    #[test]
    fn a_partitioned_one_is_a_warning() {
        assert_eq!(network(Some("partitioned"), 1).found("FLD-01"), ["WARN network Cluster Network 1"]);
    }

    #[test]
    fn one_that_the_cluster_does_not_use_passes() {
        assert!(network(Some("partitioned"), 0).found("FLD-01").is_empty());
    }
}
