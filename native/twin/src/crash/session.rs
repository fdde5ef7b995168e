//! One session of a run: events in, transitions kept, actions carried out.

use std::collections::BTreeMap;
use std::sync::Arc;

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::model::{NodeName, Timestamp};
use rolling_upgrade_core::plan::{Plan, Purpose, Unfinished};
use rolling_upgrade_core::run::{Action, ActionTask, Event, EventKind, Run, RunOptions, RunStatus};

use super::disk::{Journal, Kept};
use crate::driver::{answer, begin_only, event};
use crate::rehearsal::stated;
use crate::twin::Twin;

/// Where a session can be killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// Before a transition is kept; its event is lost.
    BeforeWrite,
    /// Within the write.
    TornWrite,
    /// After the write and before the action that it names.
    AfterWrite,
    /// Within the action: its effect has begun, nobody waits for it, and its answer is lost.
    WithinEffect,
    /// After the action; its answer is lost.
    AfterEffect,
}

/// A session: a cluster, a run and its journal.
#[derive(Debug, Clone)]
pub struct Session<J> {
    /// The cluster.
    pub twin: Twin,
    /// The journal.
    pub journal: J,
    plan: Arc<Plan>,
    /// What the run takes back; absent where it is an upgrade.
    takes_back: Option<Arc<Unfinished>>,
    /// When the run began.
    began: Timestamp,
    run: Run,
    /// The run as the journal has it.
    durable: Run,
    sequence: u64,
    /// How often each machine was ordered to be installed: the twin's operator shrugs at a second order, and a script
    /// would begin anew.
    pub(super) orders: BTreeMap<NodeName, u32>,
}

/// What stands between an event and its action.
#[derive(Debug)]
pub struct Turn {
    pub(super) kept: Kept,
}

impl<J: Journal> Session<J> {
    /// Begins a run; nothing is done or kept yet. The first event is [`EventKind::Started`].
    ///
    /// # Errors
    /// The plan can't be run.
    pub fn begin(twin: Twin, journal: J, plan: Arc<Plan>) -> Result<Self, ErrorReport> {
        Self::begin_with(twin, journal, plan, None)
    }

    /// The same for a run that takes an upgrade back.
    ///
    /// # Errors
    /// The plan can't be run.
    pub fn begin_with(
        twin: Twin,
        journal: J,
        plan: Arc<Plan>,
        takes_back: Option<Arc<Unfinished>>,
    ) -> Result<Self, ErrorReport> {
        // The journal keeps how a run was begun.
        let began = twin.now();
        let run = new_run(&plan, takes_back.as_deref(), began)?;
        let (durable, orders) = (run.clone(), BTreeMap::new());
        Ok(Self { twin, journal, plan, takes_back, began, durable, run, sequence: 0, orders })
    }

    /// Goes on from what is left of a session that was killed: the cluster and the journal. Feeds the events again.
    ///
    /// # Errors
    /// The journal can't be read, or its events make no run.
    pub fn again(self) -> Result<Self, ErrorReport> {
        let Self { twin, mut journal, plan, takes_back, began, orders, .. } = self;
        let kept = journal.read()?;
        let mut run = new_run(&plan, takes_back.as_deref(), began)?;
        for one in &kept {
            run.follow(&one.event).map_err(|error| error.report())?;
        }
        let (durable, sequence) = (run.clone(), kept.len() as u64);
        Ok(Self { twin, journal, plan, takes_back, began, durable, run, sequence, orders })
    }

    /// The same without reading the journal: the run as it was when its last transition was kept. That both are equal
    /// is what [`Self::is_what_the_journal_says`] tells.
    #[must_use]
    pub fn again_unread(self, sequence: u64) -> Self {
        Self { run: self.durable.clone(), sequence, ..self }
    }

    /// Whether this session, made from its journal, is the run that another one had kept there.
    #[must_use]
    pub fn is_what_the_journal_says(&self, kept: &Self) -> bool {
        self.run == kept.durable
    }

    /// The first event of this session: the run begins, or goes on.
    #[must_use]
    pub fn first(&self) -> Event {
        let kind = if self.sequence == 0 { EventKind::Started } else { EventKind::Resumed { commit: true } };
        event(&self.twin, kind)
    }

    /// Feeds an event; what comes of it is not kept yet.
    ///
    /// # Errors
    /// The event does not fit.
    pub fn feed(&mut self, event: Event) -> Result<Turn, ErrorReport> {
        let (action, lines) = self.run.follow(&event).map_err(|error| error.report())?;
        self.sequence += 1;
        Ok(Turn { kept: Kept { event, lines, action } })
    }

    /// Keeps it.
    ///
    /// # Errors
    /// The journal could not be written; the session ends here, and the action is not carried out.
    pub fn keep(&mut self, turn: &Turn) -> Result<(), ErrorReport> {
        self.journal.append(self.sequence, &turn.kept)?;
        self.durable.clone_from(&self.run);
        Ok(())
    }

    /// Carries the action out, waits and reads.
    ///
    /// # Errors
    /// An invariant of the twin is broken.
    pub fn act(&mut self, action: &Action) -> Result<Event, ErrorReport> {
        self.count(action);
        let event = answer(&mut self.twin, self.run.plan(), action);
        match self.twin.broken_invariant() {
            Some(broken) => Err(broken.report()),
            None => Ok(event),
        }
    }

    /// Begins the action as a process does that is killed right then.
    pub fn begin_effect(&mut self, action: &Action) {
        self.count(action);
        begin_only(&mut self.twin, &action.task);
    }

    fn count(&mut self, action: &Action) {
        if let ActionTask::Install { machine, .. } = &action.task {
            *self.orders.entry(machine.clone()).or_default() += 1;
        }
    }

    /// Drives the run to where it rests.
    ///
    /// # Errors
    /// The journal can't be written, or an invariant of the twin is broken.
    pub fn drive(&mut self, first: Event) -> Result<RunStatus, ErrorReport> {
        let mut next = Some(first);
        while let Some(event) = next.take() {
            let turn = self.feed(event)?;
            self.keep(&turn)?;
            if let Some(action) = turn.action() {
                next = Some(self.act(action)?);
            }
        }
        Ok(self.run.status())
    }

    /// Whether the plan takes several nodes out at once.
    pub(super) fn takes_several_nodes(&self) -> bool {
        self.plan.nodes.windows(2).any(|pair| pair[0].wave == pair[1].wave)
    }

    /// Whether the plan raises configuration versions.
    pub(super) fn raises_versions(&self) -> bool {
        self.plan.purpose == Purpose::VirtualMachineVersions
    }

    /// Whether it tells of an installation that the upgrade ordered which is taken back: it ends, or is ended by the
    /// next order, whichever is the earlier.
    pub(super) fn found_under_way(&self, message: &str) -> bool {
        let release = self.plan.change.to_release.to_string();
        self.takes_back.is_some() && message.starts_with("setup of") && !message.contains(&release)
    }

    /// What taking the run back has to know.
    #[must_use]
    pub fn unfinished(&self) -> Unfinished {
        self.run.unfinished()
    }

    /// Where the run stands.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.run.status()
    }

    /// The same with another journal.
    #[must_use]
    pub fn with(&self, journal: J) -> Self
    where
        J: Clone,
    {
        Self { journal, ..self.clone() }
    }

    /// The number of the last transition.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }
}

impl Turn {
    /// The action that was given out.
    #[must_use]
    pub const fn action(&self) -> Option<&Action> {
        self.kept.action.as_ref()
    }

    /// Whether it is more than a look.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        self.action().is_some_and(|action| action.task != ActionTask::Look)
    }

    /// What is kept of it.
    #[must_use]
    pub const fn kept(&self) -> &Kept {
        &self.kept
    }
}

fn new_run(plan: &Arc<Plan>, takes_back: Option<&Unfinished>, began: Timestamp) -> Result<Run, ErrorReport> {
    let (session, takes_back) = (stated(true, began), takes_back.cloned());
    let run_id = "crash".to_owned();
    let options = RunOptions { run_id, commit: takes_back.is_none(), session, takes_back, ..RunOptions::default() };
    Run::start(plan.as_ref().clone(), options).map_err(|error| error.report())
}
