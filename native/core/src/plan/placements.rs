//! What each placement at the end would cost, side by side, and what its moves buy.

use super::finish::finish;
use super::layout::Layout;
use super::schedule::{Hosts, likely_seconds};
use super::search::{Course, find_course};
use super::summary::{bought, summarise};
use super::turn::Move;
use super::world::World;
use super::{MoveSummary, Placement, PlacementCost, PlanError};

/// The placements in the order in which they are shown.
const PLACEMENTS: [Placement; 3] = [Placement::Balanced, Placement::Fewest, Placement::Restore];

/// The cost of each placement; the plan's own is taken from its course. One that can't be reached is left out.
///
/// # Errors
/// [`PlanError::Cancelled`].
pub(super) fn placements(
    world: &mut World<'_>,
    own: &MoveSummary,
    course: &Course,
    last: &[Move],
    cancelled: &dyn Fn() -> bool,
) -> Result<Vec<PlacementCost>, PlanError> {
    let asked = world.placement;
    let mut costs = Vec::with_capacity(PLACEMENTS.len());
    for placement in PLACEMENTS {
        world.placement = placement;
        if placement == asked {
            costs.push(cost(world, own, course, last));
            continue;
        }
        match find_course(world, cancelled) {
            Ok(mut other) => {
                let last = finish(world, &mut other);
                costs.push(cost(world, &summarise(world, &other, &last), &other, &last));
            }
            Err(PlanError::Cancelled) => return Err(PlanError::Cancelled),
            Err(_) => {}
        }
    }
    world.placement = asked;
    Ok(costs)
}

fn cost(world: &World<'_>, moves: &MoveSummary, course: &Course, last: &[Move]) -> PlacementCost {
    PlacementCost {
        placement: world.placement,
        virtual_machine_moves: moves.virtual_machine_moves,
        moved_mib: moves.moved_mib,
        failovers: moves.failovers,
        likely_seconds: time_of_moves(world, course, last),
        buys: bought(world, course, last),
    }
}

/// How long the moves take, turn by turn, each in a good order.
fn time_of_moves(world: &World<'_>, course: &Course, last: &[Move]) -> u64 {
    let hosts = Hosts::new(world);
    let mut layout = Layout::initial(world);
    let mut seconds = 0;
    for turn in &course.turns {
        seconds += likely_seconds(world, &layout, &hosts, &turn.moves);
        layout.upgraded.insert(turn.node);
    }
    seconds + likely_seconds(world, &layout, &hosts, last)
}
