//! The plan: in which order nodes go out, where every role goes, why, and what it costs.

pub mod capacity;
mod document;
mod layout;
mod node_set;
mod obstacle;
mod policy;
pub mod quorum;
mod turn;
mod world;

pub use capacity::{Capacity, PlacedRole, PlacementFound, place_without};
pub use document::{Estimate, LevelChange, MoveSummary, NodeStage, OwnerLists, Plan, Purpose, Risk, Step, Task};
pub use obstacle::{FixedRole, NoPlacement, Obstacle, ObstacleKind};
pub use policy::{Acknowledgement, Method, Migration, Placement, Policy};
