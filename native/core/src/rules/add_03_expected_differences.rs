//! ADD-03: some tests fail in a mixed cluster, and that is expected.

use super::prelude::*;
use crate::model::same_name;

pub(super) static RULE: Rule = Rule {
    id: "ADD-03",
    title: "Tests that fail in a mixed cluster",
    severity: Severity::Info,
    confidence: Confidence::Field,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Add],
    needs: "The tests that failed in the last Test-Cluster, and `acceptedValidationFailures` of the policy.",
    fires: "The last Test-Cluster failed in tests that the policy accepts, such as the one that asks for one release.",
    remedy: "Nothing: while two releases are members these tests can't pass.",
    source: "sqlha.com, 15 August 2019, on rolling upgrades of clusters",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let accepted = &facts.policy.accepted_validation_failures;
    let failed = facts.inventory.cluster.validation_failures.iter();
    let names: Vec<&str> =
        failed.map(String::as_str).filter(|test| accepted.iter().any(|one| same_name(one, test))).collect();
    if !names.is_empty() {
        let tests = counted(names.len(), "test");
        let message = format!("Test-Cluster failed in {tests} that the policy accepts: {}.", listed(names));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn failed(test: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.validation_failures = vec![test.to_owned()];
        fixture
    }

    #[test]
    fn a_report_without_failures_passes() {
        assert!(Fixture::usual().found("ADD-03").is_empty());
    }

    #[test]
    fn the_test_of_one_release_is_expected() {
        let fixture = failed("Validate Operating System Version");
        assert_eq!(fixture.found("ADD-03"), ["INFO cluster contoso"]);
        assert!(fixture.found("PRE-13").is_empty());
    }

    #[test]
    fn another_test_is_another_rules_business() {
        let fixture = failed("Validate Disk Failover");
        assert!(fixture.found("ADD-03").is_empty());
        assert_eq!(fixture.found("PRE-13"), ["WARN cluster contoso"]);
    }
}
