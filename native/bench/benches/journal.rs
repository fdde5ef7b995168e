//! What the journal of a whole run takes, at the size of a small cluster and of the largest one: bytes on the disk, the
//! time that a transition adds to the run (the flush of the disk included), and the time until a resumed run stands.
//!
//! Run with `cargo bench -p native-benchmarks --bench journal`.
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use cluster_twin::crash::{MemoryDisk, Session};
use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Release, Timestamp};
use rolling_upgrade_core::plan::{self, Plan, Policy};
use rolling_upgrade_core::run::{Advance, Event, Run, RunOptions};
use run_journal::{Journal, NewRun, Transition, Versions};

const RUN: &str = "bench";

fn main() -> io::Result<()> {
    // `cargo bench` passes options, `cargo test --benches` none: then it only has to build.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    for (nodes, virtual_machines) in [(4, 24), (64, 8000)] {
        let from = Release::Server2012R2;
        let options = GenerateOptions { nodes, virtual_machines, seed: 1, from, memory_use_percent: None };
        let inventory = generate(&options).unwrap();
        let plan = plan::make(&inventory, Release::Server2016, &Policy::default()).unwrap();
        let twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.db");
        let name = format!("journal/{nodes} nodes, {virtual_machines} VMs");
        let (transitions, decided, kept) = run(&path, &plan, twin);
        let each = |time: Duration| time.as_micros() / u128::from(transitions);
        let size = std::fs::metadata(&path).unwrap().len();
        writeln!(io::stdout(), "{name}: {transitions} transitions in {} KiB", size / 1024)?;
        writeln!(io::stdout(), "{name}: {} us to decide, {} us to keep a transition", each(decided), each(kept))?;
        let start = Instant::now();
        let steps = resume(&path);
        writeln!(io::stdout(), "{name}: resumed at step {steps} in {} ms", start.elapsed().as_millis())?;
    }
    Ok(())
}

/// Carries a plan through and keeps each transition: how many, the time of the decisions, the time of the journal.
fn run(path: &Path, plan: &Plan, twin: Twin) -> (u64, Duration, Duration) {
    let mut journal = Journal::open(path).unwrap();
    let new = NewRun {
        plan: plan.clone(),
        options: RunOptions { run_id: RUN.to_owned(), commit: true, ..RunOptions::default() },
        at: Timestamp::default(),
        who: "CONTOSO\\ada".to_owned(),
        host: "admin1".to_owned(),
        versions: Versions::default(),
    };
    journal.create(&new).unwrap();
    let mut session = Session::begin(twin, MemoryDisk::default(), plan.clone().into()).unwrap();
    let (mut decided, mut kept) = (Duration::ZERO, Duration::ZERO);
    let mut next: Option<Event> = Some(session.first());
    while let Some(event) = next.take() {
        let start = Instant::now();
        let turn = session.feed(event).unwrap();
        decided += start.elapsed();
        let what = turn.kept().clone();
        let advance = Advance { action: what.action, lines: what.lines, status: session.status() };
        let transition = Transition { sequence: session.sequence(), event: what.event, advance };
        let start = Instant::now();
        journal.append(RUN, &transition).unwrap();
        kept += start.elapsed();
        if let Some(action) = turn.action() {
            next = Some(session.act(action).unwrap());
        }
    }
    (session.sequence(), decided, kept)
}

/// Takes the run up as a session does that comes back: the events again, one after the other.
fn resume(path: &Path) -> u32 {
    let journal = Journal::open(path).unwrap();
    let (plan, options, events) = journal.resume(RUN).unwrap();
    let mut run = Run::start(plan, options).unwrap();
    for event in &events {
        run.follow(event).unwrap();
    }
    run.status().step
}
