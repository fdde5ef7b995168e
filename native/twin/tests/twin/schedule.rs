//! The times of a plan's moves against those of the twin.

use cluster_twin::{DirtyRates, Rehearsal, Simulation, rehearse};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::Release;
use rolling_upgrade_core::plan::{NodeStage, Placement, Plan, Policy, Task, make};

/// Seconds from the first move of a node to the drain that sweeps the rest.
fn took(plan: &Plan, rehearsal: &Rehearsal, stage: &NodeStage) -> u64 {
    let steps = &plan.steps[stage.first_step as usize - 1..stage.last_step as usize];
    let number = |wanted: fn(&Task) -> bool| steps.iter().find(|step| wanted(&step.task)).map(|step| step.number);
    let at = |step: Option<u32>| {
        rehearsal.actions.iter().find(|action| Some(action.step) == step).map(|action| action.at).unwrap()
    };
    let first = at(number(|task| matches!(task, Task::MoveRole { .. })));
    at(number(|task| matches!(task, Task::DrainNode { .. }))).seconds_since(first)
}

#[test]
fn the_twin_confirms_the_times_of_a_plan() {
    let options = GenerateOptions {
        nodes: 4,
        virtual_machines: 48,
        seed: 7,
        from: Release::Server2019,
        memory_use_percent: Some(60),
    };
    let mut inventory = generate(&options).unwrap();
    // A plan gives each migration the share of a link that it has while all slots are taken; the more there are, the
    // more is left to the last ones.
    for (slots, least_percent) in [(1, 90), (2, 85), (4, 70)] {
        inventory.cluster.maximum_parallel_migrations = Some(slots);
        let policy = Policy { placement: Placement::Fewest, ..Policy::default() };
        let plan = make(&inventory, Release::Server2022, &policy).unwrap();
        // The plan takes guests to write at a tenth of the link.
        let simulation = Simulation {
            dirty_rates: DirtyRates { default_mib_per_second: Some(100), ..DirtyRates::default() },
            ..Simulation::default()
        };
        let rehearsal = rehearse(&inventory, plan.clone(), &simulation, 1, false).unwrap();
        for stage in plan.nodes.iter().filter(|stage| stage.drain.is_some()) {
            let (planned, took) = (stage.drain.unwrap().likely_seconds, took(&plan, &rehearsal, stage));
            let near = took * 100 >= planned * least_percent && took * 100 <= planned * 110;
            assert!(near, "{} with {slots} slots: {took} s, planned {planned} s", stage.node);
        }
    }
}
