//! QRM-05: the share of a file share witness lies outside the cluster.

use super::prelude::*;
use crate::model::{RoleKind, WitnessKind, same_name};

pub(super) static RULE: Rule = Rule {
    id: "QRM-05",
    title: "The share witness lies outside the cluster",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The path of the share, the names of the cluster, its nodes and its file servers.",
    fires: "The witness is a file share on the cluster itself, on one of its nodes, its file servers or its VMs by \
            name.",
    remedy: "Move the witness to a share outside the cluster (Set-ClusterQuorum -FileShareWitness).",
    source: "Deploy a quorum witness (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let witness = facts.inventory.cluster.quorum.witness.as_ref();
    let Some(witness) = witness.filter(|witness| witness.kind == WitnessKind::FileShare) else { return };
    let subject = Subject::witness(&witness.resource);
    let Some(server) = witness.share_path.as_deref().and_then(server_of) else {
        return findings.unknown(subject, "On which server the share of the witness lies is not known.");
    };
    if let Some(what) = part_of_the_cluster(facts, server) {
        findings.fire(subject, format!("The share of the witness lies on {server}, {what}."));
    }
}

/// The short name of the server in a UNC path.
fn server_of(path: &str) -> Option<&str> {
    let server = path.strip_prefix("\\\\")?.split('\\').next()?;
    server.split('.').next().filter(|server| !server.is_empty())
}

fn part_of_the_cluster(facts: &Facts<'_>, server: &str) -> Option<&'static str> {
    if same_name(&facts.inventory.cluster.name, server) {
        return Some("the cluster itself");
    }
    if facts.inventory.nodes.iter().any(|node| same_name(node.name.as_str(), server)) {
        return Some("a node of the cluster");
    }
    let role = facts.inventory.roles.iter().find(|role| same_name(role.name.as_str(), server))?;
    match role.kind {
        RoleKind::VirtualMachine => Some("a VM of the cluster"),
        RoleKind::FileServer | RoleKind::ScaleOutFileServer => Some("a file server of the cluster"),
        _ => Some("a role of the cluster"),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{RoleKind, WitnessKind};
    use crate::rules::fixture::{Fixture, witness};

    fn on(path: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        let mut share = witness(WitnessKind::FileShare);
        share.share_path = path.map(str::to_owned);
        fixture.inventory.cluster.quorum.witness = Some(share);
        fixture
    }

    #[test]
    fn a_share_elsewhere_passes() {
        assert!(on(Some(r"\\files.contoso.com\witness")).found("QRM-05").is_empty());
    }

    #[test]
    fn a_share_on_a_node_blocks() {
        assert_eq!(on(Some(r"\\N2.contoso.com\witness")).found("QRM-05"), ["BLOCK witness Witness"]);
    }

    #[test]
    fn so_does_one_on_a_role_and_one_that_nobody_knows() {
        let mut fixture = on(Some(r"\\sofs\witness"));
        fixture.role("SOFS", RoleKind::ScaleOutFileServer, 1);
        assert_eq!(fixture.found("QRM-05"), ["BLOCK witness Witness"]);
        assert_eq!(on(None).found("QRM-05"), ["BLOCK ? witness Witness"]);
        assert_eq!(on(Some("witness")).found("QRM-05"), ["BLOCK ? witness Witness"]);
    }
}
