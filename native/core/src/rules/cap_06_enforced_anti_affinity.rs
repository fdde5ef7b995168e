//! CAP-06: enforced anti-affinity stops a role for which no node is left.

use super::anti_affinity::classes;
use super::prelude::*;
use crate::model::NodeState;

pub(super) static RULE: Rule = Rule {
    id: "CAP-06",
    title: "Enforced anti-affinity leaves a node for every member",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "The anti-affinity classes of every role, whether they are enforced, and the nodes that are up.",
    fires: "Anti-affinity is enforced and a class has more members than nodes stay up while one is out: \
            one member goes offline with an anti-affinity conflict.",
    remedy: "(Get-Cluster).ClusterEnforcedAntiAffinity = 0 for the run, add a node, or agree to stop a member.",
    source: "Cluster affinity (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.cluster.enforced_anti_affinity {
        return;
    }
    let up = facts.hosts.iter().filter(|host| host.node.state == NodeState::Up).count();
    let rest = up.saturating_sub(1);
    for (class, members) in classes(facts).iter().filter(|(_, members)| members.len() > rest) {
        let message = format!(
            "The anti-affinity class {class} has {} ({}), and {} stay while one is out.",
            counted(members.len(), "member"),
            listed(members.iter().copied()),
            counted(rest, "node")
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::RoleState;
    use crate::rules::fixture::Fixture;

    fn with_members(count: usize) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.enforced_anti_affinity = true;
        for member in 1..=count {
            fixture.vm(&format!("sql{member}"), member).anti_affinity_classes = vec!["SQL".to_owned()];
        }
        fixture
    }

    #[test]
    fn a_spare_node_passes() {
        assert!(with_members(3).found("CAP-06").is_empty());
    }

    #[test]
    fn a_member_on_every_node_is_an_error() {
        assert_eq!(with_members(4).found("CAP-06"), ["ERROR cluster contoso"]);
    }

    #[test]
    fn a_member_that_is_offline_needs_no_node_and_a_wish_is_no_rule() {
        let mut fixture = with_members(4);
        fixture.inventory.roles.last_mut().unwrap().state = RoleState::Offline;
        assert!(fixture.found("CAP-06").is_empty());
        let mut wish = with_members(4);
        wish.inventory.cluster.enforced_anti_affinity = false;
        assert!(wish.found("CAP-06").is_empty());
    }
}
