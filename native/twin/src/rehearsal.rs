//! A rehearsal: a whole run against a twin, and what came of it.

use std::fmt::Write;

use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};
use rolling_upgrade_core::model::{FunctionalLevel, Inventory, NodeName, Release, RoleName, Timestamp};
use rolling_upgrade_core::plan::{Attestation, Plan, Policy};
use rolling_upgrade_core::run::{
    Action, ActionResult, ActionTask, Event, EventKind, Line, LineKind, Run, RunOptions, RunState, RunStatus, Session,
};
use serde::{Deserialize, Serialize};

use crate::call::AccountView;
use crate::driver::{answer, event, not_online};
use crate::simulation::Simulation;
use crate::twin::Twin;

/// Virtual time without any change after which nothing more is to be expected: a day.
const STILL_MILLISECONDS_MAX: u64 = 24 * 3600 * 1000;
/// More actions than any run of 256 nodes and 100,000 VMs needs.
const ACTIONS_MAX: usize = 5_000_000;

/// What came of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rehearsal {
    /// Always `rolling-upgrade/rehearsal/1`.
    pub schema: String,
    /// The name of the cluster.
    pub cluster: String,
    /// The seed.
    pub seed: u64,
    /// Where the run stands at the end.
    pub status: RunStatus,
    /// What was done, looks left out.
    pub actions: Vec<RehearsedAction>,
    /// The run's own story.
    pub lines: Vec<Line>,
    /// Moves, availability, assumptions.
    pub account: AccountView,
    /// Roles that are down at the end.
    pub down: Vec<RoleName>,
    /// The members at the end and the releases that they run.
    pub nodes: Vec<RehearsedNode>,
    /// The functional level at the end.
    pub functional_level: FunctionalLevel,
    /// When it began, in virtual time.
    pub started_at: Timestamp,
    /// How long it took in virtual time.
    pub duration_seconds: u64,
    /// How many events happened in the twin.
    pub events: u64,
}

impl Rehearsal {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/rehearsal/1";
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RehearsedAction {
    /// When, in virtual time.
    pub at: Timestamp,
    /// The step of the plan.
    pub step: u32,
    /// The command as an administrator would type it.
    pub command: String,
    /// What the cluster refused, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorReport>,
}

/// A member at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RehearsedNode {
    /// Its name.
    pub name: NodeName,
    /// The release that it runs.
    pub release: Release,
}

/// Carries a plan out on a twin of the inventory. Without `commit` it ends before the level, still reversible.
///
/// Same inventory, plan, simulation and seed: the same rehearsal, byte for byte.
///
/// # Errors
/// The inventory or the simulation makes no twin, the plan can't be run, or an invariant of the twin is broken.
pub fn rehearse(
    inventory: &Inventory,
    plan: Plan,
    simulation: &Simulation,
    seed: u64,
    commit: bool,
) -> Result<Rehearsal, ErrorReport> {
    rehearse_until(inventory, plan, simulation, seed, commit, &|| false)
}

/// The same, until somebody cancels it: asked before every action, which is many times in a millisecond.
///
/// # Errors
/// Those of [`rehearse`], and `Cancelled`.
pub fn rehearse_until(
    inventory: &Inventory,
    plan: Plan,
    simulation: &Simulation,
    seed: u64,
    commit: bool,
    cancelled: &dyn Fn() -> bool,
) -> Result<Rehearsal, ErrorReport> {
    let mut twin = Twin::new(inventory, simulation, seed).map_err(|error| error.report())?;
    carry_through(&mut twin, plan, options(seed, commit), seed, cancelled)
}

/// The same on a twin that exists, from its present state on.
///
/// # Errors
/// The plan can't be run, or an invariant of the twin is broken.
pub fn rehearse_on(twin: &mut Twin, plan: Plan, seed: u64, commit: bool) -> Result<Rehearsal, ErrorReport> {
    carry_through(twin, plan, options(seed, commit), seed, &|| false)
}

fn options(seed: u64, commit: bool) -> RunOptions {
    RunOptions { run_id: format!("rehearsal-{seed}"), commit, ..RunOptions::default() }
}

/// Carries a run through on a twin, from its present state on.
pub(crate) fn carry_through(
    twin: &mut Twin,
    plan: Plan,
    options: RunOptions,
    seed: u64,
    cancelled: &dyn Fn() -> bool,
) -> Result<Rehearsal, ErrorReport> {
    let started_at = twin.now();
    let began = twin.elapsed_milliseconds();
    let options = RunOptions { session: stated(options.commit, started_at), ..options };
    // Virtual nights and weekends cost nothing.
    let policy = Policy { window_wait_seconds: u64::MAX, ..plan.policy };
    let mut run = Run::start(Plan { policy, ..plan }, options).map_err(|error| error.report())?;
    let mut story = Story::default();
    let mut next = story.follow(&mut run, &event(twin, EventKind::Started))?;
    let mut changed = (twin.revision(), twin.elapsed_milliseconds());
    while let Some(action) = next.take() {
        if cancelled() {
            let remedy = "Rehearse again; a rehearsal changes nothing but its own twin.";
            return Err(ErrorReport::new(ErrorId::Cancelled, "the rehearsal was cancelled", remedy));
        }
        let at = twin.now();
        let answered = answer(twin, run.plan(), &action);
        if let Some(broken) = twin.broken_invariant() {
            return Err(broken.report());
        }
        story.note(at, action.step, &action.task, &answered.event);
        if changed.0 != twin.revision() || run.is_waiting_for_window() {
            changed = (twin.revision(), twin.elapsed_milliseconds());
        }
        let still = twin.elapsed_milliseconds() - changed.1 > STILL_MILLISECONDS_MAX;
        next = story.follow(&mut run, &answered)?;
        if (still || story.count > ACTIONS_MAX) && next.is_some() {
            story.follow(&mut run, &event(twin, EventKind::StopRequested))?;
            break;
        }
    }
    twin.check_in_full();
    if let Some(broken) = twin.broken_invariant() {
        return Err(broken.report());
    }
    Ok(Rehearsal {
        schema: Rehearsal::SCHEMA.to_owned(),
        cluster: twin.state.cluster.facts.name.clone(),
        seed,
        status: run.status(),
        actions: story.actions,
        lines: story.lines,
        account: twin.account(),
        down: not_online(twin),
        nodes: twin.members().into_iter().map(|(name, release)| RehearsedNode { name, release }).collect(),
        functional_level: twin.state.cluster.level,
        started_at,
        duration_seconds: (twin.elapsed_milliseconds() - began) / 1000,
        events: twin.events(),
    })
}

/// What only people can state, where the rehearsal goes past the point of no return: there is nothing real to lose.
pub(crate) fn stated(commit: bool, at: Timestamp) -> Session {
    let backup = Attestation {
        topic: "backup".to_owned(),
        statement: "assumed for the rehearsal".to_owned(),
        by: "rehearsal".to_owned(),
        at,
    };
    Session { attestations: commit.then_some(backup).into_iter().collect(), ..Session::default() }
}

#[derive(Default)]
struct Story {
    actions: Vec<RehearsedAction>,
    lines: Vec<Line>,
    count: usize,
}

impl Story {
    /// Tells the run what happened, keeps its lines and says what it wants next.
    fn follow(&mut self, run: &mut Run, event: &Event) -> Result<Option<Action>, ErrorReport> {
        let (action, mut lines) = run.follow(event).map_err(|error| error.report())?;
        self.lines.append(&mut lines);
        Ok(action)
    }

    fn note(&mut self, at: Timestamp, step: u32, task: &ActionTask, event: &EventKind) {
        self.count += 1;
        if *task == ActionTask::Look || task.is_aside() {
            return;
        }
        let error = match event {
            EventKind::ActionEnded { result: ActionResult::Failed { error }, .. } => Some(error.clone()),
            _ => None,
        };
        // The run says the command right before it gives the action out.
        let command = match self.lines.last() {
            Some(line) if line.kind == LineKind::Intent => line.text.clone(),
            _ => task.command(),
        };
        self.actions.push(RehearsedAction { at, step, command, error });
    }
}

impl Twin {
    /// The invariant that broke, if one did.
    #[must_use]
    pub fn broken_invariant(&self) -> Option<&crate::error::TwinError> {
        self.broken.as_ref()
    }

    /// Counts everything again and compares, as after every thousandth event.
    ///
    /// # Errors
    /// The invariant that is broken: a bug of ours.
    pub fn check(&mut self) -> Result<(), crate::error::TwinError> {
        self.check_in_full();
        self.broken.clone().map_or(Ok(()), Err)
    }

    /// The members and their releases.
    #[must_use]
    pub fn members(&self) -> Vec<(NodeName, Release)> {
        let members = self.state.members.iter().map(|member| &self.state.machines[*member]);
        members.map(|record| (record.name.clone(), record.facts.release)).collect()
    }
}

/// `h:mm:ss`.
fn clock(seconds: u64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A duration of an outage: milliseconds below ten seconds.
fn outage(milliseconds: u64) -> String {
    if milliseconds < 10_000 { format!("{milliseconds} ms") } else { clock(milliseconds / 1000) }
}

impl Rehearsal {
    /// The rehearsal for people: one line for each action with the virtual clock, then a summary.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "Rehearsal of {} (seed {})", self.cluster, self.seed);
        let _ = writeln!(text);
        let warnings = self.lines.iter().filter(|line| matches!(line.kind, LineKind::Warning | LineKind::State));
        let mut told: Vec<(Timestamp, u8, String)> = warnings.map(|line| (line.at, 1, line.text.clone())).collect();
        for action in &self.actions {
            let result = match &action.error {
                None => "ok".to_owned(),
                Some(error) => match error.win32 {
                    Some(code) => format!("refused ({code}): {}", error.message),
                    None => format!("refused: {}", error.message),
                },
            };
            told.push((action.at, 0, format!("{} -> {result}", action.command)));
        }
        // Stable: what happened at one moment keeps its order, commands before what the run said of them.
        told.sort_by_key(|(at, rank, _)| (*at, *rank));
        for (at, rank, line) in told {
            let mark = if rank == 0 { ' ' } else { '*' };
            let _ = writeln!(text, "{:>8} {mark} {line}", clock(at.seconds_since(self.started_at)));
        }
        self.summary(&mut text);
        text
    }

    fn summary(&self, text: &mut String) {
        let status = &self.status;
        let _ = writeln!(text, "\nSummary");
        let _ = writeln!(
            text,
            "  state: {}, step {} of {}",
            status.state,
            status.step.min(status.steps_total),
            status.steps_total
        );
        if let Some(waiting) = &status.waiting_for {
            let _ = writeln!(text, "  waits for: {waiting}");
        }
        if let Some(reason) = &status.reason {
            let _ = writeln!(text, "  reason: {}", reason.message);
        }
        let nodes = self.nodes.iter().map(|node| format!("{} ({})", node.name, node.release.short_name()));
        let _ = writeln!(text, "  nodes: {}", nodes.collect::<Vec<_>>().join(", "));
        let account = &self.account;
        let (live, quick, failed) = (account.live_migrations, account.quick_migrations, account.failed_moves);
        let _ = writeln!(text, "  moves: {live} live, {quick} quick, {failed} failed");
        self.downtime(text);
        let _ = writeln!(text, "  duration: {}", clock(self.duration_seconds));
        let _ = writeln!(text, "  functional level: {}", self.functional_level);
        if !account.faults.is_empty() {
            let _ = writeln!(text, "  faults:");
        }
        for fault in &account.faults {
            let (kind, planned, struck) = (fault.kind.name(), fault.planned, fault.struck);
            let _ = writeln!(text, "    {kind}: {planned} planned, struck {struck} times");
        }
        if !account.assumptions.is_empty() {
            let _ = writeln!(text, "  assumed:");
        }
        for assumption in &account.assumptions {
            let _ = writeln!(text, "    {assumption}");
        }
        let _ = writeln!(text, "  out of scope:");
        for subject in &account.out_of_scope {
            let _ = writeln!(text, "    {subject}");
        }
    }

    fn downtime(&self, text: &mut String) {
        let longest = self.account.outages.iter().map(|outage| outage.longest_blackout_milliseconds).max().unwrap_or(0);
        let _ = writeln!(text, "  longest time that live migrations paused one VM: {}", outage(longest));
        let planned = self.account.outages.iter().filter(|outage| outage.planned_milliseconds > 0);
        for role in planned {
            let reasons = role.reasons.join(", ");
            let _ =
                writeln!(text, "  planned: {} away for {} ({reasons})", role.role, outage(role.planned_milliseconds));
        }
        let down: Vec<_> = self.account.outages.iter().filter(|outage| outage.down_milliseconds > 0).collect();
        if down.is_empty() {
            let _ = writeln!(text, "  unplanned downtime: none");
        }
        for role in down {
            let reasons = role.reasons.join(", ");
            let _ =
                writeln!(text, "  unplanned: {} down for {} ({reasons})", role.role, outage(role.down_milliseconds));
        }
        if !self.down.is_empty() {
            let names: Vec<&str> = self.down.iter().map(RoleName::as_str).collect();
            let _ = writeln!(text, "  down at the end: {}", names.join(", "));
        }
    }

    /// Whether the run came to its end: completed, or waiting for the commitment that was not given.
    #[must_use]
    pub const fn succeeded(&self) -> bool {
        matches!(self.status.state, RunState::Completed | RunState::AwaitingCommit)
    }
}
