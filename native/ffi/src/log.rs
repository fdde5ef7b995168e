//! Collects the `tracing` events of one call, so that they travel back with its answer.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record as SpanRecord};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::request;

/// The most events that one call keeps; what comes after them is counted.
const RECORDS_MAX: usize = 10_000;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Record {
    level: &'static str,
    target: String,
    message: String,
}

/// The field of a request that says how much is logged.
#[derive(Deserialize, Default)]
struct Wish {
    #[serde(rename = "logLevel", default)]
    level: Option<String>,
}

/// Runs an operation and gives back what it logged, as far as its request asks for it.
///
/// A request that can't be read logs nothing; the operation says what is wrong with it.
pub(crate) fn collected<T>(request: &[u8], operation: impl FnOnce() -> T) -> (T, Vec<Record>) {
    let level = wished(request);
    if level == LevelFilter::OFF {
        return (operation(), Vec::new());
    }
    let records = Arc::new(Mutex::new(Records::default()));
    let collector = Collector { level, records: Arc::clone(&records) };
    let result = tracing::subscriber::with_default(collector, operation);
    let collected = std::mem::take(&mut *records.lock().unwrap_or_else(PoisonError::into_inner));
    (result, collected.finish())
}

fn wished(request: &[u8]) -> LevelFilter {
    // Most requests don't ask, and reading a large one twice would cost more than all the rest.
    if request.len() > request::REQUEST_BYTES_MAX || !request::mentions(request, request::LOG_LEVEL) {
        return LevelFilter::OFF;
    }
    let wish: Wish = serde_json::from_slice(request).unwrap_or_default();
    wish.level.and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::OFF)
}

#[derive(Debug, Default)]
struct Records {
    kept: Vec<Record>,
    dropped: u64,
}

impl Records {
    fn finish(mut self) -> Vec<Record> {
        if self.dropped > 0 {
            self.kept.push(Record {
                level: "warn",
                target: module_path!().to_owned(),
                message: format!("{} further events are left out", self.dropped),
            });
        }
        self.kept
    }
}

struct Collector {
    level: LevelFilter,
    records: Arc<Mutex<Records>>,
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.level
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level)
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        // Spans are not kept: an event says all that it means in its own fields.
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &SpanRecord<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if records.kept.len() >= RECORDS_MAX {
            records.dropped += 1;
            return;
        }
        let mut text = Text::default();
        event.record(&mut text);
        records.kept.push(Record {
            level: name(*event.metadata().level()),
            target: event.metadata().target().to_owned(),
            message: text.finish(),
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

const fn name(level: Level) -> &'static str {
    match level {
        Level::TRACE => "trace",
        Level::DEBUG => "debug",
        Level::INFO => "info",
        Level::WARN => "warn",
        Level::ERROR => "error",
    }
}

/// An event as one line: its message, then its fields as `name=value`.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Text {
    fn finish(mut self) -> String {
        self.message.push_str(&self.fields);
        self.message
    }

    fn add(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a string can't fail unless the value's own Debug does; then the field is cut short.
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.message.push_str(value);
        } else {
            self.add(field, &value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_gets_the_events_that_it_asks_for() {
        let log = |request: &str| {
            collected(request.as_bytes(), || {
                tracing::debug!(node = "n1", "Looked");
                tracing::info!(moves = 3, "Planned");
            })
            .1
        };
        let debug = log(r#"{"logLevel":"debug"}"#);
        let lines: Vec<(&str, &str)> = debug.iter().map(|record| (record.level, record.message.as_str())).collect();
        assert_eq!(lines, [("debug", "Looked node=\"n1\""), ("info", "Planned moves=3")]);
        assert_eq!(log(r#"{"logLevel":"info"}"#).len(), 1);
        for silent in ["{}", "", "not json logLevel", r#"{"logLevel":"loud"}"#, r#"{"logLevel":"off"}"#] {
            assert_eq!(log(silent).len(), 0, "{silent}");
        }
    }

    #[test]
    fn a_flood_is_cut_and_counted() {
        let (_, log) = collected(br#"{"logLevel":"trace"}"#, || {
            for number in 0..RECORDS_MAX + 5 {
                tracing::trace!(number, "Step");
            }
        });
        assert_eq!(log.len(), RECORDS_MAX + 1);
        assert_eq!(log.last().map(|record| record.message.as_str()), Some("5 further events are left out"));
    }
}
