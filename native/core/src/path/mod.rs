//! The way to a release that several passes lead to: what each pass needs, whom it interrupts, and whether a new
//! cluster is the better way.
//!
//! A pass moves the whole cluster by one release, so the inventory of a later pass is the present one with everything
//! that a finished pass changes: the releases of the nodes, new hardware, the level, the version of the pools. What no
//! pass changes by itself (configuration versions, teams under switches, possible owners) stays, and is what the rules
//! then find. The rules are asked as they are; there is no second set for the future.

mod comparison;
mod document;
mod outages;
mod passes;
mod projection;
#[cfg(test)]
mod tests;
mod text;

pub use comparison::compare;
pub use document::{Advice, Course, Days, OutageMoment, Pass, PassNeed, PassOutage, PathComparison, PathEstimates};
pub(crate) use outages::needs_raise;
pub use passes::passes;
pub(crate) use projection::at;
pub use text::text;
