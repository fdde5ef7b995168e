//! VER-01: a pass leads to the next release, and to no other.

use super::prelude::*;
use crate::model::Release;

pub(super) static RULE: Rule = Rule {
    id: "VER-01",
    title: "One release a pass",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The functional level of the cluster and the target.",
    fires: "The level of the target is not exactly one above the functional level of the cluster.",
    remedy: "Make one pass for each release on the way; each ends with its own level and storage pool.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let level = facts.inventory.cluster.functional_level;
    let subject = Subject::cluster(facts.inventory);
    let Some(release) = facts.level_release() else {
        if level < Release::Server2012R2.level() {
            let message =
                format!("The functional level is {level}; a rolling upgrade starts at level 8 at the lowest.");
            return findings.fire_with(subject, message, "Copy the roles to a new cluster of a newer release.");
        }
        return findings.unknown(subject, format!("The functional level {level} belongs to no release that is known."));
    };
    if facts.target.level() == level.next() {
        return;
    }
    if facts.target <= release {
        let message =
            format!("The functional level is {level} ({release}) already; the target {} lies behind it.", facts.target);
        let remedy = release.next().map_or_else(
            || "There is no newer release; nothing is left to do.".to_owned(),
            |next| format!("Name {next} as the target, or leave the cluster as it is."),
        );
        return findings.fire_with(subject, message, remedy);
    }
    let message = format!(
        "The functional level is {level} ({release}); {} has level {}, {} passes away.",
        facts.target,
        facts.target.level(),
        facts.target.level().0 - level.0
    );
    findings.fire_with(subject, message, passes(release, facts.target));
}

/// The passes from one release to another, in order.
fn passes(from: Release, target: Release) -> String {
    let on_the_way = Release::ALL.into_iter().filter(|release| *release >= from && *release <= target);
    let names: Vec<&str> = on_the_way.map(Release::short_name).collect();
    let passes: Vec<String> = names.windows(2).map(|pair| pair.join(" to ")).collect();
    format!(
        "Make {} passes: {}. Each ends with Update-ClusterFunctionalLevel and Update-StoragePool before the next \
            begins.",
        passes.len(),
        passes.join(", then ")
    )
}

#[cfg(test)]
mod tests {
    use crate::model::{FunctionalLevel, Release};
    use crate::rules::fixture::Fixture;

    #[test]
    fn the_next_release_is_a_pass() {
        assert!(Fixture::new(Release::Server2012R2, 4).found("VER-01").is_empty());
    }

    #[test]
    fn two_releases_away_are_two_passes() {
        let mut fixture = Fixture::new(Release::Server2012R2, 4);
        fixture.request.target = Release::Server2019;
        assert_eq!(fixture.found("VER-01"), ["BLOCK cluster contoso"]);
        let report = crate::rules::check(&fixture.inventory, &fixture.request);
        assert!(
            report.findings[0].remedy.contains("2012R2 to 2016, then 2016 to 2019"),
            "{}",
            report.findings[0].remedy
        );
    }

    #[test]
    fn the_present_release_is_no_target_and_a_strange_level_is_unknown() {
        let mut fixture = Fixture::new(Release::Server2025, 4);
        fixture.request.target = Release::Server2025;
        assert_eq!(fixture.found("VER-01"), ["BLOCK cluster contoso"]);
        fixture.inventory.cluster.functional_level = FunctionalLevel(13);
        assert_eq!(fixture.found("VER-01"), ["BLOCK ? cluster contoso"]);
        fixture.inventory.cluster.functional_level = FunctionalLevel(7);
        assert_eq!(fixture.found("VER-01"), ["BLOCK cluster contoso"]);
    }
}
