//! LVL-07: drivers and firmware have proven themselves before the level.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "LVL-07",
    title: "Host bus adapters, drivers and firmware are supported on the target",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Level],
    needs: "A statement about `hostBusAdapters`.",
    fires: "Nobody states that host bus adapters, their drivers and their firmware are supported on the target.",
    remedy: "Ask the makers of servers, adapters and storage for the target, and let nodes that are done work for some \
            days before the level: it is the last point from which there is a way back.",
    source: "blog.workinghardinit.work, February 2017, on upgrades to Windows Server 2016",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let question = format!("Host bus adapters, drivers and firmware are supported on {}.", facts.target);
    findings.ask(Topic::HostBusAdapters, Subject::cluster(facts.inventory), &question);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_statement_passes() {
        let mut fixture = Fixture::usual();
        fixture.attest("hostBusAdapters", Timestamp::from_milliseconds(1_800_000_000_000));
        assert_eq!(fixture.found("LVL-07"), ["INFO (acknowledged) cluster contoso"]);
    }

    #[test]
    fn without_one_it_warns_before_the_pass_and_before_the_level() {
        assert_eq!(Fixture::usual().found("LVL-07"), ["WARN ? cluster contoso"]);
        assert_eq!(Fixture::usual().at(Moment::Level).found("LVL-07"), ["WARN ? cluster contoso"]);
    }

    #[test]
    fn a_statement_about_something_else_does_not_count() {
        let mut fixture = Fixture::usual();
        fixture.attest("change", Timestamp::from_milliseconds(1_800_000_000_000));
        assert_eq!(fixture.found("LVL-07"), ["WARN ? cluster contoso"]);
    }
}
