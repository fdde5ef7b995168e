//! What a twin tells of itself: its clock, its log and its accounts.

use rolling_upgrade_core::model::{RoleName, Timestamp};
use serde::{Deserialize, Serialize};

use crate::assumption::AssumptionView;
use crate::fault::FaultKind;

/// A line of the event log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// Its number, from 0.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// The Windows event id, where there is one.
    pub event_id: Option<u32>,
    /// The node or role that it is about.
    pub subject: String,
    /// What happened.
    pub message: String,
}

/// The clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    /// Virtual time now.
    pub now: Timestamp,
    /// Virtual time since the twin was made.
    pub elapsed_milliseconds: u64,
    /// Grows with every change of state.
    pub revision: u64,
}

/// What the twin counted so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Live migrations that ended well.
    pub live_migrations: u64,
    /// Quick migrations that ended well.
    pub quick_migrations: u64,
    /// Moves that failed.
    pub failed_moves: u64,
    /// Availability by role, of those that were down or paused at all.
    pub outages: Vec<OutageView>,
    /// Assumed behaviours that the twin relied on.
    pub assumptions: Vec<AssumptionView>,
    /// What no rehearsal can say anything about.
    pub out_of_scope: Vec<String>,
    /// The kinds of faults that there are any of.
    #[serde(default)]
    pub faults: Vec<FaultView>,
}

/// Faults of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultView {
    /// The kind.
    pub kind: FaultKind,
    /// How many the simulation holds.
    pub planned: u64,
    /// How often they have struck.
    pub struck: u64,
}

/// How long a role did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutageView {
    /// The role.
    pub role: RoleName,
    /// Milliseconds in which a live migration had paused it.
    pub blackout_milliseconds: u64,
    /// The longest of these pauses.
    #[serde(default)]
    pub longest_blackout_milliseconds: u64,
    /// Milliseconds in which it was down against anybody's plan.
    pub down_milliseconds: u64,
    /// Milliseconds of a planned shutdown or failover.
    pub planned_milliseconds: u64,
    /// Why it was down.
    pub reasons: Vec<String>,
}
