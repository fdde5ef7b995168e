//! VMV-03: saved-state checkpoints keep a version from being raised.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VMV-03",
    title: "No saved-state checkpoints under a new version",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::VirtualMachineVersions],
    needs: "The checkpoints and the version of every VM; whether they hold saved state is not in the inventory.",
    fires: "A VM whose version is to be raised has checkpoints; with saved state among them the raise fails.",
    remedy: "Merge or delete the checkpoints (Remove-VMSnapshot) before raising the version.",
    source: "Update-SCVMVersion (learn.microsoft.com, System Center)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let newest = facts.target.default_configuration_version();
    for (_, role, machine) in facts.virtual_machines() {
        let is_due = newest.is_some_and(|newest| machine.configuration_version < newest);
        if is_due && machine.checkpoints > 0 {
            let checkpoints = counted(machine.checkpoints as usize, "checkpoint");
            findings.fire(Subject::role(&role.name), format!("{} has {checkpoints}.", role.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ConfigurationVersion, Release};
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn with_vm(checkpoints: u32) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2016, 2).at(Moment::VirtualMachineVersions);
        fixture.request.target = Release::Server2016;
        fixture.vm("vm1", 1);
        fixture.last_vm().configuration_version = ConfigurationVersion { major: 5, minor: 0 };
        fixture.last_vm().checkpoints = checkpoints;
        fixture
    }

    #[test]
    fn no_checkpoint_passes() {
        assert!(with_vm(0).found("VMV-03").is_empty());
    }

    #[test]
    fn a_checkpoint_is_a_warning() {
        assert_eq!(with_vm(1).found("VMV-03"), ["WARN role vm1"]);
    }

    #[test]
    fn a_vm_that_is_done_may_have_checkpoints() {
        let mut fixture = with_vm(2);
        fixture.last_vm().configuration_version = ConfigurationVersion { major: 8, minor: 0 };
        assert!(fixture.found("VMV-03").is_empty());
    }
}
