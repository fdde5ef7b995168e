//! The run: a state machine that says what to do next and never does it.
//!
//! Every step is level-triggered: it looks first, acts only where what it wants is not there yet, and believes what it
//! reads afterwards. So a run that was cut off anywhere goes on by looking again, and an action whose end nobody saw is
//! not done twice.

mod action;
mod consent;
mod drain;
mod drift;
mod error;
mod event;
mod finish;
mod gates;
mod group_table;
mod guard;
mod hooks;
mod install;
mod interlude;
mod lease;
mod machine;
mod member;
mod membership;
mod moves;
mod owners;
mod owners_seen;
mod retreat;
mod retry;
mod session;
mod setting;
mod status;
mod step;
mod storage;
mod text;
mod unfinished;
mod version;
mod wave;
mod wave_steps;

#[cfg(test)]
mod between_tests;
#[cfg(test)]
mod learn_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod window_tests;

pub use action::{Action, ActionTask, Observe};
pub use consent::{Consent, ConsentHow};
pub use error::RunError;
pub use event::{
    ClusterObserved, CriticalEventObserved, Event, EventKind, GateObserved, GroupObserved, LeaseObserved,
    MachineObserved, MembershipObserved, NodeObserved, Observation, PoolObserved, Result as ActionResult,
    SharedVolumeObserved, StorageObserved, VirtualDiskObserved, VirtualMachineObserved,
};
pub use gates::events::CRITICAL_EVENTS;
pub use guard::{step_findings, step_findings_at};
pub use machine::{Advance, Run, RunOptions};
pub use session::{HookPoint, LEASE_PROPERTY, LeaseRequest, Session};
pub use status::{Line, LineKind, RunState, RunStatus};
