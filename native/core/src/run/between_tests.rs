//! What happens between the steps: the lease, gates, hooks, and what is given back when a run rests.

use serde_json::json;

use super::tests::{Toy, drive, plan, stage};
use super::*;
use crate::error::ErrorId;
use crate::model::{NodeState, Timestamp};
use crate::plan::{BorrowedSetting, Plan, Step, Task};

fn session(session: serde_json::Value) -> Session {
    serde_json::from_value(session).unwrap()
}

fn start(plan: Plan, session: Session) -> Run {
    Run::start(plan, RunOptions { run_id: "r".to_owned(), commit: true, session, ..RunOptions::default() }).unwrap()
}

fn leased(host: &str, take_over: bool) -> Session {
    session(json!({"lease": {"owner": "ada", "host": host, "takeOver": take_over}}))
}

/// Drives until a task is given out; what the run said meanwhile.
fn drive_until(run: &mut Run, toy: &mut Toy, wanted: impl Fn(&Action) -> bool) -> Action {
    let mut action = run.advance(&toy.event(EventKind::Started)).unwrap().action.unwrap();
    for _ in 0..500 {
        if wanted(&action) {
            return action;
        }
        action = run.advance(&toy.answer(&action)).unwrap().action.unwrap();
    }
    panic!("the task is never given out");
}

#[test]
fn the_lease_is_held_while_the_run_is_driven_and_given_up_at_the_end() {
    let (mut run, mut toy) = (start(plan(), leased("h1", false)), Toy::new());
    let action = drive_until(&mut run, &mut toy, |action| matches!(action.task, ActionTask::SuspendNode { .. }));
    let lease = toy.lease.clone().unwrap();
    assert!(lease.contains("\"run\":\"r\",\"owner\":\"ada\",\"host\":\"h1\",\"heartbeat\":"), "{lease}");
    let mut advance = run.advance(&toy.answer(&action)).unwrap();
    while let Some(action) = advance.action {
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    assert_eq!((advance.status.state, toy.lease), (RunState::Completed, None));
}

#[test]
fn a_second_driver_is_refused_and_a_dead_one_is_replaced_only_on_request() {
    let (mut first, mut toy) = (start(plan(), leased("h1", false)), Toy::new());
    drive_until(&mut first, &mut toy, |action| matches!(action.task, ActionTask::SuspendNode { .. }));
    let second = |toy: &mut Toy, take_over| {
        let options = RunOptions { run_id: "s".to_owned(), session: leased("h2", take_over), ..RunOptions::default() };
        let mut run = Run::start(plan(), options).unwrap();
        drive(&mut run, toy, EventKind::Started)
    };
    for take_over in [false, true] {
        let status = second(&mut toy, take_over);
        let reason = status.reason.unwrap();
        assert_eq!((status.state, reason.id), (RunState::Paused, ErrorId::LeaseHeld));
        assert!(reason.message.contains("driven by ada from h1"), "{}", reason.message);
    }
    assert!(toy.lease.as_ref().unwrap().contains("h1") && toy.calls.len() == 1, "{:?}", toy.calls);
    toy.now += 1_801_000;
    assert_eq!(second(&mut toy, false).state, RunState::Paused);
    assert_eq!(second(&mut toy, true).state, RunState::AwaitingCommit);
}

#[test]
fn a_lease_that_a_run_of_the_same_machine_left_behind_is_nobodys() {
    for (host, state) in [("h1", RunState::AwaitingCommit), ("h2", RunState::Paused)] {
        let (mut cut_off, mut toy) = (start(plan(), leased("h1", false)), Toy::new());
        drive_until(&mut cut_off, &mut toy, |action| matches!(action.task, ActionTask::SuspendNode { .. }));
        let lease = json!({"lease": {"owner": "ada", "host": host, "idleRuns": ["r"]}});
        let options = RunOptions { run_id: "s".to_owned(), session: session(lease), ..RunOptions::default() };
        let mut run = Run::start(plan(), options).unwrap();
        assert_eq!(drive(&mut run, &mut toy, EventKind::Started).state, state, "{host}");
    }
}

#[test]
fn a_driver_that_has_lost_the_lease_does_nothing_more() {
    let (mut run, mut toy) = (start(plan(), leased("h1", false)), Toy::new());
    let install = drive_until(&mut run, &mut toy, |action| matches!(action.task, ActionTask::EvictNode { .. }));
    toy.lease =
        Some("{\"run\":\"s\",\"owner\":\"bob\",\"host\":\"h2\",\"heartbeat\":\"2030-01-01T00:00:00Z\"}".to_owned());
    toy.now += 200_000;
    let calls = toy.calls.len() + 1;
    let mut advance = run.advance(&toy.answer(&install)).unwrap();
    while let Some(action) = advance.action {
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    assert_eq!(advance.status.reason.unwrap().id, ErrorId::LeaseHeld);
    assert_eq!(toy.calls.len(), calls);
    assert!(toy.lease.unwrap().contains("bob"));
}

/// A run whose second node may not go: what it waits for, and why it paused.
fn closed(toy: &mut Toy, session: Session, spoil: impl Fn(&mut Toy)) -> RunStatus {
    let mut run = start(plan(), session);
    let mut advance = run.advance(&toy.event(EventKind::Started)).unwrap();
    for _ in 0..500 {
        let Some(action) = advance.action else { return advance.status };
        if advance.status.nodes_done.len() == 1 {
            spoil(toy);
        }
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    panic!("the run does not rest");
}

fn is_closed(status: &RunStatus, reason: &str) {
    let report = status.reason.as_ref().expect("the run has paused");
    assert_eq!((status.state, report.id), (RunState::Paused, ErrorId::GateClosed), "{}", report.message);
    assert!(report.message.contains(reason), "{}", report.message);
}

#[test]
fn a_redirected_volume_closes_its_gate_unless_it_was_redirected_before() {
    let volume = |redirected| SharedVolumeObserved { name: "CSV1".to_owned(), online: true, redirected, owner: None };
    let mut toy = Toy { volumes: vec![volume(false)], ..Toy::new() };
    let status = closed(&mut toy, Session::default(), |toy| toy.volumes = vec![volume(true)]);
    is_closed(&status, "the I/O of the shared volume CSV1 is redirected");
    let mut toy = Toy { volumes: vec![volume(true)], ..Toy::new() };
    assert_eq!(closed(&mut toy, Session::default(), |_| ()).state, RunState::Completed);
    let mut toy = Toy::new();
    let offline = || SharedVolumeObserved { online: false, ..volume(false) };
    is_closed(&closed(&mut toy, Session::default(), |toy| toy.volumes = vec![offline()]), "CSV1 is offline");
}

#[test]
fn a_critical_event_closes_its_gate_and_whoever_resumes_has_seen_it() {
    let event = |id| CriticalEventObserved {
        at: Timestamp::from_milliseconds(0),
        subject: "n1".to_owned(),
        event_id: id,
        message: "quorum was lost".to_owned(),
    };
    let status = closed(&mut Toy::new(), Session::default(), |toy| toy.events = vec![event(1177)]);
    is_closed(&status, "event 1177 of");
    // What is not critical is nobody's business here.
    assert_eq!(
        closed(&mut Toy::new(), Session::default(), |toy| toy.events = vec![event(1069)]).state,
        RunState::Completed
    );
}

#[test]
fn a_node_in_quarantine_closes_the_gate_of_the_members() {
    let status = closed(&mut Toy::new(), Session::default(), |toy| toy.status = 2);
    is_closed(&status, "is in quarantine");
    is_closed(&closed(&mut Toy::new(), Session::default(), |toy| toy.status = 1), "is isolated");
}

#[test]
fn a_gate_of_the_user_says_yes_no_or_throws() {
    let gates = || session(json!({"userGates": 2}));
    assert_eq!(closed(&mut Toy::new(), gates(), |_| ()).state, RunState::Completed);
    let mut toy = Toy { gate: Some("the change window is over"), ..Toy::new() };
    is_closed(&closed(&mut toy, gates(), |_| ()), "1 of the user is closed: the change window is over");
    assert!(toy.calls.iter().all(|call| call.starts_with("ask gate")), "{:?}", toy.calls);
    let mut toy = Toy { failures: vec![("ask gate 2", 0); 60], ..Toy::new() };
    is_closed(&closed(&mut toy, gates(), |_| ()), "2 of the user is closed: refused");
}

#[test]
fn a_gate_that_opens_in_time_lets_the_run_go_on_and_a_resumed_run_asks_again() {
    let mut toy = Toy { failures: vec![("ask gate 1", 0); 3], ..Toy::new() };
    let gates = session(json!({"userGates": 1}));
    assert_eq!(closed(&mut toy, gates.clone(), |_| ()).state, RunState::Completed);
    let asked = toy.calls.iter().filter(|call| *call == "ask gate 1").count();
    assert_eq!(asked, 5, "three times closed, then open before each of the two nodes");

    let mut toy = Toy { gate: Some("no"), ..Toy::new() };
    let mut run = start(plan(), gates);
    is_closed(&drive(&mut run, &mut toy, EventKind::Started), "1 of the user");
    toy.gate = None;
    assert_eq!(drive(&mut run, &mut toy, EventKind::Resumed { commit: true }).state, RunState::Completed);
}

fn hooked() -> Session {
    session(json!({"hooks": ["beforeNode", "afterNode", "beforeLevel", "onPause", "onFailure", "onEnd"]}))
}

#[test]
fn hooks_are_called_where_they_belong() {
    let (mut run, mut toy) = (start(plan(), hooked()), Toy::new());
    assert_eq!(drive(&mut run, &mut toy, EventKind::Started).state, RunState::Completed);
    let hooks: Vec<&str> = toy.calls.iter().filter_map(|call| call.strip_prefix("call the hook ")).collect();
    let expected = [
        "before a node: n1",
        "after a node: n1",
        "before a node: n2",
        "after a node: n2",
        "before the level",
        "on end",
    ];
    assert_eq!(hooks, expected);
}

#[test]
fn a_hook_before_a_node_that_fails_pauses_and_one_after_it_is_told() {
    let (mut run, mut toy) = (start(plan(), hooked()), Toy::new());
    toy.failures = vec![("call the hook before a node: n2", 0), ("call the hook after a node", 0)];
    let status = drive(&mut run, &mut toy, EventKind::Started);
    assert_eq!(status.reason.unwrap().id, ErrorId::HookFailed);
    assert_eq!(toy.calls.last().unwrap(), "call the hook on failure");
    assert!(!toy.calls.iter().any(|call| call == "Suspend-ClusterNode -Name n2"), "{:?}", toy.calls);
    assert_eq!(drive(&mut run, &mut toy, EventKind::Resumed { commit: true }).state, RunState::Completed);
    // What was called before is not called again, and what failed is.
    assert_eq!(toy.calls.iter().filter(|call| call.ends_with("before a node: n1")).count(), 1);
    assert_eq!(toy.calls.iter().filter(|call| call.ends_with("before a node: n2")).count(), 2);
}

/// The plan with a balancer that is borrowed first and given back before the level.
fn borrowing() -> Plan {
    let mut plan = plan();
    let step = |task: Task| Step { task, ..plan.steps[0].clone() };
    let first = step(Task::BorrowSetting { name: BorrowedSetting::AutoBalancerMode, value: 0 });
    let last = step(Task::RestoreSetting { name: BorrowedSetting::AutoBalancerMode });
    plan.steps.insert(0, first);
    plan.steps.push(last);
    for (number, step) in (1..).zip(&mut plan.steps) {
        step.number = number;
    }
    plan.nodes = serde_json::from_value(json!([stage("n1", 2), stage("n2", 9)])).unwrap();
    plan
}

#[test]
fn a_borrowed_setting_goes_back_where_a_run_pauses_between_nodes_and_is_borrowed_again() {
    let mut toy = Toy { balancer: Some(2), gate: Some("no"), ..Toy::new() };
    let mut run = start(borrowing(), session(json!({"userGates": 1})));
    let mut advance = run.advance(&toy.event(EventKind::Started)).unwrap();
    toy.gate = None;
    while advance.status.nodes_done.is_empty() {
        advance = run.advance(&toy.answer(&advance.action.unwrap())).unwrap();
        assert!(advance.status.step == 1 || toy.balancer == Some(0));
    }
    toy.gate = Some("no");
    while let Some(action) = advance.action {
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    is_closed(&advance.status, "1 of the user");
    assert_eq!(toy.balancer, Some(2));
    toy.gate = None;
    let mut advance = run.advance(&toy.event(EventKind::Resumed { commit: true })).unwrap();
    while advance.status.nodes_done.len() < 2 {
        advance = run.advance(&toy.answer(&advance.action.unwrap())).unwrap();
    }
    assert_eq!(toy.balancer, Some(0));
    while let Some(action) = advance.action {
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    assert_eq!((advance.status.state, toy.balancer), (RunState::Completed, Some(2)));
}

#[test]
fn a_borrowed_setting_goes_back_on_stop_between_nodes_and_on_abandon_always() {
    for (task, abandon, balancer) in [
        ("Suspend-ClusterNode -Name n1", false, 2),
        ("Add-ClusterNode -Name n1", false, 0),
        ("Add-ClusterNode -Name n1", true, 2),
    ] {
        let mut toy = Toy { balancer: Some(2), ..Toy::new() };
        let mut run = start(borrowing(), leased("h1", false));
        drive_until(&mut run, &mut toy, |action| action.task.command() == task);
        let status = drive(&mut run, &mut toy, EventKind::OrderlyStop { abandon });
        assert_eq!((status.state, toy.balancer), (RunState::Stopped, Some(balancer)), "{task}, {abandon}");
        assert_eq!(toy.lease, None);
        let status = drive(&mut run, &mut toy, EventKind::Resumed { commit: true });
        assert_eq!((status.state, toy.balancer), (RunState::Completed, Some(2)), "{task}, {abandon}");
    }
}

#[test]
fn a_session_that_takes_over_brings_its_own_hooks() {
    let (mut run, mut toy) = (start(plan(), Session::default()), Toy::new());
    drive_until(&mut run, &mut toy, |action| matches!(action.task, ActionTask::EvictNode { .. }));
    run.advance(&toy.event(EventKind::StopRequested)).unwrap();
    toy.nodes[0].1 = NodeState::Paused;
    run.advance(&toy.event(EventKind::SessionOpened { session: hooked() })).unwrap();
    assert_eq!(drive(&mut run, &mut toy, EventKind::Resumed { commit: true }).state, RunState::Completed);
    assert!(toy.calls.iter().any(|call| call == "call the hook before a node: n2"));
    assert!(!toy.calls.iter().any(|call| call == "call the hook before a node: n1"));
}
