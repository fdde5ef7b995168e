//! VMV-12: dynamic processor compatibility needs version 10.0 and hosts of 2025.

use super::prelude::*;
use crate::model::{ConfigurationVersion, Release};

const FIRST: ConfigurationVersion = ConfigurationVersion { major: 10, minor: 0 };

pub(super) static RULE: Rule = Rule {
    id: "VMV-12",
    title: "Dynamic processor compatibility needs version 10.0",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::Upgrade, Moment::VirtualMachineVersions],
    needs: "The target, and the version and the processor compatibility of every VM.",
    fires: "The target is 2025 or newer and a VM with processor compatibility is below version 10.0: \
            it keeps the old fixed minimum of processor features.",
    remedy: "Nothing now; raise the version of the VM after the level to give it the features that all hosts share.",
    source: "Dynamic processor compatibility mode (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.target < Release::Server2025 {
        return;
    }
    let fixed: Vec<&str> = facts
        .virtual_machines()
        .filter(|(_, _, machine)| machine.processor_compatibility && machine.configuration_version < FIRST)
        .map(|(_, role, _)| role.name.as_str())
        .collect();
    if !fixed.is_empty() {
        let count = counted(fixed.len(), "VM");
        let message = format!("{count} below version {FIRST} with processor compatibility: {}.", listed(fixed));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ConfigurationVersion, Release};
    use crate::rules::fixture::Fixture;

    fn compatible(major: u16) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2022, 3);
        fixture.vm("vm1", 1);
        fixture.last_vm().processor_compatibility = true;
        fixture.last_vm().configuration_version = ConfigurationVersion { major, minor: 0 };
        fixture
    }

    #[test]
    fn version_10_passes() {
        assert!(compatible(10).found("VMV-12").is_empty());
    }

    #[test]
    fn version_9_is_told() {
        assert_eq!(compatible(9).found("VMV-12"), ["INFO cluster contoso"]);
    }

    #[test]
    fn without_compatibility_or_before_2025_nothing_is_told() {
        let mut fixture = compatible(9);
        fixture.last_vm().processor_compatibility = false;
        assert!(fixture.found("VMV-12").is_empty());
        let mut earlier = Fixture::usual();
        earlier.vm("vm1", 1);
        earlier.last_vm().processor_compatibility = true;
        assert!(earlier.found("VMV-12").is_empty());
    }
}
