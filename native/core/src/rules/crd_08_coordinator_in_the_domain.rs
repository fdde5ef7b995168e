//! CRD-08: the machine that drives the upgrade belongs to the domain of the cluster.

use super::prelude::*;
use crate::model::same_name;

pub(super) static RULE: Rule = Rule {
    id: "CRD-08",
    title: "The upgrade is driven from the domain of the cluster",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The domain of the cluster and that of the machine that the upgrade is driven from.",
    fires: "The machine that the upgrade is driven from belongs to another domain than the cluster: tickets and \
            Updating Runs from there need a trust.",
    remedy: "Drive it from a machine of the cluster's domain.",
    source: "Cluster-Aware Updating requirements and best practices (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(ours) = facts.inventory.cluster.domain.as_deref() else { return };
    let coordinator = facts.inventory.coordinator.as_ref();
    match coordinator.and_then(|coordinator| coordinator.domain.as_deref()) {
        Some(domain) if !same_name(domain, ours) => {
            let message = format!("The upgrade is driven from {domain}; the cluster belongs to {ours}.");
            findings.fire(Subject::coordinator(facts.inventory), message);
        }
        Some(_) => {}
        None => {
            let message = "The domain of the machine that the upgrade is driven from is not known.";
            findings.unread(Subject::coordinator(facts.inventory), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn of_domain(domain: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.coordinator().domain = domain.map(str::to_owned);
        fixture
    }

    #[test]
    fn the_same_domain_passes_in_any_spelling() {
        assert!(of_domain(Some("Contoso.COM")).found("CRD-08").is_empty());
    }

    #[test]
    fn another_domain_is_a_warning() {
        assert_eq!(of_domain(Some("fabrikam.com")).found("CRD-08"), ["WARN coordinator admin"]);
    }

    #[test]
    fn a_domain_that_nobody_named_is_told() {
        assert_eq!(of_domain(None).found("CRD-08"), ["INFO ? coordinator admin"]);
    }
}
