//! The order of moves that go side by side, and when each of them starts and ends.
//!
//! A live migration takes a slot of its source and one of its destination (`MaximumParallelMigrations` of the cluster,
//! else `MaximumVirtualMachineMigrations` of the host; "Set-VMHost", learn.microsoft.com), and its share of both
//! links. What is no live migration takes one of four places beside them. The run starts the first move of its order
//! for which both ends have a slot, so a schedule is an order: the one in which the last move ends the soonest.
//!
//! A move waits until everything that leaves its destination before it, in the order in which the moves were found,
//! has left. With that any order keeps the limits that hold in the first one: at every moment a host has at most what
//! it had there after the last of its arrivals.

mod bound;
mod hosts;
mod list;
mod pace;
mod search;
#[cfg(test)]
mod tests;

pub(super) use hosts::Hosts;

use self::list::{Batch, Job};
use super::Estimate;
use super::document::{DrainTime, Span};
use super::group_sets::in_order;
use super::layout::Layout;
use super::turn::{Move, undo};
use super::world::World;

/// Moves in the order in which they are started.
pub(super) struct Schedule {
    pub(super) moves: Vec<Move>,
    /// The roles of other moves that have to have ended before each starts.
    pub(super) after: Vec<Vec<u32>>,
    /// When each runs, as it likely goes.
    pub(super) spans: Vec<Span>,
    /// By how much each puts off the end of all: the sum is what all of them take.
    pub(super) adds: Vec<Estimate>,
    /// What they take, beside what no order can beat and what Windows' own queue takes.
    pub(super) time: DrainTime,
}

/// Finds an order for moves that are made side by side; the layout is the same afterwards.
pub(super) fn schedule(world: &World<'_>, layout: &mut Layout, hosts: &Hosts, moves: &[Move]) -> Schedule {
    let moves = &*in_order(world, layout, moves);
    let batch = Batch::new(world, layout, hosts, moves);
    let order = search::best_order(&batch);
    let likely = batch.run(&order, |job| job.likely);
    let mut places: Vec<usize> = (0..order.len()).collect();
    places.sort_by_key(|place| (likely.starts[order[*place]], *place));
    let mut order: Vec<usize> = places.into_iter().map(|place| order[place]).collect();
    if !keeps_the_limits(world, layout, order.iter().map(|job| &moves[*job])) {
        // A limit that depends on more than who is there, such as a rule that keeps roles together.
        order = (0..moves.len()).collect();
    }
    of_order(&batch, moves, &order)
}

/// Whether every move finds a destination that takes its role at its turn; the layout is the same afterwards.
pub(super) fn keeps_the_limits<'m>(
    world: &World<'_>,
    layout: &mut Layout,
    order: impl Iterator<Item = &'m Move>,
) -> bool {
    let mut made = Vec::new();
    let mut keeps = true;
    for step in order {
        let to = usize::from(step.to);
        keeps = layout.owner[step.role as usize] == step.from
            && layout.allowed(world, step.role).contains(to)
            && layout.has_room(world, step.role, to);
        if !keeps {
            break;
        }
        layout.relocate(world, step.role, to);
        made.push(*step);
    }
    undo(world, layout, &made);
    keeps
}

/// How long moves likely take in a good order, in seconds.
pub(super) fn likely_seconds(world: &World<'_>, layout: &Layout, hosts: &Hosts, moves: &[Move]) -> u64 {
    let batch = Batch::new(world, layout, hosts, moves);
    let order = search::longest_first(&batch);
    batch.run(&order, |job| job.likely).end.div_ceil(1000)
}

fn of_order(batch: &Batch, moves: &[Move], order: &[usize]) -> Schedule {
    let low = batch.run(order, |job| job.low);
    let likely = batch.run(order, |job| job.likely);
    let high = batch.run(order, |job| job.high);
    let mut reached = [0; 3];
    let mut adds = Vec::with_capacity(order.len());
    for job in order {
        let mut add = [0; 3];
        for ((reached, add), run) in reached.iter_mut().zip(&mut add).zip([&low, &likely, &high]) {
            let end = run.ends[*job].div_ceil(1000).max(*reached);
            *add = end - *reached;
            *reached = end;
        }
        adds.push(Estimate { low_seconds: add[0], likely_seconds: add[1], high_seconds: add[2] });
    }
    let span = |job: &usize| Span {
        starts_seconds: likely.starts[*job] / 1000,
        ends_seconds: likely.ends[*job].div_ceil(1000),
    };
    let after = |job: &usize| {
        let roles = batch.jobs[*job].after.iter().map(|place| moves[*place].role);
        roles.filter(|role| *role != moves[*job].role).collect()
    };
    let windows = batch.run(&batch.by_priority(), |job: &Job| job.likely).end;
    Schedule {
        moves: order.iter().map(|job| moves[*job]).collect(),
        after: order.iter().map(after).collect(),
        spans: order.iter().map(span).collect(),
        adds,
        time: DrainTime {
            likely_seconds: likely.end.div_ceil(1000),
            bound_seconds: bound::least(batch).div_ceil(1000),
            windows_seconds: windows.div_ceil(1000),
        },
    }
}

impl std::ops::Add for DrainTime {
    type Output = Self;

    /// One after the other.
    fn add(self, other: Self) -> Self {
        Self {
            likely_seconds: self.likely_seconds + other.likely_seconds,
            bound_seconds: self.bound_seconds + other.bound_seconds,
            windows_seconds: self.windows_seconds + other.windows_seconds,
        }
    }
}
