//! DRN-01: a drain needs another node that is up.

use super::prelude::*;
use crate::model::NodeState;

pub(super) static RULE: Rule = Rule {
    id: "DRN-01",
    title: "There is a node to drain to",
    severity: Severity::Block,
    confidence: Confidence::Specified,
    stage: Stage::Drain,
    moments: UPGRADE,
    needs: "The state of every node.",
    fires: "Fewer than two nodes are up.",
    remedy: "Bring another node up, or add one; with none, roles stop while the node is out.",
    source: "MS-CMRP: Failover Cluster: Management API (ClusAPI) Protocol (learn.microsoft.com, open specifications)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let up = facts.hosts.iter().filter(|host| host.node.state == NodeState::Up).count();
    if up < 2 {
        let message = format!("{} up; a drain ends with error 5050 where no other is.", counted(up, "node"));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{NodeState, Release};
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
}
