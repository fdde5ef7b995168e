//! QRM-04: the witness is online when the upgrade starts.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "QRM-04",
    title: "The witness is online",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The witness and whether it is online.",
    fires: "A witness is configured and is not online.",
    remedy: "Bring it online (Start-ClusterResource) or configure another (Set-ClusterQuorum) before the first node \
            goes.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let witness = facts.inventory.cluster.quorum.witness.as_ref();
    if let Some(witness) = witness.filter(|witness| !witness.online) {
        let message = format!("The witness {} is not online: it gives no vote.", witness.resource);
        findings.fire(Subject::witness(&witness.resource), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_witness_that_is_online_passes() {
        assert!(Fixture::usual().found("QRM-04").is_empty());
    }

    #[test]
    fn a_witness_that_is_not_online_blocks() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.witness.as_mut().unwrap().online = false;
        assert_eq!(fixture.found("QRM-04"), ["BLOCK witness Witness"]);
    }

    #[test]
    fn no_witness_is_the_business_of_other_rules() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.witness = None;
        assert!(fixture.found("QRM-04").is_empty());
    }
}
