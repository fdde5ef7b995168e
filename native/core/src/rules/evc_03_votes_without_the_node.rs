//! EVC-03: the cluster keeps its majority without the node that leaves.

use super::prelude::*;
use crate::plan::quorum::votes_without;

pub(super) static RULE: Rule = Rule {
    id: "EVC-03",
    title: "Votes suffice without the node that leaves",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Remove],
    needs: "The votes of the nodes, their states, the witness and dynamic quorum.",
    fires: "Without the node that is to be evicted the cluster has fewer votes than it needs.",
    remedy: "Bring other nodes up or configure a witness first.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(name) = facts.subject else { return };
    let votes = votes_without(facts.inventory, std::slice::from_ref(name));
    if votes.present < votes.needed {
        let message = format!("Without {name} the cluster has {} of {} votes.", votes.present, votes.needed);
        findings.fire(Subject::node(name), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NodeState;
    use crate::rules::fixture::Fixture;

    fn static_votes(down: &[usize]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.dynamic = false;
        fixture.inventory.cluster.quorum.witness = None;
        for node in down {
            fixture.node(*node).state = NodeState::Down;
        }
        fixture.step(Moment::Remove, "n4")
    }

    #[test]
    fn three_of_four_pass() {
        assert!(static_votes(&[]).found("EVC-03").is_empty());
    }

    #[test]
    fn one_of_four_blocks() {
        assert_eq!(static_votes(&[1, 2]).found("EVC-03"), ["BLOCK node n4"]);
    }

    #[test]
    fn with_dynamic_quorum_the_last_two_still_pass() {
        let mut fixture = static_votes(&[1, 2]);
        fixture.inventory.cluster.quorum.dynamic = true;
        assert!(fixture.found("EVC-03").is_empty());
    }
}
