//! Whether the parts of a plan fit each other.

use super::{Plan, PlanError, StageKind, Task};

/// Checks that the parts of a plan fit each other, as one that was read from a file may not.
///
/// # Errors
/// [`PlanError::Invalid`] with the first part that does not fit.
pub fn validate(plan: &Plan) -> Result<(), PlanError> {
    let invalid = |part: String, problem| Err(PlanError::Invalid { part, problem });
    if plan.steps.is_empty() {
        return invalid("steps".to_owned(), "there are none");
    }
    let (mut committed, mut raised) = (false, false);
    for (index, step) in plan.steps.iter().enumerate() {
        let part = || format!("steps[{index}]");
        if step.number as usize != index + 1 {
            return invalid(part(), "its number is not its place");
        }
        match &step.task {
            Task::AwaitCommit => committed = true,
            Task::RaiseFunctionalLevel { level } => {
                if !committed {
                    return invalid(part(), "the level is raised before the commitment");
                }
                if raised || *level != plan.change.to_level {
                    return invalid(part(), "the level is raised twice or to another one");
                }
                raised = true;
            }
            Task::EvictNode { .. } | Task::AddNode { .. } | Task::InstallNode { .. } if committed => {
                return invalid(part(), "a node leaves or comes after the commitment");
            }
            Task::UpdateStoragePool { .. } if !raised => {
                return invalid(part(), "a pool is updated before the level");
            }
            _ => {}
        }
    }
    for (index, stage) in plan.nodes.iter().enumerate() {
        let part = format!("nodes[{index}]");
        if stage.first_step == 0 || stage.first_step > stage.last_step || stage.last_step as usize > plan.steps.len() {
            return invalid(part, "its steps are not there");
        }
        if plan.nodes[..index].iter().any(|other| other.node == stage.node && other.kind != StageKind::Joins) {
            return invalid(part, "the node has two turns");
        }
    }
    Ok(())
}
