//! AGE-01: what is asked now is answered from facts of now.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "AGE-01",
    title: "The inventory is fresh",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Level, Moment::Pool, Moment::VirtualMachineVersions],
    needs: "When the inventory was captured, the time of the question and `factAgeSeconds` of the policy.",
    fires: "The check is asked for a certain time and the inventory is older than the policy allows, or does not say \
            how old it is: states of nodes, roles and votes may have changed since.",
    remedy: "Capture the cluster again (Export-ClusterInventory), or raise `factAgeSeconds` of the policy.",
    source: "A rule of this tool's own",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if let Some(age) = &facts.stale {
        findings.fire(Subject::cluster(facts.inventory), format!("The inventory is too old: {age}."));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Timestamp;
    use crate::rules::fixture::Fixture;

    fn asked_after(seconds: u64) -> Fixture {
        let mut fixture = Fixture::usual();
        let captured = Timestamp::from_milliseconds(1_800_000_000_000);
        fixture.inventory.captured_at = Some(captured);
        fixture.request.at = Some(captured.plus_seconds(seconds));
        fixture
    }

    #[test]
    fn an_inventory_within_the_limit_passes() {
        assert!(asked_after(900).found("AGE-01").is_empty());
    }

    #[test]
    fn an_older_one_warns() {
        let fixture = asked_after(901);
        assert_eq!(fixture.found("AGE-01"), ["WARN cluster contoso"]);
        assert_eq!(fixture.message("AGE-01"), "The inventory is too old: 15 min, limit 15 min.");
    }

    #[test]
    fn without_a_time_nothing_is_said_and_without_a_capture_time_it_warns() {
        let mut fixture = asked_after(0);
        fixture.inventory.captured_at = None;
        assert_eq!(fixture.found("AGE-01"), ["WARN cluster contoso"]);
        fixture.request.at = None;
        assert!(fixture.found("AGE-01").is_empty());
    }
}
