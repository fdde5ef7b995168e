//! The twin from outside: the documented walkthroughs step by step, refusals, whole rehearsals, random calls.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, outside the functions that are tests")]

mod administration;
mod assumptions;
mod between_roles;
mod borrowed;
mod campaign;
mod clock;
mod codes;
mod drains;
mod fairness;
mod faults;
mod gates;
mod heartbeat;
mod hosted;
mod isolation;
mod links;
mod placement;
mod properties;
mod rebuild;
mod recovery;
mod refusals;
mod replanned;
mod retreat;
mod round_trip;
mod saved;
mod scenarios;
mod schedule;
mod storage;
mod support;
mod together;
mod undo;
mod walkthrough_a;
mod walkthrough_d;
mod walkthrough_f;
