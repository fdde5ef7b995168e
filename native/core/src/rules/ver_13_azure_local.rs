//! VER-13: Azure Local has an update path of its own.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VER-13",
    title: "Azure Local has its own update path",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "Whether the cluster is an Azure Local (Azure Stack HCI) cluster.",
    fires: "The cluster is an Azure Local cluster.",
    remedy: "Use the solution update or the rolling-upgrade plug-in of Cluster-Aware Updating; \
             a manual rolling upgrade is the fallback.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.inventory.cluster.azure_local {
        let message = format!("{} is an Azure Local cluster.", facts.inventory.cluster.name);
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_windows_server_cluster_passes() {
        assert!(Fixture::spaces_direct().found("VER-13").is_empty());
    }

    #[test]
    fn azure_local_is_a_warning() {
        let mut fixture = Fixture::spaces_direct();
        fixture.inventory.cluster.azure_local = true;
        assert_eq!(fixture.found("VER-13"), ["WARN cluster contoso"]);
    }

    #[test]
    fn nodes_of_its_edition_alone_are_another_rules_business() {
        let mut fixture = Fixture::spaces_direct();
        fixture.machine(1).profile.edition = Some("ServerAzureStackHCICor".to_owned());
        assert!(fixture.found("VER-13").is_empty());
        assert_eq!(fixture.found("VMV-13"), ["WARN cluster contoso"]);
    }
}
