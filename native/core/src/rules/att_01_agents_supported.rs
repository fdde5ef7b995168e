//! ATT-01: what runs on the hosts beside Windows is supported on the target.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ATT-01",
    title: "Agents are supported on the target",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "A statement about `agents`.",
    fires: "Nobody states that backup, monitoring and management agents of the hosts are supported on the target.",
    remedy: "Ask the makers of what runs on the hosts beside Windows, and have the versions ready that the target \
            needs.",
    source: "Cluster operating system rolling upgrade (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let question = format!("Agents on the hosts are supported on {}.", facts.target);
    findings.ask(Topic::Agents, Subject::cluster(facts.inventory), &question);
}

#[cfg(test)]
mod tests {
    use crate::model::Timestamp;
    use crate::rules::fixture::Fixture;

    fn stated(topic: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.attest(topic, Timestamp::from_milliseconds(1_800_000_000_000));
        fixture
    }

    #[test]
    fn a_statement_passes_and_stays_visible() {
        assert_eq!(stated("agents").found("ATT-01"), ["INFO (acknowledged) cluster contoso"]);
    }

    #[test]
    fn without_one_nobody_knows() {
        assert_eq!(Fixture::usual().found("ATT-01"), ["WARN ? cluster contoso"]);
    }

    #[test]
    fn a_statement_about_something_else_does_not_count() {
        assert_eq!(stated("backup").found("ATT-01"), ["WARN ? cluster contoso"]);
    }
}
