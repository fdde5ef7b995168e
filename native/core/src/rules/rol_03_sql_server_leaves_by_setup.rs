//! ROL-03: a failover instance of SQL Server leaves a node by its setup.

use super::prelude::*;
use crate::model::{Role, RoleKind, same_name};
use crate::plan::Method;

pub(super) static RULE: Rule = Rule {
    id: "ROL-03",
    title: "SQL Server leaves the node by its setup",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Remove],
    needs: "Which roles are failover instances of SQL Server, and their possible owners.",
    fires: "A failover instance of SQL Server may be owned by the node that is to be evicted: its setup has not \
            removed the node from the instance. Before a pass it is a warning.",
    remedy: "Run the setup of SQL Server on the node with /Action=RemoveNode before the evict, and with \
            /Action=AddNode after it has come back.",
    source: "Add or remove nodes in an always on failover cluster instance (learn.microsoft.com, SQL Server)",
    examine,
};

fn is_instance(role: &Role) -> bool {
    role.kind == RoleKind::SqlServer || role.resource_types.iter().any(|kind| same_name(kind, "SQL Server"))
}

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.policy.method == Method::InPlaceKeep {
        return;
    }
    for (role, possible) in facts.inventory.roles.iter().zip(facts.possible).filter(|(role, _)| is_instance(role)) {
        let leaving = facts.hosts.iter().enumerate().filter(|(index, host)| {
            possible.contains(*index)
                && facts.subject.map_or_else(|| facts.is_due(host), |subject| host.node.name == *subject)
        });
        let names: Vec<&str> = leaving.map(|(_, host)| host.node.name.as_str()).collect();
        if names.is_empty() {
            continue;
        }
        let severity = if facts.is_asked_at(Moment::Remove) { Severity::Block } else { Severity::Warn };
        let message = format!("Setup has still to remove {} from the instance {}.", listed(names), role.name);
        findings.fire_as(severity, Subject::role(&role.name), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn with_instance(owners: &[&str]) -> Fixture {
        let mut fixture = Fixture::usual();
        let role = fixture.role("SQL Server (MSSQLSERVER)", RoleKind::SqlServer, 1);
        role.possible_owners = owners.iter().map(|owner| (*owner).into()).collect();
        fixture
    }

    #[test]
    fn a_node_that_setup_has_removed_passes() {
        let fixture = with_instance(&["n1", "n2"]).step(Moment::Remove, "n3");
        assert!(fixture.found("ROL-03").is_empty());
    }

    #[test]
    fn one_that_it_has_not_blocks_and_warns_before_the_pass() {
        let fixture = with_instance(&["n1", "n2"]);
        assert_eq!(fixture.found("ROL-03"), ["WARN role SQL Server (MSSQLSERVER)"]);
        assert_eq!(fixture.step(Moment::Remove, "n2").found("ROL-03"), ["BLOCK role SQL Server (MSSQLSERVER)"]);
    }

    #[test]
    fn a_resource_counts_and_a_node_that_stays_a_member_does_not_leave() {
        let mut fixture = Fixture::usual();
        fixture.role("app", RoleKind::Other, 1).resource_types = vec!["sql server".to_owned()];
        assert_eq!(fixture.found("ROL-03"), ["WARN role app"]);
        fixture.request.policy.method = Method::InPlaceKeep;
        assert!(fixture.found("ROL-03").is_empty());
    }
}
