//! Ten thousand upgrades, each drawn from its seed: no invariant breaks, and no role is lost without a reason.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use cluster_twin::FaultKind;
use cluster_twin::soak::{Ending, Outcome, Violation, replay, simulate, survive};

/// How many upgrades are simulated.
const RUNS: u64 = 10_000;
/// How many runs are killed and resumed.
const KILLED_RUNS: u64 = 5000;
/// The first seed.
const SEED: u64 = 1;

/// What all runs came to.
#[derive(Default)]
struct Total {
    completed: u64,
    paused: u64,
    refused: u64,
    struck: BTreeMap<FaultKind, u64>,
    violations: Vec<String>,
}

impl Total {
    fn add(&mut self, outcome: Outcome) {
        match outcome.ending {
            Ending::Completed => self.completed += 1,
            Ending::Paused => self.paused += 1,
            Ending::Refused(_) => self.refused += 1,
        }
        for fault in outcome.faults {
            *self.struck.entry(fault.kind).or_default() += fault.struck;
        }
    }
}

/// Runs so many seeds on every core.
fn all(runs: u64, simulate: fn(u64) -> Result<Outcome, Violation>) -> Total {
    let (next, total) = (AtomicU64::new(0), Mutex::new(Total::default()));
    let work = || {
        while let number = next.fetch_add(1, Ordering::Relaxed)
            && number < runs
        {
            let simulated = simulate(SEED + number);
            let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
            match simulated {
                Ok(outcome) => total.add(outcome),
                Err(violation) => total.violations.push(violation.to_string()),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(work);
        }
    });
    let mut total = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    total.violations.sort();
    assert!(total.violations.is_empty(), "{} broken, such as {:?}", total.violations.len(), total.violations.first());
    total
}

#[test]
fn ten_thousand_upgrades_keep_what_their_plans_promise() {
    let total = all(RUNS, simulate);
    assert!(total.completed > RUNS / 3, "only {} of {RUNS} completed, {} paused", total.completed, total.paused);
    assert!(total.refused < RUNS / 2, "{} of {RUNS} have no plan", total.refused);
    for kind in FaultKind::ALL {
        assert!(total.struck.get(&kind).is_some_and(|struck| *struck > 0), "{} never struck", kind.name());
    }
}

/// Small clusters with faults, whose runs are killed and resumed: the cluster ends safe, no node is forgotten paused,
/// and the journal tells what was done.
#[test]
fn runs_that_are_killed_and_resumed_end_safe() {
    let total = all(KILLED_RUNS, survive);
    assert!(total.completed > KILLED_RUNS / 3, "only {} completed, {} paused", total.completed, total.paused);
    assert!(total.paused > 0 && total.refused < KILLED_RUNS * 2 / 3, "{} have no plan", total.refused);
}

#[test]
fn a_seed_replays_its_run_byte_for_byte() {
    for seed in [1, 2, 3, 950] {
        let told = |seed| match replay(seed) {
            Ok(rehearsal) => serde_json::to_string(&rehearsal).unwrap(),
            Err(report) => report.to_string(),
        };
        assert_eq!(told(seed), told(seed), "seed {seed}");
    }
}
