//! The journal: one method for each thing that is kept or read.

use std::path::{Path, PathBuf};

use rolling_upgrade_core::model::Timestamp;
use rolling_upgrade_core::plan::Plan;
use rolling_upgrade_core::run::{Event, RunOptions, RunState};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::document::{NewRun, RunSummary, StoredRun, StoredTransition, ToldTransition, Transition};
use crate::error::JournalError;
use crate::file;

const SUMMARY: &str = "SELECT run.id, run.cluster, run.purpose, coalesce(standing.state, run.state), run.started_at,
    coalesce(standing.updated_at, run.updated_at), run.who, run.host,
    (SELECT coalesce(max(sequence), 0) FROM transition WHERE run_id = run.id)
    FROM run LEFT JOIN standing ON standing.run_id = run.id";

/// Keeps where a run stands and since when; no row changes where there is no such run.
const STAND: &str = "INSERT INTO standing SELECT id, ?2, max(updated_at, ?3) FROM run WHERE id = ?1
    ON CONFLICT (run_id) DO UPDATE SET state = excluded.state, updated_at = max(updated_at, excluded.updated_at)";

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
}

impl Journal {
    /// Opens a journal, or makes one where there is none.
    ///
    /// # Errors
    /// [`JournalError`] where the path leads over a network, the file is not ours, newer or damaged, or can't be
    /// written. A file that is refused is left as it is.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let connection = file::open(path)?;
        tracing::debug!(path = %path.display(), "Opened the journal");
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Limits the file to so many KiB, so that it can't fill a disk that others need; what it holds already stays.
    ///
    /// # Errors
    /// What keeps the file from being read.
    pub fn limit(&self, kibibytes: u32) -> Result<(), JournalError> {
        let page: u32 = self
            .connection
            .query_row("PRAGMA page_size", [], |row| row.get(0))
            .map_err(|source| self.failed(source))?;
        let pages = (u64::from(kibibytes) * 1024 / u64::from(page.max(1))).max(1);
        self.connection
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .map_err(|source| self.failed(source))
    }

    /// Keeps a run before it begins.
    ///
    /// # Errors
    /// [`JournalError::RunExists`] where its id is taken; else what keeps it from being written.
    pub fn create(&mut self, run: &NewRun) -> Result<(), JournalError> {
        let run_id = &run.options.run_id;
        if self.summary(run_id)?.is_some() {
            return Err(JournalError::RunExists { run_id: run_id.clone() });
        }
        let at = run.at.milliseconds();
        let values = params![
            run_id,
            run.plan.cluster,
            encode(&run.plan.purpose)?,
            encode(&RunState::Ready)?,
            at,
            at,
            run.who,
            run.host,
            encode(&run.versions)?,
            encode(&run.options)?,
            encode(&run.plan)?
        ];
        self.connection
            .execute("INSERT INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)", values)
            .map_err(|source| self.failed(source))?;
        tracing::info!(run = run_id, cluster = run.plan.cluster, "Kept a new run");
        Ok(())
    }

    /// Keeps a transition in one commit, which is durable when the method returns.
    ///
    /// The same transition a second time is accepted and changes nothing, because a driver that was cut off does not
    /// know whether its last one was kept.
    ///
    /// # Errors
    /// [`JournalError::OutOfSequence`] where it does not follow the last one; [`JournalError::RunNotFound`]; else what
    /// keeps it from being written.
    pub fn append(&mut self, run_id: &str, transition: &Transition) -> Result<(), JournalError> {
        let kept = self.summary(run_id)?.ok_or_else(|| not_found(run_id))?.transitions;
        let event = encode(&transition.event)?;
        if transition.sequence != kept + 1 {
            let known = self.event_text(run_id, transition.sequence)?;
            return match known {
                Some(known) if known == event => Ok(()),
                _ => Err(JournalError::OutOfSequence { run_id: run_id.to_owned(), kept, given: transition.sequence }),
            };
        }
        let state = encode(&transition.advance.status.state)?;
        let lines = encode(&transition.advance.lines)?;
        let action = transition.advance.action.as_ref().map(encode).transpose()?;
        let at = transition.event.at.milliseconds();
        let path = self.path.clone();
        self.commit(|connection| {
            connection.execute(
                "INSERT INTO transition (run_id, sequence, state, event, lines, action) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![run_id, transition.sequence, state, event, lines, action],
            )?;
            connection.execute(STAND, params![run_id, state, at])
        })
        .map_err(|source| JournalError::database(&path, source))?;
        tracing::trace!(run = run_id, sequence = transition.sequence, "Kept a transition");
        Ok(())
    }

    /// Sets the state of a run by hand, for one that nobody will go on with.
    ///
    /// # Errors
    /// [`JournalError::RunNotFound`]; else what keeps it from being written.
    pub fn set_state(&mut self, run_id: &str, state: RunState, at: Timestamp) -> Result<(), JournalError> {
        let changed = self
            .connection
            .execute(STAND, params![run_id, encode(&state)?, at.milliseconds()])
            .map_err(|source| self.failed(source))?;
        if changed == 0 { Err(not_found(run_id)) } else { Ok(()) }
    }

    /// Every run, the newest first.
    ///
    /// # Errors
    /// What keeps the file from being read.
    pub fn list(&self) -> Result<Vec<RunSummary>, JournalError> {
        let query = format!("{SUMMARY} ORDER BY run.started_at DESC, run.rowid DESC");
        let mut statement = self.connection.prepare_cached(&query).map_err(|source| self.failed(source))?;
        let rows = statement.query_map([], Columns::read).map_err(|source| self.failed(source))?;
        rows.map(|row| self.summary_of(row.map_err(|source| self.failed(source))?)).collect()
    }

    /// One run with its transitions in order.
    ///
    /// # Errors
    /// [`JournalError::RunNotFound`]; [`JournalError::Damaged`] where what is kept can't be read any more.
    pub fn load(&self, run_id: &str) -> Result<StoredRun, JournalError> {
        self.run_with(run_id, self.transitions(run_id)?)
    }

    /// The same without the events, which are by far the most of it: what a run said and did.
    ///
    /// # Errors
    /// Those of [`Journal::load`].
    pub fn story(&self, run_id: &str) -> Result<StoredRun<ToldTransition>, JournalError> {
        let told = self.each(run_id, "lines, action, state", |row, sequence| {
            Ok(ToldTransition {
                sequence,
                lines: self.column(row, 1)?,
                action: self.optional_column(row, 2)?,
                state: self.column(row, 3)?,
            })
        })?;
        self.run_with(run_id, told)
    }

    /// What takes a run up again: its plan, its options and its events in order.
    ///
    /// # Errors
    /// Those of [`Journal::load`].
    pub fn resume(&self, run_id: &str) -> Result<(Plan, RunOptions, Vec<Event>), JournalError> {
        let run = self.run_with(run_id, Vec::<ToldTransition>::new())?;
        Ok((run.plan, run.options, self.each(run_id, "event", |row, _| self.column(row, 1))?))
    }

    fn run_with<T>(&self, run_id: &str, transitions: Vec<T>) -> Result<StoredRun<T>, JournalError> {
        let summary = self.summary(run_id)?.ok_or_else(|| not_found(run_id))?;
        let texts: (String, String, String) = self
            .connection
            .query_row("SELECT versions, options, plan FROM run WHERE id = ?1", [run_id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .map_err(|source| self.failed(source))?;
        Ok(StoredRun {
            summary,
            versions: self.decode(&texts.0)?,
            options: self.decode(&texts.1)?,
            plan: self.decode(&texts.2)?,
            transitions,
        })
    }

    fn transitions(&self, run_id: &str) -> Result<Vec<StoredTransition>, JournalError> {
        self.each(run_id, "event, lines, action, state", |row, sequence| {
            Ok(StoredTransition {
                sequence,
                event: self.column(row, 1)?,
                lines: self.column(row, 2)?,
                action: self.optional_column(row, 3)?,
                state: self.column(row, 4)?,
            })
        })
    }

    /// Reads columns of every transition of a run, from place 1 on, and sees to it that none is missing.
    fn each<T>(
        &self,
        run_id: &str,
        columns: &str,
        read: impl Fn(&Row<'_>, u64) -> Result<T, JournalError>,
    ) -> Result<Vec<T>, JournalError> {
        let failed = |source| self.failed(source);
        let query = format!("SELECT sequence, {columns} FROM transition WHERE run_id = ?1 ORDER BY sequence");
        let mut statement = self.connection.prepare_cached(&query).map_err(failed)?;
        let mut rows = statement.query([run_id]).map_err(failed)?;
        let mut transitions = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let sequence: u64 = row.get(0).map_err(failed)?;
            if sequence != transitions.len() as u64 + 1 {
                return Err(self.damaged(format!("the run {run_id} has no transition {}", transitions.len() + 1)));
            }
            transitions.push(read(row, sequence)?);
        }
        Ok(transitions)
    }

    fn column<T: DeserializeOwned>(&self, row: &Row<'_>, place: usize) -> Result<T, JournalError> {
        self.decode(&row.get::<_, String>(place).map_err(|source| self.failed(source))?)
    }

    fn optional_column<T: DeserializeOwned>(&self, row: &Row<'_>, place: usize) -> Result<Option<T>, JournalError> {
        let text: Option<String> = row.get(place).map_err(|source| self.failed(source))?;
        text.map(|text| self.decode(&text)).transpose()
    }

    fn summary(&self, run_id: &str) -> Result<Option<RunSummary>, JournalError> {
        self.connection
            .query_row(&format!("{SUMMARY} WHERE run.id = ?1"), [run_id], Columns::read)
            .optional()
            .map_err(|source| self.failed(source))?
            .map(|columns| self.summary_of(columns))
            .transpose()
    }

    fn event_text(&self, run_id: &str, sequence: u64) -> Result<Option<String>, JournalError> {
        self.connection
            .query_row(
                "SELECT event FROM transition WHERE run_id = ?1 AND sequence = ?2",
                params![run_id, sequence],
                |row| row.get(0),
            )
            .optional()
            .map_err(|source| self.failed(source))
    }

    fn commit<T>(&mut self, write: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = write(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }

    /// Lets the disk look full: the file may not grow beyond what it is, or as far as it likes again.
    #[cfg(test)]
    pub(crate) fn limit_pages(&self, limit: Option<u32>) {
        let pages = limit.unwrap_or(u32::MAX / 2);
        self.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    }

    fn summary_of(&self, columns: Columns) -> Result<RunSummary, JournalError> {
        Ok(RunSummary {
            purpose: self.decode(&columns.purpose)?,
            state: self.decode(&columns.state)?,
            started_at: Timestamp::from_milliseconds(columns.started_at),
            updated_at: Timestamp::from_milliseconds(columns.updated_at),
            run_id: columns.run_id,
            cluster: columns.cluster,
            who: columns.who,
            host: columns.host,
            transitions: columns.transitions,
        })
    }

    fn decode<T: DeserializeOwned>(&self, text: &str) -> Result<T, JournalError> {
        serde_json::from_str(text).map_err(|error| self.damaged(error.to_string()))
    }

    pub(crate) const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// That a run of this id is kept.
    pub(crate) fn known(&self, run_id: &str) -> Result<(), JournalError> {
        self.summary(run_id)?.map(drop).ok_or_else(|| not_found(run_id))
    }

    pub(crate) fn failed(&self, source: rusqlite::Error) -> JournalError {
        JournalError::database(&self.path, source)
    }

    fn damaged(&self, reason: String) -> JournalError {
        JournalError::Damaged { path: self.path.clone(), reason }
    }
}

/// A row of the list before its texts are understood.
struct Columns {
    run_id: String,
    cluster: String,
    purpose: String,
    state: String,
    started_at: i64,
    updated_at: i64,
    who: String,
    host: String,
    transitions: u64,
}

impl Columns {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            run_id: row.get(0)?,
            cluster: row.get(1)?,
            purpose: row.get(2)?,
            state: row.get(3)?,
            started_at: row.get(4)?,
            updated_at: row.get(5)?,
            who: row.get(6)?,
            host: row.get(7)?,
            transitions: row.get(8)?,
        })
    }
}

fn encode<T: Serialize>(value: &T) -> Result<String, JournalError> {
    serde_json::to_string(value).map_err(|source| JournalError::Encode { source })
}

fn not_found(run_id: &str) -> JournalError {
    JournalError::RunNotFound { run_id: run_id.to_owned() }
}
