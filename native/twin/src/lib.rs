//! The simulated cluster: answers like the real one, in virtual time.
//!
//! A twin is made of an inventory, a simulation and a seed. It answers the calls of [`call`], moves its clock only
//! when somebody waits, and checks after every event that what must hold still holds. It must not know of PowerShell,
//! of files or of the wall clock.
#![forbid(unsafe_code)]

mod affinity;
mod answer;
mod assumption;
mod balance;
mod behaviour;
pub mod call;
pub mod crash;
mod drain;
mod driver;
mod error;
mod failback;
mod fault;
mod guests;
mod heartbeat;
mod ids;
mod invariant;
mod isolation;
mod level;
mod links;
mod log;
mod membership;
mod migration;
mod moves;
mod operator;
mod outage;
mod placement;
mod preparation;
mod prepare;
mod queue;
mod quorum;
mod recovery;
mod refusal;
mod rehearsal;
mod restore;
mod saved;
mod service;
mod simulation;
pub mod soak;
mod start_order;
mod state;
mod storage;
mod twin;
mod undo;
mod validation;
mod votes;
mod waiting;
mod watch;

pub use assumption::{AssumptionView, Confidence};
pub use behaviour::{behaviour_page, behaviours};
pub use error::TwinError;
pub use fault::{DrawnFaults, Fault, FaultKind};
pub use preparation::{HostChange, Preparation};
pub use refusal::Refusal;
pub use rehearsal::{Rehearsal, RehearsedAction, RehearsedNode, rehearse, rehearse_on, rehearse_until};
pub use saved::TwinState;
pub use simulation::{
    DirtyRate, DirtyRates, InstallDefect, InstallTime, InstallTimes, LevelSettings, MigrationSettings, Operator,
    PlacementSettings, Restored, RoleTime, Simulation, StorageSettings, Times,
};
pub use twin::Twin;
pub use undo::Interrupted;
pub use watch::Watched;
