//! UND-02: the old release runs the configuration version of every VM.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "UND-02",
    title: "The old release runs every configuration version",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: &[Moment::Undo],
    needs: "The configuration version of every VM and the release of the functional level.",
    fires: "A VM has a configuration version that hosts of the old release don't run: it was raised, or made on a new \
            host.",
    remedy: "There is no way to lower a version: move the VM to another cluster, or give it up, before the way back.",
    source: VERSIONS_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(release) = facts.level_release() else { return };
    let runs = release.configuration_versions();
    for (_, role, machine) in facts.virtual_machines() {
        let version = machine.configuration_version;
        if !runs.contains(&version) {
            let message = format!("{} has configuration version {version}, which {release} does not run.", role.name);
            findings.fire(Subject::role(&role.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ConfigurationVersion, Release};
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn with_vm(major: u16, minor: u16) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2016, 2);
        fixture.vm("vm1", 1);
        fixture.last_vm().configuration_version = ConfigurationVersion { major, minor };
        fixture
    }

    #[test]
    fn a_version_that_the_old_release_runs_passes() {
        assert!(with_vm(8, 0).at(Moment::Undo).found("UND-02").is_empty());
    }

    #[test]
    fn a_raised_version_blocks_the_way_back_and_nothing_else() {
        assert_eq!(with_vm(9, 0).at(Moment::Undo).found("UND-02"), ["BLOCK role vm1"]);
        assert!(with_vm(9, 0).found("UND-02").is_empty());
    }

    #[test]
    fn the_oldest_and_the_newest_version_of_the_old_release_are_its_limits() {
        let versions = Release::Server2016.configuration_versions();
        let (oldest, newest) = (versions[0], versions[versions.len() - 1]);
        for version in [oldest, newest] {
            assert!(with_vm(version.major, version.minor).at(Moment::Undo).found("UND-02").is_empty(), "{version}");
        }
        assert_eq!(with_vm(newest.major, newest.minor + 1).at(Moment::Undo).found("UND-02"), ["BLOCK role vm1"]);
    }
}
