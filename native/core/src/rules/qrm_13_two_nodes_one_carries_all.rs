//! QRM-13: in a cluster of two nodes one has to carry all VMs.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "QRM-13",
    title: "One of two nodes carries all VMs",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "Two nodes, the memory of their machines, the memory of all running VMs and the reserve of the policy.",
    fires: "The cluster has two nodes and the running VMs need more memory than the node that stays has.",
    remedy: "Add a temporary third node of the new release first, or stop VMs for the run.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let [first, second] = &facts.hosts[..] else { return };
    let running = || facts.virtual_machines().map(|(_, role, _)| role.memory_mib()).filter(|memory| *memory > 0);
    let overhead = facts.policy.virtual_machine_overhead_mib;
    let needed = running().fold(0_u64, |sum, memory| sum.saturating_add(memory).saturating_add(overhead));
    if needed == 0 {
        return;
    }
    for (out, stays) in [(first, second), (second, first)] {
        let name = &stays.node.name;
        if !facts.is_due(out) {
            continue;
        }
        let Some(machine) = stays.machine() else {
            findings.unknown(Subject::node(name), format!("{name} did not answer: its memory is not known."));
            continue;
        };
        let room = machine.memory_mib.saturating_sub(facts.policy.kept_by_host_mib(facts.inventory));
        if needed > room {
            let message = format!(
                "While {} is out, all VMs need {needed} MiB on {name}, which has {room} MiB for them.",
                out.node.name
            );
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn with_load(gibibytes: u64) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2019, 2);
        fixture.vm("vm1", 1);
        fixture.last_vm().memory.assigned_mib = gibibytes * 1024 - 64;
        fixture
    }

    #[test]
    fn what_one_node_carries_passes() {
        assert!(with_load(124).found("QRM-13").is_empty());
    }

    #[test]
    fn more_than_one_node_carries_blocks() {
        assert_eq!(with_load(125).found("QRM-13"), ["BLOCK node n1", "BLOCK node n2"]);
    }

    #[test]
    fn three_nodes_are_the_business_of_placement_and_silence_is_unknown() {
        let mut fixture = Fixture::new(Release::Server2019, 3);
        fixture.vm("vm1", 1);
        fixture.last_vm().memory.assigned_mib = 1_000_000;
        assert!(fixture.found("QRM-13").is_empty());
        let mut silent = with_load(10);
        silent.node(2).machine = None;
        assert_eq!(silent.found("QRM-13"), ["BLOCK ? node n2"]);
    }
}
