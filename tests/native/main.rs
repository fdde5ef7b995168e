//! Tests across the crates, in one binary so that they link once.

mod scenarios;
