//! The rules: what stands in the way of an upgrade, each in a file of its own.

mod finding;

pub use finding::{Confidence, Finding, Outcome, Severity, Subject};
