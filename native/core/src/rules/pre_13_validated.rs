//! PRE-13: Test-Cluster has passed, and not long ago.

use super::prelude::*;
use crate::model::same_name;

pub(super) static RULE: Rule = Rule {
    id: "PRE-13",
    title: "The cluster is validated",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "When Test-Cluster ended last and which tests failed; `validationAgeSeconds` and \
            `acceptedValidationFailures` of the policy.",
    fires: "The last report of Test-Cluster is older than the policy allows, or names a failed test that the policy \
            does not accept.",
    remedy: "Run Test-Cluster from a node of 2016 or newer. Up to 2012 R2 its storage tests take the chosen disks \
            offline; from 2016 on they skip disks that are online, so that an untested disk counts as not applicable.",
    source: "Test-Cluster (learn.microsoft.com, FailoverClusters); Microsoft Japan Windows support blog \
            (github.com/jpwinsup/blog), 2018/02/17 ClusterValidation",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let cluster = &facts.inventory.cluster;
    let accepted = &facts.policy.accepted_validation_failures;
    let is_accepted = |test: &str| accepted.iter().any(|one| same_name(one, test));
    let failed: Vec<&str> =
        cluster.validation_failures.iter().map(String::as_str).filter(|test| !is_accepted(test)).collect();
    if !failed.is_empty() {
        let message = format!("Test-Cluster failed in {}: {}.", counted(failed.len(), "test"), listed(failed));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
    let Some(validated_at) = cluster.validated_at else {
        if cluster.validation_failures.is_empty() {
            findings.unread(Subject::cluster(facts.inventory), "When Test-Cluster ended last is not known.");
        }
        return;
    };
    let age = facts.now().map_or(0, |now| now.seconds_since(validated_at));
    if age > facts.policy.validation_age_seconds {
        let days = |seconds: u64| counted(usize::try_from(seconds / 86_400).unwrap_or(usize::MAX), "day");
        let message = format!(
            "Test-Cluster passed {} ago; the limit is {}.",
            days(age),
            days(facts.policy.validation_age_seconds)
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Timestamp;
    use crate::rules::fixture::Fixture;

    const PASSED: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    fn validated(seconds_ago: u64) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.validated_at = Some(PASSED);
        fixture.inventory.captured_at = Some(PASSED.plus_seconds(seconds_ago));
        fixture
    }

    #[test]
    fn a_report_of_thirty_days_passes() {
        assert!(validated(30 * 86_400).found("PRE-13").is_empty());
    }

    #[test]
    fn an_older_one_is_a_warning() {
        let fixture = validated(30 * 86_400 + 1);
        assert_eq!(fixture.found("PRE-13"), ["WARN cluster contoso"]);
        assert!(fixture.message("PRE-13").contains("30 days ago"));
    }

    #[test]
    fn a_failed_test_is_a_warning_unless_it_is_accepted_and_no_report_is_told() {
        let mut fixture = validated(0);
        fixture.inventory.cluster.validation_failures = vec!["Validate Disk Access Latency".to_owned()];
        assert_eq!(fixture.found("PRE-13"), ["WARN cluster contoso"]);
        fixture.request.policy.accepted_validation_failures = vec!["validate disk access latency".to_owned()];
        assert!(fixture.found("PRE-13").is_empty());
        fixture.inventory.cluster.validated_at = None;
        fixture.inventory.cluster.validation_failures.clear();
        assert_eq!(fixture.found("PRE-13"), ["INFO ? cluster contoso"]);
    }
}
