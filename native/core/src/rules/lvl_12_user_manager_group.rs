//! LVL-12: 2025 creates a role by itself.

use super::prelude::*;
use crate::model::{Role, same_name};

pub(super) static RULE: Rule = Rule {
    id: "LVL-12",
    title: "The role that 2025 creates by itself",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::Upgrade, Moment::Level],
    needs: "The names of the roles.",
    fires: "The cluster has the role \"User Manager Group\".",
    remedy: "Nothing: it comes back where it is deleted, and may stay offline without Azure.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), 2026/06/10 User-Manager-Group",
    examine,
};

/// Whether the role is the one that 2025 creates by itself.
pub(super) fn is_own(role: &Role) -> bool {
    same_name(role.name.as_str(), "User Manager Group")
}

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if let Some(role) = facts.inventory.roles.iter().find(|role| is_own(role)) {
        findings.fire(Subject::role(&role.name), format!("{} belongs to Windows Server 2025 itself.", role.name));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{RoleKind, RoleState};
    use crate::rules::fixture::Fixture;

    #[test]
    fn other_roles_pass() {
        assert!(Fixture::usual().found("LVL-12").is_empty());
    }

    #[test]
    fn the_role_is_told_and_is_no_role_that_failed() {
        let mut fixture = Fixture::usual();
        fixture.role("User Manager Group", RoleKind::Other, 1).state = RoleState::Offline;
        assert_eq!(fixture.found("LVL-12"), ["INFO role User Manager Group"]);
        assert!(fixture.found("LVL-05").is_empty());
    }

    #[test]
    fn a_failure_of_it_still_counts_as_one() {
        let mut fixture = Fixture::usual();
        fixture.role("User Manager Group", RoleKind::Other, 1).state = RoleState::Failed;
        assert_eq!(fixture.found("LVL-05"), ["WARN role User Manager Group"]);
    }
}
