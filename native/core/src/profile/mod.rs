//! The node that comes back: what it had, what it has to have, and whether it has it.
//!
//! A profile is recorded before a node is evicted. The machine that returns is compared with it, requirement by
//! requirement; what the target release demands otherwise is allowed for. Nothing here acts.

mod document;
mod mapping;
pub mod readiness;
mod script;
#[cfg(test)]
mod testing;

pub use document::{Membership, NodeProfile, OwnerEntry, ProfileError};
pub use mapping::{HardwareMap, MappedProfile, map};
pub use script::script;
