//! MIX-14: deduplicated volumes stay readable in the mix of 2012 R2 and 2016.

use super::prelude::*;
use crate::model::Release;

pub(super) static RULE: Rule = Rule {
    id: "MIX-14",
    title: "Deduplicated volumes in the mix of 2012 R2 and 2016",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The functional level, the target, and which shared volumes are deduplicated.",
    fires: "The pass leads from 2012 R2 to 2016 and a shared volume is deduplicated.",
    remedy: "Nothing; data stays readable. Watch the optimization jobs while the cluster is mixed.",
    source: "Data Deduplication interoperability (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.level_release() != Some(Release::Server2012R2) || facts.target != Release::Server2016 {
        return;
    }
    let volumes = facts.inventory.storage.shared_volumes.iter();
    let deduplicated: Vec<&str> = volumes
        .filter(|volume| volume.deduplication == Some(true))
        .map(|volume| volume.friendly_name.as_str())
        .collect();
    if !deduplicated.is_empty() {
        let message = format!("{} deduplicated: {}.", counted(deduplicated.len(), "volume"), listed(deduplicated));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn deduplicated(release: Release, deduplication: bool) -> Fixture {
        let mut fixture = Fixture::new(release, 3);
        fixture.volume("Volume1", 1).deduplication = Some(deduplication);
        fixture
    }

    #[test]
    fn plain_volumes_pass() {
        assert!(deduplicated(Release::Server2012R2, false).found("MIX-14").is_empty());
    }

    #[test]
    fn a_deduplicated_volume_is_told() {
        assert_eq!(deduplicated(Release::Server2012R2, true).found("MIX-14"), ["INFO cluster contoso"]);
    }

    #[test]
    fn a_later_pass_does_not_ask() {
        assert!(deduplicated(Release::Server2016, true).found("MIX-14").is_empty());
    }
}
