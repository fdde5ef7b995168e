//! S2D-13: every member can mount the ReFS volumes.

use super::prelude::*;
use crate::model::Release;

/// The newest version of ReFS that each release mounts; those after 3.1 are general knowledge and only warn.
const NEWEST: [(Release, (u32, u32)); 5] = [
    (Release::Server2012R2, (1, 2)),
    (Release::Server2016, (3, 1)),
    (Release::Server2019, (3, 4)),
    (Release::Server2022, (3, 7)),
    (Release::Server2025, (3, 14)),
];
/// The last version whose number a page gives.
const LAST_DOCUMENTED: (u32, u32) = (3, 1);

pub(super) static RULE: Rule = Rule {
    id: "S2D-13",
    title: "Every member mounts the ReFS volumes",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: &[Moment::Upgrade, Moment::Add, Moment::Undo],
    needs: "The file system version of every shared volume, and the release of every node.",
    fires: "A ReFS volume has a version that a member's release can't mount. \
            For the versions after 3.1, whose releases are general knowledge, it is a warning.",
    remedy: "Keep nodes of the older release out: a volume that was raised has no way back. \
             Look with fsutil fsinfo refsinfo.",
    source: "Upgrade a Storage Spaces Direct cluster; Resilient File System overview \
            (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let joining = facts.subject_machine().map(|machine| machine.release);
    // The way back ends with nodes of the level's release, though none may be left now.
    let back = facts.level_release().filter(|_| facts.is_asked_at(Moment::Undo));
    let oldest = facts.hosts.iter().filter_map(Host::release).chain(joining).chain(back).min();
    let Some(oldest) = oldest else { return };
    let Some((_, newest)) = NEWEST.iter().find(|(release, _)| *release == oldest) else { return };
    for volume in &facts.inventory.storage.shared_volumes {
        if !volume.file_system.eq_ignore_ascii_case("refs") {
            continue;
        }
        let Some(version) = volume.file_system_version.as_deref().and_then(parse) else { continue };
        if version > *newest {
            let severity = if version <= LAST_DOCUMENTED { Severity::Block } else { Severity::Warn };
            let message = format!(
                "The volume {} has ReFS {}.{}; {oldest} mounts {}.{} at most.",
                volume.friendly_name, version.0, version.1, newest.0, newest.1
            );
            findings.fire_as(severity, Subject::volume(&volume.name), message);
        }
    }
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn refs(release: Release, version: &str) -> Fixture {
        let mut fixture = Fixture::new(release, 3);
        let volume = fixture.volume("Volume1", 1);
        volume.file_system = "ReFS".to_owned();
        volume.file_system_version = Some(version.to_owned());
        fixture
    }

    #[test]
    fn the_newest_version_of_the_oldest_member_passes() {
        assert!(refs(Release::Server2016, "3.1").found("S2D-13").is_empty());
        assert!(refs(Release::Server2022, "3.7").found("S2D-13").is_empty());
    }

    #[test]
    fn a_raised_volume_blocks_2012_r2_and_warns_later() {
        assert_eq!(refs(Release::Server2012R2, "3.1").found("S2D-13"), ["BLOCK volume Volume1"]);
        assert_eq!(refs(Release::Server2019, "3.7").found("S2D-13"), ["WARN volume Volume1"]);
    }

    #[test]
    fn what_joins_counts_and_other_file_systems_do_not() {
        let mut fixture = refs(Release::Server2022, "3.7");
        fixture.replacement("n9", 1).machine.release = Release::Server2019;
        assert_eq!(fixture.step(Moment::Add, "n9").found("S2D-13"), ["WARN volume Volume1"]);
        let mut fixture = refs(Release::Server2019, "3.7");
        fixture.inventory.storage.shared_volumes[0].file_system = "ntfs".to_owned();
        assert!(fixture.found("S2D-13").is_empty());
    }
}
