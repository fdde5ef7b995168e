//! MIX-12: one node is out at a time.

use super::prelude::*;
use crate::model::NodeState;

pub(super) static RULE: Rule = Rule {
    id: "MIX-12",
    title: "One node is out at a time",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: &[Moment::Suspend],
    needs: "The state of every node, and whether Storage Spaces Direct is enabled.",
    fires: "Another node is down or paused already. It blocks with Storage Spaces Direct, where one fault domain may \
            be out, and warns otherwise: a large cluster with room allows it.",
    remedy: "Bring the other node back first (Resume-ClusterNode, or repair it).",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(subject) = facts.subject else { return };
    let out: Vec<&Host<'_>> = facts
        .hosts
        .iter()
        .filter(|host| host.node.name != *subject && matches!(host.node.state, NodeState::Down | NodeState::Paused))
        .collect();
    if out.is_empty() {
        return;
    }
    let spaces_direct = facts.inventory.storage.spaces_direct;
    let severity = if spaces_direct && !shares_fault_domain(facts, &out) { Severity::Block } else { Severity::Warn };
    let names = listed(out.iter().map(|host| host.node.name.as_str()));
    findings.fire_as(severity, Subject::node(subject), format!("{subject} would go out while {names} already is."));
}

/// Whether all that is out lies in the fault domain of the node in question.
fn shares_fault_domain(facts: &Facts<'_>, out: &[&Host<'_>]) -> bool {
    let subject = facts.subject.and_then(|subject| facts.inventory.node(subject));
    let Some(domain) = subject.and_then(|node| node.fault_domain.as_deref()) else { return false };
    out.iter().all(|host| host.node.fault_domain.as_deref() == Some(domain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    #[test]
    fn the_first_node_passes() {
        assert!(Fixture::usual().step(Moment::Suspend, "n1").found("MIX-12").is_empty());
    }

    #[test]
    fn a_second_one_warns_and_blocks_with_spaces_direct() {
        let mut fixture = Fixture::usual();
        fixture.node(2).state = NodeState::Paused;
        assert_eq!(fixture.step(Moment::Suspend, "n1").found("MIX-12"), ["WARN node n1"]);
        let mut fixture = Fixture::spaces_direct();
        fixture.node(2).state = NodeState::Down;
        assert_eq!(fixture.step(Moment::Suspend, "n1").found("MIX-12"), ["BLOCK node n1"]);
    }

    #[test]
    fn a_node_of_the_same_fault_domain_warns() {
        let mut fixture = Fixture::spaces_direct();
        fixture.node(2).state = NodeState::Down;
        fixture.node(1).fault_domain = Some("rack1".to_owned());
        fixture.node(2).fault_domain = Some("rack1".to_owned());
        assert_eq!(fixture.step(Moment::Suspend, "n1").found("MIX-12"), ["WARN node n1"]);
    }
}
