//! VER-16: members run the release of the level or the next one, and nothing else.

use super::prelude::*;
use crate::model::NodeName;

pub(super) static RULE: Rule = Rule {
    id: "VER-16",
    title: "Two releases at most",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: &[Moment::Upgrade, Moment::Add],
    needs: "The functional level and the release of every node; before a join, that of the machine.",
    fires: "A node, or a machine that is about to join, runs a release that belongs neither to the functional level \
            nor to the next one.",
    remedy: "Evict the node, or install it with the release of the functional level or the next one.",
    source: "MS-CMRP: Failover Cluster: Management API (ClusAPI) Protocol (learn.microsoft.com, open specifications)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let level = facts.inventory.cluster.functional_level;
    if let (Moment::Add, Some(name)) = (facts.moment, facts.subject) {
        judge_machine(facts, name, findings);
        return;
    }
    for host in &facts.hosts {
        let name = &host.node.name;
        let Some(release) = host.release() else {
            findings.unknown(Subject::node(name), format!("{name} did not answer: its release is not known."));
            continue;
        };
        if release.level() != level && release.level() != level.next() {
            let message =
                format!("{name} runs {release} (level {}); the cluster is at level {level}.", release.level());
            findings.fire(Subject::node(name), message);
        }
    }
}

/// A machine that is about to join.
fn judge_machine(facts: &Facts<'_>, name: &NodeName, findings: &mut Findings<'_>) {
    let level = facts.inventory.cluster.functional_level;
    let Some(machine) = facts.subject_machine() else {
        findings.unknown(Subject::machine(name), format!("{name} did not answer: its release is not known."));
        return;
    };
    let release = machine.release;
    if release.level() != level && release.level() != level.next() {
        let message = format!("{name} runs {release} (level {}); the cluster is at level {level}.", release.level());
        findings.fire(Subject::machine(name), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    #[test]
    fn the_release_of_the_level_and_the_next_one_pass() {
        let mut fixture = Fixture::usual();
        fixture.run(&[1, 2], Release::Server2022);
        assert!(fixture.found("VER-16").is_empty());
    }

    #[test]
    fn a_third_release_blocks() {
        let mut fixture = Fixture::usual();
        fixture.run(&[2], Release::Server2022).run(&[3], Release::Server2025).run(&[4], Release::Server2016);
        assert_eq!(fixture.found("VER-16"), ["BLOCK node n3", "BLOCK node n4"]);
    }

    #[test]
    fn a_silent_node_is_unknown() {
        let mut fixture = Fixture::usual();
        fixture.node(2).machine = None;
        assert_eq!(fixture.found("VER-16"), ["BLOCK ? node n2"]);
    }

    #[test]
    fn a_machine_that_is_two_releases_ahead_does_not_join() {
        let mut fixture = Fixture::usual();
        let machine = fixture.replacement("hw5", 1);
        machine.machine.release = Release::Server2025;
        let found = |fixture: &Fixture, name: &str| fixture.found_before(Moment::Add, name, "VER-16");
        assert_eq!(found(&fixture, "HW5"), ["BLOCK machine HW5"]);
        assert_eq!(found(&fixture, "hw6"), ["BLOCK ? machine hw6"]);
        fixture.inventory.machines[0].machine.release = Release::Server2022;
        assert!(found(&fixture, "hw5").is_empty());
    }
}
