//! The times that a plan reckons with, and where each comes from: learned from a run, set by the policy, or assumed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::estimates;
use super::learn::TimeOf;
use super::text::duration;
use super::{Estimate, Plan, Policy, Step};

/// A time that a plan reckons with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimeSource {
    /// Of what.
    pub of: TimeOf,
    /// How long.
    pub estimate: Estimate,
    /// Where it comes from.
    pub from: TimeOrigin,
    /// How often it was measured, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub samples: Option<u32>,
}

/// Where a time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum TimeOrigin {
    /// Measured in a run.
    Learned,
    /// Set by the policy.
    Policy,
    /// Assumed by the planner.
    Assumed,
}

impl Policy {
    /// How long a kind of step takes, and where that comes from.
    pub(super) fn time(&self, of: TimeOf) -> TimeSource {
        let learned = self.learned.as_ref().and_then(|learned| learned.times.iter().find(|time| time.of == of));
        if let Some(time) = learned {
            let (estimate, samples) = (time.estimate, Some(time.samples));
            return TimeSource { of, estimate, from: TimeOrigin::Learned, samples };
        }
        let (estimate, from) = match of {
            TimeOf::Install => (self.install, TimeOrigin::Policy),
            TimeOf::Pause => (estimates::PAUSE, TimeOrigin::Assumed),
            TimeOf::Sweep => (estimates::SWEEP, TimeOrigin::Assumed),
            TimeOf::Evict => (estimates::EVICT, TimeOrigin::Assumed),
            TimeOf::Join => (estimates::ADD, TimeOrigin::Assumed),
            TimeOf::Repair => (estimates::REPAIR, TimeOrigin::Assumed),
            TimeOf::Resume => (estimates::RESUME, TimeOrigin::Assumed),
            TimeOf::Verify => (estimates::VERIFY, TimeOrigin::Assumed),
            TimeOf::Level => (estimates::RAISE_LEVEL, TimeOrigin::Assumed),
            TimeOf::Pool => (estimates::UPDATE_POOL, TimeOrigin::Assumed),
            TimeOf::Version => (estimates::RAISE_RUNNING, TimeOrigin::Assumed),
        };
        TimeSource { of, estimate, from, samples: None }
    }
}

/// The times of the kinds of steps that a plan has, each once.
pub(super) fn times_of(steps: &[Step], policy: &Policy) -> Vec<TimeSource> {
    let kinds: std::collections::BTreeSet<TimeOf> = steps.iter().filter_map(|step| TimeOf::task(&step.task)).collect();
    kinds.into_iter().map(|of| policy.time(of)).collect()
}

/// The times in words, one text for each place they come from.
pub(super) fn told(plan: &Plan) -> Vec<String> {
    let mut texts = Vec::new();
    for from in [TimeOrigin::Learned, TimeOrigin::Policy, TimeOrigin::Assumed] {
        let mut parts: Vec<String> = plan.times.iter().filter(|time| time.from == from).map(one).collect();
        let percent = plan.policy.learned.as_ref().and_then(|learned| learned.moves_percent);
        if let (TimeOrigin::Learned, Some(moves)) = (from, percent) {
            parts.push(format!(
                "moves {} % of the model ({} to {} %, {})",
                moves.likely,
                moves.low,
                moves.high,
                measured(moves.samples)
            ));
        }
        if !parts.is_empty() {
            texts.push(format!("{}: {}", origin(from, plan), parts.join(", ")));
        }
    }
    texts
}

fn origin(from: TimeOrigin, plan: &Plan) -> String {
    match from {
        TimeOrigin::Learned => {
            let runs = plan.policy.learned.as_ref().map_or(&[] as &[String], |learned| &learned.runs);
            format!("learned from {}", runs.join(", "))
        }
        TimeOrigin::Policy => "of the policy".to_owned(),
        TimeOrigin::Assumed => "assumed".to_owned(),
    }
}

fn one(time: &TimeSource) -> String {
    let Estimate { low_seconds, likely_seconds, high_seconds } = time.estimate;
    let range = format!("{} to {}", duration(low_seconds), duration(high_seconds));
    let samples = time.samples.map_or_else(String::new, |samples| format!(", {}", measured(samples)));
    format!("{} {} ({range}{samples})", word(time.of), duration(likely_seconds))
}

fn measured(samples: u32) -> String {
    if samples == 1 { "measured once".to_owned() } else { format!("measured {samples} times") }
}

const fn word(of: TimeOf) -> &'static str {
    match of {
        TimeOf::Pause => "pause",
        TimeOf::Sweep => "sweep",
        TimeOf::Evict => "evict",
        TimeOf::Install => "install",
        TimeOf::Join => "join",
        TimeOf::Repair => "repair",
        TimeOf::Resume => "resume",
        TimeOf::Verify => "verify",
        TimeOf::Level => "level",
        TimeOf::Pool => "pool",
        TimeOf::Version => "version",
    }
}
