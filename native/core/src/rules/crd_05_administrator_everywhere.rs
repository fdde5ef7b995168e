//! CRD-05: the account is an administrator of every node.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "CRD-05",
    title: "The account is an administrator of every node",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The nodes on which the account is an administrator.",
    fires: "The account that drives the upgrade is no administrator of a node.",
    remedy: "Add the account to the local group Administrators of the node.",
    source: "Failover clustering hardware requirements and storage options; Create a failover cluster \
            (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let coordinator = facts.inventory.coordinator.as_ref();
    let Some(nodes) = coordinator.and_then(|coordinator| coordinator.administrator_on.as_deref()) else {
        let message = "On which nodes the account is an administrator is not known.";
        return findings.unread(Subject::coordinator(facts.inventory), message);
    };
    for host in facts.hosts.iter().filter(|host| !nodes.contains(&host.node.name)) {
        let name = &host.node.name;
        findings.fire(Subject::node(name), format!("The account is no administrator of {name}."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn administrator_on(nodes: Option<&[&str]>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.coordinator().administrator_on = nodes.map(|nodes| nodes.iter().map(|node| (*node).into()).collect());
        fixture
    }

    #[test]
    fn every_node_passes() {
        assert!(administrator_on(Some(&["N1", "n2", "n3", "n4"])).found("CRD-05").is_empty());
    }

    #[test]
    fn a_node_without_the_right_is_an_error() {
        assert_eq!(administrator_on(Some(&["n1", "n2", "n4"])).found("CRD-05"), ["ERROR node n3"]);
    }

    #[test]
    fn a_right_that_nobody_looked_at_is_unknown_once() {
        assert_eq!(administrator_on(None).found("CRD-05"), ["WARN ? coordinator admin"]);
    }
}
