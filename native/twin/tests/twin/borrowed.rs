//! Settings that a plan borrows: changed for the run, read again, and back at its end, at a stop, and when somebody
//! abandons it.

use cluster_twin::call::{Call, ClusterView};
use cluster_twin::crash::{MemoryDisk, Session};
use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Release, Teaming};
use rolling_upgrade_core::plan::{MIGRATION_CHECK, Policy, Task, make};
use rolling_upgrade_core::run::{ActionTask, Event, EventKind, RunState};
use serde_json::{Value, json};

use crate::scenarios::scenario;
use crate::support::call;

const NAMES: [&str; 3] = ["AutoBalancerMode", "SameSubnetThreshold", "MaximumParallelMigrations"];

fn settings(twin: &mut Twin) -> [Value; 3] {
    let view: ClusterView = call(twin, &Call::Cluster);
    NAMES.map(|name| view.properties[name].clone())
}

/// A session on a cluster whose nodes miss few heartbeats and migrate one VM at a time; what it had before.
fn session() -> (Session<MemoryDisk>, [Value; 3]) {
    let mut inventory = scenario("s2d-2022");
    inventory.cluster.same_subnet_threshold = Some(5);
    let policy = Policy { parallel_migrations: 4, soak_seconds: 0, ..Policy::default() };
    let plan = make(&inventory, Release::Server2025, &policy).unwrap();
    let borrowed = plan.steps.iter().filter(|step| matches!(step.task, Task::BorrowSetting { .. }));
    assert_eq!(borrowed.count(), 3);
    let mut twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
    let few = Call::SetClusterProperty { name: "SameSubnetThreshold".to_owned(), value: json!(5) };
    call::<Value>(&mut twin, &few);
    let before = settings(&mut twin);
    (Session::begin(twin, MemoryDisk::default(), plan.into()).unwrap(), before)
}

/// Drives until an action is given out, and leaves it.
fn until(session: &mut Session<MemoryDisk>, wanted: fn(&ActionTask) -> bool) {
    let mut next = Some(session.first());
    while let Some(event) = next.take() {
        let turn = session.feed(event).unwrap();
        session.keep(&turn).unwrap();
        let action = turn.action().unwrap();
        if wanted(&action.task) {
            return;
        }
        next = Some(session.act(action).unwrap());
    }
}

#[test]
fn what_is_borrowed_is_back_at_the_end() {
    let (mut session, before) = session();
    until(&mut session, |task| matches!(task, ActionTask::EvictNode { .. }));
    assert_eq!(settings(&mut session.twin), [json!(0), json!(10), json!(4)]);
    let first = session.first();
    let status = session.drive(first).unwrap();
    assert_eq!(status.state, RunState::Completed, "{:?}", status.reason);
    assert_eq!(settings(&mut session.twin), before);
}

#[test]
fn what_is_borrowed_is_back_when_somebody_abandons_the_run_with_a_node_out() {
    let (mut session, before) = session();
    until(&mut session, |task| matches!(task, ActionTask::AddNode { .. }));
    let stop = Event { at: session.twin.now(), event: EventKind::OrderlyStop { abandon: true } };
    assert_eq!(session.drive(stop).unwrap().state, RunState::Stopped);
    assert_eq!(settings(&mut session.twin), before);
    let first = session.first();
    assert_eq!(session.drive(first).unwrap().state, RunState::Completed, "it can be gone on with all the same");
    assert_eq!(settings(&mut session.twin), before);
}

/// Two hosts of Windows Server 2016 whose switches team their adapters themselves, on the way to 2019.
fn between_2016_and_2019() -> Session<MemoryDisk> {
    let options = GenerateOptions {
        nodes: 4,
        virtual_machines: 12,
        seed: 3,
        from: Release::Server2016,
        memory_use_percent: Some(40),
    };
    let mut inventory = generate(&options).unwrap();
    for machine in inventory.nodes.iter_mut().filter_map(|node| node.machine.as_mut()) {
        machine.switches.iter_mut().for_each(|switch| switch.teaming = Teaming::Set);
    }
    let plan = make(&inventory, Release::Server2019, &Policy { soak_seconds: 0, ..Policy::default() }).unwrap();
    let twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
    Session::begin(twin, MemoryDisk::default(), plan.into()).unwrap()
}

fn migration_check(twin: &mut Twin) -> Value {
    let call_for = Call::Parameters { resource_type: Some("Virtual Machine".to_owned()) };
    call::<Value>(twin, &call_for)[MIGRATION_CHECK].clone()
}

#[test]
fn the_check_of_destinations_is_skipped_between_2016_and_2019_with_embedded_teaming() {
    let mut session = between_2016_and_2019();
    assert_eq!(migration_check(&mut session.twin), Value::Null);
    until(&mut session, |task| matches!(task, ActionTask::EvictNode { .. }));
    assert_eq!(migration_check(&mut session.twin), 1);
    let first = session.first();
    let status = session.drive(first).unwrap();
    assert_eq!(status.state, RunState::Completed, "{:?}", status.reason);
    assert_eq!(migration_check(&mut session.twin), 0);
}
