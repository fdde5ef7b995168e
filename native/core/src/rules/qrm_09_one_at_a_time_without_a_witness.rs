//! QRM-09: without a witness nodes go one at a time.

use super::prelude::*;
use crate::plan::quorum::{Ballot, voters};

pub(super) static RULE: Rule = Rule {
    id: "QRM-09",
    title: "Without a witness, nodes go one at a time",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The votes of the nodes, their states, the witness and dynamic quorum; `maxConcurrentNodes` of the policy.",
    fires: "The policy lets several nodes be out at the same time, no witness answers, and as many nodes that go in \
            one step take the majority with them, as two of four do.",
    remedy: "Configure a witness, or set maxConcurrentNodes to 1: votes are dealt anew after each node.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let at_once = facts.policy.max_concurrent_nodes;
    let quorum = &facts.inventory.cluster.quorum;
    // 0 leaves the number to the planner, which counts the votes of each step.
    if at_once < 2 || quorum.witness.as_ref().is_some_and(|witness| witness.online) {
        return;
    }
    let ballot = Ballot::recalculated(&voters(facts.inventory, &[]), quorum);
    // Which node has no vote is the cluster's choice, so that each of those that go may have one.
    let left = ballot.present().saturating_sub(at_once);
    if left < ballot.needed() {
        let message = format!(
            "Without a witness {at_once} nodes that go in one step leave {left} of {} that are needed.",
            counted(ballot.needed() as usize, "vote")
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn at_once(nodes: usize, count: u32) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2019, nodes);
        fixture.inventory.cluster.quorum.witness = None;
        fixture.request.policy.max_concurrent_nodes = count;
        fixture
    }

    #[test]
    fn one_at_a_time_and_a_choice_of_the_planner_pass() {
        assert!(at_once(4, 1).found("QRM-09").is_empty());
        assert!(at_once(4, 0).found("QRM-09").is_empty());
    }

    #[test]
    fn two_of_four_block_unless_a_witness_answers() {
        let mut fixture = at_once(4, 2);
        assert_eq!(fixture.found("QRM-09"), ["BLOCK cluster contoso"]);
        fixture.inventory.cluster.quorum.witness = Fixture::usual().inventory.cluster.quorum.witness;
        assert!(fixture.found("QRM-09").is_empty());
        fixture.inventory.cluster.quorum.witness.as_mut().unwrap().online = false;
        assert_eq!(fixture.found("QRM-09"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn two_of_five_and_of_six_pass_and_three_of_six_do_not() {
        assert!(at_once(5, 2).found("QRM-09").is_empty());
        assert!(at_once(6, 2).found("QRM-09").is_empty());
        assert_eq!(at_once(6, 3).found("QRM-09"), ["BLOCK cluster contoso"]);
    }
}
