//! VMV-08: versions stay where they were; raising them is a campaign of its own.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::ConfigurationVersion;

pub(super) static RULE: Rule = Rule {
    id: "VMV-08",
    title: "Configuration versions stay as they are",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: UPGRADE,
    needs: "The configuration version of every VM and the target.",
    fires: "VMs have a configuration version below the newest of the target: the pass does not change it.",
    remedy: "After the level, raise them window by window: Update-RollingUpgradeVMVersion. It can't be undone.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(newest) = facts.target.default_configuration_version() else { return };
    let mut counts: BTreeMap<ConfigurationVersion, usize> = BTreeMap::new();
    for (_, _, machine) in facts.virtual_machines() {
        *counts.entry(machine.configuration_version).or_default() += 1;
    }
    let behind: Vec<String> =
        counts.range(..newest).map(|(version, count)| format!("{} at {version}", counted(*count, "VM"))).collect();
    if !behind.is_empty() {
        let behind = behind.join(", ");
        let message = format!("{behind} keep their version in this pass; the newest of {} is {newest}.", facts.target);
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ConfigurationVersion, Release};
    use crate::rules::fixture::Fixture;

    #[test]
    fn no_vm_needs_no_campaign() {
        assert!(Fixture::usual().found("VMV-08").is_empty());
    }

    #[test]
    fn old_versions_are_counted() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.vm("vm1", 1);
        fixture.vm("vm2", 2);
        assert_eq!(fixture.found("VMV-08"), ["INFO cluster contoso"]);
        assert!(fixture.message("VMV-08").starts_with("2 VMs at 5.0"), "{}", fixture.message("VMV-08"));
    }

    #[test]
    fn a_vm_at_the_newest_version_is_not_counted() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.vm("vm1", 1);
        fixture.last_vm().configuration_version = ConfigurationVersion { major: 8, minor: 0 };
        assert!(fixture.found("VMV-08").is_empty());
    }
}
