//! DRN-01: a drain needs another node that is up.

use super::prelude::*;
use crate::model::NodeState;

pub(super) static RULE: Rule = Rule {
    id: "DRN-01",
    title: "There is a node to drain to",
    severity: Severity::Block,
    confidence: Confidence::Specified,
    stage: Stage::Drain,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The state of every node.",
    fires: "Fewer than two nodes are up; before a drain: no other node is up.",
    remedy: "Bring another node up, or add one; with none, roles stop while the node is out.",
    source: "MS-CMRP: Failover Cluster: Management API (ClusAPI) Protocol (learn.microsoft.com, open specifications)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if let Some(leaving) = facts.subject {
        let mut others = facts.hosts.iter().filter(|host| host.node.name != *leaving);
        if !others.any(|host| host.node.state == NodeState::Up) {
            let message = format!("No other node than {leaving} is up: its drain would end with error 5050.");
            findings.fire(Subject::node(leaving), message);
        }
        return;
    }
    let up = facts.hosts.iter().filter(|host| host.node.state == NodeState::Up).count();
    if up < 2 {
        let message = format!("{} up; a drain ends with error 5050 where no other is.", counted(up, "node"));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{NodeState, Release};
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    #[test]
    fn two_nodes_pass() {
        assert!(Fixture::new(Release::Server2019, 2).found("DRN-01").is_empty());
    }

    #[test]
    fn a_single_node_blocks() {
        assert_eq!(Fixture::new(Release::Server2019, 1).found("DRN-01"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn a_paused_node_takes_no_roles() {
        let mut fixture = Fixture::new(Release::Server2019, 2);
        fixture.node(2).state = NodeState::Paused;
        assert_eq!(fixture.found("DRN-01"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn before_a_drain_another_node_has_to_be_up() {
        let mut fixture = Fixture::new(Release::Server2019, 2);
        let found = |fixture: &Fixture| fixture.found_before(Moment::Suspend, "n1", "DRN-01");
        assert!(found(&fixture).is_empty());
        fixture.node(1).state = NodeState::Paused;
        assert!(found(&fixture).is_empty());
        fixture.node(2).state = NodeState::Down;
        assert_eq!(found(&fixture), ["BLOCK node n1"]);
    }
}
