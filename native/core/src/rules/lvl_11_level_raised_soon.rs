//! LVL-11: once all nodes are new the level does not wait for long.

use super::prelude::*;

/// Our default; the vendor says as soon as possible.
const DAYS_MAX: u64 = 7;
const SECONDS_A_DAY: u64 = 24 * 60 * 60;

pub(super) static RULE: Rule = Rule {
    id: "LVL-11",
    title: "The level is raised soon",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Level,
    moments: UPGRADE,
    needs: "The functional level, the release of every node, since when the cluster is mixed and when it was captured.",
    fires: "All nodes run the target, the level is not raised, and the first new node joined more than 7 days ago.",
    remedy: "Raise the level (Invoke-RollingUpgrade -Resume -Commit), or take the upgrade back node by node.",
    source: "Upgrade a Storage Spaces Direct cluster (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.inventory.cluster.functional_level >= facts.target.level() || !facts.all_at_target() {
        return;
    }
    let (Some(since), Some(now)) = (facts.inventory.cluster.mixed_since, facts.inventory.captured_at) else { return };
    let days = now.seconds_since(since) / SECONDS_A_DAY;
    if days > DAYS_MAX {
        let message = format!("All nodes run {}; the first joined {days} days ago, and the level waits.", facts.target);
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Release, Timestamp};
    use crate::rules::fixture::Fixture;

    fn new_for(days: i64) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.run(&[1, 2, 3, 4], Release::Server2022);
        fixture.inventory.cluster.mixed_since = Some(Timestamp::from_milliseconds(0));
        fixture.inventory.captured_at = Some(Timestamp::from_milliseconds(days * 24 * 3600 * 1000));
        fixture
    }

    #[test]
    fn a_week_passes() {
        assert!(new_for(7).found("LVL-11").is_empty());
    }

    #[test]
    fn a_day_more_is_a_warning() {
        assert_eq!(new_for(8).found("LVL-11"), ["WARN cluster contoso"]);
    }

    #[test]
    fn while_an_old_node_is_left_the_level_has_to_wait() {
        let mut fixture = new_for(8);
        fixture.run(&[2], Release::Server2019);
        assert!(fixture.found("LVL-11").is_empty());
    }
}
