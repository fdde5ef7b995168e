//! Runs that are killed: at every effect and at every write of the journal, and again while they are resumed.
//!
//! A [`Session`] drives a run as the module's loop does: an event goes in, what comes of it is kept, and only then the
//! next action is carried out. A session can be killed anywhere in between; all that is left of it is the cluster and
//! the journal, and a new session goes on from those two alone.

mod disk;
mod ending;
mod matrix;
mod session;
mod world;

pub use disk::{DiskFault, Journal, Kept, MemoryDisk};
pub use ending::Ending;
pub use matrix::{Broken, Counted, Matrix, Scope};
pub use session::{Moment, Session};
pub use world::{four_nodes, two_nodes_at_once, version_campaign, way_back};
