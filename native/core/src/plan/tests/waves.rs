//! Several nodes at once, canaries, and plans that end before the last node.

use super::fixture::{bare, cluster, told, vm};
use crate::model::{Inventory, NodeName, Priority, Release};
use crate::plan::make::{compose, level_change};
use crate::plan::{Placement, Plan, Policy, Task, validate};

fn planned(inventory: &Inventory, policy: &Policy) -> Plan {
    let change = level_change(inventory, Release::Server2019).unwrap();
    let plan = compose(inventory, change, policy, Vec::new(), &crate::plan::beginning::NOTHING, &|| false).unwrap();
    validate(&plan).unwrap();
    plan
}

/// Eight nodes, each with one VM that leaves room for another.
fn wide() -> Inventory {
    let mut inventory = cluster(&[64; 8]);
    for number in 1..9 {
        vm(&mut inventory, &format!("v{number}"), &format!("n{number}"), 16);
    }
    inventory
}

fn waves(plan: &Plan) -> Vec<usize> {
    plan.nodes.chunk_by(|left, right| left.wave == right.wave).map(<[_]>::len).collect()
}

#[test]
fn as_many_nodes_at_once_as_find_room_on_upgraded_ones() {
    let mut inventory = wide();
    let policy = |max_concurrent_nodes| Policy { max_concurrent_nodes, placement: Placement::Fewest, ..bare() };
    let one = planned(&inventory, &policy(1));
    assert_eq!(waves(&one), [1; 8]);
    let automatic = planned(&inventory, &policy(0));
    assert_eq!(waves(&automatic)[0], 1, "the first goes alone");
    assert!(waves(&automatic).iter().any(|wave| *wave > 1), "{:?}", waves(&automatic));
    assert_eq!(automatic.moves.virtual_machine_moves, one.moves.virtual_machine_moves, "it costs no move");
    assert!(automatic.estimate.likely_seconds < one.estimate.likely_seconds);
    let two = planned(&inventory, &policy(2));
    assert!(waves(&two).iter().all(|wave| *wave <= 2) && waves(&two).contains(&2));
    // In a wave all leave, then all are installed, then all come back.
    let wave = two.nodes.windows(2).find(|pair| pair[0].wave == pair[1].wave).unwrap();
    let steps = &two.steps[wave[0].first_step as usize - 1..wave[0].last_step as usize];
    let place = |wanted: fn(&Task) -> bool, last: bool| {
        let found = |step: &crate::plan::Step| wanted(&step.task);
        if last { steps.iter().rposition(found) } else { steps.iter().position(found) }.unwrap()
    };
    let (evicted, installed) =
        (|task: &Task| matches!(task, Task::EvictNode { .. }), |task: &Task| matches!(task, Task::InstallNode { .. }));
    assert!(place(evicted, true) < place(installed, false));
    assert!(place(installed, true) < place(|task| matches!(task, Task::AddNode { .. }), false));
    assert_eq!((wave[0].first_step, wave[0].last_step), (wave[1].first_step, wave[1].last_step));
    inventory.storage.spaces_direct = true;
    assert_eq!(waves(&planned(&inventory, &policy(0))), [1; 8], "Spaces Direct: one at a time");
    inventory.storage.spaces_direct = false;
    for (node, domain) in inventory.nodes.iter_mut().zip(["a", "b", "c", "d", "e", "f", "g", "h"]) {
        node.fault_domain = Some(domain.to_owned());
    }
    assert_eq!(waves(&planned(&inventory, &policy(0))), [1; 8], "one fault domain at a time");
}

#[test]
fn votes_limit_a_wave() {
    let mut inventory = wide();
    inventory.cluster.quorum.witness = None;
    for node in &mut inventory.nodes[3..] {
        node.vote = false;
    }
    let plan = planned(&inventory, &Policy { max_concurrent_nodes: 0, ..bare() });
    for step in plan.steps.iter().filter(|step| matches!(step.task, Task::EvictNode { .. })) {
        let risk = step.risk.as_ref().unwrap();
        assert!(risk.votes >= risk.votes_needed);
    }
    let voters = ["n1", "n2", "n3"].map(NodeName::from);
    for wave in plan.nodes.chunk_by(|left, right| left.wave == right.wave).filter(|wave| wave.len() > 1) {
        assert!(wave.iter().filter(|stage| voters.contains(&stage.node)).count() <= 1);
    }
}

#[test]
fn canaries_run_before_the_first_new_node_takes_more() {
    let mut inventory = cluster(&[64, 64, 64]);
    vm(&mut inventory, "a", "n1", 4);
    for (name, priority) in [("high", Priority::HIGH), ("low", Priority::LOW), ("middle", Priority::MEDIUM)] {
        vm(&mut inventory, name, "n2", 4).priority = priority;
    }
    for number in 0..4 {
        vm(&mut inventory, &format!("c{number}"), "n3", 4);
    }
    let policy = Policy { canary_virtual_machines: 1, soak_seconds: 600, placement: Placement::Fewest, ..bare() };
    let plan = planned(&inventory, &policy);
    let without = planned(&inventory, &Policy { canary_virtual_machines: 0, ..policy });
    assert_eq!(plan.moves.virtual_machine_moves, without.moves.virtual_machine_moves, "canaries cost no move");
    let steps = told(&plan);
    let first = plan.nodes[1].first_step as usize - 1;
    assert_eq!(steps[first..first + 3], ["move low n2 -> n1, live", "soak n1 for 10 min", "pause n2"], "{steps:?}");
    // What goes ahead of the others leaves its slot beside it empty.
    let longer = plan.estimate.likely_seconds - without.estimate.likely_seconds;
    assert!((600..620).contains(&longer), "{longer}");
}

#[test]
fn a_plan_may_end_after_the_first_node() {
    let mut inventory = wide();
    inventory.cluster.auto_balancer_mode = Some(2);
    let plan = planned(&inventory, &Policy { stop_after_nodes: 1, ..bare() });
    assert_eq!((plan.nodes.len(), plan.remaining.len()), (1, 7));
    assert!(!plan.remaining.contains(&plan.nodes[0].node));
    assert_eq!((plan.moves.virtual_machine_moves, plan.moves.bound), (1, 1), "{:?}", plan.moves);
    assert!(plan.moves.above_bound.is_empty() && plan.moves.above_bound_mib.is_empty());
    let steps = told(&plan);
    assert_eq!(steps.last().map(String::as_str), Some("put AutoBalancerMode back"));
    assert!(!steps.iter().any(|step| step.contains("level")));
    // The next plan begins where this one ended.
    let done = inventory.nodes.iter().position(|node| node.name == plan.nodes[0].node).unwrap();
    inventory.nodes[done].machine.as_mut().unwrap().release = Release::Server2019;
    for step in &plan.steps {
        if let Task::MoveRole { role, to, .. } = &step.task {
            inventory.roles.iter_mut().find(|other| other.name == *role).unwrap().owner = to.clone();
        }
    }
    let rest = planned(&inventory, &bare());
    assert_eq!((rest.nodes.len(), rest.remaining.len()), (7, 0));
    assert!(told(&rest).contains(&"raise the functional level to 10".to_owned()));
}

#[test]
fn the_level_waits_for_a_soak_where_the_policy_wants_one() {
    let inventory = cluster(&[64, 64, 64]);
    let policy = Policy { level_soak_seconds: 86_400, ..bare() };
    let plan = planned(&inventory, &policy);
    let commit = plan.steps.iter().position(|step| step.task == Task::AwaitCommit).unwrap();
    let before = &plan.steps[commit - 1];
    assert!(matches!(&before.task, Task::Soak { seconds: 86_400, .. }), "{:?}", before.task);
    assert_eq!(before.likely_seconds, 86_400);
}

#[test]
fn a_plan_is_the_same_bytes_on_every_thread() {
    let mut inventory = cluster(&[64; 6]);
    for number in 0..36 {
        vm(&mut inventory, &format!("v{number}"), &format!("n{}", 1 + number % 6), 1 + number % 5);
    }
    let policy = Policy { max_concurrent_nodes: 0, ..bare() };
    let bytes = || serde_json::to_vec(&planned(&inventory, &policy)).unwrap();
    let alone = bytes();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(bytes)).collect();
        assert!(threads.into_iter().all(|thread| thread.join().unwrap() == alone));
    });
}
