//! What can go wrong with a journal.

use std::path::PathBuf;

use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};
use rusqlite::ErrorCode;
use thiserror::Error;

/// A journal that can't be used, or a run in it.
#[derive(Debug, Error)]
pub enum JournalError {
    /// The path leads over a network, where locks and flushes can't be relied on.
    #[error("the journal `{path}` lies on a network path")]
    PathRefused {
        /// The path.
        path: PathBuf,
    },
    /// The file is not a journal of ours.
    #[error("the file `{path}` is no usable journal: {reason}")]
    Invalid {
        /// The path.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The journal was written by a newer version.
    #[error("the journal `{path}` has the form {found}; the newest that this version reads is {newest}")]
    Newer {
        /// The path.
        path: PathBuf,
        /// Its form.
        found: i64,
        /// The newest form that is read.
        newest: i64,
    },
    /// The journal was truncated, overwritten, or lost a part of itself.
    #[error("the journal `{path}` is damaged: {reason}")]
    Damaged {
        /// The path.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file may be read and not written.
    #[error("the journal `{path}` may not be written")]
    ReadOnly {
        /// The path.
        path: PathBuf,
    },
    /// The disk of the journal is full.
    #[error("the journal `{path}` can't grow: its disk is full, or the limit that was set for it is reached")]
    DiskFull {
        /// The path.
        path: PathBuf,
    },
    /// The database can't be opened, read or written.
    #[error("the journal `{path}` can't be written")]
    Database {
        /// The path.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The file can't be made, or made private.
    #[error("the journal `{path}` can't be made")]
    File {
        /// The path.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A document can't be written as text.
    #[error("a document of the run can't be written")]
    Encode {
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// No run has this id.
    #[error("the journal holds no run `{run_id}`")]
    RunNotFound {
        /// The id.
        run_id: String,
    },
    /// A run of this id exists.
    #[error("the journal holds a run `{run_id}` already")]
    RunExists {
        /// The id.
        run_id: String,
    },
    /// A transition does not follow the last one that is kept.
    #[error("the run `{run_id}` has {kept} transitions, so that number {given} can't follow")]
    OutOfSequence {
        /// The run.
        run_id: String,
        /// How many are kept.
        kept: u64,
        /// The number that was given.
        given: u64,
    },
}

impl JournalError {
    /// Tells damage of the file from a database that can't be written.
    pub(crate) fn database(path: &std::path::Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { path, reason: source.to_string() }
            }
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            _ => Self::Database { path, source },
        }
    }
}

impl Reportable for JournalError {
    fn report(&self) -> ErrorReport {
        let text = self.to_string();
        match self {
            Self::PathRefused { path } => ErrorReport::new(
                ErrorId::JournalPathRefused,
                text,
                "Give a path on a disk of this machine; share a run with Export-RollingUpgradeJournal.",
            )
            .about(path.display().to_string()),
            Self::Invalid { path, .. } => ErrorReport::new(
                ErrorId::JournalInvalid,
                text,
                "Give another path, or move the file away and begin a new journal; the file is left as it is.",
            )
            .about(path.display().to_string()),
            Self::Damaged { path, .. } => ErrorReport::new(
                ErrorId::JournalDamaged,
                text,
                "Restore it from a backup, or move the file away and begin a new journal; the file is left as it is.",
            )
            .about(path.display().to_string()),
            Self::ReadOnly { path } => ErrorReport::new(
                ErrorId::JournalReadOnly,
                text,
                "Grant yourself access, or take the read-only attribute off the file; then resume the run.",
            )
            .about(path.display().to_string()),
            Self::DiskFull { path } => ErrorReport::new(
                ErrorId::JournalDiskFull,
                text,
                "Make room on the disk; then resume the run. The cluster is left alone until then.",
            )
            .about(path.display().to_string()),
            Self::Newer { path, .. } => ErrorReport::new(
                ErrorId::JournalNewer,
                text,
                "Use the version of RollingUpgrade that wrote it, or a newer one.",
            )
            .about(path.display().to_string()),
            Self::Database { path, source } => write_failed(text, path).caused_by(source),
            Self::File { path, source } => write_failed(text, path).caused_by(source),
            Self::Encode { source } => ErrorReport::new(
                ErrorId::JournalWriteFailed,
                text,
                "Report it with the plan of the run; the cluster is left alone.",
            )
            .caused_by(source),
            Self::RunNotFound { run_id } => {
                ErrorReport::new(ErrorId::RunNotFound, text, "List the runs with Get-RollingUpgrade.").about(run_id)
            }
            Self::RunExists { run_id } => ErrorReport::new(
                ErrorId::DuplicateName,
                text,
                "Resume it with Invoke-RollingUpgrade -Resume, or begin a run with an id of its own.",
            )
            .about(run_id),
            Self::OutOfSequence { run_id, .. } => ErrorReport::new(
                ErrorId::JournalWriteFailed,
                text,
                "Another session drives this run; leave it to that session, or resume it here after it has ended.",
            )
            .about(run_id),
        }
    }
}

fn write_failed(text: String, path: &std::path::Path) -> ErrorReport {
    ErrorReport::new(
        ErrorId::JournalWriteFailed,
        text,
        "Check that the folder exists and that you may write there; then resume the run.",
    )
    .about(path.display().to_string())
}
