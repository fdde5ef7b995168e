//! What holds for every plan and every rehearsal, shown on clusters that chance invents.

use std::collections::BTreeMap;

use cluster_twin::{Simulation, rehearse};
use proptest::prelude::*;
use rolling_upgrade_core::document;
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, NodeName, Release, Role, RoleName};
use rolling_upgrade_core::plan::{self, Plan, Policy, Task};
use rolling_upgrade_core::rules::{self, CheckRequest, Verdict};
use rolling_upgrade_core::run::RunState;

fn clusters() -> impl Strategy<Value = GenerateOptions> {
    let from = prop::sample::select(vec![
        Release::Server2012R2,
        Release::Server2016,
        Release::Server2019,
        Release::Server2022,
    ]);
    (2_u32..10, 0_u32..150, any::<u64>(), from, prop::option::of(30_u32..80)).prop_map(
        |(nodes, virtual_machines, seed, from, memory_use_percent)| GenerateOptions {
            nodes,
            virtual_machines,
            seed,
            from,
            memory_use_percent,
        },
    )
}

fn target(options: &GenerateOptions) -> Release {
    options.from.next().expect("generate refuses the newest release")
}

/// Where everything is while the steps of a plan are followed on paper.
struct Paper {
    owner: BTreeMap<RoleName, NodeName>,
    memory: BTreeMap<RoleName, u64>,
    room: BTreeMap<NodeName, u64>,
    out: Vec<NodeName>,
}

impl Paper {
    fn new(inventory: &Inventory) -> Self {
        let machines = || inventory.roles.iter().filter(|role| role.virtual_machine.is_some());
        Self {
            owner: machines().map(|role| (role.name.clone(), role.owner.clone())).collect(),
            memory: machines().map(|role| (role.name.clone(), role.memory_mib())).collect(),
            room: inventory
                .nodes
                .iter()
                .filter_map(|node| Some((node.name.clone(), node.machine.as_ref()?.memory_mib)))
                .collect(),
            out: Vec::new(),
        }
    }

    fn follow(&mut self, task: &Task) {
        match task {
            Task::PauseNode { node } => {
                self.out.push(node.clone());
                assert_eq!(self.out.len(), 1, "two nodes are out at once");
            }
            Task::MoveRole { role, from, to, .. } if self.owner.contains_key(role) => {
                assert_eq!(&self.owner[role], from, "{role} is not there");
                assert!(!self.out.contains(to), "{role} moves to {to}, which is out");
                self.owner.insert(role.clone(), to.clone());
                self.has_room(to);
            }
            Task::EvictNode { node } => {
                let left: Vec<_> = self.owner.iter().filter(|(_, owner)| *owner == node).collect();
                assert!(left.is_empty(), "{node} is evicted and owns {left:?}");
            }
            Task::AddNode { machine: node } | Task::ResumeNode { node } => self.out.retain(|one| one != node),
            Task::RaiseFunctionalLevel { .. } => assert!(self.out.is_empty(), "the level is raised with a node out"),
            _ => {}
        }
    }

    fn has_room(&self, node: &NodeName) {
        let used: u64 = self.owner.iter().filter(|(_, owner)| *owner == node).map(|(role, _)| self.memory[role]).sum();
        assert!(used <= self.room[node], "{node} has {used} MiB of VMs and {} MiB of memory", self.room[node]);
    }
}

fn holds(inventory: &Inventory, plan: &Plan) {
    let numbers: Vec<u32> = plan.steps.iter().map(|step| step.number).collect();
    assert_eq!(numbers, (1..=u32::try_from(plan.steps.len()).unwrap()).collect::<Vec<_>>());
    assert!(plan.steps.iter().all(|step| !step.reason.is_empty()), "a step without a reason");
    let mut done: Vec<&NodeName> = plan.nodes.iter().map(|stage| &stage.node).collect();
    done.sort();
    let mut members: Vec<&NodeName> = inventory.nodes.iter().map(|node| &node.name).collect();
    members.sort();
    assert_eq!(done, members, "each node has its turn once");
    let mut paper = Paper::new(inventory);
    plan.steps.iter().for_each(|step| paper.follow(&step.task));
    assert!(paper.out.is_empty(), "a node stays out");
    let raised = plan.steps.iter().position(|step| matches!(step.task, Task::RaiseFunctionalLevel { .. }));
    let last_node = plan.nodes.iter().map(|stage| stage.last_step).max().unwrap_or(0) as usize;
    assert!(raised.is_some_and(|at| at >= last_node), "the level is raised before the last node is done");
    assert!(plan.moves.virtual_machine_moves >= plan.moves.bound, "fewer moves than are possible");
    let moves = plan.steps.iter().filter(|step| match &step.task {
        Task::MoveRole { role, .. } => paper.owner.contains_key(role),
        _ => false,
    });
    assert_eq!(moves.count() as u64, plan.moves.virtual_machine_moves, "the moves are miscounted");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// A plan keeps every promise, or there is none and findings say why.
    #[test]
    fn every_plan_holds(options in clusters()) {
        let inventory = generate(&options).unwrap();
        let report = rules::check(&inventory, &CheckRequest::new(target(&options)));
        match plan::make(&inventory, target(&options), &Policy::default()) {
            Ok(plan) => {
                prop_assert_eq!(report.verdict, Verdict::Ready);
                holds(&inventory, &plan);
                let again = plan::make(&inventory, target(&options), &Policy::default()).unwrap();
                prop_assert_eq!(document::write(&again).unwrap(), document::write(&plan).unwrap());
                let text = document::write(&plan).unwrap();
                prop_assert_eq!(document::read::<Plan>(text.as_bytes(), Plan::SCHEMA, text.len()).unwrap(), plan);
            }
            // With the memory that the generator chooses there is always a way; a fuller cluster may have none.
            Err(error) => prop_assert!(options.memory_use_percent.is_some(), "no plan: {error}"),
        }
    }

    /// What is planned is what runs: the rehearsal reaches its end with exactly the moves of the plan, and no role is
    /// down against it.
    #[test]
    fn every_plan_can_be_rehearsed(options in clusters(), seed in any::<u64>()) {
        let inventory = generate(&options).unwrap();
        let Ok(plan) = plan::make(&inventory, target(&options), &Policy::default()) else { return Ok(()) };
        let moves = plan.moves.virtual_machine_moves;
        let rehearsal = rehearse(&inventory, plan, &Simulation::default(), seed, true).unwrap();
        prop_assert_eq!(rehearsal.status.state, RunState::Completed, "{}", rehearsal.text());
        prop_assert_eq!(rehearsal.status.moves, moves, "the moves of the plan and no others: {}", rehearsal.text());
        let stays_up = rehearsal.account.outages.iter().all(|outage| outage.down_milliseconds == 0);
        prop_assert!(stays_up, "nothing is down against the plan: {}", rehearsal.text());
        prop_assert_eq!(rehearsal.status.nodes_done.len(), inventory.nodes.len());
    }
}

/// The roles of a generated cluster fit their nodes: the properties above start from a possible world.
#[test]
fn generated_clusters_start_well() {
    let options = GenerateOptions {
        nodes: 8,
        virtual_machines: 400,
        seed: 1,
        from: Release::Server2019,
        memory_use_percent: None,
    };
    let inventory = generate(&options).unwrap();
    let paper = Paper::new(&inventory);
    inventory.nodes.iter().for_each(|node| paper.has_room(&node.name));
    assert!(inventory.roles.iter().filter(|role| Role::is_core(role)).count() >= 2);
}
