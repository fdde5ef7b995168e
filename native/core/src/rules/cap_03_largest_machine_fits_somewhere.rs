//! CAP-03: every VM fits into the free memory of at least one other node.

use super::prelude::*;
use crate::model::NodeState;

pub(super) static RULE: Rule = Rule {
    id: "CAP-03",
    title: "Every VM fits into the free memory of another node",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "The memory of every machine and of every running VM, and the reserves of the policy.",
    fires: "A running VM needs more memory than is free on any other node that may own it: \
            others have to move out of its way first.",
    remedy: "Rearrange VMs so that one node has room for it, or let the plan do it where CAP-01 finds a placement.",
    source: "Cluster overcommit algorithm (support.microsoft.com, KB3023928)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let overhead = facts.policy.virtual_machine_overhead_mib;
    let used = |host: &Host<'_>| {
        facts
            .roles_of(host)
            .map(crate::model::Role::memory_mib)
            .filter(|memory| *memory > 0)
            .fold(0, |sum: u64, memory| sum.saturating_add(memory).saturating_add(overhead))
    };
    let mut free: Vec<(u64, usize)> = facts
        .hosts
        .iter()
        .enumerate()
        .filter(|(_, host)| host.node.state == NodeState::Up)
        .filter_map(|(index, host)| {
            let room = host.machine()?.memory_mib.saturating_sub(facts.policy.kept_by_host_mib(facts.inventory));
            Some((room.saturating_sub(used(host)), index))
        })
        .collect();
    free.sort_unstable_by(|left, right| right.cmp(left));
    for (index, role, _) in facts.virtual_machines() {
        let Some(owner) = facts.owners.get(index).copied().flatten() else { continue };
        let Some(possible) = facts.possible.get(index) else { continue };
        if role.memory_mib() == 0 || !facts.hosts.get(owner).is_some_and(|host| facts.is_due(host)) {
            continue;
        }
        let needed = role.memory_mib().saturating_add(overhead);
        let most = free.iter().find(|(_, node)| *node != owner && possible.contains(*node));
        if let Some((most, node)) = most.filter(|(most, _)| *most < needed) {
            let name = facts.hosts.get(*node).map_or("", |host| host.node.name.as_str());
            let message =
                format!("{} needs {needed} MiB; the most that is free elsewhere is {most} MiB on {name}.", role.name);
            findings.fire(Subject::role(&role.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    /// 124 GiB are for VMs on each node; on every other one 100 GiB are used.
    fn with_machine(mib: u64) -> Fixture {
        let mut fixture = Fixture::usual();
        for node in 2..=4 {
            fixture.vm(&format!("small{node}"), node);
            fixture.last_vm().memory.assigned_mib = 100 * 1024 - 64;
            fixture.inventory.roles.last_mut().unwrap().possible_owners = vec![format!("n{node}").as_str().into()];
        }
        fixture.vm("large", 1);
        fixture.last_vm().memory.assigned_mib = mib;
        fixture
    }

    #[test]
    fn what_fits_passes() {
        assert!(with_machine(24 * 1024 - 64).found("CAP-03").is_empty());
    }

    #[test]
    fn a_mebibyte_more_is_a_warning() {
        assert_eq!(with_machine(24 * 1024 - 63).found("CAP-03"), ["WARN role large"]);
    }

    #[test]
    fn an_idle_node_that_may_not_own_it_is_no_room() {
        let mut fixture = with_machine(50 * 1024);
        fixture.inventory.roles.retain(|role| role.name.as_str() != "small4");
        assert!(fixture.found("CAP-03").is_empty());
        fixture.inventory.roles.last_mut().unwrap().possible_owners = vec!["n1".into(), "n2".into()];
        assert_eq!(fixture.found("CAP-03"), ["WARN role large"]);
    }
}
