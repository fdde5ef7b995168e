//! The event log.

use rolling_upgrade_core::model::Timestamp;
use rolling_upgrade_core::run::CRITICAL_EVENTS;
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

    /// The critical events after a point in time.
    pub(crate) fn critical(&self, since: Timestamp, start: Timestamp) -> impl Iterator<Item = EventView> + '_ {
        let numbered = self.entries.iter().enumerate().filter(|(_, entry)| is_critical(entry));
        let views = numbered.map(move |(number, entry)| view(number, entry, start));
        views.filter(move |event| event.at > since)
    }

    /// The lines from a number on.
    pub(crate) fn views(&self, from: u64, start: Timestamp) -> Vec<EventView> {
        let first = usize::try_from(from).unwrap_or(usize::MAX);
        self.entries.iter().enumerate().skip(first).map(|(number, entry)| view(number, entry, start)).collect()
    }
}

fn view(number: usize, entry: &Entry, start: Timestamp) -> EventView {
    EventView {
        number: number as u64,
        at: later(start, entry.at),
        event_id: entry.event_id,
        subject: entry.subject.clone(),
        message: entry.message.clone(),
    }
}

/// What `CRITICAL_EVENTS` of the run names.
fn is_critical(entry: &Entry) -> bool {
    entry.event_id.is_some_and(|id| CRITICAL_EVENTS.contains(&id))
}

/// The point in time that is `milliseconds` after `start`.
pub(crate) fn later(start: Timestamp, milliseconds: u64) -> Timestamp {
    let milliseconds = i64::try_from(milliseconds).unwrap_or(i64::MAX);
    Timestamp::from_milliseconds(start.milliseconds().saturating_add(milliseconds))
}
