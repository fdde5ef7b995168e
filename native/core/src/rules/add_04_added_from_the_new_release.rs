//! ADD-04: a machine of the new release is added from the new release.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ADD-04",
    title: "What joins is added from its own release",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Add],
    needs: "The release of the machine that is to join, the machine that the upgrade is driven from, and its tools.",
    fires: "Add-ClusterNode is called on a node of an older release than the machine that joins, or with older tools.",
    remedy: "Call it on a node of the new release, or on a machine with the tools of that release.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let (Some(name), Some(machine)) = (facts.subject, facts.subject_machine()) else { return };
    let Some(coordinator) = &facts.inventory.coordinator else {
        let message = "From which machine it is added is not known.";
        return findings.unread(Subject::machine(name), message);
    };
    let member = coordinator.name.as_ref().and_then(|from| facts.inventory.node(from));
    let release = member.and_then(|node| node.machine.as_ref()).map(|of| of.release).or(coordinator.tools_release);
    match release {
        Some(release) if release < machine.release => {
            let message = format!("{name} runs {} and would be added from {release}.", machine.release);
            findings.fire(Subject::machine(name), message);
        }
        Some(_) => {}
        None => findings.unread(Subject::machine(name), "The release of the tools that add it is not known."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn from(name: &str, tools: Option<Release>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.run(&[1], Release::Server2022);
        fixture.replacement("n9", 1);
        fixture.coordinator().name = Some(name.into());
        fixture.coordinator().tools_release = tools;
        fixture.step(Moment::Add, "n9")
    }

    #[test]
    fn a_node_of_the_new_release_and_newer_tools_pass() {
        assert!(from("n1", None).found("ADD-04").is_empty());
        assert!(from("admin", Some(Release::Server2025)).found("ADD-04").is_empty());
    }

    #[test]
    fn an_old_node_and_old_tools_are_errors() {
        assert_eq!(from("n2", Some(Release::Server2022)).found("ADD-04"), ["ERROR machine n9"]);
        assert_eq!(from("admin", Some(Release::Server2019)).found("ADD-04"), ["ERROR machine n9"]);
    }

    #[test]
    fn tools_that_nobody_looked_at_are_unknown() {
        assert_eq!(from("admin", None).found("ADD-04"), ["WARN ? machine n9"]);
    }
}
