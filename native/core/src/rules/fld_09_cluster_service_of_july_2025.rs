//! FLD-09: with one update of 2019 the cluster service stops by itself.

use super::prelude::*;
use crate::model::Release;

/// The revision of 17763 that brings the fault (KB5062557).
const AFFECTED_REVISION: u32 = 7558;

pub(super) static RULE: Rule = Rule {
    id: "FLD-09",
    title: "The cluster service of 2019 does not stop by itself",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The release, the build and the revision of every node.",
    fires: "A node runs 2019 at 17763.7558 (KB5062557): its cluster service may stop and start again and again.",
    remedy: "Install the following cumulative update.",
    source: "KB5062557, known issues (support.microsoft.com)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let hosts = facts.hosts.iter().filter(|host| host.release() == Some(Release::Server2019));
    let affected = hosts.filter(|host| {
        host.machine().is_some_and(|machine| machine.revision > 0 && machine.revision == AFFECTED_REVISION)
    });
    let names: Vec<&str> = affected.map(|host| host.node.name.as_str()).collect();
    if !names.is_empty() {
        let message = format!("The cluster service may stop by itself on {}.", listed(names));
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
        fixture.machine(1).revision = 7559;
        fixture.machine(3).revision = 7559;
        fixture
    }

    #[test]
    fn a_later_revision_passes() {
        assert!(revision(Release::Server2019, 7559).found("FLD-09").is_empty());
    }

    #[test]
    fn the_affected_one_is_one_warning() {
        assert_eq!(revision(Release::Server2019, 7558).found("FLD-09"), ["WARN cluster contoso"]);
    }

    #[test]
    fn another_release_and_an_unknown_revision_are_not_told() {
        assert!(revision(Release::Server2022, 7558).found("FLD-09").is_empty());
        assert!(revision(Release::Server2019, 0).found("FLD-09").is_empty());
    }
}
