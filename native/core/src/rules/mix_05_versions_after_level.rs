//! MIX-05: configuration versions of VMs are raised after the level.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "MIX-05",
    title: "Configuration versions follow the level",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::VirtualMachineVersions],
    needs: "The functional level, the target and the release of every node.",
    fires: "Configuration versions are about to be raised while the functional level is below that of the target \
            or of a node.",
    remedy: "Raise the functional level first (Invoke-RollingUpgrade -Resume -Commit): \
             a VM whose version was raised runs on no older node any more.",
    source: VERSIONS_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let level = facts.inventory.cluster.functional_level;
    if level < facts.target.level() {
        let message = format!("The functional level is {level}; that of {} is {}.", facts.target, facts.target.level());
        findings.fire(Subject::cluster(facts.inventory), message);
    }
    for host in &facts.hosts {
        if let Some(release) = host.release().filter(|release| release.level() > level) {
            let name = &host.node.name;
            let message = format!("{name} runs {release}, and the functional level is still {level}.");
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    #[test]
    fn after_the_level_versions_may_follow() {
        let mut fixture = Fixture::usual().at(Moment::VirtualMachineVersions);
        fixture.request.target = Release::Server2019;
        assert!(fixture.found("MIX-05").is_empty());
    }

    #[test]
    fn before_the_level_it_blocks() {
        let fixture = Fixture::usual().at(Moment::VirtualMachineVersions);
        assert_eq!(fixture.found("MIX-05"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn a_node_that_is_ahead_of_the_level_blocks() {
        let mut fixture = Fixture::usual().at(Moment::VirtualMachineVersions);
        fixture.request.target = Release::Server2019;
        fixture.run(&[2], Release::Server2022);
        assert_eq!(fixture.found("MIX-05"), ["BLOCK node n2"]);
    }

    #[test]
    fn the_check_before_a_pass_does_not_ask() {
        assert!(Fixture::usual().found("MIX-05").is_empty());
    }
}
