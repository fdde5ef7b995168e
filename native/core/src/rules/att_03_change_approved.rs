//! ATT-03: the change is approved.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ATT-03",
    title: "The change is approved",
    severity: Severity::Info,
    confidence: Confidence::Knowledge,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "A statement about `change`.",
    fires: "Nobody states under which change the upgrade runs.",
    remedy: "Open the change, and state its number.",
    source: "General practice of change management; no page of the vendor asks for it",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let question = format!("The change to {} is approved.", facts.target);
    findings.ask(Topic::Change, Subject::cluster(facts.inventory), &question);
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
        assert_eq!(stated("change").found("ATT-03"), ["INFO (acknowledged) cluster contoso"]);
    }

    #[test]
    fn without_one_nobody_knows() {
        assert_eq!(Fixture::usual().found("ATT-03"), ["INFO ? cluster contoso"]);
    }

    #[test]
    fn a_statement_about_something_else_does_not_count() {
        assert_eq!(stated("backup").found("ATT-03"), ["INFO ? cluster contoso"]);
    }
}
