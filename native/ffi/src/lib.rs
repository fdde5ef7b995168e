//! The C ABI of RollingUpgrade: documents in, documents out.
//!
//! A handful of free functions, each with a request of UTF-8 bytes and an answer that is text or a fault. What has
//! state (a twin, a run, a journal) stands behind an integer in a registry, so that a closed handle is an error and
//! never a crash. No export lets a panic out: it becomes an error report with the id `InternalFault`.
//!
//! This crate translates and decides nothing. It must not know of PowerShell.

mod answer;
mod boundary;
mod exports;
mod handles;
mod handshake;
mod log;
mod operations;
mod registry;
mod request;
mod ticket;

pub use exports::{
    Fault, inventory, rolling_anonymize, rolling_call, rolling_cancel, rolling_check, rolling_close, rolling_compare,
    rolling_convert, rolling_describe, rolling_open, rolling_plan, rolling_plan_text, rolling_read, rolling_rehearse,
    rolling_report, rolling_revision, rolling_schema,
};
pub use handshake::{ABI, rolling_handshake};
pub use request::REQUEST_BYTES_MAX;
