//! `rehearse`: the plan carried out on a simulated cluster.

use cluster_twin::{Rehearsal, Simulation, rehearse};
use rolling_upgrade_core::document;
use rolling_upgrade_core::run::RunState;

use super::plan::planned;
use crate::arguments::RehearseArguments;
use crate::failure::{self, Failure};
use crate::input;
use crate::output::Output;

/// Prints what happened; ends with 1 where the rehearsal did not reach its end.
pub(crate) fn run(arguments: &RehearseArguments) -> Result<Output, Failure> {
    let rehearsal = rehearsed(arguments)?;
    let code = code(&rehearsal);
    Ok(Output::of(&rehearsal, arguments.common.format, Rehearsal::text)?.with_code(code))
}

/// Makes the plan and rehearses it.
fn rehearsed(arguments: &RehearseArguments) -> Result<Rehearsal, Failure> {
    let simulation = match &arguments.simulation.simulation {
        Some(path) => document::read(&input::settings(path)?, Simulation::SCHEMA, usize::MAX)?,
        None => Simulation::default(),
    };
    let (inventory, plan) = planned(&arguments.common, &arguments.goal)?;
    let (seed, commit) = (arguments.simulation.seed, arguments.simulation.commit);
    rehearse(&inventory, plan, &simulation, seed, commit).map_err(Failure::new)
}

/// The exit code of a rehearsal.
pub(crate) const fn code(rehearsal: &Rehearsal) -> u8 {
    match rehearsal.status.state {
        RunState::Completed | RunState::AwaitingCommit => 0,
        RunState::Ready | RunState::Running | RunState::Paused | RunState::Stopped => failure::REFUSED,
    }
}
