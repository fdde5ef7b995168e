//! Settings that a plan borrows: changed for the run, read again, and back at its end, at a stop, when somebody
//! abandons it, and when it is taken back.

use cluster_twin::call::Call;
use cluster_twin::crash::{MemoryDisk, Session};
use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, Release, Teaming};
use rolling_upgrade_core::plan::{BorrowedSetting, Policy, Task, make};
use rolling_upgrade_core::run::{ActionTask, Event, EventKind, RunState};
use serde_json::{Value, json};

use crate::scenarios::scenario;
use crate::support::call;
use crate::undo::attested;

/// How a run ends that has borrowed something.
#[derive(Debug, Clone, Copy)]
enum Ending {
    /// By itself.
    Completed,
    /// Stopped with every node in.
    StoppedBetweenNodes,
    /// Abandoned with a node out.
    Abandoned,
    /// Cut off with a node out, and taken back.
    TakenBack,
}

const ENDINGS: [Ending; 4] = [Ending::Completed, Ending::StoppedBetweenNodes, Ending::Abandoned, Ending::TakenBack];

/// A session, and what its cluster had before it.
struct Borrowing {
    session: Session<MemoryDisk>,
    before: Settings,
}

/// The settings that a run borrows: balancer, threshold, parallel migrations, migration check, updating role.
#[derive(Debug, PartialEq, Eq)]
struct Settings {
    balancer: Option<u32>,
    threshold: Option<u32>,
    parallel_migrations: Option<u32>,
    skips_migration_check: bool,
    updating: bool,
}

fn settings(twin: &mut Twin) -> Settings {
    let call_for = Call::Parameters { resource_type: Some("Virtual Machine".to_owned()) };
    let check = BorrowedSetting::SkipMigrationDestinationCheck.to_string();
    let skips_migration_check = call::<Value>(twin, &call_for)[check] == json!(1);
    let cluster = twin.inventory().cluster;
    Settings {
        balancer: cluster.auto_balancer_mode,
        threshold: cluster.same_subnet_threshold,
        parallel_migrations: cluster.maximum_parallel_migrations,
        skips_migration_check,
        updating: cluster.updating.enabled,
    }
}

fn begin(inventory: &Inventory, target: Release, policy: &Policy, borrowed: usize) -> Borrowing {
    let plan = make(inventory, target, policy).unwrap();
    let borrows = |task: &Task| matches!(task, Task::BorrowSetting { .. } | Task::DisableUpdatingRole);
    assert_eq!(plan.steps.iter().filter(|step| borrows(&step.task)).count(), borrowed);
    let mut twin = Twin::new(inventory, &Simulation::default(), 1).unwrap();
    let few = Call::SetClusterProperty { name: "SameSubnetThreshold".to_owned(), value: json!(5) };
    call::<Value>(&mut twin, &few);
    let before = settings(&mut twin);
    Borrowing { session: Session::begin(twin, MemoryDisk::default(), plan.into()).unwrap(), before }
}

/// A cluster whose nodes miss few heartbeats and migrate one VM at a time.
fn of_2022() -> Borrowing {
    let mut inventory = scenario("s2d-2022");
    inventory.cluster.same_subnet_threshold = Some(5);
    let policy = Policy { parallel_migrations: 4, soak_seconds: 0, ..attested() };
    begin(&inventory, Release::Server2025, &policy, 3)
}

/// Hosts of Windows Server 2016 whose switches team their adapters themselves, on the way to 2019, on a cluster that
/// updates itself.
fn of_2016() -> Borrowing {
    let options = GenerateOptions {
        nodes: 4,
        virtual_machines: 12,
        seed: 3,
        from: Release::Server2016,
        memory_use_percent: Some(40),
    };
    let mut inventory = generate(&options).unwrap();
    inventory.cluster.same_subnet_threshold = Some(5);
    for machine in inventory.nodes.iter_mut().filter_map(|node| node.machine.as_mut()) {
        machine.switches.iter_mut().for_each(|switch| switch.teaming = Teaming::Set);
    }
    begin(&inventory, Release::Server2019, &Policy { soak_seconds: 0, ..attested() }, 4)
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

/// Takes a run to an ending.
fn end(session: &mut Session<MemoryDisk>, ending: Ending) {
    let now = |session: &Session<MemoryDisk>, event| Event { at: session.twin.now(), event };
    match ending {
        Ending::Completed => {
            let first = session.first();
            assert_eq!(session.drive(first).unwrap().state, RunState::Completed);
        }
        Ending::StoppedBetweenNodes => {
            until(session, |task| matches!(task, ActionTask::SuspendNode { .. }));
            let stop = now(session, EventKind::OrderlyStop { abandon: false });
            assert_eq!(session.drive(stop).unwrap().state, RunState::Stopped);
        }
        Ending::Abandoned => {
            until(session, |task| matches!(task, ActionTask::AddNode { .. }));
            let stop = now(session, EventKind::OrderlyStop { abandon: true });
            assert_eq!(session.drive(stop).unwrap().state, RunState::Stopped);
        }
        Ending::TakenBack => {
            until(session, |task| matches!(task, ActionTask::AddNode { .. }));
            let stop = now(session, EventKind::StopRequested);
            session.feed(stop).unwrap();
            let left = session.unfinished();
            let back = session.twin.take_back(&left, &attested(), 1).unwrap();
            assert_eq!(back.status.state, RunState::Completed, "{}", back.text());
        }
    }
}

#[test]
fn every_setting_that_is_borrowed_is_back_however_the_run_ends() {
    for world in [of_2022, of_2016] {
        for ending in ENDINGS {
            let Borrowing { mut session, before } = world();
            end(&mut session, ending);
            assert_eq!(settings(&mut session.twin), before, "{ending:?}");
        }
    }
}

#[test]
fn what_is_borrowed_has_the_value_of_the_plan_while_a_node_is_out() {
    let (mut of_2022, mut of_2016) = (of_2022(), of_2016());
    for borrowing in [&mut of_2022, &mut of_2016] {
        until(&mut borrowing.session, |task| matches!(task, ActionTask::EvictNode { .. }));
        let now = settings(&mut borrowing.session.twin);
        assert_eq!((now.balancer, now.threshold, now.updating), (Some(0), Some(10), false));
    }
    assert_eq!(settings(&mut of_2022.session.twin).parallel_migrations, Some(4));
    assert!(settings(&mut of_2016.session.twin).skips_migration_check);
}

#[test]
fn a_run_that_was_abandoned_can_be_gone_on_with_all_the_same() {
    let Borrowing { mut session, before } = of_2022();
    end(&mut session, Ending::Abandoned);
    let first = session.first();
    assert_eq!(session.drive(first).unwrap().state, RunState::Completed);
    assert_eq!(settings(&mut session.twin), before);
}
