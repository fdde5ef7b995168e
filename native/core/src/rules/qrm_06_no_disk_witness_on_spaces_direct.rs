//! QRM-06: Storage Spaces Direct supports no disk witness.

use super::prelude::*;
use crate::model::WitnessKind;

pub(super) static RULE: Rule = Rule {
    id: "QRM-06",
    title: "No disk witness with Storage Spaces Direct",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The kind of the witness and whether Storage Spaces Direct is enabled.",
    fires: "Storage Spaces Direct is enabled and the witness is a disk.",
    remedy: "Configure a share or a cloud witness (Set-ClusterQuorum).",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let witness = facts.inventory.cluster.quorum.witness.as_ref();
    if let Some(witness) = witness.filter(|witness| witness.kind == WitnessKind::Disk)
        && facts.inventory.storage.spaces_direct
    {
        let message = format!("{} is a disk witness; Storage Spaces Direct does not support one.", witness.resource);
        findings.fire(Subject::witness(&witness.resource), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_cloud_witness_passes() {
        assert!(Fixture::spaces_direct().found("QRM-06").is_empty());
    }

    #[test]
    fn a_disk_witness_blocks() {
        let mut fixture = Fixture::usual();
        fixture.inventory.storage.spaces_direct = true;
        assert_eq!(fixture.found("QRM-06"), ["BLOCK witness Witness"]);
    }

    #[test]
    fn without_spaces_direct_a_disk_is_fine() {
        assert!(Fixture::usual().found("QRM-06").is_empty());
    }
}
