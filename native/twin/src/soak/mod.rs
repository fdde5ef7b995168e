//! Simulated upgrades by the thousand: each drawn from its seed, planned, rehearsed and judged.
//!
//! A seed says everything: the size of the cluster, what runs on it, the policy and the faults. So the seed and the
//! version of the program replay a run byte for byte.

mod judge;
mod survive;
mod world;

use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};
use rolling_upgrade_core::plan;
use rolling_upgrade_core::run::RunState;

use crate::call::FaultView;
use crate::rehearsal::{Rehearsal, rehearse};

pub use judge::{Violation, judge};
pub use survive::survive;
pub use world::{Size, World, make_spaces_direct};

/// What came of one simulated upgrade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// There is no plan: a rule forbids it, or there is no room.
    Refused(ErrorId),
    /// The run stopped and waits for a person.
    Paused,
    /// All nodes have been upgraded.
    Completed,
}

/// One simulated upgrade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What came of it.
    pub ending: Ending,
    /// How many events happened in the twin.
    pub events: u64,
    /// Its faults.
    pub faults: Vec<FaultView>,
}

/// Draws the world of a seed, plans its upgrade, rehearses it and judges what happened.
///
/// # Errors
/// A broken invariant, or a role that was lost without a fault that explains it.
pub fn simulate(seed: u64) -> Result<Outcome, Violation> {
    let broken = |report: &ErrorReport| Violation { seed, what: report.to_string() };
    let world = World::draw(seed).map_err(|error| broken(&error.report()))?;
    let rehearsed = match run(&world) {
        Ok(rehearsed) => rehearsed,
        Err(Stop::Refused(report)) => {
            return Ok(Outcome { ending: Ending::Refused(report.id), events: 0, faults: Vec::new() });
        }
        Err(Stop::Broken(report)) => return Err(broken(&report)),
    };
    judge(seed, &rehearsed)?;
    let ending = match rehearsed.status.state {
        RunState::Completed | RunState::AwaitingCommit => Ending::Completed,
        _ => Ending::Paused,
    };
    Ok(Outcome { ending, events: rehearsed.events, faults: rehearsed.account.faults })
}

/// The rehearsal of the world of a seed, for a person who looks into it.
///
/// # Errors
/// There is no plan, or an invariant is broken.
pub fn replay(seed: u64) -> Result<Rehearsal, ErrorReport> {
    let world = World::draw(seed).map_err(|error| error.report())?;
    run(&world).map_err(|stop| match stop {
        Stop::Refused(report) | Stop::Broken(report) => report,
    })
}

enum Stop {
    Refused(ErrorReport),
    Broken(ErrorReport),
}

fn run(world: &World) -> Result<Rehearsal, Stop> {
    let plan = plan::make(&world.inventory, world.target, &world.policy);
    let plan = plan.map_err(|error| Stop::Refused(error.report()))?;
    rehearse(&world.inventory, plan, &world.simulation, world.seed, true).map_err(Stop::Broken)
}
