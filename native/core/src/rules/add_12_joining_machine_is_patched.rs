//! ADD-12: what joins is patched as its members of the same release are.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ADD-12",
    title: "What joins is patched like the members of its release",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Add],
    needs: "The build and the revision of the machine that is to join and of the members of its release.",
    fires: "A member of the same release has a newer revision: the join may be refused as incompatible (errors 5075, \
            5899, 5904).",
    remedy: "Install the latest cumulative update on the machine before it is added.",
    source: "Troubleshoot cluster operating system rolling upgrades (learn.microsoft.com, support)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let (Some(name), Some(machine)) = (facts.subject, facts.subject_machine()) else { return };
    let members = facts.hosts.iter().filter(|host| host.node.name != *name).filter_map(Host::machine);
    let newest = members
        .filter(|member| member.release == machine.release && member.revision > 0)
        .map(|member| (member.build, member.revision))
        .max();
    let Some((build, revision)) = newest else { return };
    if machine.revision == 0 {
        findings.unknown(Subject::machine(name), format!("The update revision of {name} is not known."));
    } else if (machine.build, machine.revision) < (build, revision) {
        let message = format!("{name} has {}.{}; a member has {build}.{revision}.", machine.build, machine.revision);
        findings.fire(Subject::machine(name), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn joining(revision: u32) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.replacement("n9", 4).machine.revision = revision;
        fixture.step(Moment::Add, "n9")
    }

    #[test]
    fn the_same_revision_and_a_newer_one_pass() {
        assert!(joining(5000).found("ADD-12").is_empty());
        assert!(joining(5001).found("ADD-12").is_empty());
    }

    #[test]
    fn an_older_one_is_an_error() {
        assert_eq!(joining(4999).found("ADD-12"), ["ERROR machine n9"]);
    }

    #[test]
    fn an_unknown_one_is_unknown_and_another_release_is_not_compared() {
        assert_eq!(joining(0).found("ADD-12"), ["WARN ? machine n9"]);
        let mut fixture = joining(1);
        fixture.inventory.machines[0].machine.release = crate::model::Release::Server2022;
        assert!(fixture.found("ADD-12").is_empty());
    }
}
