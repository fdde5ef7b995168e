//! ATT-02: the antivirus is supported on the target and leaves the cluster alone.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ATT-02",
    title: "The antivirus is supported and leaves the cluster alone",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "A statement about `antivirus`.",
    fires: "Nobody states that the antivirus is supported on the target and has the exclusions that Hyper-V and \
            clusters need.",
    remedy: "Have the version that the target needs, with the exclusions for Hyper-V and failover clustering on every \
            rebuilt node.",
    source: "Recommended antivirus exclusions for Hyper-V hosts; antivirus software that is not cluster-aware \
            (learn.microsoft.com, support)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let question = format!("The antivirus is supported on {} and has its exclusions.", facts.target);
    findings.ask(Topic::Antivirus, Subject::cluster(facts.inventory), &question);
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
        assert_eq!(stated("antivirus").found("ATT-02"), ["INFO (acknowledged) cluster contoso"]);
    }

    #[test]
    fn without_one_nobody_knows() {
        assert_eq!(Fixture::usual().found("ATT-02"), ["WARN ? cluster contoso"]);
    }

    #[test]
    fn a_statement_about_something_else_does_not_count() {
        assert_eq!(stated("backup").found("ATT-02"), ["WARN ? cluster contoso"]);
    }
}
