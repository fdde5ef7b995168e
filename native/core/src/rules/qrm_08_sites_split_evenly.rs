//! QRM-08: two sites of equal votes without a witness need to know which one gives way.

use std::collections::BTreeMap;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "QRM-08",
    title: "An even split of sites is decided beforehand",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Quorum,
    moments: UPGRADE,
    needs: "The site and the vote of every node, the witness and `LowerQuorumPriorityNodeId`.",
    fires: "Nodes lie in two sites with the same number of votes, there is no witness, and no node is named to give \
            way.",
    remedy: "Configure a witness, or name a node of the less important site: \
             (Get-Cluster).LowerQuorumPriorityNodeID, or PreferredSite from 2016 on.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let quorum = &facts.inventory.cluster.quorum;
    if quorum.witness.is_some() || quorum.lower_priority_node_id != 0 {
        return;
    }
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for node in facts.inventory.nodes.iter().filter(|node| node.vote) {
        let Some(site) = &node.site else { return };
        *votes.entry(site.to_lowercase()).or_default() += 1;
    }
    let counts: Vec<usize> = votes.values().copied().collect();
    if let [left, right] = counts[..]
        && left == right
    {
        let sites = listed(votes.keys().map(String::as_str));
        let message = format!("The sites {sites} have {left} votes each, and nothing decides between them.");
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn stretched(sites: [&str; 4]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.quorum.witness = None;
        for (index, site) in sites.into_iter().enumerate() {
            fixture.node(index + 1).site = Some(site.to_owned());
        }
        fixture
    }

    #[test]
    fn one_site_and_an_uneven_split_pass() {
        assert!(stretched(["east", "east", "east", "east"]).found("QRM-08").is_empty());
        assert!(stretched(["east", "east", "east", "west"]).found("QRM-08").is_empty());
    }

    #[test]
    fn an_even_split_is_a_warning() {
        assert_eq!(stretched(["east", "West", "east", "west"]).found("QRM-08"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_node_that_gives_way_decides_it() {
        let mut fixture = stretched(["east", "west", "east", "west"]);
        fixture.inventory.cluster.quorum.lower_priority_node_id = 4;
        assert!(fixture.found("QRM-08").is_empty());
    }
}
