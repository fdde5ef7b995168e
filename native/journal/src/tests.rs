//! The journal on a disk: what it keeps, what it refuses, and what is left of a run that was cut off.

use std::fs;
use std::path::{Path, PathBuf};

use rolling_upgrade_core::error::{ErrorId, Reportable};
use rolling_upgrade_core::model::Timestamp;
use rolling_upgrade_core::plan::Plan;
use rolling_upgrade_core::run::{Event, EventKind, Run, RunOptions, RunState};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Journal, JournalCall, JournalError, NewRun, Transition, Versions};

pub(crate) const START: Timestamp = Timestamp::from_milliseconds(1_760_000_000_000);

pub(crate) struct Place {
    _folder: TempDir,
    pub(crate) path: PathBuf,
}

pub(crate) fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("user data").join("runs.db");
    Place { _folder: folder, path }
}

fn plan() -> Plan {
    let estimate = json!({"lowSeconds": 1, "likelySeconds": 2, "highSeconds": 3});
    serde_json::from_value(json!({
        "schema": Plan::SCHEMA, "purpose": "upgrade", "cluster": "contoso", "inventoryDigest": "00",
        "change": {"fromRelease": "2012R2", "toRelease": "2016", "fromLevel": 8, "toLevel": 9},
        "policy": {},
        "moves": {"virtualMachineMoves": 0, "bound": 0, "boundReason": "", "movedMiB": 0, "failovers": 0},
        "estimate": estimate, "nodes": [],
        "steps": [{"number": 1, "task": {"kind": "awaitCommit"}, "reason": "it can't be undone", "likelySeconds": 0}],
    }))
    .unwrap()
}

pub(crate) fn new_run(run_id: &str, at: Timestamp) -> NewRun {
    NewRun {
        plan: plan(),
        options: RunOptions { run_id: run_id.to_owned(), commit: false, ..RunOptions::default() },
        at,
        who: "CONTOSO\\ada".to_owned(),
        host: "admin1".to_owned(),
        versions: Versions { rolling_upgrade: "0.1.0".to_owned(), ..Versions::default() },
    }
}

/// A run and its first transitions.
fn transitions(run_id: &str, count: u64) -> Vec<Transition> {
    let mut run =
        Run::start(plan(), RunOptions { run_id: run_id.to_owned(), commit: false, ..RunOptions::default() }).unwrap();
    (1..=count)
        .map(|sequence| {
            let kind = match sequence {
                1 => EventKind::Started,
                even if even % 2 == 0 => EventKind::StopRequested,
                _ => EventKind::Resumed { commit: false },
            };
            let event = Event { at: START.plus_seconds(sequence), event: kind };
            let advance = run.advance(&event).unwrap();
            Transition { sequence, event, advance }
        })
        .collect()
}

fn id(error: &JournalError) -> ErrorId {
    let report = error.report();
    assert!(!report.remedy.is_empty() && report.subject.is_some(), "{report:?}");
    report.id
}

#[test]
fn a_run_comes_back_as_it_was_kept() {
    let place = place();
    let kept = transitions("r1", 5);
    {
        let mut journal = Journal::open(&place.path).unwrap();
        journal.create(&new_run("r1", START)).unwrap();
        for transition in &kept {
            journal.append("r1", transition).unwrap();
        }
    }
    let mut journal = Journal::open(&place.path).unwrap();
    let run = journal.load("r1").unwrap();
    assert_eq!(run.plan, plan());
    assert_eq!(run.options.run_id, "r1");
    assert_eq!((run.summary.cluster.as_str(), run.summary.transitions), ("contoso", 5));
    assert_eq!(run.summary.state, kept[4].advance.status.state);
    assert_eq!((run.summary.started_at, run.summary.updated_at), (START, START.plus_seconds(5)));
    for (stored, transition) in run.transitions.iter().zip(&kept) {
        assert_eq!(stored.event, transition.event);
        assert_eq!(stored.lines, transition.advance.lines);
        assert_eq!(stored.action, transition.advance.action);
        assert_eq!(stored.state, transition.advance.status.state);
    }
    let (plan, options, events) = journal.resume("r1").unwrap();
    let mut again = Run::start(plan, options).unwrap();
    for event in &events {
        again.advance(event).unwrap();
    }
    assert_eq!(again.status(), kept[4].advance.status);
    let story = journal.call(&JournalCall::Story { run_id: "r1".to_owned() }).unwrap();
    let mut whole = serde_json::to_value(&run).unwrap();
    for transition in whole["transitions"].as_array_mut().unwrap() {
        transition.as_object_mut().unwrap().remove("event").unwrap();
    }
    assert_eq!(story, whole);
    for missing in [journal.resume("r9").map(drop), journal.story("r9").map(drop)] {
        assert_eq!(id(&missing.unwrap_err()), ErrorId::RunNotFound);
    }
}

#[test]
fn what_was_appended_is_there_when_the_process_is_killed() {
    let place = place();
    let mut journal = Journal::open(&place.path).unwrap();
    journal.create(&new_run("r1", START)).unwrap();
    for transition in &transitions("r1", 3) {
        journal.append("r1", transition).unwrap();
    }
    // A killed process closes nothing: its files are taken as they lie on the disk while the journal is still open.
    let copy = place.path.with_file_name("copy.db");
    for suffix in ["", "-wal"] {
        let from = PathBuf::from(format!("{}{suffix}", place.path.display()));
        fs::copy(&from, format!("{}{suffix}", copy.display())).unwrap();
    }
    assert_eq!(Journal::open(&copy).unwrap().load("r1").unwrap().transitions.len(), 3);
    drop(journal);
}

#[test]
fn a_torn_write_loses_the_last_transition_and_nothing_else() {
    let place = place();
    let mut journal = Journal::open(&place.path).unwrap();
    journal.create(&new_run("r1", START)).unwrap();
    for transition in &transitions("r1", 3) {
        journal.append("r1", transition).unwrap();
    }
    let copy = place.path.with_file_name("copy.db");
    let log = fs::read(format!("{}-wal", place.path.display())).unwrap();
    fs::copy(&place.path, &copy).unwrap();
    fs::write(format!("{}-wal", copy.display()), &log[..log.len() - 100]).unwrap();
    let run = Journal::open(&copy).unwrap().load("r1").unwrap();
    assert_eq!(run.transitions.len(), 2);
    assert_eq!(run.summary.transitions, 2);
}

#[test]
fn transitions_follow_each_other() {
    let place = place();
    let mut journal = Journal::open(&place.path).unwrap();
    journal.create(&new_run("r1", START)).unwrap();
    let kept = transitions("r1", 3);
    journal.append("r1", &kept[0]).unwrap();
    journal.append("r1", &kept[0]).unwrap();
    assert_eq!(journal.load("r1").unwrap().transitions.len(), 1);

    let skipped = journal.append("r1", &kept[2]).unwrap_err();
    assert!(matches!(skipped, JournalError::OutOfSequence { kept: 1, given: 3, .. }), "{skipped}");
    assert_eq!(id(&skipped), ErrorId::JournalWriteFailed);

    let other = Transition { sequence: 1, ..kept[1].clone() };
    assert!(matches!(journal.append("r1", &other), Err(JournalError::OutOfSequence { .. })));
    assert_eq!(journal.load("r1").unwrap().transitions[0].event, kept[0].event);
}

#[test]
fn two_sessions_of_one_machine_share_the_file() {
    let place = place();
    let mut first = Journal::open(&place.path).unwrap();
    let mut second = Journal::open(&place.path).unwrap();
    first.create(&new_run("r1", START)).unwrap();
    second.create(&new_run("r2", START.plus_seconds(1))).unwrap();
    first.append("r1", &transitions("r1", 1)[0]).unwrap();
    second.append("r2", &transitions("r2", 1)[0]).unwrap();
    let runs: Vec<String> = first.list().unwrap().into_iter().map(|run| run.run_id).collect();
    assert_eq!(runs, ["r2", "r1"]);
    assert_eq!(id(&second.create(&new_run("r1", START)).unwrap_err()), ErrorId::DuplicateName);
}

#[test]
fn a_run_that_nobody_goes_on_with_is_marked() {
    let place = place();
    let mut journal = Journal::open(&place.path).unwrap();
    journal.create(&new_run("r1", START)).unwrap();
    journal.set_state("r1", RunState::Stopped, START.plus_seconds(9)).unwrap();
    let run = &journal.list().unwrap()[0];
    assert_eq!((run.state, run.updated_at), (RunState::Stopped, START.plus_seconds(9)));
    for error in [
        journal.set_state("r9", RunState::Stopped, START).unwrap_err(),
        journal.load("r9").unwrap_err(),
        journal.append("r9", &transitions("r9", 1)[0]).unwrap_err(),
    ] {
        assert_eq!(id(&error), ErrorId::RunNotFound);
    }
}

#[test]
fn a_run_is_exported_as_lines_of_json() {
    let place = place();
    let mut journal = Journal::open(&place.path).unwrap();
    journal.create(&new_run("r1", START)).unwrap();
    for transition in transitions("r1", 2) {
        let call = JournalCall::Append { run_id: "r1".to_owned(), transition: Box::new(transition) };
        assert_eq!(journal.call(&call).unwrap(), Value::Null);
    }
    let text = journal.call(&JournalCall::Export { run_id: "r1".to_owned() }).unwrap();
    let lines: Vec<Value> = text.as_str().unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["schema"], "rolling-upgrade/journal/1");
    assert_eq!(lines[0]["run"]["who"], "CONTOSO\\ada");
    assert_eq!(lines[2]["sequence"], 2);
}

fn refused(path: &Path) -> ErrorId {
    let before = fs::read(path).ok();
    let found = id(&Journal::open(path).unwrap_err());
    assert_eq!(fs::read(path).ok(), before, "a refused file is left as it is");
    found
}

#[test]
fn files_that_are_no_journal_are_refused_and_left_alone() {
    let place = place();
    let folder = place.path.parent().unwrap().to_owned();
    fs::create_dir_all(&folder).unwrap();

    let text = folder.join("notes.txt");
    fs::write(&text, "these are my notes, and they are longer than a header").unwrap();
    assert_eq!(refused(&text), ErrorId::JournalInvalid);

    let foreign = folder.join("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE mine (a);").unwrap();
    assert_eq!(refused(&foreign), ErrorId::JournalInvalid);

    let newer = folder.join("newer.db");
    drop(Journal::open(&newer).unwrap());
    Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 7;").unwrap();
    assert_eq!(refused(&newer), ErrorId::JournalNewer);

    assert_eq!(id(&Journal::open(&folder).unwrap_err()), ErrorId::JournalWriteFailed);
    let network = Path::new("//server/share/runs.db");
    assert_eq!(id(&Journal::open(network).unwrap_err()), ErrorId::JournalPathRefused);
}

#[test]
fn a_truncated_or_overwritten_journal_is_refused() {
    let place = place();
    {
        let mut journal = Journal::open(&place.path).unwrap();
        journal.create(&new_run("r1", START)).unwrap();
        for transition in &transitions("r1", 40) {
            journal.append("r1", transition).unwrap();
        }
    }
    let whole = fs::read(&place.path).unwrap();
    assert!(whole.len() > 12_288, "{}", whole.len());
    let cut = place.path.with_file_name("cut.db");
    fs::write(&cut, &whole[..8192]).unwrap();
    assert_eq!(id(&Journal::open(&cut).unwrap_err()), ErrorId::JournalDamaged);

    let mut scratched = whole;
    scratched[4096..8192].fill(0x5a);
    let bad = place.path.with_file_name("bad.db");
    fs::write(&bad, &scratched).unwrap();
    assert_eq!(id(&Journal::open(&bad).unwrap_err()), ErrorId::JournalDamaged);
}

#[test]
fn a_journal_that_may_not_be_written_is_refused() {
    let place = place();
    drop(Journal::open(&place.path).unwrap());
    let allowed = fs::metadata(&place.path).unwrap().permissions();
    let mut only_read = allowed.clone();
    only_read.set_readonly(true);
    fs::set_permissions(&place.path, only_read).unwrap();
    assert_eq!(refused(&place.path), ErrorId::JournalReadOnly);
    // Taken off again, so that the folder can be removed on every platform.
    fs::set_permissions(&place.path, allowed).unwrap();
    assert!(Journal::open(&place.path).is_ok());
}

/// Every call that writes meets a full disk, keeps nothing of what it could not write, and works again once there is
/// room.
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let place = place();
    let kept = transitions("r1", 40);
    let mut journal = Journal::open(&place.path).unwrap();
    journal.create(&new_run("r1", START)).unwrap();
    journal.limit_pages(Some(1));
    assert_eq!(id(&journal.create(&new_run(&"r".repeat(20_000), START)).unwrap_err()), ErrorId::JournalDiskFull);
    let mut done = 0;
    let full = loop {
        match journal.append("r1", &kept[done]) {
            Ok(()) => done += 1,
            Err(error) => break id(&error),
        }
    };
    assert_eq!(full, ErrorId::JournalDiskFull);
    assert_eq!(journal.load("r1").unwrap().transitions.len(), done);
    journal.limit_pages(None);
    for transition in &kept[done..] {
        journal.append("r1", transition).unwrap();
    }
    assert_eq!(Journal::open(&place.path).unwrap().load("r1").unwrap().transitions.len(), 40);
}

#[test]
fn an_empty_file_becomes_a_journal() {
    let place = place();
    fs::create_dir_all(place.path.parent().unwrap()).unwrap();
    fs::write(&place.path, "").unwrap();
    assert!(Journal::open(&place.path).unwrap().list().unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_a_journal() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = place();
    let mut journal = Journal::open(&place.path).unwrap();
    journal.create(&new_run("r1", START)).unwrap();
    assert_eq!(mode(&place.path), 0o600);
    assert_eq!(mode(&PathBuf::from(format!("{}-wal", place.path.display()))), 0o600);
    assert_eq!(mode(place.path.parent().unwrap()), 0o700);
    drop(journal);
    fs::set_permissions(&place.path, fs::Permissions::from_mode(0o644)).unwrap();
    drop(Journal::open(&place.path).unwrap());
    assert_eq!(mode(&place.path), 0o600);
}
