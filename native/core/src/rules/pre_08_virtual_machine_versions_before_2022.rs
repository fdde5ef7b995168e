//! PRE-08: from 2022 on hosts run no VM whose configuration version is below 8.0.

use super::prelude::*;
use crate::model::{ConfigurationVersion, Release};

/// The oldest configuration version that a host of 2022 or newer runs.
const OLDEST: ConfigurationVersion = ConfigurationVersion { major: 8, minor: 0 };

pub(super) static RULE: Rule = Rule {
    id: "PRE-08",
    title: "VMs have version 8.0 at least before 2022",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The configuration version of every VM and the target.",
    fires: "The target is 2022 or newer and a VM has a configuration version below 8.0.",
    remedy: "Raise it to 8.0 at least while the cluster is at level 9 or 10: shut the guest down, then \
            Update-VMVersion.",
    source: VERSIONS_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.target < Release::Server2022 {
        return;
    }
    for (_, role, machine) in facts.virtual_machines() {
        if machine.configuration_version < OLDEST {
            let message = format!(
                "{} has configuration version {}; a host on {} runs {OLDEST} and newer only.",
                role.name, machine.configuration_version, facts.target
            );
            findings.fire(Subject::role(&role.name), message);
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
    fn eight_is_enough() {
        assert!(with_vm(Release::Server2019, 8, 0).found("PRE-08").is_empty());
    }

    #[test]
    fn an_older_vm_blocks_the_pass_to_2022() {
        assert_eq!(with_vm(Release::Server2019, 7, 1).found("PRE-08"), ["BLOCK role vm1"]);
    }

    #[test]
    fn the_pass_to_2019_takes_it_along() {
        assert!(with_vm(Release::Server2016, 5, 0).found("PRE-08").is_empty());
    }
}
