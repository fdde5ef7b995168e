//! DRN-08: no backup holds a volume of the node that is drained.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "DRN-08",
    title: "No backup holds a volume of the node",
    severity: Severity::Error,
    confidence: Confidence::Specified,
    stage: Stage::Drain,
    moments: &[Moment::Suspend],
    needs: "The owner of every shared volume, and whether a backup of it is running.",
    fires: "The node coordinates a shared volume of which a backup is running: its move ends with error 5949.",
    remedy: "Wait until the backup is done.",
    source: "System error codes 5000 to 5999 (learn.microsoft.com, Win32)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(subject) = facts.subject else { return };
    let owned = facts.inventory.storage.shared_volumes.iter().filter(|volume| volume.owner == *subject);
    for volume in owned.filter(|volume| volume.backup_in_progress == Some(true)) {
        let message = format!("A backup of {}, which {subject} coordinates, is running.", volume.friendly_name);
        findings.fire(Subject::volume(&volume.name), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn with_backup(running: bool) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.volume("Volume1", 1).backup_in_progress = Some(running);
        fixture
    }

    #[test]
    fn a_volume_at_rest_passes() {
        assert!(with_backup(false).step(Moment::Suspend, "n1").found("DRN-08").is_empty());
    }

    #[test]
    fn a_backup_that_runs_is_an_error() {
        assert_eq!(with_backup(true).step(Moment::Suspend, "n1").found("DRN-08"), ["ERROR volume Volume1"]);
    }

    #[test]
    fn on_another_node_it_is_no_matter() {
        assert!(with_backup(true).step(Moment::Suspend, "n2").found("DRN-08").is_empty());
    }
}
