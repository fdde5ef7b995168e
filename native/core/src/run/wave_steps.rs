//! Which steps of a plan belong to which of the nodes that are out together.

use super::RunError;
use crate::model::NodeName;
use crate::plan::{NodeStage, Plan, Task};

/// Whether a step empties or takes out a node.
pub(super) const fn takes_out(task: &Task) -> bool {
    matches!(
        task,
        Task::PauseNode { .. }
            | Task::MoveRole { .. }
            | Task::MoveSharedVolume { .. }
            | Task::Soak { .. }
            | Task::DrainNode { .. }
            | Task::EnableStorageMaintenance { .. }
            | Task::EvictNode { .. }
    )
}

/// The node that a step is about.
fn node_of(task: &Task) -> Option<&NodeName> {
    match task {
        Task::PauseNode { node }
        | Task::DrainNode { node }
        | Task::EvictNode { node }
        | Task::InstallNode { node, .. }
        | Task::AddNode { machine: node }
        | Task::ResumeNode { node }
        | Task::RestoreOwners { node, .. }
        | Task::VerifyNode { node }
        | Task::EnableStorageMaintenance { node }
        | Task::DisableStorageMaintenance { node } => Some(node),
        _ => None,
    }
}

/// The places of the nodes of the wave that begins at a step; one or none where nothing overlaps.
pub(super) fn wave_from(plan: &Plan, number: u32) -> Vec<usize> {
    let stages = plan.nodes.iter().enumerate().filter(|(_, stage)| stage.first_step == number);
    stages.map(|(place, _)| place).collect()
}

/// Why the turns of a plan can't be told apart, where they overlap.
///
/// # Errors
/// [`RunError::PlanInvalid`] where two turns overlap and are not one wave.
pub(super) fn check_waves(plan: &Plan) -> Result<(), RunError> {
    let apart = |pair: &[NodeStage]| pair[1].first_step > pair[0].last_step;
    let one = |pair: &[NodeStage]| (pair[0].first_step, pair[0].last_step) == (pair[1].first_step, pair[1].last_step);
    let inside = |stage: &&NodeStage| {
        stage.first_step == 0 || stage.last_step < stage.first_step || stage.last_step as usize > plan.steps.len()
    };
    let torn = plan.nodes.windows(2).find(|pair| !apart(pair) && !one(pair));
    let reason = match (torn, plan.nodes.iter().find(inside)) {
        (Some(pair), _) => format!("the turns of {} and {} overlap and are no wave", pair[0].node, pair[1].node),
        (None, Some(stage)) => format!("the turn of {} has no steps", stage.node),
        (None, None) => return Ok(()),
    };
    Err(RunError::PlanInvalid { reason })
}

/// The indexes of the steps of each node of a wave that begins at an index. What names no node, such as a move, belongs
/// to the one that is named next.
pub(super) fn steps_of_each(plan: &Plan, from: usize, places: &[usize]) -> Vec<Vec<usize>> {
    let mut steps = vec![Vec::new(); places.len()];
    let until = places.first().map_or(from, |place| plan.nodes[*place].last_step as usize);
    let mut of = 0;
    for index in (from..until).rev() {
        if let Some(node) = node_of(&plan.steps[index].task) {
            let names = |place: &usize| {
                let stage = &plan.nodes[*place];
                stage.node == *node || stage.returns_as == *node
            };
            of = places.iter().position(names).unwrap_or(of);
        }
        steps[of].push(index);
    }
    steps.iter_mut().for_each(|steps| steps.reverse());
    steps
}
