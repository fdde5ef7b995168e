//! MIX-01: the cluster is not mixed for more than four weeks.

use super::prelude::*;

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

pub(super) static RULE: Rule = Rule {
    id: "MIX-01",
    title: "Mixed for four weeks at most",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: &[Moment::Upgrade, Moment::Level],
    needs: "The functional level, the release of every node, since when the cluster is mixed and when it was captured.",
    fires: "A node runs a newer release than the functional level and has done so for more days than the policy's \
            `mixedModeDays`: 28, the vendor's four weeks.",
    remedy: "Finish the upgrade, or take it back node by node.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let level = facts.inventory.cluster.functional_level;
    let is_ahead = |host: &Host<'_>| host.release().is_some_and(|release| release.level() > level);
    if !facts.hosts.iter().any(is_ahead) {
        return;
    }
    let subject = Subject::cluster(facts.inventory);
    let (Some(since), Some(now)) = (facts.inventory.cluster.mixed_since, facts.inventory.captured_at) else {
        return findings.unknown(subject, "The cluster is mixed; since when is not known.");
    };
    let days = now.seconds_since(since) / SECONDS_A_DAY;
    let most = facts.policy.mixed_mode_days;
    if days > most {
        let message = format!("The cluster is mixed for {days} days, since {since}; {most} are meant to be enough.");
        findings.fire(subject, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Release, Timestamp};
    use crate::rules::fixture::Fixture;

    fn mixed_for(days: i64) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.run(&[1], Release::Server2022);
        fixture.inventory.cluster.mixed_since = Some(Timestamp::from_milliseconds(0));
        fixture.inventory.captured_at = Some(Timestamp::from_milliseconds(days * 24 * 3600 * 1000));
        fixture
    }

    #[test]
    fn four_weeks_pass() {
        assert!(Fixture::usual().found("MIX-01").is_empty());
        assert!(mixed_for(28).found("MIX-01").is_empty());
    }

    #[test]
    fn a_day_more_is_a_warning() {
        assert_eq!(mixed_for(29).found("MIX-01"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_mixed_cluster_without_a_date_is_unknown() {
        let mut fixture = mixed_for(1);
        fixture.inventory.cluster.mixed_since = None;
        assert_eq!(fixture.found("MIX-01"), ["WARN ? cluster contoso"]);
    }
}
