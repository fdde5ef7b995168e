//! CAP-05: a wish to keep roles apart can't be met with one node less.

use super::anti_affinity::classes;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "CAP-05",
    title: "Anti-affinity with one node less",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "The anti-affinity classes of every role, whether they are enforced, and the number of nodes.",
    fires: "Anti-affinity is not enforced and a class has as many members as there are nodes: \
            while one is out, two members share a node.",
    remedy: "Nothing; the plan spreads them again when the node is back.",
    source: "Cluster affinity (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.inventory.cluster.enforced_anti_affinity {
        return;
    }
    let rest = facts.hosts.len().saturating_sub(1);
    for (class, members) in classes(facts).iter().filter(|(_, members)| members.len() > rest) {
        let message = format!(
            "The anti-affinity class {class} has {}, and {} stay while one is out.",
            counted(members.len(), "member"),
            counted(rest, "node")
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn with_members(count: usize) -> Fixture {
        let mut fixture = Fixture::usual();
        for member in 1..=count {
            fixture.vm(&format!("sql{member}"), member).anti_affinity_classes = vec!["SQL".to_owned()];
        }
        fixture
    }

    #[test]
    fn fewer_members_than_nodes_pass() {
        assert!(with_members(3).found("CAP-05").is_empty());
    }

    #[test]
    fn as_many_members_as_nodes_are_told() {
        assert_eq!(with_members(4).found("CAP-05"), ["INFO cluster contoso"]);
    }

    #[test]
    fn an_enforced_class_is_another_rules_business() {
        let mut fixture = with_members(4);
        fixture.inventory.cluster.enforced_anti_affinity = true;
        assert!(fixture.found("CAP-05").is_empty());
    }
}
