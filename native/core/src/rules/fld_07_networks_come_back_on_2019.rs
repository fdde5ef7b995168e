//! FLD-07: before a fix, a cluster network of 2019 stays failed when its adapter is back.

use super::prelude::*;
use crate::model::Release;

/// The revision of 17763 that brings the fix (KB5006744).
const FIXED_REVISION: u32 = 2268;

pub(super) static RULE: Rule = Rule {
    id: "FLD-07",
    title: "Networks of 2019 come back after a restart",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The release, the build and the revision of every node.",
    fires: "A node runs 2019 below 17763.2268: a cluster network may stay failed after its adapter has come back.",
    remedy: "Install the latest cumulative update; or drain the node, restart its cluster service and resume it.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), 2021/06/11, on cluster networks of 2019",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let hosts = facts.hosts.iter().filter(|host| host.release() == Some(Release::Server2019));
    let affected = hosts
        .filter(|host| host.machine().is_some_and(|machine| machine.revision > 0 && machine.revision < FIXED_REVISION));
    let names: Vec<&str> = affected.map(|host| host.node.name.as_str()).collect();
    if !names.is_empty() {
        let message = format!("A network may stay failed after an adapter has come back on {}.", listed(names));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn revision(release: Release, revision: u32) -> Fixture {
        let mut fixture = Fixture::new(release, 3);
        fixture.machine(2).revision = revision;
        fixture.machine(1).revision = 2268;
        fixture.machine(3).revision = 2268;
        fixture
    }

    #[test]
    fn the_fix_passes() {
        assert!(revision(Release::Server2019, 2268).found("FLD-07").is_empty());
    }

    #[test]
    fn one_below_it_is_one_warning() {
        assert_eq!(revision(Release::Server2019, 2267).found("FLD-07"), ["WARN cluster contoso"]);
    }

    #[test]
    fn another_release_and_an_unknown_revision_are_not_told() {
        assert!(revision(Release::Server2022, 2267).found("FLD-07").is_empty());
        assert!(revision(Release::Server2019, 0).found("FLD-07").is_empty());
    }
}
