//! What no inventory shows, and who stands for it: the topics that rules ask a person about.

use crate::plan::{Attestation, Policy};

/// A topic that a rule asks a person about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A backup of the system state, with the cluster database at this level, that can be restored.
    Backup,
    /// Agents and other software of the hosts are supported on the target.
    Agents,
    /// The antivirus is supported on the target and has the exclusions that a cluster needs.
    Antivirus,
    /// Host bus adapters, their drivers and their firmware are supported on the target.
    HostBusAdapters,
    /// The change is approved.
    Change,
    /// Media and drivers of the old release are at hand, to rebuild a node with it.
    OldMedia,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Self; 6] =
        [Self::Backup, Self::Agents, Self::Antivirus, Self::HostBusAdapters, Self::Change, Self::OldMedia];

    /// The word for it in a policy.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Agents => "agents",
            Self::Antivirus => "antivirus",
            Self::HostBusAdapters => "hostBusAdapters",
            Self::Change => "change",
            Self::OldMedia => "oldMedia",
        }
    }

    /// The topic of this word, whose case does not matter.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.word().eq_ignore_ascii_case(word))
    }

    /// The latest statement about it; a statement without words is none.
    #[must_use]
    pub fn attested(self, policy: &Policy) -> Option<&Attestation> {
        let about = |attestation: &&Attestation| {
            Self::parse(&attestation.topic) == Some(self) && !attestation.statement.trim().is_empty()
        };
        policy.attestations.iter().filter(about).max_by_key(|attestation| attestation.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;
    use crate::rules::check::check_against;
    use crate::rules::fixture::Fixture;
    use crate::rules::places::Places;
    use crate::rules::prelude::*;
    use crate::rules::{Finding, Outcome, Verdict, text};

    static ASKS: Rule = Rule {
        id: "TST-02",
        title: "Somebody stands for the backup",
        severity: Severity::Block,
        confidence: Confidence::Documented,
        stage: Stage::Path,
        moments: UPGRADE,
        needs: "Nothing.",
        fires: "Nobody does.",
        remedy: "Take the backup and state it.",
        source: "None",
        examine: |facts, findings| {
            let cluster = Subject::cluster(facts.inventory);
            findings.ask(Topic::Backup, cluster, "A backup exists.");
        },
    };

    fn statement(topic: &str, words: &str, at: i64) -> Attestation {
        let at = Timestamp::from_milliseconds(at);
        Attestation { topic: topic.to_owned(), statement: words.to_owned(), by: "CONTOSO\\ops".to_owned(), at }
    }

    fn asked(attestations: Vec<Attestation>) -> (Verdict, Finding, String) {
        let mut fixture = Fixture::usual();
        fixture.request.policy.attestations = attestations;
        let report = check_against(
            &[&ASKS],
            &fixture.inventory,
            &Places::of(&fixture.inventory),
            &fixture.request,
            Moment::Upgrade,
            None,
        );
        (report.verdict, report.findings[0].clone(), text(&report))
    }

    #[test]
    fn what_nobody_states_is_unknown_and_the_remedy_is_the_rules_own() {
        let (verdict, finding, _) = asked(vec![statement("change", "CHG-1", 1), statement("backup", "  ", 1)]);
        assert_eq!((verdict, finding.outcome, finding.severity), (Verdict::Refused, Outcome::Unknown, Severity::Block));
        assert!(finding.remedy.starts_with("Take the backup and state it."), "{}", finding.remedy);
        assert!(finding.remedy.contains("`backup`"), "{}", finding.remedy);
    }

    #[test]
    fn a_statement_answers_and_stays_visible_with_who_and_when() {
        let older = statement("Backup", "an older one", 0);
        let (verdict, finding, text) = asked(vec![statement("BACKUP", "nightly, restored on 1 May", 1000), older]);
        assert_eq!((verdict, finding.severity), (Verdict::Ready, Severity::Info));
        assert_eq!(finding.outcome, Outcome::Acknowledged);
        let said = "acknowledged by CONTOSO\\ops at 1970-01-01T00:00:01Z: nightly, restored on 1 May";
        assert!(text.contains(said), "{text}");
    }

    #[test]
    fn every_topic_has_a_word_of_its_own() {
        for topic in Topic::ALL {
            assert_eq!(Topic::parse(&topic.word().to_uppercase()), Some(topic));
        }
        assert_eq!(Topic::parse("weather"), None);
    }
}
