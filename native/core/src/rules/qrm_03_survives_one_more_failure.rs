//! QRM-03: with one node out, the cluster survives the loss of another.

use std::fmt::Write as _;

use super::prelude::*;
use crate::model::NodeName;
use crate::plan::quorum::{Prefix, prefixes};

pub(super) static RULE: Rule = Rule {
    id: "QRM-03",
    title: "Votes survive one more failure",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: &[Moment::Upgrade, Moment::Remove],
    needs: "The votes of the nodes, their states, the witness and dynamic quorum; the order and `requireReserve` of \
            the policy.",
    fires: "At some point of the upgrade, while a node is out in its turn and others have come back, the sudden loss \
            of one more node would stop the cluster. It blocks where the policy asks for a reserve, and warns \
            otherwise; it blocks in any case where the cluster would stop without a failure.",
    remedy: "Configure a witness, add a temporary node, or take the nodes out when an outage hurts least.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let leaving: Vec<NodeName> = facts.leaving().map(|host| host.node.name.clone()).collect();
    let mut fragile: Vec<NodeName> = Vec::new();
    let mut stopped: Vec<NodeName> = Vec::new();
    for Prefix { out, regained, votes } in prefixes(facts.inventory, facts.policy, &leaving) {
        if votes.present < votes.needed && !stopped.contains(&out) {
            let mut message = format!(
                "Without {out} the cluster has {} of {} votes that it needs: it would stop.",
                votes.present, votes.needed
            );
            if regained > 0 {
                let _ = write!(message, " {} had come back with a vote by then.", counted(regained, "node"));
            }
            findings.fire(Subject::node(&out), message);
            stopped.push(out);
        } else if !votes.survives_one_more_failure && !fragile.contains(&out) {
            fragile.push(out);
        }
    }
    fragile.retain(|node| !stopped.contains(node));
    if fragile.is_empty() {
        return;
    }
    let severity = if facts.policy.require_reserve { Severity::Block } else { Severity::Warn };
    let message = format!(
        "While a node is out, the sudden loss of one more node would stop the cluster; so it is with {}.",
        listed(fragile.iter().map(NodeName::as_str))
    );
    findings.fire_as(severity, Subject::cluster(facts.inventory), message);
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn nodes(count: usize, witness: bool) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2019, count);
        if !witness {
            fixture.inventory.cluster.quorum.witness = None;
        }
        fixture
    }

    #[test]
    fn three_nodes_with_a_witness_and_four_without_pass() {
        assert!(nodes(3, true).found("QRM-03").is_empty());
        assert!(nodes(4, false).found("QRM-03").is_empty());
    }

    #[test]
    fn three_nodes_without_a_witness_warn_or_block_by_policy() {
        let mut fixture = nodes(3, false);
        assert_eq!(fixture.found("QRM-03"), ["WARN cluster contoso"]);
        fixture.request.policy.require_reserve = true;
        assert_eq!(fixture.found("QRM-03"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn two_nodes_with_a_witness_have_none_to_lose() {
        assert_eq!(nodes(2, true).found("QRM-03"), ["WARN cluster contoso"]);
    }

    #[test]
    fn before_an_eviction_only_that_node_counts() {
        let mut fixture = nodes(3, false);
        fixture.node(2).vote = false;
        fixture.node(3).vote = false;
        fixture.inventory.cluster.quorum.dynamic = false;
        assert_eq!(fixture.found_before(Moment::Remove, "n1", "QRM-03"), ["BLOCK node n1"]);
    }

    /// Static quorum and a node whose vote was taken by hand: evicted and added it counts again.
    fn with_a_vote_to_regain() -> Fixture {
        let mut fixture = nodes(3, true);
        fixture.inventory.cluster.quorum.dynamic = false;
        fixture.node(3).vote = false;
        fixture
    }

    #[test]
    fn a_vote_that_comes_back_counts_from_then_on() {
        let mut fixture = with_a_vote_to_regain();
        // Without n1 there are the votes of n2 and of the witness, and neither may be lost.
        assert_eq!(fixture.found("QRM-03"), ["WARN cluster contoso"]);
        assert!(fixture.message("QRM-03").contains("n1, n2"), "{}", fixture.message("QRM-03"));
        // Where n3 goes first, it counts by the time that the others go.
        fixture.request.policy.node_order = vec!["n3".into(), "n1".into(), "n2".into()];
        assert!(fixture.found("QRM-03").is_empty());
        // A node that stays a member keeps what it has.
        fixture.request.policy.method = crate::plan::Method::InPlaceKeep;
        assert_eq!(fixture.found("QRM-03"), ["WARN cluster contoso"]);
    }

    #[test]
    fn nodes_that_are_down_count_at_every_point() {
        let mut fixture = nodes(5, false);
        fixture.inventory.cluster.quorum.dynamic = false;
        assert!(fixture.found("QRM-03").is_empty());
        fixture.node(5).state = crate::model::NodeState::Down;
        assert_eq!(fixture.found("QRM-03"), ["WARN cluster contoso"]);
        fixture.node(4).state = crate::model::NodeState::Down;
        assert!(fixture.found("QRM-03").contains(&"BLOCK node n1".to_owned()), "{:?}", fixture.found("QRM-03"));
    }
}
