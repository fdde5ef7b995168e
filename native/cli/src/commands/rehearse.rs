//! `rehearse`: the plan carried out on a simulated cluster.

use cluster_twin::{Rehearsal, Simulation, Twin, rehearse_on};
use rolling_upgrade_core::document;
use rolling_upgrade_core::error::Reportable;
use rolling_upgrade_core::model::Inventory;
use rolling_upgrade_core::plan::Plan;
use rolling_upgrade_core::run::RunState;

use super::plan::planned;
use crate::arguments::{RehearseCommandArguments, SimulationArguments};
use crate::failure::{self, Failure};
use crate::input;
use crate::output::{self, Output};

/// Prints what happened; ends with 1 where the rehearsal did not reach its end.
pub(crate) fn run(arguments: &RehearseCommandArguments) -> Result<Output, Failure> {
    let settings = &arguments.rehearsal;
    let (inventory, plan) = planned(&settings.common, &settings.goal, &settings.choices)?;
    let mut twin = twin(&inventory, &settings.simulation)?;
    let rehearsal = on(&mut twin, plan, &settings.simulation)?;
    if let Some(path) = &arguments.cluster_after {
        output::replace_file(path, &output::document_text(&twin.inventory())?)?;
    }
    let code = code(&rehearsal);
    Ok(Output::of(&rehearsal, settings.common.format, Rehearsal::text)?.with_code(code))
}

/// Rehearses a plan.
pub(crate) fn rehearsed(
    inventory: &Inventory,
    plan: Plan,
    arguments: &SimulationArguments,
) -> Result<Rehearsal, Failure> {
    on(&mut twin(inventory, arguments)?, plan, arguments)
}

fn twin(inventory: &Inventory, arguments: &SimulationArguments) -> Result<Twin, Failure> {
    let simulation = match &arguments.simulation {
        Some(path) => document::read(&input::settings(path)?, Simulation::SCHEMA, usize::MAX)?,
        None => Simulation::default(),
    };
    Twin::new(inventory, &simulation, arguments.seed).map_err(|error| Failure::new(error.report()))
}

fn on(twin: &mut Twin, plan: Plan, arguments: &SimulationArguments) -> Result<Rehearsal, Failure> {
    rehearse_on(twin, plan, arguments.seed, arguments.commit).map_err(Failure::new)
}

/// The exit code of a rehearsal.
pub(crate) const fn code(rehearsal: &Rehearsal) -> u8 {
    match rehearsal.status.state {
        RunState::Completed | RunState::AwaitingCommit => 0,
        RunState::Ready
        | RunState::Running
        | RunState::Paused
        | RunState::Stopped
        | RunState::TakenBack
        | RunState::Replaced => failure::REFUSED,
    }
}
