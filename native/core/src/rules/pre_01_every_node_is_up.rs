//! PRE-01: every node is up before the first one goes.

use super::prelude::*;
use crate::model::NodeState;

pub(super) static RULE: Rule = Rule {
    id: "PRE-01",
    title: "Every node is up",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Undo],
    needs: "The state of every node.",
    fires: "A node is down, paused or joining.",
    remedy: "Repair the node, or evict it for good, before the first one goes.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in &facts.hosts {
        let name = &host.node.name;
        let (is, remedy) = match host.node.state {
            NodeState::Up => continue,
            NodeState::Down if host.node.quarantined => {
                ("down and in quarantine", format!("Find the cause, then Start-ClusterNode {name} -ClearQuarantine."))
            }
            NodeState::Down => ("down", format!("Repair it and run Start-ClusterNode {name}, or evict it for good.")),
            NodeState::Paused => ("paused", format!("Resume-ClusterNode {name} -Failback NoFailback")),
            NodeState::Joining => ("joining", "Wait until it has joined.".to_owned()),
        };
        findings.fire_with(Subject::node(name), format!("{name} is {is}."), remedy);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::NodeState;
    use crate::rules::fixture::Fixture;

    #[test]
    fn nodes_that_are_up_pass() {
        assert!(Fixture::usual().found("PRE-01").is_empty());
    }

    #[test]
    fn a_node_that_is_down_blocks() {
        let mut fixture = Fixture::usual();
        fixture.node(2).state = NodeState::Down;
        assert_eq!(fixture.found("PRE-01"), ["BLOCK node n2"]);
    }

    #[test]
    fn paused_and_joining_nodes_are_not_up() {
        let mut fixture = Fixture::usual();
        fixture.node(1).state = NodeState::Paused;
        fixture.node(4).state = NodeState::Joining;
        assert_eq!(fixture.found("PRE-01"), ["BLOCK node n1", "BLOCK node n4"]);
    }
}
