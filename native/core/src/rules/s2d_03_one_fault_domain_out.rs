//! S2D-03: with Storage Spaces Direct one fault domain is out at a time.

use super::prelude::*;
use crate::model::NodeState;

pub(super) static RULE: Rule = Rule {
    id: "S2D-03",
    title: "One fault domain is out at a time",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The state and the fault domain of every node.",
    fires: "Storage Spaces Direct is enabled and a node is out already: the next one would be the second fault domain.",
    remedy: "Bring the node back and wait until storage is repaired before another one goes.",
    source: MAINTAIN_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.storage.spaces_direct {
        return;
    }
    let is_out = |host: &&Host<'_>| matches!(host.node.state, NodeState::Down | NodeState::Joining);
    let others =
        |out: &Host<'_>| facts.hosts.iter().any(|host| facts.is_leaving(host) && host.node.name != out.node.name);
    for host in facts.hosts.iter().filter(is_out).filter(|host| others(host)) {
        let name = &host.node.name;
        let domain = host.node.fault_domain.as_deref().unwrap_or(name.as_str());
        let message =
            format!("{name} is out already (fault domain {domain}): copies of data would miss a second domain.");
        findings.fire(Subject::node(name), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{NodeState, Release};
    use crate::rules::fixture::Fixture;

    fn with_one_down() -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        fixture.node(2).state = NodeState::Down;
        fixture
    }

    #[test]
    fn all_nodes_up_pass() {
        assert!(Fixture::spaces_direct().found("S2D-03").is_empty());
    }

    #[test]
    fn a_node_that_is_out_blocks_the_next() {
        assert_eq!(with_one_down().found("S2D-03"), ["BLOCK node n2"]);
    }

    #[test]
    fn the_node_whose_turn_is_the_last_is_not_another_one() {
        let mut fixture = with_one_down();
        fixture.run(&[1, 3, 4], Release::Server2022);
        assert!(fixture.found("S2D-03").is_empty());
    }
}
