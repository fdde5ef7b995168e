//! What a run leaves behind where it stops by itself, and what it makes of changes behind its back.

use super::*;

fn started() -> (Run, Toy) {
    (new_run(false), Toy::new())
}

/// Drives the run until it is about to make a call; the call has not been made.
fn until(run: &mut Run, toy: &mut Toy, first: EventKind, command: &str) -> Action {
    let mut advance = run.advance(&toy.event(first)).unwrap();
    for _ in 0..1000 {
        let action = advance.action.unwrap();
        if action.task.command().starts_with(command) {
            return action;
        }
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    panic!("{command} never comes");
}

#[test]
fn a_node_that_is_only_paused_is_given_back_before_the_run_pauses() {
    for command in ["Suspend-ClusterNode -Name n1 -Drain", "Remove-ClusterNode"] {
        let (mut run, mut toy) = started();
        toy.failures = vec![(command, 5939)];
        let status = drive(&mut run, &mut toy, EventKind::Started);
        assert_eq!((status.state, status.reason.unwrap().win32), (RunState::Paused, Some(5939)), "{command}");
        assert_eq!(toy.calls.last().unwrap(), "Resume-ClusterNode -Name n1 -Failback NoFailback");
        assert!(toy.nodes.iter().all(|node| node.1 == NodeState::Up));
        let status = drive(&mut run, &mut toy, EventKind::Resumed { commit: false });
        assert_eq!((status.state, status.nodes_done.len()), (RunState::AwaitingCommit, 2), "{command}");
    }
}

#[test]
fn after_the_last_retry_the_node_is_given_back_too() {
    let (mut run, mut toy) = started();
    toy.failures = vec![("Remove-ClusterNode -Name n1", 1722); 4];
    let status = drive(&mut run, &mut toy, EventKind::Started);
    assert_eq!((status.state, status.reason.unwrap().win32), (RunState::Paused, Some(1722)));
    assert_eq!(toy.calls.iter().filter(|call| call.starts_with("Remove-ClusterNode -Name n1")).count(), 4);
    assert_eq!(toy.calls.last().unwrap(), "Resume-ClusterNode -Name n1 -Failback NoFailback");
}

#[test]
fn a_node_that_does_not_answer_stays_paused_and_is_named() {
    let (mut run, mut toy) = started();
    toy.failures = vec![("Remove-ClusterNode", 5939)];
    let evict = until(&mut run, &mut toy, EventKind::Started, "Remove-ClusterNode");
    toy.machines.retain(|machine| machine.0 != *"n1");
    let mut advance = run.advance(&toy.answer(&evict)).unwrap();
    while let Some(action) = advance.action {
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    let reason = advance.status.reason.unwrap();
    assert_eq!((advance.status.state, toy.nodes[0].1), (RunState::Paused, NodeState::Paused));
    assert!(reason.remedy.starts_with("n1 is left paused, because it does not answer"), "{}", reason.remedy);
    assert_eq!(advance.status.left_undone, ["n1 was left paused: it does not answer"]);
    assert!(!toy.calls.iter().any(|call| call.starts_with("Resume-ClusterNode")));
}

#[test]
fn a_resume_that_fails_for_a_while_is_tried_again_and_one_that_lasts_is_told() {
    for (failures, state) in [(2, NodeState::Up), (9, NodeState::Paused)] {
        let (mut run, mut toy) = started();
        toy.failures = vec![("Resume-ClusterNode", 1722); failures];
        toy.failures.push(("Remove-ClusterNode", 5939));
        let status = drive(&mut run, &mut toy, EventKind::Started);
        assert_eq!((status.state, toy.nodes[0].1), (RunState::Paused, state));
        assert_eq!(status.reason.unwrap().remedy.contains("n1 is left paused"), state == NodeState::Paused);
        toy.failures.clear();
        let status = drive(&mut run, &mut toy, EventKind::Resumed { commit: false });
        assert_eq!(status.state, RunState::AwaitingCommit);
    }
}

/// 15 minutes and three times the ten seconds that the plan expects of the drain, counted from what moved last.
#[test]
fn a_drain_is_given_up_when_nothing_has_moved_for_its_time() {
    let (mut run, mut toy) = started();
    let mut action = until(&mut run, &mut toy, EventKind::Started, "Suspend-ClusterNode -Name n1 -Drain");
    let began = toy.now;
    let moved = began + 600_000;
    let mut last_look = 0;
    loop {
        let mut event = toy.answer(&action);
        if let EventKind::ActionEnded { observed, .. } = &mut event.event {
            observed.nodes.iter_mut().flatten().for_each(|node| node.drain_status = 1);
            let left = if toy.now < moved { 2 } else { 1 };
            let one = GroupObserved { name: "vm1".into(), owner: "n1".into(), state: RoleState::Online, queued: false };
            observed.groups = Some(vec![one; left]);
        }
        let advance = run.advance(&event).unwrap();
        match advance.action {
            Some(next) if next.wait_seconds > 0 => action = next,
            _ => break,
        }
        last_look = toy.now;
    }
    let (last_look, given_up) = ((last_look - moved) / 1000, (toy.now - moved) / 1000);
    assert!(last_look <= 930 + 5 && given_up > 930, "{last_look} {given_up}");
    let mut toy_status = run.status();
    for _ in 0..20 {
        let Some(action) = run.outstanding().cloned() else { break };
        toy_status = run.advance(&toy.answer(&action)).unwrap().status;
    }
    assert_eq!(toy_status.reason.unwrap().id, ErrorId::StepTimedOut);
}

#[test]
fn a_run_that_can_not_read_the_cluster_names_the_node_that_stays_paused() {
    let (mut run, mut toy) = started();
    let action = until(&mut run, &mut toy, EventKind::Started, "Suspend-ClusterNode -Name n1 -Drain");
    let mut event = toy.answer(&action);
    for _ in 0..4 {
        let EventKind::ActionEnded { observed, .. } = &mut event.event else { panic!("{event:?}") };
        let error = ErrorReport::new(ErrorId::ClusterRefused, "the RPC server is unavailable", "Wait.");
        **observed = Observation { error: Some(error.with_win32(1722)), ..Observation::default() };
        let advance = run.advance(&event).unwrap();
        match advance.action {
            Some(action) => event = toy.answer(&action),
            None => {
                let remedy = advance.status.reason.unwrap().remedy;
                assert!(remedy.starts_with("The turn of n1 is not over"), "{remedy}");
                return;
            }
        }
    }
    panic!("the run goes on without reading");
}

#[test]
fn an_installation_is_ordered_once() {
    for answered in [false, true] {
        let (mut run, mut toy) = started();
        let order = until(&mut run, &mut toy, EventKind::Started, "on n1: install");
        let installed = toy.machines.clone();
        toy.machines.retain(|machine| machine.0 != *"n1");
        let event = toy.answer(&order);
        if answered {
            run.advance(&event).unwrap();
        }
        run.advance(&toy.event(EventKind::StopRequested)).unwrap();
        let action = run.advance(&toy.event(EventKind::Resumed { commit: false })).unwrap().action.unwrap();
        let look = run.advance(&toy.answer(&action)).unwrap().action.unwrap();
        let wait = run.advance(&toy.answer(&look)).unwrap();
        let text = "Whether n1 was ordered to be installed is not known";
        assert_eq!(wait.lines.iter().any(|line| line.text.starts_with(text)), !answered);
        toy.machines = installed;
        toy.machines[0].1 = machine("2016", 14393);
        let mut next = wait.action;
        while let Some(action) = next {
            next = run.advance(&toy.answer(&action)).unwrap().action;
        }
        assert_eq!(run.state(), RunState::AwaitingCommit);
        assert_eq!(toy.calls.iter().filter(|call| call.starts_with("on n1: install")).count(), 1);
    }
}

/// Stops before a call, changes the cluster, resumes, and says the status and the lines of the look.
fn behind_its_back(command: &str, change: impl Fn(&mut Toy)) -> (RunStatus, Vec<String>) {
    let (mut run, mut toy) = started();
    until(&mut run, &mut toy, EventKind::Started, command);
    run.advance(&toy.event(EventKind::StopRequested)).unwrap();
    change(&mut toy);
    let look = run.advance(&toy.event(EventKind::Resumed { commit: false })).unwrap().action.unwrap();
    let seen = run.advance(&toy.answer(&look)).unwrap();
    let lines = seen.lines.into_iter().map(|line| line.text).filter(|text| text.starts_with("Behind")).collect();
    let mut next = seen.action;
    for _ in 0..1000 {
        let Some(action) = next else { break };
        next = run.advance(&toy.answer(&action)).unwrap().action;
    }
    (run.status(), lines)
}

#[test]
fn a_node_that_was_resumed_behind_its_back_has_its_turn_anew() {
    let (status, lines) = behind_its_back("Remove-ClusterNode -Name n1", |toy| {
        toy.nodes[0].1 = NodeState::Up;
        toy.drained.clear();
        toy.groups[0].1 = "n1".into();
    });
    assert_eq!(status.state, RunState::AwaitingCommit, "{:?}", status.reason);
    assert_eq!(lines, ["Behind the run's back n1 was resumed; its turn begins anew."]);
}

#[test]
fn a_node_that_somebody_paused_behind_its_back_is_named_where_the_run_pauses() {
    let (status, lines) = behind_its_back("Remove-ClusterNode -Name n1", |toy| {
        toy.nodes[1].1 = NodeState::Paused;
        toy.failures = vec![("Remove-ClusterNode", 5939)];
    });
    assert_eq!(lines, ["Behind the run's back n2 is paused; it was up."]);
    let remedy = status.reason.unwrap().remedy;
    assert_eq!(status.state, RunState::Paused);
    assert!(remedy.contains("n2 is paused as well"), "{remedy}");
    assert!(!remedy.contains("n1 is paused as well"), "{remedy}");
}

#[test]
fn a_node_that_was_evicted_behind_its_back_goes_on_after_that() {
    let (status, lines) = behind_its_back("Suspend-ClusterNode -Name n1 -Drain", |toy| {
        toy.nodes.retain(|node| node.0 != *"n1");
        toy.groups.iter_mut().for_each(|group| group.1 = "n2".into());
    });
    assert_eq!(status.state, RunState::AwaitingCommit, "{:?}", status.reason);
    assert_eq!(lines, ["Behind the run's back n1 was evicted; its turn goes on from there."]);
}

#[test]
fn a_level_that_was_raised_behind_its_back_makes_the_plan_stale() {
    let (status, _) = behind_its_back("Suspend-ClusterNode -Name n2", |toy| toy.level = 9);
    assert_eq!((status.state, status.reason.unwrap().id), (RunState::Paused, ErrorId::PlanStale));
}

#[test]
fn roles_that_changed_behind_its_back_are_told() {
    let (mut run, mut toy) = started();
    assert_eq!(drive(&mut run, &mut toy, EventKind::Started).state, RunState::AwaitingCommit);
    let (from, to) = (toy.groups[0].1.clone(), if toy.groups[0].1 == *"n1" { "n2" } else { "n1" });
    toy.groups[0].1 = to.into();
    toy.groups.remove(2);
    toy.groups.push(("new".into(), "n1".into()));
    let look = run.advance(&toy.event(EventKind::Resumed { commit: false })).unwrap().action.unwrap();
    let seen = run.advance(&toy.answer(&look)).unwrap();
    assert_eq!((seen.status.state, seen.action), (RunState::AwaitingCommit, None));
    let lines = seen.lines.iter().map(|line| line.text.as_str()).filter(|text| text.starts_with("Behind"));
    let expected = [
        format!("Behind the run's back roles moved: vm1 from {from} to {to}."),
        "Behind the run's back roles went: core.".to_owned(),
        "Behind the run's back roles came: new.".to_owned(),
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}
