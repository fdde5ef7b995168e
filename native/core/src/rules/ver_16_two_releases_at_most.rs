//! VER-16: members run the release of the level or the next one, and nothing else.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VER-16",
    title: "Two releases at most",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The functional level and the release of every node.",
    fires: "A node runs a release that belongs neither to the functional level nor to the next one.",
    remedy: "Evict the node, or install it with the release of the functional level or the next one.",
    source: "MS-CMRP: Failover Cluster: Management API (ClusAPI) Protocol (learn.microsoft.com, open specifications)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let level = facts.inventory.cluster.functional_level;
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

#[cfg(test)]
mod tests {
    use crate::model::Release;
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
}
