//! What no order can beat: over all hosts, the time that its own migrations need on its own slots.

use super::list::{Batch, Lane};

/// The least time for all moves of a batch, in milliseconds.
///
/// For each lane of each host the largest of: its longest migration, its work shared evenly by its slots, and, where
/// there is more than one migration for each slot, the two that have to share one whatever the order.
pub(super) fn least(batch: &Batch) -> u64 {
    let mut times: Vec<Vec<u64>> = vec![Vec::new(); batch.lanes()];
    for job in &batch.jobs {
        for lane in batch.lanes_of(job) {
            times[lane].push(job.likely);
        }
    }
    let least = |(lane, times): (usize, &mut Vec<u64>)| on_slots(times, batch.slots_of(Lane(lane)));
    times.iter_mut().enumerate().map(least).max().unwrap_or(0)
}

/// The least time for jobs on so many slots, never more than the true one.
pub(super) fn on_slots(times: &mut [u64], slots: u32) -> u64 {
    times.sort_unstable_by(|left, right| right.cmp(left));
    let slots = (slots as usize).max(1);
    let longest = times.first().copied().unwrap_or(0);
    let shared = times.iter().sum::<u64>().div_ceil(slots as u64);
    // Of the first j * slots + 1 jobs, j + 1 share a slot, and these are at least the j + 1 shortest of them.
    let rounds = 1..=times.len().saturating_sub(1) / slots;
    let crowded = rounds.map(|round| times[round * slots - round..=round * slots].iter().sum()).max().unwrap_or(0);
    longest.max(shared).max(crowded)
}

#[cfg(test)]
mod tests {
    use super::on_slots;

    #[test]
    fn the_bound_of_a_host() {
        assert_eq!(on_slots(&mut [], 2), 0);
        assert_eq!(on_slots(&mut [7], 2), 7);
        assert_eq!(on_slots(&mut [5, 5, 5], 2), 10, "two of three share a slot");
        assert_eq!(on_slots(&mut [4, 4, 4, 4], 2), 8);
        assert_eq!(on_slots(&mut [9, 2, 2, 2, 2], 2), 9);
        assert_eq!(on_slots(&mut [3, 3, 3, 3, 3], 2), 9, "three of five share a slot");
        assert_eq!(on_slots(&mut [5, 4, 3], 1), 12);
    }
}
