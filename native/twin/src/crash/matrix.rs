//! The crash matrix: a run is killed everywhere, and what is left of it goes on and ends as if nothing had been.

use std::fmt;
use std::sync::Arc;

use rolling_upgrade_core::error::ErrorReport;
use rolling_upgrade_core::plan::{Plan, Unfinished};
use rolling_upgrade_core::run::{Event, RunState};

use super::disk::{DiskFault, MemoryDisk};
use super::ending::Ending;
use super::session::{Moment, Session, Turn};
use crate::twin::Twin;

/// How much virtual time lies between a kill and the session that goes on, in seconds: none, so that what was begun is
/// still under way, or an hour, so that it has ended behind the run's back.
const GAPS: [u64; 2] = [0, 3600];
/// More transitions than a run of four nodes has that comes to an end.
const TRANSITIONS_MAX: u64 = 20_000;

/// Which kills are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every effect boundary and every write of the journal, looks included.
    Everything,
    /// Before, within and after each action that changes something.
    Effects,
}

/// A run that did not end as it should, and where it was killed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The kills, each with the number of its transition.
    pub kills: Vec<(u64, Moment, u64)>,
    /// What went wrong.
    pub what: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (sequence, moment, gap) in &self.kills {
            write!(formatter, "killed at transition {sequence} ({moment:?}, {gap} s), ")?;
        }
        formatter.write_str(&self.what)
    }
}

/// What has been tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Runs that were killed and went on to their end.
    pub runs: u64,
    /// Transitions of the run that nobody interrupted.
    pub transitions: u64,
    /// Its actions that change something.
    pub effects: u64,
}

/// The matrix of one plan.
#[derive(Debug)]
pub struct Matrix {
    twin: Twin,
    plan: Arc<Plan>,
    takes_back: Option<Arc<Unfinished>>,
    expected: Ending,
    counted: Counted,
}

impl Matrix {
    /// Runs the plan once without a kill.
    ///
    /// # Errors
    /// That run does not come to its end.
    pub fn new(twin: Twin, plan: Plan) -> Result<Self, Broken> {
        Self::with(twin, plan, None)
    }

    /// The same with the plan of the way back of an upgrade, and with what that upgrade left behind.
    ///
    /// # Errors
    /// That run does not come to its end.
    pub fn taking_back(twin: Twin, plan: Plan, left: Unfinished) -> Result<Self, Broken> {
        Self::with(twin, plan, Some(Arc::new(left)))
    }

    fn with(twin: Twin, plan: Plan, takes_back: Option<Arc<Unfinished>>) -> Result<Self, Broken> {
        let plan = Arc::new(plan);
        let wrong = |what: String| Broken { kills: Vec::new(), what };
        let failed = |report: ErrorReport| wrong(report.to_string());
        let mut session =
            Session::begin_with(twin.clone(), MemoryDisk::default(), Arc::clone(&plan), takes_back.clone())
                .map_err(failed)?;
        let mut counted = Counted::default();
        let mut next = Some(session.first());
        while let Some(event) = next.take() {
            let turn = session.feed(event).map_err(failed)?;
            session.keep(&turn).map_err(failed)?;
            counted.transitions += 1;
            counted.effects += u64::from(turn.changes_something());
            if let Some(action) = turn.action() {
                next = Some(session.act(action).map_err(failed)?);
            }
        }
        let expected = Ending::of(&session).map_err(failed)?;
        if expected.state != RunState::Completed {
            return Err(wrong(format!("without a kill the run is {}: {:?}", expected.state, session.status().reason)));
        }
        Ok(Self { twin, plan, takes_back, expected, counted })
    }

    /// Kills the run at every place of the first scope, and what goes on at every place of the second, and so on.
    ///
    /// # Errors
    /// The first run that does not end like the one that nobody interrupted.
    pub fn run(&mut self, scopes: &[Scope]) -> Result<Counted, Broken> {
        let session = self.begin()?;
        let first = session.first();
        self.explore(session, first, scopes, &mut Vec::new())?;
        Ok(self.counted)
    }

    /// Lets every single write of the journal fail in each way, and goes on once it can be written again.
    ///
    /// # Errors
    /// The session went on without its journal, or what went on did not end as it should.
    pub fn run_disk_faults(&mut self) -> Result<Counted, Broken> {
        let mut session = self.begin()?;
        let mut next = Some(session.first());
        while let Some(event) = next.take() {
            let turn = session.feed(event).map_err(|report| wrong(&[], &report))?;
            for fault in DiskFault::ALL {
                let mut struck = session.clone();
                struck.journal.fail_next(fault);
                let kills = [(session.sequence(), Moment::TornWrite, 0)];
                if struck.keep(&turn).is_ok() {
                    return Err(Broken { kills: kills.to_vec(), what: format!("{fault:?} went unnoticed") });
                }
                self.go_on(struck, 0, &[], &mut kills.to_vec())?;
            }
            session.keep(&turn).map_err(|report| wrong(&[], &report))?;
            if let Some(action) = turn.action() {
                next = Some(session.act(action).map_err(|report| wrong(&[], &report))?);
            }
        }
        Ok(self.counted)
    }

    fn begin(&self) -> Result<Session<MemoryDisk>, Broken> {
        let (plan, takes_back) = (Arc::clone(&self.plan), self.takes_back.clone());
        Session::begin_with(self.twin.clone(), MemoryDisk::default(), plan, takes_back)
            .map_err(|report| wrong(&[], &report))
    }

    fn explore(
        &mut self,
        mut session: Session<MemoryDisk>,
        first: Event,
        scopes: &[Scope],
        kills: &mut Vec<(u64, Moment, u64)>,
    ) -> Result<(), Broken> {
        let mut next = Some(first);
        while let Some(event) = next.take() {
            let turn = session.feed(event).map_err(|report| wrong(kills, &report))?;
            if session.sequence() > TRANSITIONS_MAX {
                return Err(Broken { kills: kills.clone(), what: "the run does not end".to_owned() });
            }
            self.kill_at_a_write(&session, &turn, scopes, kills)?;
            session.keep(&turn).map_err(|report| wrong(kills, &report))?;
            self.kill_at_an_effect(&session, &turn, scopes, kills)?;
            if let Some(action) = turn.action() {
                next = Some(session.act(action).map_err(|report| wrong(kills, &report))?);
            }
        }
        self.compare(&session, kills)
    }

    fn compare(&mut self, session: &Session<MemoryDisk>, kills: &[(u64, Moment, u64)]) -> Result<(), Broken> {
        let ending = Ending::of(session).map_err(|report| wrong(kills, &report))?;
        self.counted.runs += u64::from(!kills.is_empty());
        match ending.differs(&self.expected) {
            None => Ok(()),
            Some(what) => {
                let reason = session.status().reason.map_or_else(String::new, |reason| reason.to_string());
                Err(Broken { kills: kills.to_vec(), what: format!("{what} {reason}") })
            }
        }
    }

    /// A run that was killed once is made anew from its journal, and has to be what was kept there. After that it is
    /// enough to take what was kept, which spares most of the time that the matrix takes.
    fn resume(&self, killed: Session<MemoryDisk>, kills: &[(u64, Moment, u64)]) -> Result<Session<MemoryDisk>, Broken> {
        let (number, moment) = kills.last().map_or((0, Moment::BeforeWrite), |(number, moment, _)| (*number, *moment));
        let lost = matches!(moment, Moment::BeforeWrite | Moment::TornWrite);
        if kills.len() > 1 {
            return Ok(killed.again_unread(number - u64::from(lost)));
        }
        let kept = killed.clone();
        let session = killed.again().map_err(|report| wrong(kills, &report))?;
        // A write whose flush failed may be there all the same.
        let kept_all_the_same = lost && session.sequence() == number;
        if !kept_all_the_same && !session.is_what_the_journal_says(&kept) {
            return Err(Broken { kills: kills.to_vec(), what: "the journal makes another run".to_owned() });
        }
        Ok(session)
    }

    fn kill_at_a_write(
        &mut self,
        session: &Session<MemoryDisk>,
        turn: &Turn,
        scopes: &[Scope],
        kills: &mut Vec<(u64, Moment, u64)>,
    ) -> Result<(), Broken> {
        let Some((Scope::Everything, rest)) = scopes.split_first() else { return Ok(()) };
        for moment in [Moment::BeforeWrite, Moment::TornWrite] {
            let mut disk = session.journal.clone();
            if moment == Moment::TornWrite {
                disk.tear(turn.kept()).map_err(|report| wrong(kills, &report))?;
            }
            self.kill(session.with(disk), (session.sequence(), moment), rest, kills)?;
        }
        Ok(())
    }

    fn kill_at_an_effect(
        &mut self,
        session: &Session<MemoryDisk>,
        turn: &Turn,
        scopes: &[Scope],
        kills: &mut Vec<(u64, Moment, u64)>,
    ) -> Result<(), Broken> {
        let (Some((scope, rest)), Some(action)) = (scopes.split_first(), turn.action()) else { return Ok(()) };
        let number = session.sequence();
        if *scope == Scope::Everything || turn.changes_something() {
            self.kill(session.clone(), (number, Moment::AfterWrite), rest, kills)?;
        }
        if !turn.changes_something() {
            return Ok(());
        }
        let mut within = session.clone();
        within.begin_effect(action);
        self.kill(within, (number, Moment::WithinEffect), rest, kills)?;
        let mut after = session.clone();
        after.act(action).map_err(|report| wrong(kills, &report))?;
        self.kill(after, (number, Moment::AfterEffect), rest, kills)
    }

    fn kill(
        &mut self,
        killed: Session<MemoryDisk>,
        (sequence, moment): (u64, Moment),
        rest: &[Scope],
        kills: &mut Vec<(u64, Moment, u64)>,
    ) -> Result<(), Broken> {
        // A single kill is tried with both gaps; several take them in turns.
        let single = rest.is_empty() && kills.is_empty();
        let gaps = if single { &GAPS[..] } else { &GAPS[usize::from(sequence % 2 == 0)..][..1] };
        for gap in gaps {
            kills.push((sequence, moment, *gap));
            self.go_on(killed.clone(), *gap, rest, kills)?;
            kills.pop();
        }
        Ok(())
    }

    fn go_on(
        &mut self,
        mut killed: Session<MemoryDisk>,
        gap: u64,
        rest: &[Scope],
        kills: &mut Vec<(u64, Moment, u64)>,
    ) -> Result<(), Broken> {
        killed.twin.step(gap);
        let session = self.resume(killed, kills)?;
        if session.status().state == RunState::Completed {
            return self.compare(&session, kills);
        }
        let first = session.first();
        self.explore(session, first, rest, kills)
    }
}

fn wrong(kills: &[(u64, Moment, u64)], report: &ErrorReport) -> Broken {
    Broken { kills: kills.to_vec(), what: report.to_string() }
}
