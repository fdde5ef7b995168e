//! VMV-09: on the way to 2022 old configuration versions have to be raised in between.

use super::prelude::*;
use crate::model::{ConfigurationVersion, Release};

/// The oldest configuration version that a host of 2022 or newer runs.
const OLDEST: ConfigurationVersion = ConfigurationVersion { major: 8, minor: 0 };

pub(super) static RULE: Rule = Rule {
    id: "VMV-09",
    title: "Versions are raised before 2022",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: UPGRADE,
    needs: "The configuration version of every VM and the target.",
    fires: "The pass leads to 2019 and VMs have a configuration version below 8.0: the pass after it refuses them.",
    remedy: "Plan a stage that raises them (Update-RollingUpgradeVMVersion) between this pass and the one to 2022.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.target != Release::Server2019 {
        return;
    }
    let old: Vec<&str> = facts
        .virtual_machines()
        .filter(|(_, _, machine)| machine.configuration_version < OLDEST)
        .map(|(_, role, _)| role.name.as_str())
        .collect();
    if !old.is_empty() {
        let message = format!(
            "{} below configuration version {OLDEST} can't go on to 2022: {}.",
            counted(old.len(), "VM"),
            listed(old.iter().copied())
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ConfigurationVersion, Release};
    use crate::rules::fixture::Fixture;

    fn with_vm(release: Release, major: u16) -> Fixture {
        let mut fixture = Fixture::new(release, 2);
        fixture.vm("vm1", 1);
        fixture.last_vm().configuration_version = ConfigurationVersion { major, minor: 0 };
        fixture
    }

    #[test]
    fn version_eight_goes_on() {
        assert!(with_vm(Release::Server2016, 8).found("VMV-09").is_empty());
    }

    #[test]
    fn an_old_version_is_a_warning() {
        assert_eq!(with_vm(Release::Server2016, 5).found("VMV-09"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_pass_earlier_it_is_too_soon_to_warn() {
        assert!(with_vm(Release::Server2012R2, 5).found("VMV-09").is_empty());
    }
}
