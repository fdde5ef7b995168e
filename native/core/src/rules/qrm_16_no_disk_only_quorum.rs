//! QRM-16: a disk alone must not decide.

use super::prelude::*;
use crate::model::QuorumKind;

pub(super) static RULE: Rule = Rule {
    id: "QRM-16",
    title: "A majority decides, not a disk alone",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The kind of quorum.",
    fires: "Quorum is disk only: the disk is a single point of failure.",
    remedy: "Configure a majority of nodes with a witness (Set-ClusterQuorum -DiskWitness).",
    source: MANAGE_QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.inventory.cluster.quorum.kind == QuorumKind::DiskOnly {
        let message = "A disk alone decides about quorum: its loss stops the cluster, whatever nodes are up.";
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{QuorumKind, WitnessKind};
    use crate::rules::fixture::{Fixture, witness};

    #[test]
    fn a_majority_passes() {
        assert!(Fixture::usual().found("QRM-16").is_empty());
    }

    #[test]
    fn a_disk_alone_blocks() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.kind = QuorumKind::DiskOnly;
        assert_eq!(fixture.found("QRM-16"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn a_disk_that_only_adds_its_vote_is_a_majority() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.witness = Some(witness(WitnessKind::Disk));
        fixture.inventory.cluster.quorum.dynamic = false;
        assert!(fixture.found("QRM-16").is_empty());
    }
}
