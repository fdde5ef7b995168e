//! QRM-01: two nodes without a witness can't lose one.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "QRM-01",
    title: "Two nodes have a witness",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The number of nodes and the witness.",
    fires: "The cluster has two nodes and no witness.",
    remedy: "Configure a witness (Set-ClusterQuorum) or add a third node before the first one goes.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.hosts.len() == 2 && facts.inventory.cluster.quorum.witness.is_none() {
        let message = "Two nodes and no witness: while one is out, the loss of the other stops the cluster, \
                       and in between a coin decides.";
        findings.fire(Subject::cluster(facts.inventory), message);
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
    fn two_nodes_with_a_witness_pass() {
        assert!(Fixture::new(Release::Server2019, 2).found("QRM-01").is_empty());
    }

    #[test]
    fn two_nodes_without_one_block() {
        assert_eq!(without_witness(2).found("QRM-01"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn three_nodes_are_another_rules_business() {
        assert!(without_witness(3).found("QRM-01").is_empty());
    }
}
