//! Runs and their events in SQLite.
#![forbid(unsafe_code)]
