//! PRE-14: Storage Replica works from functional level 9 on.

use super::prelude::*;
use crate::model::{FunctionalLevel, same_name};

const FIRST: FunctionalLevel = FunctionalLevel(9);

pub(super) static RULE: Rule = Rule {
    id: "PRE-14",
    title: "Storage Replica waits for level 9",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The functional level, the replication of the shared volumes, and the types of resources.",
    fires: "The functional level is below 9 and a volume is replicated, or a role holds a resource of Storage Replica.",
    remedy: "Take the replication back (Remove-SRPartnership) and set it up again after the level.",
    source: "Storage Replica: known issues (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let level = facts.inventory.cluster.functional_level;
    if level >= FIRST {
        return;
    }
    for volume in facts.inventory.storage.shared_volumes.iter().filter(|volume| volume.replicated == Some(true)) {
        let message = format!("The volume {} is replicated at level {level}.", volume.friendly_name);
        findings.fire(Subject::volume(&volume.name), message);
    }
    for role in &facts.inventory.roles {
        if role.resource_types.iter().any(|kind| same_name(kind, "Storage Replica")) {
            let message = format!("{} holds a resource of Storage Replica at level {level}.", role.name);
            findings.fire(Subject::role(&role.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Release, RoleKind};
    use crate::rules::fixture::Fixture;

    fn replicated(release: Release) -> Fixture {
        let mut fixture = Fixture::new(release, 3);
        fixture.volume("Volume1", 1).replicated = Some(true);
        fixture
    }

    #[test]
    fn level_9_passes() {
        assert!(replicated(Release::Server2016).found("PRE-14").is_empty());
    }

    #[test]
    fn level_8_blocks() {
        assert_eq!(replicated(Release::Server2012R2).found("PRE-14"), ["BLOCK volume Volume1"]);
    }

    #[test]
    fn a_resource_counts_and_a_volume_without_replication_does_not() {
        let mut fixture = replicated(Release::Server2012R2);
        fixture.inventory.storage.shared_volumes[0].replicated = Some(false);
        assert!(fixture.found("PRE-14").is_empty());
        fixture.role("SR", RoleKind::Other, 1).resource_types = vec!["storage replica".to_owned()];
        assert_eq!(fixture.found("PRE-14"), ["BLOCK role SR"]);
    }
}
