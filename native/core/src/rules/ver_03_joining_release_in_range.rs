//! VER-03: a machine that joins runs the release of the level or the next one.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VER-03",
    title: "What joins runs the release of the level or the next",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: &[Moment::Add],
    needs: "The release of the machine that is to join, and the functional level.",
    fires: "The machine runs a release that is older than that of the level, or newer than the next one: \
            the join is refused (event 1547).",
    remedy: "Install the release of the functional level, or the one after it, on the machine.",
    source: "Upgrade options for clusters on the same hardware; failover clustering system log events \
            (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let (Some(name), Some(level)) = (facts.subject, facts.level_release()) else { return };
    let Some(machine) = facts.subject_machine() else {
        let message = format!("{name} did not answer: which release it runs is not known.");
        return findings.unknown(Subject::machine(name), message);
    };
    if machine.release != level && Some(machine.release) != level.next() {
        let message = format!("{name} runs {}; the cluster is at the level of {level}.", machine.release);
        findings.fire(Subject::machine(name), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn joining(release: Release) -> Fixture {
        let mut fixture = Fixture::usual();
        let machine = &mut fixture.replacement("n9", 4).machine;
        machine.release = release;
        fixture.step(Moment::Add, "n9")
    }

    #[test]
    fn the_release_of_the_level_and_the_next_one_pass() {
        assert!(joining(Release::Server2019).found("VER-03").is_empty());
        assert!(joining(Release::Server2022).found("VER-03").is_empty());
    }

    #[test]
    fn one_further_on_either_side_is_an_error() {
        assert_eq!(joining(Release::Server2016).found("VER-03"), ["ERROR machine n9"]);
        assert_eq!(joining(Release::Server2025).found("VER-03"), ["ERROR machine n9"]);
    }

    #[test]
    fn a_machine_that_nobody_knows_is_unknown() {
        assert_eq!(Fixture::usual().step(Moment::Add, "n8").found("VER-03"), ["WARN ? machine n8"]);
    }
}
