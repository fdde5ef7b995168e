//! `plan`: order, moves, reasons.

use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable as _};
use rolling_upgrade_core::model::Inventory;
use rolling_upgrade_core::plan::window::MaintenanceWindow;
use rolling_upgrade_core::plan::{self, Minimize, Placement, Plan, Policy};

use super::{Goal, fleet, moment, policy};
use crate::arguments::{ChoiceArguments, CommonArguments, GoalArguments, Measure, PlacementChoice, PlanArguments};
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

/// Prints the plan.
pub(crate) fn run(arguments: &PlanArguments) -> Result<Output, Failure> {
    if let (Some(folder), Goal::Upgrade(target)) = (&arguments.fleet, Goal::of(&arguments.goal)?) {
        let policy = chosen(policy(arguments.common.policy.as_deref())?, &arguments.choices)?;
        return fleet::run(folder, target, &policy, arguments.common.format);
    }
    let (_, plan) = planned(&arguments.common, &arguments.goal, &arguments.choices)?;
    if arguments.runbook {
        return Ok(Output::text(plan::runbook(&plan)));
    }
    Output::of(&plan, arguments.common.format, plan::text)
}

/// Reads the inventory and makes the plan.
pub(crate) fn planned(
    common: &CommonArguments,
    goal: &GoalArguments,
    choices: &ChoiceArguments,
) -> Result<(Inventory, Plan), Failure> {
    let goal = Goal::of(goal)?;
    let policy = chosen(policy(common.policy.as_deref())?, choices)?;
    let inventory = input::inventory(&common.inventory)?;
    let plan = match goal {
        Goal::Upgrade(target) => plan::make(&inventory, target, &policy)?,
        Goal::VirtualMachineVersions => plan::make_version_campaign(&inventory, &policy)?,
    };
    tracing::info!(steps = plan.steps.len(), moves = plan.moves.virtual_machine_moves, "Made the plan");
    Ok((inventory, plan))
}

/// The policy with what was chosen on the command line.
pub(super) fn chosen(mut policy: Policy, choices: &ChoiceArguments) -> Result<Policy, Failure> {
    if let Some(measure) = choices.minimize {
        policy.minimize = match measure {
            Measure::Moves => Minimize::Moves,
            Measure::Mib => Minimize::Mib,
        };
    }
    if let Some(placement) = choices.placement {
        policy.placement = match placement {
            PlacementChoice::Balanced => Placement::Balanced,
            PlacementChoice::Fewest => Placement::Fewest,
            PlacementChoice::Restore => Placement::Restore,
        };
    }
    if !choices.windows.is_empty() {
        policy.windows = choices.windows.iter().map(|text| window(text)).collect::<Result<_, _>>()?;
    }
    if let Some(text) = &choices.begin {
        policy.begins_at = Some(moment(text, "--begin")?);
    }
    if let Some(file) = &choices.learn {
        let bytes = input::document(file)?;
        let text = String::from_utf8_lossy(&bytes);
        policy.learned = Some(plan::learn(&text).map_err(|error| Failure::new(error.report()))?);
    }
    if let Some(count) = choices.stop_after_node {
        policy.stop_after_nodes = count;
    }
    Ok(policy)
}

fn window(text: &str) -> Result<MaintenanceWindow, Failure> {
    text.parse().map_err(|error: String| {
        let remedy = "Give a window such as `Sat,Sun 22:00-06:00 Europe/Berlin`.";
        Failure::new(ErrorReport::new(ErrorId::RequestInvalid, error, remedy).about(text))
    })
}
