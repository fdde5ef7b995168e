//! VMV-02: a version is raised only while the VM is off.

use super::prelude::*;
use crate::model::VirtualMachineState;

pub(super) static RULE: Rule = Rule {
    id: "VMV-02",
    title: "Guests can be shut down for the new version",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::VirtualMachineVersions],
    needs: "The state, the version and the shutdown integration service of every VM.",
    fires: "A VM whose version is to be raised is saved or paused, or runs and does not answer a shutdown: \
            the campaign leaves it as it is.",
    remedy: "Start the saved or paused VM and shut the guest down cleanly; repair its integration services, \
             or shut it down from inside.",
    source: VERSIONS_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let newest = facts.target.default_configuration_version();
    for (_, role, machine) in facts.virtual_machines() {
        if newest.is_none_or(|newest| machine.configuration_version >= newest) {
            continue;
        }
        let why = match machine.state {
            VirtualMachineState::Off => continue,
            VirtualMachineState::Running if machine.guest_shutdown => continue,
            VirtualMachineState::Running => "runs and its shutdown service does not answer",
            VirtualMachineState::Saved => "is saved",
            VirtualMachineState::Paused => "is paused",
        };
        findings.fire(
            Subject::role(&role.name),
            format!("{} {why}; a version is raised only while a VM is off.", role.name),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ConfigurationVersion, Release, VirtualMachineState};
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn with_vm() -> Fixture {
        let mut fixture = Fixture::new(Release::Server2016, 2).at(Moment::VirtualMachineVersions);
        fixture.request.target = Release::Server2016;
        fixture.vm("vm1", 1);
        fixture.last_vm().configuration_version = ConfigurationVersion { major: 5, minor: 0 };
        fixture
    }

    #[test]
    fn a_guest_that_answers_passes() {
        assert!(with_vm().found("VMV-02").is_empty());
    }

    #[test]
    fn a_saved_vm_and_one_that_does_not_answer_are_left_as_they_are() {
        let mut fixture = with_vm();
        fixture.last_vm().state = VirtualMachineState::Saved;
        assert_eq!(fixture.found("VMV-02"), ["WARN role vm1"]);
        fixture.last_vm().state = VirtualMachineState::Running;
        fixture.last_vm().guest_shutdown = false;
        assert_eq!(fixture.found("VMV-02"), ["WARN role vm1"]);
    }

    #[test]
    fn a_vm_that_is_done_or_off_does_not_matter() {
        let mut fixture = with_vm();
        fixture.last_vm().guest_shutdown = false;
        fixture.last_vm().state = VirtualMachineState::Off;
        assert!(fixture.found("VMV-02").is_empty());
        fixture.last_vm().state = VirtualMachineState::Saved;
        fixture.last_vm().configuration_version = ConfigurationVersion { major: 8, minor: 0 };
        assert!(fixture.found("VMV-02").is_empty());
    }
}
