//! QRM-03: with one node out, the cluster survives the loss of another.

use super::prelude::*;
use crate::plan::quorum::votes_without;

pub(super) static RULE: Rule = Rule {
    id: "QRM-03",
    title: "Votes survive one more failure",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: &[Moment::Upgrade, Moment::Remove],
    needs: "The votes of the nodes, their states, the witness and dynamic quorum; `requireReserve` of the policy.",
    fires: "After a node has left in an orderly way, the sudden loss of one more node would stop the cluster. \
            It blocks where the policy asks for a reserve, and warns otherwise.",
    remedy: "Configure a witness, add a temporary node, or take the nodes out when an outage hurts least.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut fragile = Vec::new();
    for host in facts.leaving() {
        let name = &host.node.name;
        let votes = votes_without(facts.inventory, std::slice::from_ref(name));
        if votes.present < votes.needed {
            let message = format!(
                "Without {name} the cluster has {} of {} votes that it needs: it would stop.",
                votes.present, votes.needed
            );
            findings.fire(Subject::node(name), message);
        } else if !votes.survives_one_more_failure {
            fragile.push(name.as_str());
        }
    }
    if fragile.is_empty() {
        return;
    }
    let severity = if facts.policy.require_reserve { Severity::Block } else { Severity::Warn };
    let message = format!(
        "While a node is out, the sudden loss of one more node would stop the cluster; so it is with {}.",
        listed(fragile.iter().copied())
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
}
