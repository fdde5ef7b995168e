//! The journal's file as a machine leaves it that loses its power: whole, or torn at any byte of its last write.

use std::fs;
use std::path::{Path, PathBuf};

use cluster_twin::crash::{MemoryDisk, Session};
use cluster_twin::{InstallTimes, Simulation, Twin};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Release, Timestamp};
use rolling_upgrade_core::plan::{Plan, Policy, make};
use rolling_upgrade_core::run::{Advance, Event, RunOptions, RunState};
use run_journal::{Journal, NewRun, Transition, Versions};

fn log_of(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", path.display()))
}

/// What a journal holds whose log was cut off after so many bytes.
fn cut(path: &Path, bytes: usize) -> Vec<Event> {
    let copy = path.with_file_name("copy.db");
    fs::copy(path, &copy).unwrap();
    let log = fs::read(log_of(path)).unwrap();
    fs::write(log_of(&copy), &log[..bytes]).unwrap();
    let run = Journal::open(&copy).unwrap().load("crash").unwrap();
    for file in [copy.clone(), log_of(&copy), PathBuf::from(format!("{}-shm", copy.display()))] {
        let _ = fs::remove_file(file);
    }
    run.transitions.into_iter().map(|kept| kept.event).collect()
}

fn begun(plan: &Plan) -> NewRun {
    NewRun {
        plan: plan.clone(),
        options: RunOptions { run_id: "crash".to_owned(), commit: true, ..RunOptions::default() },
        at: Timestamp::default(),
        who: "CONTOSO\\ada".to_owned(),
        host: "admin1".to_owned(),
        versions: Versions::default(),
    }
}

/// A four-node upgrade on a real file. After each write the file is taken as it lies there, and cut off within that
/// write: what was kept before is there each time, and the last transition wholly or not at all.
#[test]
fn a_journal_that_is_cut_off_within_any_write_keeps_all_before_it() {
    let options = GenerateOptions {
        nodes: 4,
        virtual_machines: 4,
        seed: 7,
        from: Release::Server2016,
        memory_use_percent: Some(30),
    };
    let inventory = generate(&options).unwrap();
    let plan = make(&inventory, Release::Server2019, &Policy { soak_seconds: 0, ..Policy::default() }).unwrap();
    let install = InstallTimes { seconds: 150, machines: Vec::new() };
    let twin = Twin::new(&inventory, &Simulation { install, ..Simulation::default() }, 1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.db");
    let mut journal = Journal::open(&path).unwrap();
    journal.create(&begun(&plan)).unwrap();
    let mut session = Session::begin(twin, MemoryDisk::default(), plan.into()).unwrap();
    let mut events: Vec<Event> = Vec::new();
    let mut next = Some(session.first());
    while let Some(event) = next.take() {
        let turn = session.feed(event).unwrap();
        let kept = turn.kept().clone();
        let advance = Advance { action: kept.action, lines: kept.lines, status: session.status() };
        let before = fs::metadata(log_of(&path)).unwrap().len() as usize;
        let sequence = session.sequence();
        journal.append("crash", &Transition { sequence, event: kept.event.clone(), advance }).unwrap();
        let whole = fs::metadata(log_of(&path)).unwrap().len() as usize;
        // Where the log was begun anew its length says nothing of this write.
        if whole > before {
            for bytes in [before, before + 1, before + 30, (before + whole) / 2, whole - 1] {
                assert_eq!(cut(&path, bytes), events, "transition {sequence} cut at {bytes} of {whole}");
            }
        }
        events.push(kept.event);
        assert_eq!(cut(&path, whole), events, "transition {sequence}");
        if let Some(action) = turn.action() {
            next = Some(session.act(action).unwrap());
        }
    }
    assert_eq!(session.status().state, RunState::Completed);
    assert!(events.len() > 80, "{}", events.len());
}
