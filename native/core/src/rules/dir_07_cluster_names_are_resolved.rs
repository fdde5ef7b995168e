//! DIR-07: names of the cluster resolve to the addresses that they ought to.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "DIR-07",
    title: "Names of the cluster are resolved",
    severity: Severity::Warn,
    confidence: Confidence::Specified,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The addresses that each name of the cluster resolves to, and those that it ought to.",
    fires: "A name of the cluster resolves to nothing, or to none of its addresses.",
    remedy: "Register the name again (Update-ClusterNetworkNameResource) and delete what is stale.",
    source: "ClusterAwareUpdating.ps1, the model of Test-CauSetup (Windows Server); \
            Update-ClusterNetworkNameResource (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for object in &facts.inventory.directory {
        let Some(resolved) = &object.resolved_addresses else { continue };
        let subject = Subject::account(&object.name);
        if resolved.is_empty() {
            findings.fire(subject, format!("The name {} resolves to nothing.", object.name));
        } else if !object.addresses.is_empty() && !resolved.iter().any(|one| object.addresses.contains(one)) {
            let (is, ought) =
                (listed(resolved.iter().map(String::as_str)), listed(object.addresses.iter().map(String::as_str)));
            findings.fire(subject, format!("The name {} resolves to {is}; its address is {ought}.", object.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn resolved(addresses: &[&str]) -> Fixture {
        let mut fixture = Fixture::usual();
        let object = &mut fixture.inventory.directory[0];
        object.addresses = vec!["10.0.0.10".to_owned()];
        object.resolved_addresses = Some(addresses.iter().map(|one| (*one).to_owned()).collect());
        fixture
    }

    #[test]
    fn the_right_address_passes() {
        assert!(resolved(&["10.0.0.10"]).found("DIR-07").is_empty());
    }

    #[test]
    fn nothing_and_another_address_are_warnings() {
        assert_eq!(resolved(&[]).found("DIR-07"), ["WARN account contoso"]);
        assert_eq!(resolved(&["10.0.0.99"]).found("DIR-07"), ["WARN account contoso"]);
    }

    #[test]
    fn a_name_without_a_known_address_only_has_to_resolve() {
        let mut fixture = resolved(&["10.0.0.99"]);
        fixture.inventory.directory[0].addresses.clear();
        assert!(fixture.found("DIR-07").is_empty());
    }
}
