//! What happened with a plan: a run, or a rehearsal on the twin.

use rolling_upgrade_core::model::{FunctionalLevel, NodeName, Release, RoleName, Timestamp};
use rolling_upgrade_core::run::{Line, RunStatus};
use serde::Deserialize;

/// What happened with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Story {
    /// A run, as far as it has come.
    Run(RunStory),
    /// A rehearsal.
    Rehearsal(RehearsalStory),
}

/// A run, as far as it has come.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunStory {
    /// Where it stands.
    pub status: RunStatus,
    /// What it said.
    #[serde(default)]
    pub lines: Vec<Line>,
}

/// A rehearsal: the fields of the document `rolling-upgrade/rehearsal/1` that a report shows. The others are passed
/// over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RehearsalStory {
    /// The seed.
    pub seed: u64,
    /// Where the run stands at the end.
    pub status: RunStatus,
    /// What it said.
    pub lines: Vec<Line>,
    /// Moves, availability, assumptions.
    pub account: Account,
    /// Roles that are down at the end.
    pub down: Vec<RoleName>,
    /// The members at the end.
    pub nodes: Vec<MemberAtEnd>,
    /// The functional level at the end.
    pub functional_level: FunctionalLevel,
    /// When it began, in virtual time.
    pub started_at: Timestamp,
    /// How long it took in virtual time.
    pub duration_seconds: u64,
}

/// What a rehearsal counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Live migrations that ended well.
    pub live_migrations: u64,
    /// Quick migrations that ended well.
    pub quick_migrations: u64,
    /// Moves that failed.
    pub failed_moves: u64,
    /// Roles that were down or paused at all.
    pub outages: Vec<Outage>,
    /// Assumed behaviours that the rehearsal relied on.
    pub assumptions: Vec<Assumed>,
    /// What no rehearsal can say anything about.
    #[serde(default)]
    pub out_of_scope: Vec<String>,
}

/// An assumed behaviour.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assumed {
    /// Its id.
    pub id: String,
    /// How well it is founded: `F` reports from the field, `I` inferred, `K` general knowledge.
    pub confidence: String,
    /// What is assumed.
    pub text: String,
    /// The page that comes nearest, or why there is none.
    pub source: String,
}

/// How long a role did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outage {
    /// The role.
    pub role: RoleName,
    /// Milliseconds in which live migrations had paused it.
    pub blackout_milliseconds: u64,
    /// Milliseconds in which it was down against anybody's plan.
    pub down_milliseconds: u64,
    /// Milliseconds of planned shutdowns or failovers.
    pub planned_milliseconds: u64,
    /// Why it was down.
    pub reasons: Vec<String>,
}

/// A member at the end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberAtEnd {
    /// Its name.
    pub name: NodeName,
    /// The release that it runs.
    pub release: Release,
}

impl Story {
    /// Where the run stands.
    pub(crate) const fn status(&self) -> &RunStatus {
        match self {
            Self::Run(run) => &run.status,
            Self::Rehearsal(rehearsal) => &rehearsal.status,
        }
    }

    /// What the run said.
    pub(crate) fn lines(&self) -> &[Line] {
        match self {
            Self::Run(run) => &run.lines,
            Self::Rehearsal(rehearsal) => &rehearsal.lines,
        }
    }
}
