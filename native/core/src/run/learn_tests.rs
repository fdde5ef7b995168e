//! What a plan learns of the journal of a run that is over.

use serde_json::json;

use super::tests::{Toy, plan};
use super::*;
use crate::plan::{Estimate, LearnError, LearnedPercent, LearnedTimes, TimeOf, learn};

/// Runs the toy's plan to its end, with installations of so many seconds, and exports its journal.
fn journal(installs: &[i64], interrupt: bool) -> String {
    let mut toy = Toy::new();
    let options = RunOptions { run_id: "r1".to_owned(), commit: true, ..RunOptions::default() };
    let mut run = Run::start(plan(), options).unwrap();
    let head = json!({"schema": "rolling-upgrade/journal/1", "run": {"runId": "r1", "cluster": "toy"}, "plan": plan()});
    let mut lines = vec![head.to_string()];
    let mut feed = |run: &mut Run, event: Event| {
        let advance = run.advance(&event).unwrap();
        let Advance { action, lines: told, status } = advance;
        let kept = json!({"sequence": lines.len(), "event": event, "lines": told, "state": status.state});
        let mut kept = kept.as_object().unwrap().clone();
        kept.extend(action.iter().map(|action| ("action".to_owned(), json!(action))));
        lines.push(json!(kept).to_string());
        action
    };
    let mut action = feed(&mut run, toy.event(EventKind::Started));
    let mut installed = installs.iter();
    while let Some(next) = action {
        match next.task {
            ActionTask::Install { .. } => toy.now += installed.next().unwrap() * 1000,
            ActionTask::MoveRole { .. } => toy.now += 14_000,
            _ => {}
        }
        if interrupt && matches!(next.task, ActionTask::Install { .. }) {
            // What was begun goes on in the cluster.
            toy.answer(&next);
            feed(&mut run, toy.event(EventKind::StopRequested));
            toy.now += 100_000_000;
            action = feed(&mut run, toy.event(EventKind::Resumed { commit: true }));
            continue;
        }
        let event = toy.answer(&next);
        action = feed(&mut run, event);
    }
    assert_eq!(run.state(), RunState::Completed);
    lines.join("\n")
}

fn of(learned: &LearnedTimes, kind: TimeOf) -> Option<(Estimate, u32)> {
    learned.times.iter().find(|time| time.of == kind).map(|time| (time.estimate, time.samples))
}

#[test]
fn a_journal_teaches_how_long_steps_take() {
    let learned = learn(&journal(&[3000, 4000], false)).unwrap();
    assert_eq!(learned.runs, ["r1"]);
    let (install, samples) = of(&learned, TimeOf::Install).unwrap();
    assert_eq!(samples, 2);
    // A look a second or less beside the installation itself; of two samples nobody believes that they are all.
    assert!((3000..3070).contains(&install.low_seconds), "{install:?}");
    assert_eq!(install.likely_seconds, install.low_seconds);
    assert_eq!(install.high_seconds, (install.likely_seconds * 3).div_ceil(2));
    let LearnedPercent { low, likely, high, samples } = learned.moves_percent.unwrap();
    // The plan takes ten seconds for each of its two moves.
    assert!((140..=200).contains(&low) && low <= likely && likely < high && samples == 2, "{low} {likely} {high}");
    assert!(of(&learned, TimeOf::Join).is_some() && of(&learned, TimeOf::Repair).is_none());
}

#[test]
fn a_step_that_was_interrupted_teaches_nothing() {
    let learned = learn(&journal(&[3000, 4000], true)).unwrap();
    assert!(of(&learned, TimeOf::Install).is_none_or(|(time, _)| time.high_seconds < 90_000), "{learned:?}");
}

#[test]
fn a_journal_without_a_step_that_ended_is_refused() {
    let text = journal(&[3000, 4000], false);
    let begun: Vec<&str> = text.lines().take(2).collect();
    assert_eq!(learn(&begun.join("\n")), Err(LearnError::NothingMeasured { run: "r1".to_owned() }));
}

#[test]
fn a_plan_reckons_with_what_was_learned_and_says_so() {
    use crate::plan::tests::fixture::{bare, cluster, plan, vm};
    let learned = learn(&journal(&[3000, 4000], false)).unwrap();
    let mut inventory = cluster(&[64; 3]);
    for number in 1..4 {
        vm(&mut inventory, &format!("v{number}"), &format!("n{number}"), 16);
    }
    let assumed = plan(&inventory, &bare()).unwrap();
    let policy = crate::plan::Policy { learned: Some(learned.clone()), ..bare() };
    let planned = plan(&inventory, &policy).unwrap();
    let (install, _) = of(&learned, TimeOf::Install).unwrap();
    let step = planned.steps.iter().find(|step| matches!(step.task, crate::plan::Task::InstallNode { .. })).unwrap();
    assert_eq!((step.likely_seconds, step.high_seconds), (install.likely_seconds, Some(install.high_seconds)));
    assert!(planned.estimate.likely_seconds < assumed.estimate.likely_seconds);
    let drain = |plan: &crate::plan::Plan| plan.nodes[0].drain.unwrap().likely_seconds;
    assert!(drain(&planned) > drain(&assumed), "its moves take longer than the model says");
    let told = crate::plan::text(&planned);
    assert!(told.contains("  Times: learned from r1: "), "{told}");
    assert!(told.contains("install 50 min") && told.contains("measured 2 times"), "{told}");
    assert!(crate::plan::text(&assumed).contains("  Times: of the policy: install 1 h 0 min (45 min to 3 h 0 min)"));
    assert!(crate::plan::text(&assumed).contains("  Times: assumed: pause 5 s (2 s to 30 s), "));
}
