//! The gate of the window: what waits for it, what does not, and what is asked anew after a wait.

use serde_json::json;

use super::tests::{Toy, drive, plan};
use super::*;
use crate::error::ErrorId;
use crate::model::Timestamp;
use crate::plan::{Plan, Task};

/// The plan of the toy in windows: an installation takes an hour if it goes slowly. The toy begins at 0:16 in 1970.
fn in_windows(windows: &[&str]) -> Plan {
    let mut plan = plan();
    plan.policy.windows = windows.iter().map(|text| text.parse().unwrap()).collect();
    for step in plan.steps.iter_mut().filter(|step| matches!(step.task, Task::InstallNode { .. })) {
        step.high_seconds = Some(3600);
    }
    plan
}

fn start(plan: Plan, session: Session) -> Run {
    Run::start(plan, RunOptions { run_id: "r".to_owned(), commit: true, session, ..RunOptions::default() }).unwrap()
}

/// Drives to the end and says when each call was made, in minutes.
fn calls(run: &mut Run, toy: &mut Toy) -> (RunStatus, Vec<(i64, String)>) {
    let mut advance = run.advance(&toy.event(EventKind::Started)).unwrap();
    let mut calls = Vec::new();
    while let Some(action) = advance.action {
        let (before, at) = (toy.calls.len(), toy.now / 60_000);
        let event = toy.answer(&action);
        calls.extend(toy.calls[before..].iter().map(|call| (at, call.clone())));
        advance = run.advance(&event).unwrap();
    }
    (advance.status, calls)
}

fn begun(calls: &[(i64, String)], command: &str) -> i64 {
    calls.iter().find(|(_, call)| call.starts_with(command)).unwrap().0
}

#[test]
fn every_turn_and_the_level_wait_for_a_window_that_is_long_enough() {
    // The first turn fits at 2:00; nothing that follows fits into what is left at 3:25 of that night.
    let mut toy = Toy::new();
    let mut run = start(in_windows(&["daily 02:00-03:05 UTC"]), Session::default());
    let (status, calls) = calls(&mut run, &mut toy);
    assert_eq!(status.state, RunState::Completed, "{:?}", status.reason);
    assert_eq!(begun(&calls, "Suspend-ClusterNode -Name n1"), 120);
    // The toy installs at once, and yet an hour has to be left.
    let next_day = 24 * 60 + 120;
    assert_eq!(begun(&calls, "Suspend-ClusterNode -Name n2"), 120, "there are 64 minutes left");
    assert_eq!(begun(&calls, "Update-ClusterFunctionalLevel"), 120);
    let late = in_windows(&["daily 02:00-03:03 UTC"]);
    let mut toy = Toy { now: 2 * 3600 * 1000 + 180_000, ..Toy::new() };
    let (status, calls) = self::calls(&mut start(late, Session::default()), &mut toy);
    assert_eq!(status.state, RunState::Completed);
    assert_eq!(
        begun(&calls, "Suspend-ClusterNode -Name n1"),
        next_day,
        "an hour is left, and it takes a little longer"
    );
}

#[test]
fn a_node_that_is_out_comes_back_whatever_the_window_says() {
    let mut toy = Toy::new();
    let mut run = start(in_windows(&["daily 00:00-01:30 UTC"]), Session::default());
    let mut advance = run.advance(&toy.event(EventKind::Started)).unwrap();
    let mut added = 0;
    while let Some(action) = advance.action {
        if matches!(action.task, ActionTask::Install { .. }) && added == 0 {
            toy.now += 5 * 3600 * 1000;
        }
        if matches!(action.task, ActionTask::AddNode { .. }) && added == 0 {
            added = toy.now / 3_600_000;
        }
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    assert_eq!((added, advance.status.state), (5, RunState::Completed), "it joined at five, outside the window");
    assert!(toy.now > 24 * 3_600_000, "the second node waited for the next night");
}

#[test]
fn a_window_that_is_far_away_pauses_the_run_and_tells_when() {
    let mut toy = Toy { balancer: Some(2), ..Toy::new() };
    // 1970 began on a Thursday.
    let mut plan = in_windows(&["Sat 02:00-06:00 UTC"]);
    plan.policy.window_wait_seconds = 24 * 3600;
    let mut run = start(plan, Session::default());
    let status = drive(&mut run, &mut toy, EventKind::Started);
    let reason = status.reason.unwrap();
    assert_eq!((status.state, reason.id), (RunState::Paused, ErrorId::GateClosed));
    assert!(reason.message.contains("it goes on at 1970-01-03T02:00:00Z"), "{}", reason.message);
    assert_eq!((toy.calls.len(), toy.balancer), (0, Some(2)), "nothing was begun: {:?}", toy.calls);
    toy.now = "1970-01-02T12:00:00Z".parse::<Timestamp>().unwrap().milliseconds();
    let status = drive(&mut run, &mut toy, EventKind::Resumed { commit: true });
    assert_eq!(status.state, RunState::Completed, "{:?}", status.reason);
    let never = in_windows(&["1960-01-01 00:00-24:00 UTC"]);
    let status = drive(&mut start(never, Session::default()), &mut Toy::new(), EventKind::Started);
    let reason = status.reason.unwrap();
    assert!(reason.message.contains("no window that follows is longer than 0 s"), "{}", reason.message);
}

#[test]
fn the_other_gates_are_asked_anew_after_a_wait() {
    let gated: Session = serde_json::from_value(json!({"userGates": 1})).unwrap();
    let mut toy = Toy::new();
    let (status, calls) = calls(&mut start(in_windows(&["daily 02:00-06:00 UTC"]), gated.clone()), &mut toy);
    assert_eq!(status.state, RunState::Completed);
    // Before the wait, after it, and before the second node, which does not wait.
    let asked = |toy: &Toy| toy.calls.iter().filter(|call| call.contains("gate")).count();
    let (waited, open) = (asked(&toy), {
        let mut toy = Toy::new();
        self::calls(&mut start(in_windows(&["daily 00:00-24:00 UTC"]), gated), &mut toy);
        asked(&toy)
    });
    assert_eq!((waited, open), (3, 2), "{calls:?}");
}

#[test]
fn a_run_that_is_cut_off_while_it_waits_goes_on_waiting() {
    let mut toy = Toy::new();
    let mut run = start(in_windows(&["daily 02:00-06:00 UTC"]), Session::default());
    let mut advance = run.advance(&toy.event(EventKind::Started)).unwrap();
    while !run.is_waiting_for_window() {
        let action = advance.action.unwrap();
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    assert!(advance.status.waiting_for.is_some_and(|what| what.contains("the gate of the window is closed")));
    run.advance(&toy.event(EventKind::StopRequested)).unwrap();
    let status = drive(&mut run, &mut toy, EventKind::Resumed { commit: true });
    assert_eq!(status.state, RunState::Completed);
    assert!(toy.now / 60_000 >= 120);
}
