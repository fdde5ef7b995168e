//! The search for an order: the longest first, then the alternatives of a few decisions.

use std::cmp::Reverse;

use super::bound;
use super::list::{Batch, Lane};
use crate::generate::SplitMix64;

/// Moves up to which every drain is searched; above it only one that is far from its bound.
const SMALL_MAX: usize = 16;
/// Orders that are tried for a small batch, and for a large one.
const TRIED_SMALL: u32 = 1500;
const TRIED_LARGE: u32 = 60;

/// The best order that is found.
pub(super) fn best_order(batch: &Batch) -> Vec<usize> {
    let least = bound::least(batch);
    let mut best = longest_first(batch);
    let mut end = batch.run(&best, |job| job.likely).end;
    for order in [busiest_first(batch), (0..batch.jobs.len()).collect()] {
        let other = batch.run(&order, |job| job.likely).end;
        if other < end {
            (best, end) = (order, other);
        }
    }
    let small = batch.jobs.len() <= SMALL_MAX;
    let near = if small { 0 } else { least / 100 };
    if end <= least + near {
        return best;
    }
    let mut search = Search { batch, least, best, end, left: if small { TRIED_SMALL } else { TRIED_LARGE } };
    search.improve();
    search.best
}

/// The longest first.
pub(super) fn longest_first(batch: &Batch) -> Vec<usize> {
    let mut order: Vec<usize> = (0..batch.jobs.len()).collect();
    order.sort_by_key(|job| (Reverse(batch.jobs[*job].likely), *job));
    order
}

/// Those with the busiest ends first, of these the longest.
fn busiest_first(batch: &Batch) -> Vec<usize> {
    let mut work = vec![0_u64; batch.lanes()];
    for job in &batch.jobs {
        for lane in batch.lanes_of(job) {
            work[lane] += job.likely / u64::from(batch.slots_of(Lane(lane)).max(1));
        }
    }
    let busy = |job: usize| {
        let lanes = batch.lanes_of(&batch.jobs[job]);
        let mut load: Vec<u64> = lanes.map(|lane| work[lane]).collect();
        load.sort_unstable_by(|left, right| right.cmp(left));
        load
    };
    let mut order: Vec<usize> = (0..batch.jobs.len()).collect();
    order.sort_by_cached_key(|job| (Reverse(busy(*job)), Reverse(batch.jobs[*job].likely), *job));
    order
}

struct Search<'a> {
    batch: &'a Batch,
    least: u64,
    best: Vec<usize>,
    end: u64,
    /// Orders that may still be tried.
    left: u32,
}

impl Search<'_> {
    /// Exchanges two places, or takes one job to another place, as long as that brings the end forward; then from
    /// orders that are a little shuffled.
    fn improve(&mut self) {
        let mut turn = 0;
        let mut order = self.best.clone();
        while self.left > 0 && self.end > self.least {
            self.descend(&mut order);
            turn += 1;
            order.clone_from(&self.best);
            shuffle(&mut order, turn);
        }
    }

    fn descend(&mut self, order: &mut Vec<usize>) {
        let Some(mut end) = self.tried(order) else { return };
        let mut improved = true;
        while improved {
            improved = false;
            for later in (1..order.len()).rev() {
                for earlier in 0..later {
                    for taken in [false, true] {
                        let before = order.clone();
                        if taken {
                            order[earlier..=later].rotate_right(1);
                        } else {
                            order.swap(earlier, later);
                        }
                        let Some(found) = self.tried(order) else { return };
                        if found < end {
                            end = found;
                            improved = true;
                        } else {
                            *order = before;
                        }
                    }
                }
            }
        }
    }

    /// The end with an order, kept where it is the best; nothing where enough orders have been tried.
    fn tried(&mut self, order: &[usize]) -> Option<u64> {
        if self.left == 0 || self.end <= self.least {
            return None;
        }
        self.left -= 1;
        let end = self.batch.run(order, |job| job.likely).end;
        if end < self.end {
            self.end = end;
            self.best = order.to_vec();
        }
        Some(end)
    }
}

/// Another order for each number, the same every time.
fn shuffle(order: &mut [usize], turn: u64) {
    let mut random = SplitMix64::new(turn);
    for place in (1..order.len()).rev() {
        // Every third place, so that the order stays much as it was.
        if random.chance(33) {
            order.swap(place, random.index(place + 1));
        }
    }
}
