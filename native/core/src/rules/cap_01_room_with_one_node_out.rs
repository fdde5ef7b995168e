//! CAP-01: with any one node out, every role has a place.

use super::overcommit::{self, Verdict};
use super::prelude::*;
use crate::plan::Capacity;

pub(super) static RULE: Rule = Rule {
    id: "CAP-01",
    title: "Every role has a place while a node is out",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "Machines, roles with memory, processors, versions, switches and owners, and the reserves of the policy.",
    fires: "For a node that has still to be done, no placement of its roles on the other nodes is found. \
            Whole roles are placed, so that fragmentation counts.",
    remedy: "Add a temporary node, stop VMs of low priority for the run, or lower the minimum of dynamic memory.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let capacity = Capacity::new(facts.inventory, facts.policy);
    let mut sum = None;
    for host in facts.leaving() {
        let name = &host.node.name;
        let Err(stuck) = capacity.place_without(std::slice::from_ref(name)) else { continue };
        let verdict = *sum.get_or_insert_with(|| overcommit::of_cluster(facts, 1));
        let quick = match verdict {
            Verdict::Fits(_) => "",
            Verdict::Overcommitted => {
                " By the overcommit check of Virtual Machine Manager the cluster is overcommitted, too."
            }
        };
        findings.fire_with(Subject::node(name), format!("While {name} is out, {stuck}.{quick}"), stuck.change.clone());
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    /// Two VMs of this size on each node, of 124 GiB each for VMs.
    fn with_load(gibibytes: u64) -> Fixture {
        let mut fixture = Fixture::usual();
        for vm in 0..8 {
            fixture.vm(&format!("vm{vm}"), vm / 2 + 1);
            fixture.last_vm().memory.assigned_mib = gibibytes * 1024;
        }
        fixture
    }

    #[test]
    fn a_cluster_with_room_passes() {
        assert!(with_load(30).found("CAP-01").is_empty());
    }

    #[test]
    fn fragments_are_no_room() {
        // 3 x 40 GiB are free on the other nodes beside two VMs of 42 GiB each.
        let fixture = with_load(42);
        assert_eq!(fixture.found("CAP-01").len(), 4);
        assert!(fixture.message("CAP-01").contains("overcommitted"), "{}", fixture.message("CAP-01"));
    }

    #[test]
    fn a_node_that_is_done_is_not_asked_about() {
        let mut fixture = with_load(42);
        fixture.run(&[1, 2, 3], Release::Server2022);
        assert_eq!(fixture.found("CAP-01"), ["BLOCK node n4"]);
    }
}
