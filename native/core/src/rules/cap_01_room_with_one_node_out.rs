//! CAP-01: with any one node out, every role has a place.

use super::overcommit::{self, Verdict};
use super::prelude::*;
use crate::plan::{Answer, Capacity, Loss, Undecided, surely_finds_places};

const REMEDY: &str = "Add a temporary node, stop VMs of low priority for the run, lower the minimum of dynamic memory, \
                      or raise `searchSteps` of the policy where the answer is undecided.";

pub(super) static RULE: Rule = Rule {
    id: "CAP-01",
    title: "Every role has a place while a node is out",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "Machines, roles with memory, processors, versions, switches and owners, and the reserves of the policy.",
    fires: "For a node that has still to be done, its roles have no place on the other nodes, even if others move \
            aside; or the steps of the search ran out before that was decided. Whole roles are placed, so that \
            fragmentation counts; the finding says why there is no place.",
    remedy: REMEDY,
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let due: Vec<&Host<'_>> = facts.leaving().collect();
    // A step asks about one node, and a run asks before every step.
    if let [host] = due.as_slice()
        && surely_finds_places(facts.inventory, facts.policy, facts.places, &host.node.name)
    {
        return;
    }
    let capacity = Capacity::new(facts.inventory, facts.policy);
    let mut left = facts.policy.search_steps;
    let mut sum = None;
    for (asked, host) in due.iter().enumerate() {
        let name = &host.node.name;
        let loss = Loss { out: std::slice::from_ref(name), failed: &[] };
        // Each node gets its share of the steps; what one leaves over goes to those behind it.
        let share = left / (due.len() - asked) as u64;
        let mut steps = share;
        let answer = capacity.ask(loss, &mut steps);
        left -= share - steps;
        let (why, change) = match answer {
            Answer::Placed(_) => continue,
            Answer::Impossible(found) => (found.to_string(), found.change),
            Answer::Undecided(why) => (undecided(why, share), REMEDY.to_owned()),
        };
        let quick = match *sum.get_or_insert_with(|| overcommit::of_cluster(facts, 1)) {
            Verdict::Fits(_) => "",
            Verdict::Overcommitted => {
                " By the overcommit check of Virtual Machine Manager the cluster is overcommitted, too."
            }
        };
        findings.fire_with(Subject::node(name), format!("While {name} is out, {why}.{quick}"), change);
    }
}

/// What an answer that is none says; it refuses as much as a reason does.
fn undecided(why: Undecided, steps: u64) -> String {
    match why {
        Undecided::Steps => format!("no place for every role was found, and no reason against it, in {steps} steps"),
        Undecided::Order => "places exist, but no order of single moves that reaches them was found".to_owned(),
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
    fn the_reason_can_be_followed() {
        // Each node holds two VMs of this size, and three nodes six of the eight.
        let message = with_load(42).message("CAP-01");
        assert!(
            message.contains("8 roles (vm0, vm1, vm2, vm3, vm4, vm5 and 2 more) of 43072 MiB or more"),
            "{message}"
        );
        assert!(message.contains("there are 6 (n2: 2, n3: 2, n4: 2), even if others move aside"), "{message}");
    }

    #[test]
    fn caches_are_no_room_for_vms() {
        let mut fixture = with_load(30);
        fixture.inventory.storage.spaces_direct = true;
        fixture.inventory.storage.cache_memory_mib = Some(44 * 1024);
        assert_eq!(fixture.found("CAP-01").len(), 4);
    }

    #[test]
    fn what_no_node_can_take_alone_is_named() {
        let mut fixture = with_load(30);
        fixture.vm("bound", 1).possible_owners = vec!["n1".into()];
        assert_eq!(fixture.found("CAP-01"), ["BLOCK node n1"]);
        let message = fixture.message("CAP-01");
        assert!(message.contains("no node takes role bound of n1 (4160 MiB): n2 is not among"), "{message}");
    }

    #[test]
    fn a_node_that_is_done_is_not_asked_about() {
        let mut fixture = with_load(42);
        fixture.run(&[1, 2, 3], Release::Server2022);
        assert_eq!(fixture.found("CAP-01"), ["BLOCK node n4"]);
    }
}
