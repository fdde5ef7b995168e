//! DRN-11: shared volumes are online and not redirected.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "DRN-11",
    title: "Shared volumes are online and reached directly",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "Of every shared volume whether it is online, whether it is redirected, and its file system.",
    fires: "A shared volume is offline, or its I/O is redirected although it is not ReFS, for which that is normal: \
            its move may be vetoed (events 5143, 5146 to 5148).",
    remedy: "Look for filter drivers and for paths that are gone (events 5121, 5124, 5125, 5136; \
            Get-ClusterSharedVolumeState), then try again.",
    source: "Failover clustering system log events (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for volume in &facts.inventory.storage.shared_volumes {
        let name = &volume.friendly_name;
        if !volume.online {
            findings.fire(Subject::volume(&volume.name), format!("The volume {name} is offline."));
        } else if volume.redirected && !volume.file_system.eq_ignore_ascii_case("refs") {
            findings.fire(Subject::volume(&volume.name), format!("The I/O of the volume {name} is redirected."));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn redirected(file_system: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        let volume = fixture.volume("Volume1", 1);
        volume.redirected = true;
        volume.file_system = file_system.to_owned();
        fixture
    }

    #[test]
    fn a_volume_that_is_reached_directly_passes() {
        let mut fixture = Fixture::usual();
        fixture.volume("Volume1", 1);
        assert!(fixture.found("DRN-11").is_empty());
    }

    #[test]
    fn redirection_and_a_volume_that_is_offline_are_warnings() {
        let mut fixture = redirected("ntfs");
        assert_eq!(fixture.found("DRN-11"), ["WARN volume Volume1"]);
        fixture.inventory.storage.shared_volumes[0].redirected = false;
        fixture.inventory.storage.shared_volumes[0].online = false;
        assert_eq!(fixture.found("DRN-11"), ["WARN volume Volume1"]);
    }

    #[test]
    fn for_refs_it_is_normal() {
        assert!(redirected("ReFS").found("DRN-11").is_empty());
    }
}
