//! CRD-07: the clocks of the nodes agree.

use super::prelude::*;
use super::reading::of_each;

pub(super) static RULE: Rule = Rule {
    id: "CRD-07",
    title: "Clocks agree",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "How far the clock of each node is from that of the machine that asked, and `clockSkewSeconds` of the \
            policy.",
    fires: "A clock is off by more than Kerberos tolerates.",
    remedy: "w32tm /resync on the node, and look where it takes its time from (w32tm /query /source).",
    source: "Maximum tolerance for computer clock synchronization (learn.microsoft.com, Windows security)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let limit = facts.policy.clock_skew_seconds;
    let said = of_each(facts, findings, "How far the clock is off", |machine| machine.profile.clock_offset_seconds);
    for (host, offset) in said.into_iter().filter(|(_, offset)| offset.unsigned_abs() > limit) {
        let name = &host.node.name;
        let side = if offset > 0 { "ahead" } else { "behind" };
        let message = format!("The clock of {name} is {} s {side}; the limit is {limit} s.", offset.unsigned_abs());
        findings.fire(Subject::node(name), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn offset(seconds: Option<i64>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.clock_offset_seconds = seconds;
        fixture
    }

    #[test]
    fn five_minutes_pass_on_either_side() {
        assert!(offset(Some(300)).found("CRD-07").is_empty());
        assert!(offset(Some(-300)).found("CRD-07").is_empty());
    }

    #[test]
    fn a_second_more_is_an_error() {
        assert_eq!(offset(Some(301)).found("CRD-07"), ["ERROR node n2"]);
        assert_eq!(offset(Some(-301)).found("CRD-07"), ["ERROR node n2"]);
    }

    #[test]
    fn the_policy_sets_the_limit_and_a_node_that_does_not_say_is_unknown() {
        let mut fixture = offset(Some(20));
        fixture.request.policy.clock_skew_seconds = 10;
        assert_eq!(fixture.found("CRD-07"), ["ERROR node n2"]);
        assert_eq!(offset(None).found("CRD-07"), ["WARN ? node n2"]);
    }
}
