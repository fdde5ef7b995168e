//! DRN-07: what must not be interrupted is not moved by quick migration.

use super::compatibility::is_alive;
use super::prelude::*;
use crate::model::Role;

/// The priority below which a drain saves instead of live-migrating, where the parameter was not read.
const THRESHOLD_DEFAULT: u32 = 2000;
/// With this threshold or a lower one every VM is live-migrated.
const THRESHOLD_ALL_LIVE: u32 = 1000;

pub(super) static RULE: Rule = Rule {
    id: "DRN-07",
    title: "What must not be interrupted moves live",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "`uninterruptedRoles` of the policy; of those roles the kind, the priority and the move type, and \
            `MoveTypeThreshold`.",
    fires: "A role that the policy lists asks for quick migration, or would be saved by a drain for its low priority, \
            or is no VM and fails over.",
    remedy: "Set DefaultMoveType of the VM to live migration, raise its priority, or lower MoveTypeThreshold; a role \
            that fails over is interrupted whatever is set.",
    source: "Configuring how VMs are moved when a node is drained (techcommunity.microsoft.com, failover clustering)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for listed in &facts.policy.uninterrupted_roles {
        let Some((index, role)) = facts.inventory.roles.iter().enumerate().find(|(_, role)| role.name == *listed)
        else {
            let message =
                format!("The policy lists {listed} among the roles that must not be interrupted; it is none.");
            findings.fire_as(Severity::Warn, Subject::role(listed), message);
            continue;
        };
        let leaves = |host: &Host<'_>| facts.subject.is_none_or(|subject| host.node.name == *subject);
        if !facts.owner(index).is_some_and(leaves) {
            continue;
        }
        if let Some(why) = interruption(facts, role) {
            findings.fire(Subject::role(&role.name), format!("{} must not be interrupted, but {why}.", role.name));
        }
    }
}

fn interruption(facts: &Facts<'_>, role: &Role) -> Option<String> {
    let Some(machine) = &role.virtual_machine else { return Some("is no VM and fails over".to_owned()) };
    if !is_alive(machine) {
        return None;
    }
    if machine.quick_migration {
        return Some("asks for quick migration".to_owned());
    }
    let threshold = facts.inventory.cluster.move_type_threshold.unwrap_or(THRESHOLD_DEFAULT);
    let low = threshold > THRESHOLD_ALL_LIVE && role.priority.0 < threshold;
    low.then(|| format!("a drain saves VMs below priority {threshold}, and it has {}", role.priority.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Priority, RoleKind};
    use crate::rules::fixture::Fixture;

    fn with_vm(priority: Priority) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1).priority = priority;
        fixture.request.policy.uninterrupted_roles = vec!["VM1".into()];
        fixture
    }

    #[test]
    fn a_live_migration_passes() {
        assert!(with_vm(Priority::MEDIUM).found("DRN-07").is_empty());
    }

    #[test]
    fn quick_migration_blocks_by_flag_and_by_priority() {
        assert_eq!(with_vm(Priority::LOW).found("DRN-07"), ["BLOCK role vm1"]);
        let mut fixture = with_vm(Priority::HIGH);
        fixture.last_vm().quick_migration = true;
        assert_eq!(fixture.found("DRN-07"), ["BLOCK role vm1"]);
        let elsewhere = fixture.step(Moment::Suspend, "n2");
        assert!(elsewhere.found("DRN-07").is_empty(), "vm1 is on n1");
    }

    #[test]
    fn a_threshold_of_1000_helps_and_a_role_that_fails_over_blocks() {
        let mut fixture = with_vm(Priority::LOW);
        fixture.inventory.cluster.move_type_threshold = Some(1000);
        assert!(fixture.found("DRN-07").is_empty());
        fixture.role("files", RoleKind::FileServer, 1);
        fixture.request.policy.uninterrupted_roles = vec!["files".into(), "gone".into()];
        assert_eq!(fixture.found("DRN-07"), ["BLOCK role files", "WARN role gone"]);
    }
}
