//! The plan: in which order nodes go out, where every role goes, why, and what it costs.

mod document;
mod policy;

pub use document::{Estimate, LevelChange, MoveSummary, NodeStage, OwnerLists, Plan, Purpose, Risk, Step, Task};
pub use policy::{Acknowledgement, Method, Migration, Placement, Policy};
