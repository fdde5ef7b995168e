//! LVL-02: every node supports the next level before it is raised.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "LVL-02",
    title: "Every node supports the next level",
    severity: Severity::Block,
    confidence: Confidence::Specified,
    stage: Stage::Level,
    moments: &[Moment::Level],
    needs: "The functional level and the release of every node.",
    fires: "The level is about to be raised and a node runs a release that does not support the next one. \
            Where no node supports it, Update-ClusterFunctionalLevel -WhatIf reports success with nothing to raise.",
    remedy: "Upgrade the node first, or evict it for good; then raise the level.",
    source: "MS-CMRP: Failover Cluster: Management API (ClusAPI) Protocol (learn.microsoft.com, open specifications)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let next = facts.inventory.cluster.functional_level.next();
    for host in &facts.hosts {
        let name = &host.node.name;
        match host.release() {
            None => findings.unknown(Subject::node(name), format!("{name} did not answer: its release is not known.")),
            Some(release) if release.level() < next => {
                let message = format!("{name} runs {release}, which supports level {} at most.", release.level());
                findings.fire(Subject::node(name), message);
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    #[test]
    fn new_nodes_pass() {
        let mut fixture = Fixture::usual().at(Moment::Level);
        fixture.run(&[1, 2, 3, 4], Release::Server2022);
        assert!(fixture.found("LVL-02").is_empty());
    }

    #[test]
    fn an_old_node_blocks() {
        let mut fixture = Fixture::usual().at(Moment::Level);
        fixture.run(&[1, 2, 3], Release::Server2022);
        assert_eq!(fixture.found("LVL-02"), ["BLOCK node n4"]);
    }

    #[test]
    fn a_silent_node_blocks_until_somebody_answers_for_it() {
        let mut fixture = Fixture::usual().at(Moment::Level);
        fixture.run(&[1, 2, 3, 4], Release::Server2022);
        fixture.node(1).machine = None;
        assert_eq!(fixture.found("LVL-02"), ["BLOCK ? node n1"]);
    }
}
