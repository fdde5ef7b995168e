//! ROL-01: a node may own the types of resources of the roles that go there.

use std::collections::BTreeSet;

use super::prelude::*;
use crate::model::{NodeName, ResourceType, same_name};

pub(super) static RULE: Rule = Rule {
    id: "ROL-01",
    title: "Resource types may be owned where their roles go",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Resume],
    needs: "The possible owners of every resource type, and the types of the resources of every role.",
    fires: "A node is none of the possible owners of a resource type that a role needs, which may go there. \
            Before a pass it is a warning.",
    remedy: "Install what the type needs on the node, then look with Get-ClusterOwnerNode -ResourceType.",
    source: "Get-ClusterOwnerNode (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.inventory.resource_types.is_empty() {
        return;
    }
    let severity = if facts.is_asked_at(Moment::Resume) { Severity::Error } else { Severity::Warn };
    let used: BTreeSet<String> =
        facts.inventory.roles.iter().flat_map(|role| &role.resource_types).map(|kind| kind.to_lowercase()).collect();
    let is_used = |kind: &&ResourceType| used.contains(&kind.name.to_lowercase());
    for kind in facts.inventory.resource_types.iter().filter(is_used) {
        let missing = facts.hosts.iter().enumerate().filter(|(index, host)| {
            let asked = facts.subject.is_none_or(|subject| host.node.name == *subject);
            asked && !kind.possible_owners.contains(&host.node.name) && may_go(facts, &kind.name, *index)
        });
        let missing: Vec<&NodeName> = missing.map(|(_, host)| &host.node.name).collect();
        for name in missing {
            let message = format!("{name} is no possible owner of the resource type \"{}\".", kind.name);
            findings.fire_as(severity, Subject::node(name), message);
        }
    }
}

/// Whether a role with a resource of this type may be owned by the node.
fn may_go(facts: &Facts<'_>, kind: &str, node: usize) -> bool {
    let roles = facts.inventory.roles.iter().zip(facts.possible);
    roles
        .into_iter()
        .any(|(role, possible)| possible.contains(node) && role.resource_types.iter().any(|one| same_name(one, kind)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RoleKind;
    use crate::rules::fixture::Fixture;

    fn owned_by(nodes: &[&str]) -> Fixture {
        let mut fixture = Fixture::new(crate::model::Release::Server2019, 3);
        fixture.role("app", RoleKind::Generic, 1).resource_types = vec!["Contoso App".to_owned()];
        let possible_owners = nodes.iter().map(|node| (*node).into()).collect();
        fixture.inventory.resource_types = vec![ResourceType { name: "contoso app".to_owned(), possible_owners }];
        fixture
    }

    #[test]
    fn a_type_that_every_node_may_own_passes() {
        assert!(owned_by(&["n1", "N2", "n3"]).found("ROL-01").is_empty());
    }

    #[test]
    fn a_node_without_the_type_warns_and_is_an_error_before_roles_return() {
        let fixture = owned_by(&["n1", "n2"]);
        assert_eq!(fixture.found("ROL-01"), ["WARN node n3"]);
        assert_eq!(fixture.step(Moment::Resume, "n3").found("ROL-01"), ["ERROR node n3"]);
    }

    #[test]
    fn a_node_that_no_role_of_the_type_goes_to_does_not_matter() {
        let mut fixture = owned_by(&["n1", "n2"]);
        fixture.inventory.roles[1].possible_owners = vec!["n1".into(), "n2".into()];
        assert!(fixture.found("ROL-01").is_empty());
    }
}
