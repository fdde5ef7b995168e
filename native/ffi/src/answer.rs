//! Answers: a document and what was logged while it was made, in one envelope.

use interoptopus::ffi;
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use serde::Serialize;

use crate::exports::Fault;
use crate::log::Record;

/// The text of a document that is ready to be sent.
#[derive(Debug)]
pub(crate) struct Document(String);

impl Document {
    /// Writes a value as JSON.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, ErrorReport> {
        serde_json::to_string(value).map(Self).map_err(|error| {
            ErrorReport::new(ErrorId::InternalFault, "an answer can't be written as JSON", crate::boundary::REMEDY)
                .caused_by(error)
        })
    }

    /// Takes text that is JSON already.
    pub(crate) fn of_json(text: String) -> Self {
        Self(text)
    }
}

/// The envelope of a document. The log stands first, so that a reader finds the end of the result without looking
/// for it: it is the last byte but one.
pub(crate) fn envelope(document: &Document, log: &[Record]) -> ffi::String {
    let log = log_text(log);
    let mut text = String::with_capacity(document.0.len() + log.len() + 20);
    text.push_str("{\"log\":");
    text.push_str(&log);
    text.push_str(",\"result\":");
    text.push_str(&document.0);
    text.push('}');
    ffi::String::from_string(text)
}

/// The fault that says a report.
pub(crate) fn fault(report: &ErrorReport, log: &[Record]) -> Fault {
    // An error report holds text and numbers alone, so that writing it can't fail; if it does, the id is kept.
    let text = serde_json::to_string(report).unwrap_or_else(|_| {
        format!(
            r#"{{"schema":"rolling-upgrade/error/1","id":"{:?}","category":"NotSpecified","message":"","remedy":""}}"#,
            report.id
        )
    });
    Fault { report: ffi::String::from_string(text), log: ffi::String::from_string(log_text(log)) }
}

fn log_text(log: &[Record]) -> String {
    serde_json::to_string(log).unwrap_or_else(|_| "[]".to_owned())
}
