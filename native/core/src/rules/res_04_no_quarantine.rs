//! RES-04: a node in quarantine does not join.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "RES-04",
    title: "No node is in quarantine",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: UPGRADE,
    needs: "Of every node whether it is in quarantine.",
    fires: "A node is in quarantine after several unclean departures.",
    remedy: "Find the cause (events 1672, 1675, 1676), then Start-ClusterNode -ClearQuarantine.",
    source: "Failover clustering system log events (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in facts.hosts.iter().filter(|host| host.node.quarantined) {
        let name = &host.node.name;
        findings.fire(Subject::node(name), format!("{name} is in quarantine and can't join."));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::NodeState;
    use crate::rules::fixture::Fixture;

    #[test]
    fn nodes_in_good_standing_pass() {
        assert!(Fixture::usual().found("RES-04").is_empty());
    }

    #[test]
    fn quarantine_is_an_error() {
        let mut fixture = Fixture::usual();
        fixture.node(2).quarantined = true;
        assert_eq!(fixture.found("RES-04"), ["ERROR node n2"]);
    }

    #[test]
    fn a_node_that_is_only_down_or_paused_is_not_in_quarantine() {
        let mut fixture = Fixture::usual();
        fixture.node(2).state = NodeState::Down;
        fixture.node(3).state = NodeState::Paused;
        assert!(fixture.found("RES-04").is_empty());
        fixture.node(2).quarantined = true;
        assert_eq!(fixture.found("RES-04"), ["ERROR node n2"]);
    }
}
