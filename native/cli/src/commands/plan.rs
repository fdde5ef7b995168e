//! `plan`: order, moves, reasons.

use rolling_upgrade_core::model::Inventory;
use rolling_upgrade_core::plan::{self, Plan};

use super::{Goal, policy};
use crate::arguments::{CommonArguments, GoalArguments, PlanArguments};
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

/// Prints the plan.
pub(crate) fn run(arguments: &PlanArguments) -> Result<Output, Failure> {
    let (_, plan) = planned(&arguments.common, &arguments.goal)?;
    Output::of(&plan, arguments.common.format, plan::text)
}

/// Reads the inventory and makes the plan.
pub(crate) fn planned(common: &CommonArguments, goal: &GoalArguments) -> Result<(Inventory, Plan), Failure> {
    let goal = Goal::of(goal)?;
    let policy = policy(common.policy.as_deref())?;
    let inventory = input::inventory(&common.inventory)?;
    let plan = match goal {
        Goal::Upgrade(target) => plan::make(&inventory, target, &policy)?,
        Goal::VirtualMachineVersions => plan::make_version_campaign(&inventory, &policy)?,
    };
    tracing::info!(steps = plan.steps.len(), moves = plan.moves.virtual_machine_moves, "Made the plan");
    Ok((inventory, plan))
}
