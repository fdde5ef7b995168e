//! Maintenance windows: when work on a cluster may go on, by the clock of a named zone.
//!
//! A window names its zone and says what it means where the clock of that zone changes, so that the same window gives
//! the same moments on every machine; the database of zones is part of this library for the same reason. See
//! docs/decisions/windows.md.

mod clock;
mod opening;
mod text;

pub use clock::{Day, TimeOfDay, Weekday, Zone};
pub use opening::{Opening, Slot, fit, longest_seconds, openings};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When work may go on: from one time of day to another, on days of the week or on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MaintenanceWindow {
    /// The zone whose clock counts, by its name in the IANA database, such as `Europe/Berlin`.
    pub zone: Zone,
    /// The days of the week on which it opens; empty, and without a date, it opens every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
    /// The one day on which it opens; the days of the week say nothing then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// When it opens.
    pub opens: TimeOfDay,
    /// When it closes; on the next day where this is not later than the opening.
    pub closes: TimeOfDay,
    /// What its ends mean in a night in which the clock changes.
    #[serde(default)]
    pub clock_change: ClockChange,
}

/// What the end of a window means where the clock shows its time twice. A time that the clock leaves out is the moment
/// at which it is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ClockChange {
    /// The window opens when the clock shows the time for the second time, and closes when it does for the first time.
    #[default]
    Narrow,
    /// The window opens when the clock shows the time for the first time, and closes when it does for the second time.
    Wide,
}
