//! EVC-01: a node that leaves owns no role.

use super::prelude::*;
use crate::model::RoleKind;

pub(super) static RULE: Rule = Rule {
    id: "EVC-01",
    title: "A node that leaves owns no role",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Remove],
    needs: "The owner of every role.",
    fires: "The node that is to be evicted still owns roles.",
    remedy: "Drain it first: Suspend-ClusterNode -Drain -Wait.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(name) = facts.subject else { return };
    let owned = facts.owned_by(name).into_iter().filter(|role| role.kind != RoleKind::Cluster);
    let owned: Vec<&str> = owned.map(|role| role.name.as_str()).collect();
    if !owned.is_empty() {
        let message = format!("{name} still owns {}: {}.", counted(owned.len(), "role"), listed(owned));
        findings.fire(Subject::node(name), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn with_vm_on(node: usize) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", node);
        fixture
    }

    #[test]
    fn an_empty_node_passes() {
        assert!(with_vm_on(1).step(Moment::Remove, "n2").found("EVC-01").is_empty());
    }

    #[test]
    fn a_role_that_stayed_blocks() {
        assert_eq!(with_vm_on(2).step(Moment::Remove, "N2").found("EVC-01"), ["BLOCK node N2"]);
    }

    #[test]
    fn the_core_group_is_another_rules_business() {
        assert!(with_vm_on(2).step(Moment::Remove, "n1").found("EVC-01").is_empty());
    }
}
