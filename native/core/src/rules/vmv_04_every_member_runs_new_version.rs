//! VMV-04: every member runs the new configuration version before one VM gets it.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VMV-04",
    title: "Every member runs the new configuration version",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::VirtualMachineVersions],
    needs: "The release of every node and the target.",
    fires: "Configuration versions are about to be raised and a member runs a release that does not run the new one.",
    remedy: "Finish the pass first: upgrade or evict the node, then raise the functional level.",
    source: VERSIONS_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(version) = facts.target.default_configuration_version() else { return };
    for host in &facts.hosts {
        let name = &host.node.name;
        match host.release() {
            None => findings.unknown(Subject::node(name), format!("{name} did not answer: its release is not known.")),
            Some(release) if !release.configuration_versions().contains(&version) => {
                findings.fire(Subject::node(name), format!("{name} runs {release}, which does not run {version}."));
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn after_the_pass() -> Fixture {
        let mut fixture = Fixture::new(Release::Server2016, 3).at(Moment::VirtualMachineVersions);
        fixture.request.target = Release::Server2016;
        fixture
    }

    #[test]
    fn members_of_the_target_pass() {
        assert!(after_the_pass().found("VMV-04").is_empty());
    }

    #[test]
    fn an_old_member_blocks() {
        let mut fixture = after_the_pass();
        fixture.run(&[3], Release::Server2012R2);
        assert_eq!(fixture.found("VMV-04"), ["BLOCK node n3"]);
    }

    #[test]
    fn a_newer_member_passes_and_a_silent_one_is_unknown() {
        let mut fixture = after_the_pass();
        fixture.run(&[3], Release::Server2019);
        fixture.node(2).machine = None;
        assert_eq!(fixture.found("VMV-04"), ["BLOCK ? node n2"]);
    }
}
