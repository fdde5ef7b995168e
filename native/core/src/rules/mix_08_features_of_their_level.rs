//! MIX-08: what a later level brings is not used below it.

use super::prelude::*;
use crate::model::FunctionalLevel;

/// Sites, fault domains, node fairness and group sets came with 2016.
const LEVEL_2016: FunctionalLevel = FunctionalLevel(9);
/// Affinity rules and the limit of parallel migrations came with 2022.
const LEVEL_2022: FunctionalLevel = FunctionalLevel(11);

pub(super) static RULE: Rule = Rule {
    id: "MIX-08",
    title: "Features are used from their level on",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The functional level, affinity rules, group sets, sites and fault domains.",
    fires: "Affinity rules are configured below level 11. \
            Group sets, sites or fault domains below level 9 are a warning, as no page gives their level.",
    remedy: "Remove them for now (Remove-ClusterAffinityRule, Remove-ClusterGroupSet) and configure them after the \
            level.",
    source: "Cluster affinity; what's new in failover clustering (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let inventory = facts.inventory;
    let level = inventory.cluster.functional_level;
    let cluster = || Subject::cluster(inventory);
    if level < LEVEL_2022 && !inventory.affinity_rules.is_empty() {
        let rules = counted(inventory.affinity_rules.len(), "affinity rule");
        findings
            .fire(cluster(), format!("There {} at level {level}; they work from level {LEVEL_2022} on.", are(&rules)));
    }
    if level >= LEVEL_2016 {
        return;
    }
    let placed = inventory.nodes.iter().filter(|node| node.site.is_some() || node.fault_domain.is_some()).count();
    for (count, singular) in [(inventory.group_sets.len(), "group set"), (placed, "node with a site or a fault domain")]
    {
        if count > 0 {
            let what = are(&counted(count, singular));
            let message = format!("There {what} at level {level}; that came with level {LEVEL_2016}.");
            findings.fire_as(Severity::Warn, cluster(), message);
        }
    }
}

fn are(counted: &str) -> String {
    if counted.starts_with("1 ") { format!("is {counted}") } else { format!("are {counted}") }
}

#[cfg(test)]
mod tests {
    use crate::model::{AffinityKind, AffinityRule, GroupSet, Release};
    use crate::rules::fixture::Fixture;

    fn with_rule(release: Release) -> Fixture {
        let mut fixture = Fixture::new(release, 3);
        let (name, kind) = ("apart".to_owned(), AffinityKind::DifferentNode);
        let rule = AffinityRule { name, kind, roles: Vec::new(), volumes: Vec::new(), enabled: true, soft: false };
        fixture.inventory.affinity_rules.push(rule);
        fixture
    }

    #[test]
    fn level_11_passes() {
        assert!(with_rule(Release::Server2022).found("MIX-08").is_empty());
    }

    #[test]
    fn level_10_blocks() {
        assert_eq!(with_rule(Release::Server2019).found("MIX-08"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn sites_and_group_sets_at_level_8_are_warnings() {
        let mut fixture = Fixture::new(Release::Server2012R2, 3);
        fixture.node(1).site = Some("west".to_owned());
        let (name, provider_sets) = ("tier".to_owned(), Vec::new());
        let set = GroupSet { name, provider_sets, ..GroupSet::default() };
        fixture.inventory.group_sets.push(set);
        assert_eq!(fixture.found("MIX-08"), ["WARN cluster contoso", "WARN cluster contoso"]);
    }
}
