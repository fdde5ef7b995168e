//! Times learned from a run that is over: how long its steps took, from its exported journal.
//!
//! Each step that was carried out without a break is a sample. The low figure is the tenth percentile, the likely one
//! the median, the high one the 95th percentile, each a time that was measured (nearest rank); with few samples the
//! high one leaves room for what has not been met yet.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Estimate, Plan, Task};
use crate::error::{ErrorId, ErrorReport, Reportable};
use crate::model::Timestamp;
use crate::run::{Action, ActionTask, Event, EventKind, Line, RunState};

/// The schema name of an exported journal.
const JOURNAL_SCHEMA: &str = "rolling-upgrade/journal/1";
/// Samples below which the slowest one is not trusted to be the slowest there is.
const FEW_SAMPLES: usize = 5;
/// The high figure of few samples is at least so much of the likely one, in percent.
const FEW_HIGH_PERCENT: u64 = 150;

/// What a run has taught.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LearnedTimes {
    /// The runs that it was learned from.
    pub runs: Vec<String>,
    /// How long steps take, each kind once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<LearnedTime>,
    /// How long moves take, in percent of what the model of a live migration likely takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves_percent: Option<LearnedPercent>,
}

/// How long one kind of step takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LearnedTime {
    /// Which kind.
    pub of: TimeOf,
    /// How long.
    pub estimate: Estimate,
    /// How often it was measured.
    pub samples: u32,
}

/// How long something takes against what was expected, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LearnedPercent {
    /// If all goes well.
    pub low: u64,
    /// What to expect.
    pub likely: u64,
    /// If it goes slowly.
    pub high: u64,
    /// How often it was measured.
    pub samples: u32,
}

/// A kind of step whose time is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum TimeOf {
    /// Pausing a node.
    Pause,
    /// What a drain takes beside the moves of the plan.
    Sweep,
    /// Evicting a node.
    Evict,
    /// From the evicted node to the machine that is ready to join: installation, restarts, configuration.
    Install,
    /// Joining the cluster, with what the cluster makes a node wait for.
    Join,
    /// Repairing storage once a node is back.
    Repair,
    /// Taking roles again after an upgrade in place.
    Resume,
    /// Looking whether all is well.
    Verify,
    /// Raising the functional level.
    Level,
    /// Updating a pool.
    Pool,
    /// Raising the configuration version of a VM that runs.
    Version,
}

impl TimeOf {
    /// The kind of a task, where its time can be learned.
    #[must_use]
    pub const fn task(task: &Task) -> Option<Self> {
        Some(match task {
            Task::PauseNode { .. } => Self::Pause,
            Task::DrainNode { .. } => Self::Sweep,
            Task::EvictNode { .. } => Self::Evict,
            Task::InstallNode { .. } => Self::Install,
            Task::AddNode { .. } => Self::Join,
            Task::AwaitStorageRepair => Self::Repair,
            Task::ResumeNode { .. } => Self::Resume,
            Task::VerifyNode { .. } => Self::Verify,
            Task::RaiseFunctionalLevel { .. } => Self::Level,
            Task::UpdateStoragePool { .. } => Self::Pool,
            Task::RaiseVirtualMachineVersion { running: true, .. } => Self::Version,
            _ => return None,
        })
    }
}

/// Why nothing was learned.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LearnError {
    /// The text is no exported journal.
    #[error("it is no journal that Export-RollingUpgradeJournal wrote: {reason}")]
    NoJournal {
        /// What is wrong with it.
        reason: String,
    },
    /// No step of the run was carried out without a break.
    #[error("no step of the run {run} can be measured")]
    NothingMeasured {
        /// The run.
        run: String,
    },
}

impl Reportable for LearnError {
    fn report(&self) -> ErrorReport {
        let remedy = match self {
            Self::NoJournal { .. } => "Give a file that Export-RollingUpgradeJournal wrote.",
            Self::NothingMeasured { .. } => "Give the journal of a run in which at least one node has left or joined.",
        };
        ErrorReport::new(ErrorId::JournalInvalid, self.to_string(), remedy).about("journal")
    }
}

#[derive(Deserialize)]
struct Head {
    schema: String,
    run: HeadRun,
    plan: Plan,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HeadRun {
    run_id: String,
}

/// A transition, as far as it tells times.
#[derive(Deserialize)]
struct Entry {
    event: Event,
    state: RunState,
    #[serde(default)]
    action: Option<Action>,
    #[serde(default)]
    lines: Vec<Line>,
}

impl Entry {
    /// The step that the run stands at afterwards; `before` where the transition does not say.
    fn step(&self, before: u32, steps: usize) -> u32 {
        if self.state == RunState::Completed {
            return u32::try_from(steps).unwrap_or(u32::MAX).saturating_add(1);
        }
        let told = self.lines.iter().rev().map(|line| line.step);
        self.action.iter().map(|action| action.step).chain(told).find(|step| *step > 0).unwrap_or(before)
    }
}

/// Learns from an exported journal: the run on its first line, then a transition a line.
///
/// # Errors
/// [`LearnError::NoJournal`] where the text is something else, and [`LearnError::NothingMeasured`].
pub fn learn(journal: &str) -> Result<LearnedTimes, LearnError> {
    let no_journal =
        |line: usize, error: &serde_json::Error| LearnError::NoJournal { reason: format!("line {line}: {error}") };
    let mut lines = journal.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let Some((_, first)) = lines.next() else { return Err(LearnError::NoJournal { reason: "it is empty".to_owned() }) };
    let head: Head = serde_json::from_str(first).map_err(|error| no_journal(1, &error))?;
    if head.schema != JOURNAL_SCHEMA {
        return Err(LearnError::NoJournal { reason: format!("its schema is `{}`", head.schema) });
    }
    let mut watch = Watch::new(&head.plan);
    for (index, line) in lines {
        let entry: Entry = serde_json::from_str(line).map_err(|error| no_journal(index + 1, &error))?;
        watch.see(&entry);
    }
    watch.learned(head.run.run_id)
}

/// Follows a run and stops the time of its steps.
struct Watch<'a> {
    plan: &'a Plan,
    step: u32,
    /// When the step in hand began; nothing where that is not known.
    since: Option<Timestamp>,
    samples: BTreeMap<TimeOf, Vec<u64>>,
    percents: Vec<u64>,
}

impl<'a> Watch<'a> {
    const fn new(plan: &'a Plan) -> Self {
        Self { plan, step: 0, since: None, samples: BTreeMap::new(), percents: Vec::new() }
    }

    fn see(&mut self, entry: &Entry) {
        let (state, step) = (entry.state, entry.step(self.step, self.plan.steps.len()));
        let goes_on = matches!(entry.event.event, EventKind::ActionEnded { .. });
        if step != self.step {
            if goes_on {
                self.ended(step, entry.event.at);
            }
            self.step = step;
            // What goes before a turn (gates, hooks, a window) is no part of its first step.
            self.since = (!self.begins_turn(step)).then_some(entry.event.at);
        }
        let acts =
            |action: &Action| matches!(action.task, ActionTask::MoveRole { .. } | ActionTask::SuspendNode { .. });
        if self.since.is_none() && self.begins_turn(step) && entry.action.as_ref().is_some_and(acts) {
            self.since = Some(entry.event.at);
        }
        if state != RunState::Running || !goes_on {
            // A step that is interrupted says nothing of how long it takes.
            self.since = None;
        }
    }

    fn begins_turn(&self, step: u32) -> bool {
        self.plan.nodes.iter().any(|stage| stage.first_step == step)
    }

    /// The step in hand is done, and perhaps others with it, which took no time.
    fn ended(&mut self, next: u32, at: Timestamp) {
        let Some(since) = self.since else { return };
        let index = (self.step as usize).wrapping_sub(1);
        let Some(step) = self.plan.steps.get(index) else { return };
        let seconds = at.seconds_since(since);
        if let Some(of) = TimeOf::task(&step.task) {
            self.samples.entry(of).or_default().push(seconds);
            return;
        }
        let is_move = |task: &Task| matches!(task, Task::MoveRole { .. });
        let moves = self.plan.steps[index..].iter().take_while(|step| is_move(&step.task));
        let moves: Vec<u64> = moves.map(|step| step.likely_seconds).collect();
        let expected: u64 = moves.iter().sum();
        if expected > 0 && next as usize > index + moves.len() {
            self.percents.push((seconds * 100).div_ceil(expected));
        }
    }

    fn learned(self, run: String) -> Result<LearnedTimes, LearnError> {
        let times: Vec<LearnedTime> = self
            .samples
            .into_iter()
            .map(|(of, mut samples)| {
                let [low_seconds, likely_seconds, high_seconds] = figures(&mut samples);
                let samples = u32::try_from(samples.len()).unwrap_or(u32::MAX);
                LearnedTime { of, estimate: Estimate { low_seconds, likely_seconds, high_seconds }, samples }
            })
            .collect();
        let mut percents = self.percents;
        let moves_percent = (!percents.is_empty()).then(|| {
            let [low, likely, high] = figures(&mut percents);
            LearnedPercent { low, likely, high, samples: u32::try_from(percents.len()).unwrap_or(u32::MAX) }
        });
        if times.is_empty() && moves_percent.is_none() {
            return Err(LearnError::NothingMeasured { run });
        }
        Ok(LearnedTimes { runs: vec![run], times, moves_percent })
    }
}

/// The low, likely and high figure of measured ones.
fn figures(samples: &mut [u64]) -> [u64; 3] {
    samples.sort_unstable();
    let rank = |percent: usize| {
        let rank = (samples.len() * percent).div_ceil(100).max(1);
        samples.get(rank - 1).copied().unwrap_or(0)
    };
    let [low, likely, high] = [rank(10), rank(50), rank(95)];
    let room = if samples.len() < FEW_SAMPLES { likely.saturating_mul(FEW_HIGH_PERCENT).div_ceil(100) } else { 0 };
    [low, likely, high.max(room)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_ranks_and_few_samples_leave_room() {
        assert_eq!(figures(&mut (1..=100).rev().collect::<Vec<u64>>()), [10, 50, 95]);
        assert_eq!(figures(&mut [7, 3, 5, 4, 6]), [3, 5, 7]);
        assert_eq!(figures(&mut [100]), [100, 100, 150]);
        assert_eq!(figures(&mut [90, 300]), [90, 90, 300]);
    }

    #[test]
    fn what_is_no_journal_says_where() {
        let reason = |text: &str| match learn(text) {
            Err(LearnError::NoJournal { reason }) => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(reason("\n"), "it is empty");
        assert!(reason("{").starts_with("line 1: "));
        assert!(reason("{\"schema\": \"x\"}").contains("missing field"));
    }
}
