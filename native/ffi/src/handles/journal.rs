//! A journal behind a handle.

use std::path::Path;

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use run_journal::{Journal, JournalCall};
use serde::Deserialize;
use serde_json::json;

use super::State;
use super::run::RunHandle;
use crate::answer::Document;
use crate::registry::registry;
use crate::request;

/// The state: the open file.
pub(super) struct JournalHandle(Journal);

impl JournalHandle {
    /// Opens a journal, or makes one where there is none; it grows to so many KiB at most.
    pub(super) fn open(path: &str, limit_kib: Option<u32>) -> Result<Self, ErrorReport> {
        let journal = Journal::open(Path::new(path)).map_err(|error| error.report())?;
        if let Some(limit) = limit_kib {
            journal.limit(limit).map_err(|error| error.report())?;
        }
        Ok(Self(journal))
    }

    /// Opens a run as its last transition left it, by feeding it every event that it has had.
    fn resume(&self, run_id: &str) -> Result<Document, ErrorReport> {
        let (plan, options, events) = self.0.resume(run_id).map_err(|error| error.report())?;
        let mut run = RunHandle::start(plan, options)?;
        for event in &events {
            run.replay(event)?;
        }
        tracing::info!(run = run_id, transitions = events.len(), "Took up a run");
        let handle = registry().add(Box::new(run));
        Document::of(&json!({ "handle": handle, "transitions": events.len() }))
    }
}

/// `resume` is not the journal's own: it makes a handle.
#[derive(Deserialize)]
#[serde(tag = "operation", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum Resume {
    Resume { run_id: String },
}

impl State for JournalHandle {
    fn call(&mut self, text: &[u8]) -> Result<Document, ErrorReport> {
        let text = request::without_log_level(text)?;
        if request::mentions(&text, "resume")
            && let Ok(Resume::Resume { run_id }) = request::fields(&text)
        {
            return self.resume(&run_id);
        }
        let call: JournalCall = request::fields(&text)?;
        let answer = self.0.call(&call).map_err(|error| error.report())?;
        Document::of(&answer)
    }
}
