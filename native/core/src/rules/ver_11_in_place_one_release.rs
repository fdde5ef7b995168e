//! VER-11: a clustered node is upgraded in place by one release at most.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VER-11",
    title: "In place by one release only",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The method of the policy, the release of every node and the target.",
    fires: "The method is in place and a node is more than one release away from the target.",
    remedy: "Make one pass for each release, or choose the method cleanEvict; \
             what stand-alone servers may do does not hold for members of a cluster.",
    source: "Overview of Windows Server upgrades (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.in_place() {
        return;
    }
    for host in facts.hosts.iter().filter(|host| facts.is_due(host) && host.replacement.is_none()) {
        let name = &host.node.name;
        let Some(release) = host.release() else {
            findings.unknown(Subject::node(name), format!("{name} did not answer: its release is not known."));
            continue;
        };
        let distance = facts.target.level().0.saturating_sub(release.level().0);
        if distance > 1 {
            let message = format!("{name} runs {release}; {} is {distance} releases away.", facts.target);
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::plan::Method;
    use crate::rules::fixture::Fixture;

    fn in_place(target: Release) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2016, 2);
        fixture.request.policy.method = Method::InPlaceEvict;
        fixture.request.target = target;
        fixture
    }

    #[test]
    fn one_release_passes() {
        assert!(in_place(Release::Server2019).found("VER-11").is_empty());
    }

    #[test]
    fn two_releases_block_each_node() {
        assert_eq!(in_place(Release::Server2022).found("VER-11"), ["BLOCK node n1", "BLOCK node n2"]);
    }

    #[test]
    fn a_node_that_is_nearer_passes_and_a_silent_one_does_not() {
        let mut fixture = in_place(Release::Server2022);
        fixture.run(&[1], Release::Server2019);
        fixture.node(2).machine = None;
        assert_eq!(fixture.found("VER-11"), ["BLOCK ? node n2"]);
    }
}
