//! Empties a node so that one more failure would stop nothing: where that is possible, or, if the policy wants it, in
//! any case.

use super::NoPlacement;
use super::layout::{Fit, Layout};
use super::obstacle::no_placement;
use super::risk::{WorstFailure, worst_failure};
use super::turn::{Move, empty_by, empty_node, redo, undo};
use super::world::World;

/// Other ways of placing that are tried where the first leaves no reserve.
const OTHERS: [(Fit<'_>, Fit<'_>); 3] =
    [(Fit::Tight, Fit::Tight), (Fit::Spread, Fit::Spread), (Fit::Tight, Fit::Spread)];

/// Moves every role off `node`, which is closed already, and says how; with as few moves, or as little memory moved,
/// as one way of doing it takes, a way that leaves room for one more failure is preferred.
///
/// # Errors
/// Which role has no destination, or would have none after one more failure where the policy wants a reserve. The
/// layout is then as it was before.
pub(super) fn leave(
    world: &World<'_>,
    layout: &mut Layout,
    node: usize,
    waiting: Fit<'_>,
) -> Result<Vec<Move>, NoPlacement> {
    let required = world.policy.require_reserve;
    let wanted = required || had_reserve(world, layout, node);
    let moves = empty_node(world, layout, node, waiting).map_err(|stuck| no_placement(world, layout, stuck.role))?;
    if !wanted {
        return Ok(moves);
    }
    let worst = worst_failure(world, layout);
    if worst.stopped.is_empty() {
        return Ok(moves);
    }
    undo(world, layout, &moves);
    for ways in OTHERS {
        let Some((other, _)) = empty_by(world, layout, node, ways) else { continue };
        let cheap = required || other.len() <= moves.len();
        if cheap && worst_failure(world, layout).stopped.is_empty() {
            return Ok(other);
        }
        undo(world, layout, &other);
    }
    redo(world, layout, &moves);
    match worst {
        WorstFailure { node: Some(failing), stopped } if required => {
            let found = NoPlacement::after_failure(world, layout, stopped[0], failing);
            undo(world, layout, &moves);
            Err(found)
        }
        _ => Ok(moves),
    }
}

/// Whether one more failure would have stopped nothing before the node was closed.
fn had_reserve(world: &World<'_>, layout: &mut Layout, node: usize) -> bool {
    layout.open.insert(node);
    let had = worst_failure(world, layout).stopped.is_empty();
    layout.open.remove(node);
    had
}
