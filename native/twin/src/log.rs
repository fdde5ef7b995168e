//! The event log.

use rolling_upgrade_core::model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::EventView;

/// A line of the event log.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    at: u64,
    event_id: Option<u32>,
    subject: String,
    message: String,
}

/// Everything that happened, in order.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Log {
    entries: Vec<Entry>,
}

impl Log {
    pub(crate) fn add(&mut self, at: u64, event_id: Option<u32>, subject: &str, message: String) {
        self.entries.push(Entry { at, event_id, subject: subject.to_owned(), message });
    }

    /// The lines from a number on.
    pub(crate) fn views(&self, from: u64, start: Timestamp) -> Vec<EventView> {
        let first = usize::try_from(from).unwrap_or(usize::MAX);
        self.entries
            .iter()
            .enumerate()
            .skip(first)
            .map(|(number, entry)| EventView {
                number: number as u64,
                at: later(start, entry.at),
                event_id: entry.event_id,
                subject: entry.subject.clone(),
                message: entry.message.clone(),
            })
            .collect()
    }
}

/// The point in time that is `milliseconds` after `start`.
pub(crate) fn later(start: Timestamp, milliseconds: u64) -> Timestamp {
    let milliseconds = i64::try_from(milliseconds).unwrap_or(i64::MAX);
    Timestamp::from_milliseconds(start.milliseconds().saturating_add(milliseconds))
}
