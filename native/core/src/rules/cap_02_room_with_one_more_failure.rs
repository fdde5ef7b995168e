//! CAP-02: with one node out and another failing, every role has a place.

use super::prelude::*;
use crate::model::NodeState;
use crate::plan::Capacity;

pub(super) static RULE: Rule = Rule {
    id: "CAP-02",
    title: "Every role has a place after one more failure",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "Machines, roles with memory, processors, versions, switches and owners, and the reserves of the policy.",
    fires: "While a node that has still to be done is out, another one could fail whose roles find no place.",
    remedy: "Add a temporary node, or accept that VMs of low priority stop when a node fails during the upgrade.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let capacity = Capacity::new(facts.inventory, facts.policy);
    let mut pairs = Vec::new();
    for (index, out) in facts.hosts.iter().enumerate().filter(|(_, host)| facts.is_due(host)) {
        if !capacity.fits_without(std::slice::from_ref(&out.node.name)) {
            // With no place for its roles in the first place there is nothing to add: CAP-01 says so.
            continue;
        }
        for (other, failing) in facts.hosts.iter().enumerate() {
            // Without their order a pair is asked about once.
            let asked = other < index && facts.is_due(failing);
            if other == index || asked || failing.node.state != NodeState::Up {
                continue;
            }
            if !capacity.fits_without(&[out.node.name.clone(), failing.node.name.clone()]) {
                pairs.push(format!("{} with {}", out.node.name, failing.node.name));
            }
        }
    }
    if !pairs.is_empty() {
        let message = format!(
            "A failure while a node is out would leave roles without a place: {}.",
            listed(pairs.iter().map(String::as_str))
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    /// One VM of this size on each node, of 124 GiB each for VMs.
    fn with_load(gibibytes: u64, nodes: usize) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2019, nodes);
        for node in 1..=nodes {
            fixture.vm(&format!("vm{node}"), node);
            fixture.last_vm().memory.assigned_mib = gibibytes * 1024;
        }
        fixture
    }

    #[test]
    fn two_nodes_that_carry_four_pass() {
        assert!(with_load(61, 4).found("CAP-02").is_empty());
    }

    #[test]
    fn room_for_one_loss_only_is_a_warning() {
        assert_eq!(with_load(61, 3).found("CAP-02"), ["WARN cluster contoso"]);
    }

    #[test]
    fn no_room_at_all_is_left_to_cap_01() {
        assert!(with_load(100, 3).found("CAP-02").is_empty());
    }
}
