//! Runs simulated upgrades, each from its own seed, on every core, until one breaks a promise.
//!
//! `soak --runs 10000 --seed 1`; `soak --replay 4711` tells the story of one. `soak --kill 1000000` kills and resumes
//! small runs. `soak --crash 2` kills one run at every effect and every write of the journal, and again while it is
//! resumed.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZero;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use cluster_twin::FaultKind;
use cluster_twin::crash::{Scope, four_nodes};
use cluster_twin::soak::{Ending, Outcome, Violation, replay, simulate, survive};
use rolling_upgrade_core::plan::Method;

/// From how many runs on a kind of fault that never struck fails the soak.
const ENOUGH_RUNS: u64 = 1000;

/// What is asked for.
struct Wish {
    runs: u64,
    seed: u64,
    replay: Option<u64>,
    /// Whether runs are killed and resumed.
    kill: bool,
    /// How often one run is killed, everywhere each time.
    crash: Option<u64>,
}

/// What all runs came to.
#[derive(Default)]
struct Total {
    runs: u64,
    completed: u64,
    paused: u64,
    refused: BTreeMap<String, u64>,
    events: u64,
    faults: BTreeMap<FaultKind, (u64, u64)>,
    violations: Vec<Violation>,
}

impl Total {
    fn add(&mut self, outcome: Outcome) {
        self.runs += 1;
        self.events += outcome.events;
        match outcome.ending {
            Ending::Completed => self.completed += 1,
            Ending::Paused => self.paused += 1,
            Ending::Refused(id) => *self.refused.entry(format!("{id:?}")).or_default() += 1,
        }
        for fault in outcome.faults {
            let (planned, struck) = self.faults.entry(fault.kind).or_default();
            *planned += fault.planned;
            *struck += fault.struck;
        }
    }

    /// Kinds that never struck, where there were enough runs to expect each.
    fn missed(&self) -> Vec<&'static str> {
        let struck = |kind: &FaultKind| self.faults.get(kind).is_some_and(|(_, struck)| *struck > 0);
        let missed = FaultKind::ALL.into_iter().filter(|kind| self.runs >= ENOUGH_RUNS && !struck(kind));
        missed.map(FaultKind::name).collect()
    }
}

fn main() -> ExitCode {
    let told = wish().map_err(io::Error::other).and_then(|wish| match (wish.replay, wish.crash) {
        (Some(seed), _) => tell(seed),
        (None, Some(depth)) => crash(depth),
        (None, None) => soak(&wish),
    });
    match told {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            // Where even that can't be written, the exit code still says it.
            let _ = writeln!(io::stderr(), "soak: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wish() -> Result<Wish, String> {
    let mut wish = Wish { runs: 10_000, seed: 1, replay: None, kill: false, crash: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().and_then(|value| value.parse::<u64>().ok());
        let value = value.ok_or_else(|| format!("{name} needs a number"))?;
        match name.as_str() {
            "--runs" => wish.runs = value,
            "--seed" => wish.seed = value,
            "--replay" => wish.replay = Some(value),
            "--kill" => (wish.runs, wish.kill) = (value, true),
            "--crash" => wish.crash = Some(value),
            _ => return Err(format!("there is no option {name}; give --runs, --seed, --replay, --kill or --crash")),
        }
    }
    Ok(wish)
}

fn tell(seed: u64) -> io::Result<bool> {
    match replay(seed) {
        Ok(rehearsal) => write!(io::stdout(), "{}", rehearsal.text()).map(|()| true),
        Err(report) => writeln!(io::stdout(), "{report}").map(|()| false),
    }
}

fn crash(depth: u64) -> io::Result<bool> {
    let began = Instant::now();
    let depth = usize::try_from(depth).unwrap_or(usize::MAX).clamp(1, 3);
    let tried = four_nodes(Method::CleanEvict).and_then(|mut matrix| matrix.run(&vec![Scope::Everything; depth]));
    match tried {
        Ok(counted) => {
            let (runs, transitions) = (counted.runs, counted.transitions);
            let seconds = began.elapsed().as_secs();
            writeln!(
                io::stdout(),
                "{runs} runs of {transitions} transitions in {seconds} s, all as if nothing had been"
            )?;
            Ok(true)
        }
        Err(broken) => writeln!(io::stdout(), "BROKEN {broken}").map(|()| false),
    }
}

fn soak(wish: &Wish) -> io::Result<bool> {
    let began = Instant::now();
    let (next, total) = (AtomicU64::new(0), Mutex::new(Total::default()));
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= wish.runs {
                return;
            }
            let seed = wish.seed.wrapping_add(number);
            let simulated = if wish.kill { survive(seed) } else { simulate(seed) };
            let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
            match simulated {
                Ok(outcome) => total.add(outcome),
                Err(violation) => {
                    total.violations.push(violation);
                    next.store(wish.runs, Ordering::Relaxed);
                }
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let total = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    report(&total, began.elapsed().as_millis())
}

fn report(total: &Total, milliseconds: u128) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let an_hour = u128::from(total.runs) * 3_600_000 / milliseconds.max(1);
    writeln!(out, "{} upgrades in {} s: {an_hour} an hour", total.runs, milliseconds / 1000)?;
    writeln!(out, "completed {}, paused {}, events {}", total.completed, total.paused, total.events)?;
    for (id, count) in &total.refused {
        writeln!(out, "refused {count}: {id}")?;
    }
    for kind in FaultKind::ALL {
        let (planned, struck) = total.faults.get(&kind).copied().unwrap_or_default();
        writeln!(out, "fault {}: planned {planned}, struck {struck}", kind.name())?;
    }
    let missed = total.missed();
    if !missed.is_empty() {
        writeln!(out, "never struck: {}", missed.join(", "))?;
    }
    for violation in &total.violations {
        writeln!(out, "BROKEN {violation}; `soak --replay {}` tells its story", violation.seed)?;
    }
    Ok(missed.is_empty() && total.violations.is_empty())
}
