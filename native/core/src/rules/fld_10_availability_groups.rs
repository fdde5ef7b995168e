//! FLD-10: availability groups of SQL Server need an order of their own.

use super::prelude::*;
use crate::model::same_name;

pub(super) static RULE: Rule = Rule {
    id: "FLD-10",
    title: "Availability groups are prepared for each node",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The types of the resources of every role.",
    fires: "A role is an availability group of SQL Server: log backups collide with a replica that is away, and a node \
            that leaves the cluster leaves the group.",
    remedy: "Pause log backups, set failover to manual, and remove the replica from the group before its node is \
            evicted; add it again afterwards. Once a node of the new release is primary, don't fail back.",
    source: "reddit.com/r/SQLServer, on in-place upgrades of availability group nodes; sqlha.com, 15 August 2019",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for role in &facts.inventory.roles {
        if role.resource_types.iter().any(|kind| same_name(kind, "SQL Server Availability Group")) {
            findings.fire(Subject::role(&role.name), format!("{} is an availability group.", role.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::RoleKind;
    use crate::rules::fixture::Fixture;

    fn with_type(kind: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.role("AG1", RoleKind::Other, 1).resource_types = vec![kind.to_owned()];
        fixture
    }

    #[test]
    fn other_roles_pass() {
        assert!(with_type("Generic Service").found("FLD-10").is_empty());
    }

    #[test]
    fn a_group_is_a_warning() {
        assert_eq!(with_type("SQL Server Availability Group").found("FLD-10"), ["WARN role AG1"]);
    }

    #[test]
    fn the_spelling_does_not_matter_and_a_failover_instance_is_none() {
        assert_eq!(with_type("sql server availability group").found("FLD-10"), ["WARN role AG1"]);
        assert!(with_type("SQL Server").found("FLD-10").is_empty());
    }
}
