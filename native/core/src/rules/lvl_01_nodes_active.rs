//! LVL-01: every node takes part when the level is raised.

use super::prelude::*;
use crate::model::NodeState;

pub(super) static RULE: Rule = Rule {
    id: "LVL-01",
    title: "Every node is up when the level is raised",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Level,
    moments: &[Moment::Level],
    needs: "The state of every node.",
    fires: "The level is about to be raised and a node is down, paused or joining.",
    remedy: "Bring the node up (Start-ClusterNode, Resume-ClusterNode), or evict it for good.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in &facts.hosts {
        let name = &host.node.name;
        let is = match host.node.state {
            NodeState::Up => continue,
            NodeState::Down => "down",
            NodeState::Paused => "paused",
            NodeState::Joining => "joining",
        };
        findings.fire(Subject::node(name), format!("{name} is {is}: the level is raised only with every node up."));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::NodeState;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    #[test]
    fn nodes_that_are_up_pass() {
        assert!(Fixture::usual().at(Moment::Level).found("LVL-01").is_empty());
    }

    #[test]
    fn a_paused_node_blocks() {
        let mut fixture = Fixture::usual().at(Moment::Level);
        fixture.node(3).state = NodeState::Paused;
        assert_eq!(fixture.found("LVL-01"), ["BLOCK node n3"]);
    }

    #[test]
    fn before_a_pass_another_rule_asks() {
        let mut fixture = Fixture::usual();
        fixture.node(3).state = NodeState::Paused;
        assert!(fixture.found("LVL-01").is_empty());
    }
}
