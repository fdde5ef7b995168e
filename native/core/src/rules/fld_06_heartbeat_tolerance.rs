//! FLD-06: a node that drains is not taken for lost.

use super::prelude::*;
use crate::model::FunctionalLevel;

pub(super) static RULE: Rule = Rule {
    id: "FLD-06",
    title: "Heartbeats tolerate the load of a drain",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Drain,
    moments: UPGRADE,
    needs: "`SameSubnetThreshold` of the cluster, the functional level, and `heartbeatThreshold` of the policy.",
    fires: "The cluster is at level 9 or above and tolerates fewer missed heartbeats than the policy asks: under the \
            load of a drain a node may be removed (event 1135).",
    remedy: "(Get-Cluster).SameSubnetThreshold = 20 for the run, and quality of service for the cluster network.",
    source: "Tuning failover cluster network thresholds (techcommunity.microsoft.com); \
            failover clustering system log events (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let cluster = &facts.inventory.cluster;
    let Some(threshold) = cluster.same_subnet_threshold else { return };
    let wanted = facts.policy.heartbeat_threshold;
    if cluster.functional_level >= FunctionalLevel(9) && threshold < wanted {
        let message = format!("SameSubnetThreshold is {threshold}; the policy asks for {wanted}.");
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn threshold(release: Release, threshold: u32) -> Fixture {
        let mut fixture = Fixture::new(release, 3);
        fixture.inventory.cluster.same_subnet_threshold = Some(threshold);
        fixture
    }

    #[test]
    fn ten_pass() {
        assert!(threshold(Release::Server2019, 10).found("FLD-06").is_empty());
    }

    #[test]
    fn nine_are_a_warning_and_the_policy_sets_the_number() {
        let mut fixture = threshold(Release::Server2019, 9);
        assert_eq!(fixture.found("FLD-06"), ["WARN cluster contoso"]);
        fixture.request.policy.heartbeat_threshold = 5;
        assert!(fixture.found("FLD-06").is_empty());
    }

    #[test]
    fn at_level_8_five_are_the_default() {
        assert!(threshold(Release::Server2012R2, 5).found("FLD-06").is_empty());
    }
}
