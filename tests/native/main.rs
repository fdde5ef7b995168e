//! Tests across the crates, in one binary so that they link once.

mod bindings;
mod documents;
mod golden;
mod properties;
mod scenarios;
