//! VMV-01: hosts run the configuration version of every VM.

use super::prelude::*;
use crate::model::{ConfigurationVersion, Release};

/// Versions below it on 2022 and newer are named by PRE-08 with the way out.
const NAMED_BY_PRE_08: ConfigurationVersion = ConfigurationVersion { major: 8, minor: 0 };

pub(super) static RULE: Rule = Rule {
    id: "VMV-01",
    title: "Hosts run the configuration version",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The configuration version of every VM, the release of every node and the target.",
    fires: "The target does not run a VM's configuration version; \
            where it does and nodes that have still to be done don't, it is a warning.",
    remedy: "Raise the version where it is too old; where it is too new, the VM can only go to nodes that run it.",
    source: VERSIONS_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let by_target = facts.target.configuration_versions();
    let mut releases: Vec<Release> =
        facts.hosts.iter().filter_map(Host::release).filter(|release| *release < facts.target).collect();
    releases.sort_unstable();
    releases.dedup();
    for (_, role, machine) in facts.virtual_machines() {
        let version = machine.configuration_version;
        if !by_target.contains(&version) {
            if version >= NAMED_BY_PRE_08 || facts.target < Release::Server2022 {
                let message = format!(
                    "{} has configuration version {version}, which a host on {} does not run.",
                    role.name, facts.target
                );
                findings.fire(Subject::role(&role.name), message);
            }
            continue;
        }
        if let Some(release) = releases.iter().find(|release| !release.configuration_versions().contains(&version)) {
            let message = format!(
                "{} has configuration version {version}, which the nodes on {release} don't run: \
                 it can only go to nodes that are done.",
                role.name
            );
            findings.fire_as(Severity::Warn, Subject::role(&role.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ConfigurationVersion, Release};
    use crate::rules::fixture::Fixture;

    fn with_vm(release: Release, major: u16, minor: u16) -> Fixture {
        let mut fixture = Fixture::new(release, 2);
        fixture.vm("vm1", 1);
        fixture.last_vm().configuration_version = ConfigurationVersion { major, minor };
        fixture
    }

    #[test]
    fn a_version_that_both_releases_run_passes() {
        assert!(with_vm(Release::Server2012R2, 5, 0).found("VMV-01").is_empty());
    }

    #[test]
    fn a_preview_version_blocks() {
        assert_eq!(with_vm(Release::Server2012R2, 6, 0).found("VMV-01"), ["BLOCK role vm1"]);
    }

    #[test]
    fn a_version_that_is_too_new_for_old_nodes_is_a_warning_and_one_too_old_is_left_to_pre_08() {
        assert_eq!(with_vm(Release::Server2016, 9, 0).found("VMV-01"), ["WARN role vm1"]);
        assert!(with_vm(Release::Server2019, 5, 0).found("VMV-01").is_empty());
    }
}
