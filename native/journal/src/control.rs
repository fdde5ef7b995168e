//! Who drives a run on this machine, and what another session asks of it.
//!
//! Both are rows beside the run's story and no part of it: a run is the same whoever drives it, and a request that was
//! followed is an event of the story.

use rolling_upgrade_core::model::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::error::JournalError;
use crate::store::Journal;

/// The process that drives a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Driver {
    /// The number of the process on this machine.
    pub process: u32,
    /// When that process began, as the driver tells it: a number is given to another process later.
    pub began: String,
}

/// A wish that a run stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StopRequest {
    /// Whether the action in hand is not waited for.
    pub now: bool,
    /// The account that asks.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

/// What stands beside a run's story.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Control {
    /// The process that drives it, or drove it when it was killed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub driver: Option<Driver>,
    /// A wish that it stops which has not been followed yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop: Option<StopRequest>,
}

impl Journal {
    /// Who drives a run and what is asked of it.
    ///
    /// # Errors
    /// What keeps the file from being read.
    pub fn control(&self, run_id: &str) -> Result<Control, JournalError> {
        let connection = self.connection();
        let driver = connection
            .prepare_cached("SELECT process, began FROM driver WHERE run_id = ?1")
            .and_then(|mut query| {
                query.query_row([run_id], |row| Ok(Driver { process: row.get(0)?, began: row.get(1)? })).optional()
            })
            .map_err(|source| self.failed(source))?;
        let stop = connection
            .prepare_cached("SELECT now, who, at FROM stop_request WHERE run_id = ?1")
            .and_then(|mut query| {
                query
                    .query_row([run_id], |row| {
                        let at = Timestamp::from_milliseconds(row.get(2)?);
                        Ok(StopRequest { now: row.get(0)?, who: row.get(1)?, at })
                    })
                    .optional()
            })
            .map_err(|source| self.failed(source))?;
        Ok(Control { driver, stop })
    }

    /// Says which process drives a run; a request of before counts no longer.
    ///
    /// # Errors
    /// [`JournalError::RunNotFound`]; else what keeps it from being written.
    pub fn take(&mut self, run_id: &str, driver: &Driver) -> Result<(), JournalError> {
        self.known(run_id)?;
        self.write("INSERT OR REPLACE INTO driver VALUES (?1, ?2, ?3)", params![run_id, driver.process, driver.began])?;
        self.write("DELETE FROM stop_request WHERE run_id = ?1", [run_id])
    }

    /// Says that nobody drives a run any more.
    ///
    /// # Errors
    /// What keeps it from being written.
    pub fn release(&mut self, run_id: &str) -> Result<(), JournalError> {
        self.write("DELETE FROM driver WHERE run_id = ?1", [run_id])?;
        self.write("DELETE FROM stop_request WHERE run_id = ?1", [run_id])
    }

    /// Asks whoever drives a run to stop it.
    ///
    /// # Errors
    /// [`JournalError::RunNotFound`]; else what keeps it from being written.
    pub fn request_stop(&mut self, run_id: &str, stop: &StopRequest) -> Result<(), JournalError> {
        self.known(run_id)?;
        let at = stop.at.milliseconds();
        self.write(
            "INSERT OR REPLACE INTO stop_request VALUES (?1, ?2, ?3, ?4)",
            params![run_id, stop.now, stop.who, at],
        )
    }

    fn write(&self, statement: &str, values: impl rusqlite::Params) -> Result<(), JournalError> {
        self.connection().execute(statement, values).map(drop).map_err(|source| self.failed(source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolling_upgrade_core::run::RunState;

    use crate::tests::{START, new_run, place};

    #[test]
    fn a_request_reaches_another_session_and_is_gone_when_it_was_followed() {
        let place = place();
        let (mut driving, mut asking) = (Journal::open(&place.path).unwrap(), Journal::open(&place.path).unwrap());
        driving.create(&new_run("r1", START)).unwrap();
        let driver = Driver { process: 4711, began: "2026-11-23T00:00:00Z".to_owned() };
        driving.take("r1", &driver).unwrap();
        assert_eq!(asking.control("r1").unwrap().driver, Some(driver.clone()));

        let stop = StopRequest { now: true, who: "CONTOSO\\bob".to_owned(), at: Timestamp::from_milliseconds(5) };
        asking.request_stop("r1", &stop).unwrap();
        assert_eq!(driving.control("r1").unwrap(), Control { driver: Some(driver), stop: Some(stop.clone()) });
        driving.release("r1").unwrap();
        assert_eq!(asking.control("r1").unwrap(), Control::default());
    }

    #[test]
    fn a_request_of_before_does_not_stop_a_run_that_goes_on() {
        let place = place();
        let mut journal = Journal::open(&place.path).unwrap();
        journal.create(&new_run("r1", START)).unwrap();
        let stop = StopRequest { now: false, who: "bob".to_owned(), at: Timestamp::from_milliseconds(5) };
        journal.request_stop("r1", &stop).unwrap();
        journal.take("r1", &Driver { process: 1, began: String::new() }).unwrap();
        assert_eq!(journal.control("r1").unwrap().stop, None);
        assert!(matches!(journal.request_stop("r2", &stop), Err(JournalError::RunNotFound { .. })));
    }

    #[test]
    fn a_journal_of_an_older_form_gets_the_tables_and_keeps_its_runs() {
        let older = [
            "DROP TABLE driver; DROP TABLE stop_request; DROP TABLE standing; PRAGMA user_version = 1;",
            "DROP TABLE standing; UPDATE run SET state = '\"paused\"', updated_at = updated_at + 7; \
             PRAGMA user_version = 2;",
        ];
        for (older, state) in older.into_iter().zip([RunState::Ready, RunState::Paused]) {
            let place = place();
            Journal::open(&place.path).unwrap().create(&new_run("r1", START)).unwrap();
            rusqlite::Connection::open(&place.path).unwrap().execute_batch(older).unwrap();
            let mut journal = Journal::open(&place.path).unwrap();
            assert_eq!(journal.control("r1").unwrap(), Control::default());
            assert_eq!(journal.list().unwrap()[0].state, state);
            let before = journal.list().unwrap()[0].updated_at;
            journal.set_state("r1", RunState::Stopped, START).unwrap();
            let run = &journal.list().unwrap()[0];
            assert_eq!((run.state, run.updated_at), (RunState::Stopped, before));
        }
    }
}
