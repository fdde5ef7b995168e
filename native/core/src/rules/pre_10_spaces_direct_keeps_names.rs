//! PRE-10: with Storage Spaces Direct a node comes back under its own name.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "PRE-10",
    title: "A Storage Spaces Direct node keeps its name",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Whether Storage Spaces Direct is enabled, and the machines that replace nodes.",
    fires: "Storage Spaces Direct is enabled and a machine of another name replaces a node that has still to be done.",
    remedy: "Install the node under its own name and leave its data disks alone; \
             grow or shrink the cluster by other hardware before or after the upgrade, not in it.",
    source: "Upgrade a Storage Spaces Direct cluster (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.storage.spaces_direct {
        return;
    }
    for host in facts.hosts.iter().filter(|host| facts.is_due(host)) {
        let Some(pooled) = host.replacement.filter(|pooled| pooled.name != host.node.name) else { continue };
        let message = format!(
            "{} replaces {}, whose disks belong to the pool: with Storage Spaces Direct a node keeps its name.",
            pooled.name, host.node.name
        );
        findings.fire(Subject::machine(&pooled.name), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    #[test]
    fn nodes_that_keep_their_names_pass() {
        assert!(Fixture::spaces_direct().found("PRE-10").is_empty());
    }

    #[test]
    fn another_name_blocks() {
        let mut fixture = Fixture::spaces_direct();
        fixture.replacement("n9", 2);
        assert_eq!(fixture.found("PRE-10"), ["BLOCK machine n9"]);
    }

    #[test]
    fn without_spaces_direct_or_after_the_nodes_turn_it_does_not_matter() {
        let mut fixture = Fixture::usual();
        fixture.replacement("n9", 2);
        assert!(fixture.found("PRE-10").is_empty());
        fixture.inventory.storage.spaces_direct = true;
        fixture.run(&[2], Release::Server2022);
        assert!(fixture.found("PRE-10").is_empty());
    }
}
