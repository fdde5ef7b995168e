//! CAP-02: with one node out and another failing, every role has a place.

use super::prelude::*;
use crate::model::{NodeName, NodeState};
use crate::plan::{Answer, Capacity, Loss};

pub(super) static RULE: Rule = Rule {
    id: "CAP-02",
    title: "Every role has a place after one more failure",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "Machines, roles with memory, processors, versions, switches, owners and rules between them, and the \
            reserves and `requireReserve` of the policy.",
    fires: "While a node that has still to be done is out, another one could fail whose roles find no place when they \
            start again with their startup memory; nothing moves aside for them. It blocks where the policy asks for \
            a reserve, and warns otherwise.",
    remedy: "Add a temporary node, or accept that VMs of low priority stop when a node fails during the upgrade.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let capacity = Capacity::new(facts.inventory, facts.policy);
    let pairs = pairs(facts, &capacity);
    let mut left = facts.policy.search_steps;
    let (mut stranded, mut undecided) = (Vec::new(), Vec::new());
    for (asked, (out, failing)) in pairs.iter().enumerate() {
        let loss = Loss { out: std::slice::from_ref(*out), failed: std::slice::from_ref(*failing) };
        let share = left / (pairs.len() - asked) as u64;
        let mut steps = share;
        let holds = capacity.holds(loss, &mut steps);
        left -= share - steps;
        match holds {
            Some(true) => {}
            Some(false) => stranded.push((loss, format!("{failing} while {out} is out"))),
            None => undecided.push(format!("{failing} while {out} is out")),
        }
    }
    let severity = if facts.policy.require_reserve { Severity::Block } else { Severity::Warn };
    let subject = || Subject::cluster(facts.inventory);
    if let Some((loss, first)) = stranded.first() {
        let mut message = format!(
            "The failure of one more node would leave roles without a place: {}.",
            listed(stranded.iter().map(|(_, pair)| pair.as_str()))
        );
        let mut steps = facts.policy.search_steps;
        let mut remedy = None;
        if let Answer::Impossible(why) = capacity.ask(*loss, &mut steps) {
            message = format!("{message} In the case of {first}, {why}.");
            remedy = Some(why.change);
        }
        findings.fire_as_with(
            severity,
            subject(),
            message,
            remedy.map_or_else(
                || RULE.remedy.to_owned(),
                |change| {
                    format!("{change} Or accept that VMs of low priority stop when a node fails during the upgrade.")
                },
            ),
        );
    }
    if !undecided.is_empty() {
        let message = format!(
            "Whether the failure of one more node leaves roles without a place was not decided in {} steps: {}.",
            facts.policy.search_steps,
            listed(undecided.iter().map(String::as_str))
        );
        findings.fire_as(severity, subject(), message);
    }
}

/// A node that is out with another that fails meanwhile, wherever the first can go out at all: where it can't, CAP-01
/// says so.
fn pairs<'a>(facts: &Facts<'a>, capacity: &Capacity<'_>) -> Vec<(&'a NodeName, &'a NodeName)> {
    let up = |host: &&Host<'a>| host.node.state == NodeState::Up;
    let can_leave = |host: &&Host<'a>| {
        let mut steps = facts.policy.search_steps;
        let loss = Loss { out: std::slice::from_ref(&host.node.name), failed: &[] };
        facts.is_due(host) && capacity.holds(loss, &mut steps) == Some(true)
    };
    let due = facts.hosts.iter().filter(can_leave);
    due.flat_map(|out| {
        let others = facts.hosts.iter().filter(up).filter(|other| other.node.name != out.node.name);
        others.map(|failing| (&out.node.name, &failing.node.name))
    })
    .collect()
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
            let memory = &mut fixture.last_vm().memory;
            (memory.assigned_mib, memory.startup_mib) = (gibibytes * 1024, gibibytes * 1024);
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
    fn a_policy_that_wants_a_reserve_makes_it_a_block() {
        let mut fixture = with_load(61, 3);
        fixture.request.policy.require_reserve = true;
        assert_eq!(fixture.found("CAP-02"), ["BLOCK cluster contoso"]);
        let message = fixture.message("CAP-02");
        assert!(
            message.contains("2 roles (vm1, vm2) need 125056 MiB of memory, and n3 has 64448 for them"),
            "{message}"
        );
    }

    #[test]
    fn what_starts_again_takes_its_startup_memory() {
        let mut fixture = with_load(61, 3);
        for role in &mut fixture.inventory.roles {
            if let Some(machine) = &mut role.virtual_machine {
                machine.memory.startup_mib = 1024;
            }
        }
        assert!(fixture.found("CAP-02").is_empty());
    }

    /// While `n1` is out and `n2` fails, 28 and 19 GiB are free for VMs of 14, 13, 9 and 8: whoever begins with the
    /// largest gap, or with the smallest that fits, ends with one that is left.
    fn puzzle() -> Fixture {
        let mut fixture = Fixture::new(Release::Server2019, 4);
        for (number, (node, gibibytes)) in [(2, 14), (2, 13), (2, 9), (2, 8), (3, 96), (4, 105)].into_iter().enumerate()
        {
            fixture.vm(&format!("vm{number}"), node);
            let memory = &mut fixture.last_vm().memory;
            (memory.assigned_mib, memory.startup_mib) = (gibibytes * 1024 - 64, gibibytes * 1024 - 64);
        }
        fixture
    }

    #[test]
    fn an_answer_for_which_the_steps_do_not_suffice_is_no_green_light() {
        let mut fixture = puzzle();
        let decided = fixture.found("CAP-02");
        assert_eq!(decided.len(), 1, "other pairs have no room for the large VMs");
        fixture.request.policy.search_steps = 0;
        let undecided = fixture.found("CAP-02");
        assert_eq!(undecided.len(), 2, "{undecided:?}");
        let mut request = fixture.request.clone();
        request.rules = vec!["CAP-02".to_owned()];
        let report = crate::rules::check(&fixture.inventory, &request);
        let told = "was not decided in 0 steps: n2 while n1 is out";
        assert!(report.findings.iter().any(|finding| finding.message.contains(told)), "{:?}", report.findings);
    }

    #[test]
    fn no_room_at_all_is_left_to_cap_01() {
        assert!(with_load(100, 3).found("CAP-02").is_empty());
    }
}
