//! PRE-05: a backup of the system state at this level is the only way back after the level.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "PRE-05",
    title: "The system state is backed up at this level",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Level, Moment::Undo],
    needs: "A statement about `backup`.",
    fires: "Nobody states that a backup of the system state, with the cluster database at the present level, exists \
            and can be restored. It blocks before the level and before the way back, and warns until then.",
    remedy: "Back up the system state of a node (wbadmin start systemstatebackup): after the level has been raised, \
            an authoritative restore of it is the only way back.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let weighs = facts.is_asked_at(Moment::Level) || facts.is_asked_at(Moment::Undo);
    let severity = if weighs { Severity::Block } else { Severity::Warn };
    let question = "A backup of the system state at this level exists and can be restored.";
    findings.ask_as(severity, Topic::Backup, Subject::cluster(facts.inventory), question);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_statement_passes_and_stays_visible() {
        let mut fixture = Fixture::usual();
        fixture.attest("backup", Timestamp::from_milliseconds(1_800_000_000_000));
        assert_eq!(fixture.found("PRE-05"), ["INFO (acknowledged) cluster contoso"]);
        assert_eq!(fixture.at(Moment::Level).found("PRE-05"), ["INFO (acknowledged) cluster contoso"]);
    }

    #[test]
    fn without_one_it_warns_and_blocks_the_level() {
        let fixture = Fixture::usual();
        assert_eq!(fixture.found("PRE-05"), ["WARN ? cluster contoso"]);
        assert_eq!(fixture.at(Moment::Level).found("PRE-05"), ["BLOCK ? cluster contoso"]);
    }

    #[test]
    fn a_statement_without_words_is_none() {
        let mut fixture = Fixture::usual();
        fixture.attest("backup", Timestamp::from_milliseconds(1_800_000_000_000));
        fixture.request.policy.attestations[0].statement = "  ".to_owned();
        let found = fixture.found("PRE-05");
        assert!(found.contains(&"WARN ? cluster contoso".to_owned()), "{found:?}");
    }
}
