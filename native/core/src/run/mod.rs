//! The run: a state machine that says what to do next and never does it.

mod action;
mod event;

pub use action::{Action, ActionTask, Observe};
pub use event::{
    ClusterObserved, Event, EventKind, GroupObserved, MachineObserved, NodeObserved, Observation, PoolObserved,
    Result as ActionResult, StorageObserved, VirtualDiskObserved, VirtualMachineObserved,
};
