//! The plan: in which order nodes go out, where every role goes, why, and what it costs.

mod beginning;
mod bonds;
mod bound;
mod calendar;
mod calendar_text;
mod campaign;
mod canary;
pub mod capacity;
mod commands;
mod compare;
mod concurrency;
mod deepen;
mod digest;
mod document;
mod error;
mod estimates;
mod exact;
mod finish;
mod fleet;
mod follow;
mod impossible;
mod layout;
mod make;
mod obstacle;
mod packing;
mod parts;
mod placements;
mod policy;
mod price;
pub mod quorum;
mod reasons;
mod remedy;
mod rescue;
mod reserve;
mod rest;
mod risk;
mod runbook;
mod schedule;
mod search;
mod steps;
mod steps_around;
mod summary;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod ties;
mod turn;
mod undo;
mod validate;
pub mod window;
mod world;

pub use calendar::{Calendar, CalendarPart};
pub use campaign::make_version_campaign;
pub use capacity::{Answer, Capacity, Loss, PlacedRole, PlacementFound, Undecided, place_without};
pub use compare::{ComparedQuantity, ComparedRole, PlanComparison, compare, comparison_text};
pub use digest::digest;
pub use document::{
    DrainTime, Estimate, LevelChange, MoveSummary, NodeSlots, NodeStage, OwnerLists, PlacementCost, Plan, Purpose,
    Risk, Span, StageKind, Step, Task,
};
pub use error::PlanError;
pub use fleet::{Fleet, FleetCluster, FleetPlan, FleetRefusal, fleet_text};
pub use impossible::{Impossible, Proof, Shortage};
pub use make::{make, make_checked, make_until};
pub use obstacle::{FixedRole, NoPlacement, Obstacle, ObstacleKind};
pub use parts::Part;
pub use policy::{Acknowledgement, Attestation, Method, Migration, Minimize, Placement, Policy, RaisedRule};
pub use rest::make_rest;
pub use runbook::runbook;
pub(crate) use text::duration;
pub use text::text;
pub(crate) use ties::fault_domain;
pub use undo::{Unfinished, UpgradedNode, make_way_back};
pub use validate::validate;
