//! QRM-11: without dynamic quorum votes are not dealt anew.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "QRM-11",
    title: "Dynamic quorum is on",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "`DynamicQuorum`.",
    fires: "Dynamic quorum is off: more than half of all assigned votes has to be there at any time.",
    remedy: "(Get-Cluster).DynamicQuorum = 1, at least for the upgrade.",
    source: MANAGE_QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.cluster.quorum.dynamic {
        let voters = facts.hosts.iter().filter(|host| host.node.vote).count();
        let witness = usize::from(facts.inventory.cluster.quorum.witness.is_some());
        let needed = (voters + witness) / 2 + 1;
        let message = format!(
            "Dynamic quorum is off: {needed} of {} have to be there at any time.",
            counted(voters + witness, "vote")
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn dynamic_quorum_passes() {
        assert!(Fixture::usual().found("QRM-11").is_empty());
    }

    #[test]
    fn static_quorum_is_a_warning_with_its_number() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.dynamic = false;
        assert_eq!(fixture.found("QRM-11"), ["WARN cluster contoso"]);
        assert!(fixture.message("QRM-11").contains("3 of 5 votes"));
    }

    #[test]
    fn only_assigned_votes_and_a_configured_witness_are_counted() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.dynamic = false;
        fixture.inventory.cluster.quorum.witness = None;
        fixture.node(4).vote = false;
        assert!(fixture.message("QRM-11").contains("2 of 3 votes"), "{}", fixture.message("QRM-11"));
    }
}
