//! Empties a node where no simple way does: searches all placements, and an order of moves that leads there.

use super::exact::{self, Locks, Outcome, Problem, Question};
use super::layout::Layout;
use super::turn::{Move, Why, redo, upgraded_reason, waiting_reason, wishes};
use super::world::World;

/// Steps that the search takes for one node before it gives up.
const STEPS_MAX: u64 = 20_000;

/// Moves that empty a node, roles of other nodes moving aside where that helps; `None` where none were found. The
/// layout follows the moves.
pub(super) fn rescue(world: &World<'_>, layout: &mut Layout, node: usize) -> Option<Vec<Move>> {
    let locks = Locks::new(world);
    let question = Question { out: [node].into_iter().collect(), ..Question::default() };
    let near = Problem::new(world, layout, &locks, question, false);
    let far = Problem::new(world, layout, &locks, question, true);
    if exact::prove(&far).is_some() {
        return None;
    }
    let near = place(&near).and_then(|nodes| exact::order(&near, &nodes));
    let steps = near.or_else(|| place(&far).and_then(|nodes| exact::order(&far, &nodes)))?;
    let moves = told(world, layout, node, &steps);
    redo(world, layout, &moves);
    Some(moves)
}

fn place(problem: &Problem<'_, '_>) -> Option<Vec<usize>> {
    let mut steps = STEPS_MAX;
    exact::place(problem).or_else(|| match exact::search(problem, &mut steps) {
        Outcome::Found(nodes) => Some(nodes),
        Outcome::None(_) | Outcome::OutOfSteps => None,
    })
}

/// The moves with their reasons: what leaves other nodes makes room for the largest role of the one that goes out.
pub(super) fn told(world: &World<'_>, layout: &Layout, node: usize, steps: &[exact::Step]) -> Vec<Move> {
    let leaving = steps.iter().filter(|(_, from, _)| *from == node).map(|(role, ..)| *role);
    let largest = leaving.max_by_key(|role| world.roles[*role as usize].memory_mib);
    let number = |node: usize| u16::try_from(node).unwrap_or(u16::MAX);
    let moves = steps.iter().map(|(role, from, to)| {
        let why = match largest {
            Some(largest) if *from != node => Why::MakesRoom { r#for: largest },
            _ if layout.upgraded.contains(*to) => upgraded_reason(world, *role, *to, &wishes(world, *role)),
            _ => waiting_reason(layout),
        };
        Move { role: *role, from: number(*from), to: number(*to), why }
    });
    moves.collect()
}
