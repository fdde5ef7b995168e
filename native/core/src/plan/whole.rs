//! A course for a small cluster that is found as a whole, not turn by turn.

use std::ops::Add;

use super::exact::{self, Journeys, Locks, Problem, Question};
use super::layout::Layout;
use super::price::Price;
use super::rescue::told;
use super::risk::worst_failure;
use super::turn::{Move, redo};
use super::world::World;

/// Ways of roles that are looked at.
const STEPS_MAX: u64 = 2_000_000;

/// Nodes in their order, each with its moves.
type Turns = Vec<(usize, Vec<Move>)>;

/// The cheapest course that is found below `limit`, or any and then a cheaper one where there is no limit yet; only
/// orders of `left` that `is_order` allows are looked at.
pub(super) fn find_whole(
    world: &World<'_>,
    start: &Layout,
    left: &[usize],
    is_order: &dyn Fn(&[usize]) -> bool,
    mut limit: Option<u64>,
) -> Option<Turns> {
    let locks = Locks::new(world);
    let journeys = Journeys::new(world, &locks, start, left, is_order)?;
    let mut best = None;
    let mut steps = STEPS_MAX;
    let measure = |price: Price| price.measure(world.policy.minimize);
    if limit.is_none() {
        journeys.any(&mut (STEPS_MAX / 2), &mut |order, places| {
            best = written(world, &locks, start, order, places);
            best.is_some()
        });
        limit = Some(measure(price(world, best.as_ref()?)));
        steps /= 2;
    }
    journeys.cheaper_than(limit?, &mut steps, &mut |order, places| {
        let Some(turns) = written(world, &locks, start, order, places) else { return false };
        let cost = measure(price(world, &turns));
        if limit.is_none_or(|limit| cost < limit) {
            limit = Some(cost);
            best = Some(turns);
        }
        // A stop on the way costs more than was reckoned with, so that another journey may still be cheaper.
        cost == measure(reckoned(world, start, places))
    });
    best
}

fn price(world: &World<'_>, turns: &Turns) -> Price {
    let moves = turns.iter().flat_map(|(_, moves)| moves);
    moves.map(|step| Price::of(world, step.role)).fold(Price::default(), Add::add)
}

/// What a journey costs without stops on the way.
fn reckoned(world: &World<'_>, start: &Layout, places: &[Vec<usize>]) -> Price {
    let mut price = Price::default();
    for (role, places) in (0..).zip(places) {
        let mut at = usize::from(start.owner[role as usize]);
        for place in places {
            if std::mem::replace(&mut at, *place) != *place {
                price += Price::of(world, role);
            }
        }
    }
    price
}

/// The moves of a journey in an order in which each finds its room, turn by turn; nothing where there is none, or where
/// a reserve that is required is not there.
fn written(world: &World<'_>, locks: &Locks, start: &Layout, order: &[usize], places: &[Vec<usize>]) -> Option<Turns> {
    let mut layout = start.clone();
    let mut turns = Vec::with_capacity(order.len());
    for (turn, node) in order.iter().enumerate() {
        layout.close(world, *node);
        let question = Question { out: [*node].into_iter().collect(), ..Question::default() };
        let problem = Problem::new(world, &layout, locks, question, true);
        let to: Vec<usize> = problem.items.iter().map(|item| places[item.members[0].role as usize][turn]).collect();
        let moves = told(world, &layout, *node, &exact::order(&problem, &to)?);
        redo(world, &mut layout, &moves);
        if world.policy.require_reserve && !worst_failure(world, &layout).stopped.is_empty() {
            return None;
        }
        layout.reopen(world, *node);
        turns.push((*node, moves));
    }
    Some(turns)
}
