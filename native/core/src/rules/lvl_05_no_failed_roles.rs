//! LVL-05: no role has failed or is offline without being meant to.

use super::prelude::*;
use crate::model::{RoleKind, RoleState, VirtualMachineState};

pub(super) static RULE: Rule = Rule {
    id: "LVL-05",
    title: "No role has failed",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Level],
    needs: "The state of every role.",
    fires: "A role has failed or is partly online, or is offline and neither a VM that is off nor a role for which \
            offline is normal.",
    remedy: "Find out why and bring the role online (Start-ClusterGroup) before the upgrade, or take it out of the \
            cluster.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for role in &facts.inventory.roles {
        let off = role
            .virtual_machine
            .as_ref()
            .is_some_and(|machine| matches!(machine.state, VirtualMachineState::Off | VirtualMachineState::Saved));
        let own = super::lvl_12_user_manager_group::is_own(role);
        let meant = off || own || matches!(role.kind, RoleKind::AvailableStorage | RoleKind::ClusterAwareUpdating);
        let is = match role.state {
            RoleState::Online | RoleState::Pending => continue,
            RoleState::Offline if meant => continue,
            RoleState::PartialOnline if role.kind == RoleKind::AvailableStorage => continue,
            RoleState::Offline => "offline",
            RoleState::Failed => "failed",
            RoleState::PartialOnline => "only partly online",
        };
        findings.fire(Subject::role(&role.name), format!("{} is {is} on {}.", role.name, role.owner));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{RoleKind, RoleState, VirtualMachineState};
    use crate::rules::fixture::Fixture;

    #[test]
    fn roles_that_run_pass() {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        assert!(fixture.found("LVL-05").is_empty());
    }

    #[test]
    fn a_failed_and_an_offline_role_are_warnings() {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1).state = RoleState::Failed;
        fixture.role("files", RoleKind::FileServer, 2).state = RoleState::Offline;
        assert_eq!(fixture.found("LVL-05"), ["WARN role files", "WARN role vm1"]);
    }

    #[test]
    fn what_is_meant_to_be_offline_passes() {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1).state = RoleState::Offline;
        fixture.last_vm().state = VirtualMachineState::Off;
        fixture.role("Available Storage", RoleKind::AvailableStorage, 2).state = RoleState::Offline;
        assert!(fixture.found("LVL-05").is_empty());
    }
}
