//! QRM-14: the share of a witness lies on one server, not on something that is replicated.

use super::prelude::*;
use crate::model::{WitnessKind, same_name};

pub(super) static RULE: Rule = Rule {
    id: "QRM-14",
    title: "The share of the witness is not replicated",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The path of the share, the domain of the cluster, and of the share whether it is replicated and which SMB \
            version its server speaks; what nobody read is not judged.",
    fires: "The share of a file share witness lies in a DFS namespace or on replicated storage, or its server does not \
            speak SMB 2.",
    remedy: "Move the share to a server of its own: Set-ClusterQuorum -FileShareWitness \\\\<server>\\<share>.",
    source: "Deploy a quorum witness (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let cluster = &facts.inventory.cluster;
    let witness = cluster.quorum.witness.as_ref();
    let Some(witness) = witness.filter(|witness| witness.kind == WitnessKind::FileShare) else { return };
    let subject = || Subject::witness(&witness.resource);
    let path = witness.share_path.as_deref().unwrap_or_default();
    let root = path.strip_prefix("\\\\").and_then(|rest| rest.split('\\').next()).unwrap_or_default();
    let is_domain = |domain: &String| same_name(domain, root) || domain.split('.').next() == Some(root);
    if !root.is_empty() && cluster.domain.as_ref().is_some_and(is_domain) {
        findings
            .fire(subject(), format!("The share {path} of the witness lies in a DFS namespace of the domain {root}."));
    } else if witness.replicated == Some(true) {
        findings.fire(subject(), format!("The share {path} of the witness is replicated."));
    }
    if let Some(version @ 0..2) = witness.smb_version {
        findings.fire(subject(), format!("The server of the share {path} speaks SMB {version} at best."));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::WitnessKind;
    use crate::rules::fixture::{Fixture, witness};

    fn with_share(path: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        let mut share = witness(WitnessKind::FileShare);
        share.share_path = Some(path.to_owned());
        fixture.inventory.cluster.quorum.witness = Some(share);
        fixture
    }

    #[test]
    fn a_share_on_a_server_passes() {
        assert!(with_share(r"\\fs1.contoso.com\witness").found("QRM-14").is_empty());
    }

    #[test]
    fn a_namespace_of_the_domain_blocks() {
        assert_eq!(with_share(r"\\Contoso.com\dfs\witness").found("QRM-14"), ["BLOCK witness Witness"]);
        assert_eq!(with_share(r"\\contoso\dfs\witness").found("QRM-14"), ["BLOCK witness Witness"]);
    }

    #[test]
    fn a_replicated_share_and_an_old_server_block() {
        let mut fixture = with_share(r"\\fs1\witness");
        let share = fixture.inventory.cluster.quorum.witness.as_mut().unwrap();
        (share.replicated, share.smb_version) = (Some(true), Some(1));
        assert_eq!(fixture.found("QRM-14").len(), 2);
        let share = fixture.inventory.cluster.quorum.witness.as_mut().unwrap();
        (share.replicated, share.smb_version) = (Some(false), Some(2));
        assert!(fixture.found("QRM-14").is_empty());
    }
}
