//! PRE-04: no backup of workloads is running, and the last one is recent.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "PRE-04",
    title: "Backups of workloads stand still, and one is recent",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Whether a backup of each shared volume is running; the statement about backups, and `backupAgeSeconds` of \
            the policy.",
    fires: "A backup of a shared volume is running: a volume that moves meanwhile ends with error 5949. \
            Or the statement about backups is older than the policy allows.",
    remedy: "Let the backup finish, then suspend backup jobs until all nodes are done; take a new backup where the \
            last one is old.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let volumes = &facts.inventory.storage.shared_volumes;
    for volume in volumes.iter().filter(|volume| volume.backup_in_progress == Some(true)) {
        let message = format!("A backup of the volume {} is running.", volume.friendly_name);
        findings.fire(Subject::volume(&volume.name), message);
    }
    if !volumes.is_empty() && volumes.iter().all(|volume| volume.backup_in_progress.is_none()) {
        let message = "Whether a backup of a shared volume is running is not known.";
        findings.unread(Subject::cluster(facts.inventory), message);
    }
    let (Some(attestation), Some(now)) = (facts.attested(Topic::Backup), facts.now()) else { return };
    let age = now.seconds_since(attestation.at);
    if age > facts.policy.backup_age_seconds {
        let days = |seconds: u64| counted(usize::try_from(seconds / 86_400).unwrap_or(usize::MAX), "day");
        let message = format!(
            "The statement about backups is {} old; the limit is {}.",
            days(age),
            days(facts.policy.backup_age_seconds)
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Timestamp;
    use crate::rules::fixture::Fixture;

    fn with_volume(running: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.volume("Volume1", 1).backup_in_progress = running;
        fixture
    }

    #[test]
    fn a_volume_at_rest_passes() {
        assert!(with_volume(Some(false)).found("PRE-04").is_empty());
    }

    #[test]
    fn a_backup_that_runs_is_a_warning_and_what_nobody_read_is_told() {
        assert_eq!(with_volume(Some(true)).found("PRE-04"), ["WARN volume Volume1"]);
        assert_eq!(with_volume(None).found("PRE-04"), ["INFO ? cluster contoso"]);
    }

    #[test]
    fn a_statement_at_the_limit_passes_and_an_older_one_does_not() {
        let mut fixture = with_volume(Some(false));
        let stated = Timestamp::from_milliseconds(1_800_000_000_000);
        fixture.attest("backup", stated);
        let limit = fixture.request.policy.backup_age_seconds;
        fixture.inventory.captured_at = Some(stated.plus_seconds(limit));
        assert!(fixture.found("PRE-04").is_empty());
        fixture.inventory.captured_at = Some(stated.plus_seconds(limit + 1));
        assert_eq!(fixture.found("PRE-04"), ["WARN cluster contoso"]);
        assert!(fixture.message("PRE-04").contains("7 days old"));
    }
}
