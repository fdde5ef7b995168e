//! Tests across the crates, in one binary so that they link once.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "what fails here fails a test")]

mod bindings;
mod boundary;
mod crash;
mod documents;
mod generated;
mod golden;
mod properties;
mod scenarios;
mod tidy;
