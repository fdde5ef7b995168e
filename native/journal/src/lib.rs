//! Runs and their events in SQLite, durable before a call returns.
//!
//! One local file holds every run of a user: the plan, the options, and each transition of the state machine as one
//! row, which is the event that was fed to it, the lines that it said and the action that it gave out. The same events
//! give the same run, so that a run is resumed by feeding them again.
//!
//! This crate keeps documents and decides nothing. It has no clock: times come in with the documents.
#![forbid(unsafe_code)]

mod call;
mod control;
mod document;
mod error;
mod file;
mod path;
mod store;

#[cfg(test)]
mod tests;

pub use call::JournalCall;
pub use control::{Control, Driver, StopRequest};
pub use document::{NewRun, RunSummary, StoredRun, StoredTransition, ToldTransition, Transition, Versions};
pub use error::JournalError;
pub use store::Journal;
