//! VER-02: rolling upgrade starts at Windows Server 2012 R2.

use super::prelude::*;
use crate::model::Release;

pub(super) static RULE: Rule = Rule {
    id: "VER-02",
    title: "Every node runs 2012 R2 or newer",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The release of every node, or its build.",
    fires: "A node runs a release older than Windows Server 2012 R2.",
    remedy: "Copy the roles to a new cluster, or bring the cluster to 2012 R2 by other means first.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in &facts.hosts {
        let name = &host.node.name;
        match host.release() {
            None => findings.unknown(Subject::node(name), format!("{name} did not answer: its release is not known.")),
            Some(release) if release < Release::Server2012R2 => {
                let build = host.machine().map(|machine| machine.build).or(host.node.build);
                let build = build.map(|build| format!(" (build {build})")).unwrap_or_default();
                findings.fire(Subject::node(name), format!("{name} runs {release}{build}."));
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    #[test]
    fn the_oldest_release_that_may_start_passes() {
        assert!(Fixture::new(Release::Server2012R2, 2).found("VER-02").is_empty());
    }

    #[test]
    fn an_older_node_blocks() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.run(&[2], Release::Older);
        assert_eq!(fixture.found("VER-02"), ["BLOCK node n2"]);
    }

    #[test]
    fn the_build_that_the_cluster_shows_says_the_release_too() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.node(1).machine = None;
        fixture.node(1).build = Some(9600);
        assert!(fixture.found("VER-02").is_empty());
        fixture.node(1).build = Some(9200);
        assert_eq!(fixture.found("VER-02"), ["BLOCK node n1"]);
    }

    #[test]
    fn a_silent_node_blocks_until_somebody_answers_for_it() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.node(1).machine = None;
        assert_eq!(fixture.found("VER-02"), ["BLOCK ? node n1"]);
    }
}
