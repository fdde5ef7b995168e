//! QRM-02: three and four nodes should have a witness.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "QRM-02",
    title: "Three or four nodes have a witness",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The number of nodes and the witness.",
    fires: "The cluster has three or four nodes and no witness.",
    remedy: "Configure a witness (Set-ClusterQuorum).",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let nodes = facts.hosts.len();
    if (3..=4).contains(&nodes) && facts.inventory.cluster.quorum.witness.is_none() {
        findings.fire(Subject::cluster(facts.inventory), format!("{nodes} nodes and no witness."));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn without_witness(nodes: usize) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2019, nodes);
        fixture.inventory.cluster.quorum.witness = None;
        fixture
    }

    #[test]
    fn a_witness_passes() {
        assert!(Fixture::usual().found("QRM-02").is_empty());
    }

    #[test]
    fn three_and_four_nodes_without_one_are_warned() {
        assert_eq!(without_witness(3).found("QRM-02"), ["WARN cluster contoso"]);
        assert_eq!(without_witness(4).found("QRM-02"), ["WARN cluster contoso"]);
    }

    #[test]
    fn five_nodes_need_none() {
        assert!(without_witness(5).found("QRM-02").is_empty());
    }
}
