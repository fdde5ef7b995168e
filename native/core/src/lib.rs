//! Decides how a failover cluster is upgraded, and never acts.
//!
//! Documents come in, documents go out: an inventory becomes findings, a plan, a run. This crate has no network, no
//! clock and no randomness of its own; whoever drives it hands those in as values.
//!
//! It must not know of PowerShell, of the C ABI, of SQLite or of the twin.
#![forbid(unsafe_code)]

pub mod anonymize;
pub mod compare;
pub mod document;
pub mod error;
pub mod export;
pub mod generate;
pub mod model;
pub mod path;
pub mod plan;
pub mod profile;
pub mod rules;
pub mod run;
pub mod schema;
