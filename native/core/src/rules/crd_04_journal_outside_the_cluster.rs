//! CRD-04: the journal does not lie on the cluster that is upgraded.

use super::prelude::*;
use crate::model::same_name;

pub(super) static RULE: Rule = Rule {
    id: "CRD-04",
    title: "The journal lies outside the cluster",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The path of the journal, and the names of the cluster, its nodes and its roles.",
    fires: "The journal lies on a shared volume of the cluster, or on a share of the cluster, a node or a role of it: \
            it is out of reach just when it is needed.",
    remedy: "Give the journal a path on a local disk of the machine that the upgrade is driven from.",
    source: "Write-ahead logging, on network file systems (sqlite.org)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let coordinator = facts.inventory.coordinator.as_ref();
    let subject = Subject::coordinator(facts.inventory);
    let Some(path) = coordinator.and_then(|coordinator| coordinator.journal_path.as_deref()) else {
        return findings.unread(subject, "Where the journal lies is not known.");
    };
    let on_volume = path.to_lowercase().replace('/', "\\").contains(":\\clusterstorage\\");
    if on_volume || server_of(path).is_some_and(|server| is_of_the_cluster(facts, server)) {
        findings.fire(subject, format!("The journal lies on the cluster itself: {path}."));
    }
}

/// The short name of the server in a UNC path.
fn server_of(path: &str) -> Option<&str> {
    let server = path.strip_prefix("\\\\")?.split('\\').next()?;
    server.split('.').next().filter(|server| !server.is_empty())
}

fn is_of_the_cluster(facts: &Facts<'_>, server: &str) -> bool {
    let inventory = facts.inventory;
    same_name(&inventory.cluster.name, server)
        || inventory.nodes.iter().any(|node| same_name(node.name.as_str(), server))
        || inventory.roles.iter().any(|role| same_name(role.name.as_str(), server))
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn journal(path: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.coordinator().journal_path = path.map(str::to_owned);
        fixture
    }

    #[test]
    fn a_local_path_and_another_server_pass() {
        assert!(journal(Some(r"D:\runs\journal.db")).found("CRD-04").is_empty());
        assert!(journal(Some(r"\\files.contoso.com\runs\journal.db")).found("CRD-04").is_empty());
    }

    #[test]
    fn a_shared_volume_and_a_share_of_a_node_are_warnings() {
        assert_eq!(journal(Some(r"C:\ClusterStorage\Volume1\journal.db")).found("CRD-04"), ["WARN coordinator admin"]);
        assert_eq!(journal(Some(r"\\N2.contoso.com\c$\journal.db")).found("CRD-04"), ["WARN coordinator admin"]);
    }

    #[test]
    fn a_path_that_nobody_named_is_told() {
        assert_eq!(journal(None).found("CRD-04"), ["INFO ? coordinator admin"]);
    }
}
