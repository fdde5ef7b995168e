//! `rehearse`: the plan carried out on a simulated cluster.

use cluster_twin::{Rehearsal, Simulation, rehearse};
use rolling_upgrade_core::document;
use rolling_upgrade_core::model::Inventory;
use rolling_upgrade_core::plan::Plan;
use rolling_upgrade_core::run::RunState;

use super::plan::planned;
use crate::arguments::{RehearseArguments, SimulationArguments};
use crate::failure::{self, Failure};
use crate::input;
use crate::output::Output;

/// Prints what happened; ends with 1 where the rehearsal did not reach its end.
pub(crate) fn run(arguments: &RehearseArguments) -> Result<Output, Failure> {
    let (inventory, plan) = planned(&arguments.common, &arguments.goal)?;
    let rehearsal = rehearsed(&inventory, plan, &arguments.simulation)?;
    let code = code(&rehearsal);
    Ok(Output::of(&rehearsal, arguments.common.format, Rehearsal::text)?.with_code(code))
}

/// Rehearses a plan.
pub(crate) fn rehearsed(
    inventory: &Inventory,
    plan: Plan,
    arguments: &SimulationArguments,
) -> Result<Rehearsal, Failure> {
    let simulation = match &arguments.simulation {
        Some(path) => document::read(&input::settings(path)?, Simulation::SCHEMA, usize::MAX)?,
        None => Simulation::default(),
    };
    rehearse(inventory, plan, &simulation, arguments.seed, arguments.commit).map_err(Failure::new)
}

/// The exit code of a rehearsal.
pub(crate) const fn code(rehearsal: &Rehearsal) -> u8 {
    match rehearsal.status.state {
        RunState::Completed | RunState::AwaitingCommit => 0,
        RunState::Ready | RunState::Running | RunState::Paused | RunState::Stopped => failure::REFUSED,
    }
}
