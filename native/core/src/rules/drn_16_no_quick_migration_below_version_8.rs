//! DRN-16: a VM below version 8.0 that is saved may not come back.

use super::compatibility::is_alive;
use super::prelude::*;
use crate::model::ConfigurationVersion;

/// The first version to which the processor's mitigations are shown.
const FIRST_SAFE: ConfigurationVersion = ConfigurationVersion { major: 8, minor: 0 };
/// The priority below which a drain saves instead of live-migrating, where the parameter was not read.
const THRESHOLD_DEFAULT: u32 = 2000;
/// With this threshold or a lower one a drain live-migrates every VM, also those that don't start by themselves.
const THRESHOLD_ALL_LIVE: u32 = 1000;

pub(super) static RULE: Rule = Rule {
    id: "DRN-16",
    title: "No quick migration below version 8.0",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: UPGRADE,
    needs: "The version, the priority and the default move type of every VM, and `MoveTypeThreshold`.",
    fires: "A running VM below configuration version 8.0 asks for quick migration. \
            Where only its priority lies below `MoveTypeThreshold`, it is a warning: \
            the plan live-migrates it, a drain by hand would save it.",
    remedy: "Set DefaultMoveType of the VM to live migration, or MinVmVersionForCpuBasedMitigations to \"1.0\" in the \
             registry of the hosts beforehand (HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Virtualization).",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), \
            2023/04/10 Fail-to-Resume-VM-less-than-Ver8.0",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let threshold = facts.inventory.cluster.move_type_threshold.unwrap_or(THRESHOLD_DEFAULT);
    let mut low = Vec::new();
    for (_, role, machine) in facts.virtual_machines() {
        if machine.configuration_version >= FIRST_SAFE || !is_alive(machine) {
            continue;
        }
        if machine.quick_migration {
            let version = machine.configuration_version;
            let message =
                format!("{} (version {version}) asks for quick migration and may not resume after it.", role.name);
            findings.fire(Subject::role(&role.name), message);
        } else if threshold > THRESHOLD_ALL_LIVE && role.priority.0 < threshold {
            low.push(role.name.as_str());
        }
    }
    if !low.is_empty() {
        let message = format!(
            "A drain by hand would save {} below priority {threshold} and below version {FIRST_SAFE}, \
             which may not resume: {}.",
            counted(low.len(), "VM"),
            listed(low.iter().copied())
        );
        findings.fire_as(Severity::Warn, Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Priority, Release, VirtualMachineState};
    use crate::rules::fixture::Fixture;

    fn with_vm(priority: Priority, quick: bool) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.vm("vm1", 1).priority = priority;
        fixture.last_vm().quick_migration = quick;
        fixture
    }

    #[test]
    fn a_live_migration_passes() {
        assert!(with_vm(Priority::MEDIUM, false).found("DRN-16").is_empty());
    }

    #[test]
    fn quick_migration_is_an_error() {
        assert_eq!(with_vm(Priority::HIGH, true).found("DRN-16"), ["ERROR role vm1"]);
    }

    #[test]
    fn a_low_priority_is_a_warning_unless_the_threshold_is_lower() {
        let mut fixture = with_vm(Priority::LOW, false);
        assert_eq!(fixture.found("DRN-16"), ["WARN cluster contoso"]);
        fixture.inventory.cluster.move_type_threshold = Some(1000);
        assert!(fixture.found("DRN-16").is_empty());
        fixture.inventory.roles.last_mut().unwrap().priority = Priority::NO_AUTOMATIC_START;
        assert!(fixture.found("DRN-16").is_empty(), "a threshold of 1000 means all");
    }

    #[test]
    fn a_vm_that_is_off_or_new_enough_passes() {
        let mut fixture = with_vm(Priority::LOW, true);
        fixture.last_vm().state = VirtualMachineState::Off;
        assert!(fixture.found("DRN-16").is_empty());
        let mut newer = Fixture::usual();
        newer.vm("vm1", 1);
        newer.last_vm().quick_migration = true;
        assert!(newer.found("DRN-16").is_empty());
    }
}
