//! DRN-15: before a fix, two nodes of 2025 stop as one when the wrong one shuts down undrained.

use super::prelude::*;
use crate::model::Release;

/// The revision of 26100 that brings the fix (KB5087539).
const FIXED_REVISION: u32 = 32_860;

pub(super) static RULE: Rule = Rule {
    id: "DRN-15",
    title: "Two nodes of 2025 survive the shutdown of one",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The number of nodes, and the release and the revision of each.",
    fires: "The cluster has two nodes and one runs 2025 below build 26100.32860: shutting down the owner of the core \
            group without a drain stops the whole cluster.",
    remedy: "Install the update KB5087539 or a later one, and always drain first (Suspend-ClusterNode -Drain).",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), \
            2026/05/27 ANodeShutdownCausesQuorumLoss",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.hosts.len() != 2 {
        return;
    }
    for host in &facts.hosts {
        let name = &host.node.name;
        let Some(machine) = host.machine().filter(|machine| machine.release == Release::Server2025) else { continue };
        if machine.build != Release::Server2025.build() || machine.revision >= FIXED_REVISION {
            continue;
        }
        if machine.revision == 0 {
            findings.unknown(Subject::node(name), format!("{name} runs 2025; its update revision is not known."));
        } else {
            let message =
                format!("{name} runs {}.{}; the fix is in {FIXED_REVISION}.", machine.build, machine.revision);
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn two(revision: u32) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2022, 2);
        fixture.run(&[1], Release::Server2025);
        fixture.machine(1).revision = revision;
        fixture
    }

    #[test]
    fn the_fix_passes() {
        assert!(two(32_860).found("DRN-15").is_empty());
    }

    #[test]
    fn one_below_it_is_a_warning() {
        assert_eq!(two(32_859).found("DRN-15"), ["WARN node n1"]);
    }

    #[test]
    fn an_unknown_revision_is_unknown_and_three_nodes_are_not_asked() {
        assert_eq!(two(0).found("DRN-15"), ["WARN ? node n1"]);
        let mut three = Fixture::new(Release::Server2022, 3);
        three.run(&[1], Release::Server2025);
        assert!(three.found("DRN-15").is_empty());
    }
}
