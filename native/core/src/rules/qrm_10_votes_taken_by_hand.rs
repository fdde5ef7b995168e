//! QRM-10: votes that somebody took away stay away.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "QRM-10",
    title: "Votes that were taken away by hand",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The assigned vote of every node.",
    fires: "A node has no assigned vote (NodeWeight 0): dynamic quorum leaves it so.",
    remedy: "Nothing, where it is meant; else (Get-ClusterNode <name>).NodeWeight = 1. An evicted node comes back \
            with a vote.",
    source: MANAGE_QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in facts.hosts.iter().filter(|host| !host.node.vote) {
        let name = &host.node.name;
        findings.fire(Subject::node(name), format!("{name} has no assigned vote; the arithmetic leaves it out."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn assigned_votes_pass() {
        assert!(Fixture::usual().found("QRM-10").is_empty());
    }

    #[test]
    fn a_node_without_a_vote_is_told() {
        let mut fixture = Fixture::usual();
        fixture.node(3).vote = false;
        assert_eq!(fixture.found("QRM-10"), ["INFO node n3"]);
    }

    #[test]
    fn a_vote_that_dynamic_quorum_has_taken_is_no_hand() {
        // Without a witness one of four nodes has no dynamic vote; its assigned vote stays.
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.witness = None;
        fixture.inventory.cluster.quorum.lower_priority_node_id = 3;
        assert!(fixture.found("QRM-10").is_empty());
    }
}
