//! EVC-02: a node that leaves does not own the core group.

use super::prelude::*;
use crate::model::RoleKind;

pub(super) static RULE: Rule = Rule {
    id: "EVC-02",
    title: "A node that leaves does not own the core group",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Remove],
    needs: "The roles that the node owns.",
    fires: "The node that is to be evicted owns the core group, with the witness and the cluster's name.",
    remedy: "Move-ClusterGroup \"Cluster Group\" to another node.",
    source: "Troubleshoot cluster operating system rolling upgrades (learn.microsoft.com, support)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(name) = facts.subject else { return };
    // A partial inventory for this step holds the roles that the node owns; others may be missing.
    if let Some(core) = facts.owned_by(name).into_iter().find(|role| role.kind == RoleKind::Cluster) {
        findings.fire(Subject::node(name), format!("{name} owns {}.", core.name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    #[test]
    fn another_owner_passes() {
        assert!(Fixture::usual().step(Moment::Remove, "n2").found("EVC-02").is_empty());
    }

    #[test]
    fn its_owner_blocks() {
        assert_eq!(Fixture::usual().step(Moment::Remove, "n1").found("EVC-02"), ["BLOCK node n1"]);
    }

    #[test]
    fn where_only_the_roles_of_the_node_were_read_none_is_not_the_core_group() {
        let mut fixture = Fixture::usual();
        fixture.inventory.roles.clear();
        assert!(fixture.step(Moment::Remove, "n1").found("EVC-02").is_empty());
    }
}
