//! QRM-15: every node reaches the cloud witness.

use super::prelude::*;
use crate::model::{NodeName, WitnessKind, same_name};

pub(super) static RULE: Rule = Rule {
    id: "QRM-15",
    title: "Every node reaches the cloud witness",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The nodes that do not reach the cloud witness, and the kind of its storage account; what nobody read is \
            not judged.",
    fires: "A node has no way out to the cloud witness on port 443, or the storage account is a premium or blob-only \
            one.",
    remedy: "Open port 443 from each node to the account's endpoint, also on nodes that are installed anew; take a \
            general-purpose account.",
    source: "Deploy a quorum witness (learn.microsoft.com, Windows Server)",
    examine,
};

/// Kinds of storage accounts that a cloud witness works with.
const GENERAL_PURPOSE: [&str; 2] = ["Storage", "StorageV2"];

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let witness = facts.inventory.cluster.quorum.witness.as_ref();
    let Some(witness) = witness.filter(|witness| witness.kind == WitnessKind::Cloud) else { return };
    let unreached: &[NodeName] = witness.unreachable_from.as_deref().unwrap_or_default();
    if !unreached.is_empty() {
        let message = format!(
            "The cloud witness is not reached on port 443 from {}.",
            listed(unreached.iter().map(NodeName::as_str))
        );
        findings.fire(Subject::witness(&witness.resource), message);
    }
    let kind = witness.account_kind.as_deref();
    if let Some(kind) = kind.filter(|kind| !GENERAL_PURPOSE.iter().any(|good| same_name(good, kind))) {
        let message = format!("The storage account of the cloud witness is of the kind {kind}.");
        findings.fire(Subject::witness(&witness.resource), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::WitnessKind;
    use crate::rules::fixture::{Fixture, witness};

    fn with_cloud() -> Fixture {
        let mut fixture = Fixture::usual();
        let mut cloud = witness(WitnessKind::Cloud);
        (cloud.unreachable_from, cloud.account_kind) = (Some(Vec::new()), Some("StorageV2".to_owned()));
        fixture.inventory.cluster.quorum.witness = Some(cloud);
        fixture
    }

    #[test]
    fn a_witness_that_all_reach_passes() {
        assert!(with_cloud().found("QRM-15").is_empty());
    }

    #[test]
    fn a_node_without_a_way_out_is_an_error() {
        let mut fixture = with_cloud();
        fixture.inventory.cluster.quorum.witness.as_mut().unwrap().unreachable_from = Some(vec!["n2".into()]);
        assert_eq!(fixture.found("QRM-15"), ["ERROR witness Witness"]);
    }

    #[test]
    fn an_account_of_another_kind_is_an_error_and_one_that_nobody_read_is_not() {
        let mut fixture = with_cloud();
        fixture.inventory.cluster.quorum.witness.as_mut().unwrap().account_kind = Some("BlobStorage".to_owned());
        assert_eq!(fixture.found("QRM-15"), ["ERROR witness Witness"]);
        fixture.inventory.cluster.quorum.witness.as_mut().unwrap().account_kind = None;
        assert!(fixture.found("QRM-15").is_empty());
    }
}
