//! QRM-07: a cloud witness needs level 9.

use super::prelude::*;
use crate::model::{Release, WitnessKind};

pub(super) static RULE: Rule = Rule {
    id: "QRM-07",
    title: "No cloud witness below level 9",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The kind of the witness and the functional level.",
    fires: "The witness is a cloud witness and the functional level is below 9.",
    remedy: "Configure a disk or a share witness until the level is 9.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let cluster = &facts.inventory.cluster;
    let witness = cluster.quorum.witness.as_ref().filter(|witness| witness.kind == WitnessKind::Cloud);
    if let Some(witness) = witness.filter(|_| cluster.functional_level < Release::Server2016.level()) {
        let message = format!(
            "{} is a cloud witness and the functional level is {}; it needs 9.",
            witness.resource, cluster.functional_level
        );
        findings.fire(Subject::witness(&witness.resource), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Release, WitnessKind};
    use crate::rules::fixture::{Fixture, witness};

    fn cloud(release: Release) -> Fixture {
        let mut fixture = Fixture::new(release, 4);
        fixture.inventory.cluster.quorum.witness = Some(witness(WitnessKind::Cloud));
        fixture
    }

    #[test]
    fn level_nine_passes() {
        assert!(cloud(Release::Server2016).found("QRM-07").is_empty());
    }

    #[test]
    fn level_eight_blocks() {
        assert_eq!(cloud(Release::Server2012R2).found("QRM-07"), ["BLOCK witness Witness"]);
    }

    #[test]
    fn another_witness_passes_at_level_eight() {
        assert!(Fixture::new(Release::Server2012R2, 4).found("QRM-07").is_empty());
    }
}
