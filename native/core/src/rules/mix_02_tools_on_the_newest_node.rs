//! MIX-02: a mixed cluster is managed from a node of the newest release.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "MIX-02",
    title: "A mixed cluster is managed from the newest release",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The release of every node, and on which machine the upgrade is driven.",
    fires: "The cluster is mixed and the upgrade is driven from a node of the older release.",
    remedy: "Drive it from a machine with the tools of the newer release, or from a node that is done.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let newest = facts.hosts.iter().filter_map(Host::release).max();
    let coordinator = facts.inventory.coordinator.as_ref().and_then(|coordinator| coordinator.name.as_ref());
    let (Some(newest), Some(name)) = (newest, coordinator) else { return };
    let Some(host) = facts.hosts.iter().find(|host| host.node.name == *name) else { return };
    if let Some(release) = host.release().filter(|release| *release < newest) {
        let message = format!("The upgrade is driven from {name} with {release}, while other nodes run {newest}.");
        findings.fire(Subject::node(&host.node.name), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn driven_from(name: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.run(&[1], Release::Server2022);
        fixture.coordinator().name = Some(name.into());
        fixture
    }

    #[test]
    fn a_node_that_is_done_and_a_machine_outside_pass() {
        assert!(driven_from("N1").found("MIX-02").is_empty());
        assert!(driven_from("admin").found("MIX-02").is_empty());
    }

    #[test]
    fn an_old_node_is_a_warning() {
        assert_eq!(driven_from("n2").found("MIX-02"), ["WARN node n2"]);
    }

    #[test]
    fn a_cluster_of_one_release_does_not_ask() {
        let mut fixture = driven_from("n2");
        fixture.run(&[1], Release::Server2019);
        assert!(fixture.found("MIX-02").is_empty());
    }
}
