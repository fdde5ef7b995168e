//! PRE-11: nodes of one release are patched alike.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::Release;

pub(super) static RULE: Rule = Rule {
    id: "PRE-11",
    title: "Nodes of one release are patched alike",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The build and the revision of every node; a revision of 0 counts as not known.",
    fires: "Nodes of one release have different builds or revisions.",
    remedy: "Bring all nodes to the same updates first, with drivers and firmware.",
    source: "Troubleshooting guides for updates of Azure Local \
            (github.com/Azure/AzureLocal-Supportability)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut builds: BTreeMap<Release, BTreeMap<(u32, u32), Vec<&str>>> = BTreeMap::new();
    for host in &facts.hosts {
        let Some(machine) = host.machine().filter(|machine| machine.revision > 0) else { continue };
        let of_release = builds.entry(machine.release).or_default();
        of_release.entry((machine.build, machine.revision)).or_default().push(host.node.name.as_str());
    }
    for (release, by_build) in builds.iter().filter(|(_, by_build)| by_build.len() > 1) {
        let groups: Vec<String> = by_build
            .iter()
            .map(|((build, revision), nodes)| format!("{build}.{revision} on {}", listed(nodes.iter().copied())))
            .collect();
        let message = format!("Nodes on {release} differ in their updates: {}.", groups.join("; "));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    #[test]
    fn equal_revisions_pass() {
        assert!(Fixture::usual().found("PRE-11").is_empty());
    }

    #[test]
    fn a_node_that_lags_is_a_warning() {
        let mut fixture = Fixture::usual();
        fixture.machine(3).revision = 4000;
        assert_eq!(fixture.found("PRE-11"), ["WARN cluster contoso"]);
        assert!(fixture.message("PRE-11").contains("17763.4000 on n3"));
    }

    #[test]
    fn another_release_or_an_unknown_revision_is_no_difference() {
        let mut fixture = Fixture::usual();
        fixture.run(&[1], Release::Server2022);
        fixture.machine(2).revision = 0;
        fixture.node(3).machine = None;
        assert!(fixture.found("PRE-11").is_empty());
    }
}
