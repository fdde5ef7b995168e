//! How long one move takes: pre-copy for a live migration, the disk for a quick one.
//!
//! Memory is copied in five passes while the guest runs; each copies what was written during the one before it, and the
//! last copy is made while the guest stands still (Clark et al., "Live Migration of Virtual Machines", NSDI 2005). With
//! `r` as the rate at which the guest writes over the bandwidth that the migration has, `memory / bandwidth` times
//! `1 + r + ... + r^5`, and six times where the guest writes faster than the migration copies.

use super::hosts::Host;
use crate::plan::estimates::{FAILOVER, OFFLINE_MOVE};
use crate::plan::world::RoleFacts;
use crate::plan::{Migration, Policy};

/// Passes after the first copy: five passes and the last copy make six in all.
const PASSES: u32 = 5;
/// Setting up a migration, resuming the guest, the calls that start it, and until its end is seen: low, likely, high.
const FIXED_MILLISECONDS: [u64; 3] = [1000, 3800, 7000];
/// How fast guests write, as percent of the link.
const WRITES_PERCENT: [u64; 3] = [0, 10, 50];
/// What compression makes of a link, in percent.
const COMPRESSION_PERCENT: [u64; 3] = [200, 150, 100];
/// The disk that a quick migration writes to and reads from, in MiB a second.
const DISK_MIB_PER_SECOND: [u64; 3] = [400, 200, 100];
/// What a quick migration takes beside that.
const QUICK_MILLISECONDS: [u64; 3] = [2000, 5000, 10_000];

/// One end of a move: the host, and how many migrations share its link.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) host: Host,
    pub(super) sharing: u32,
}

/// Milliseconds that a move takes: low, likely, high.
pub(super) fn milliseconds(role: &RoleFacts, from: End, to: End) -> [u64; 3] {
    match role.migration {
        Migration::Live => [0, 1, 2].map(|case| FIXED_MILLISECONDS[case] + copied(role.memory_mib, from, to, case)),
        Migration::Quick if role.running => {
            let copy = |case: usize| 2000 * role.memory_mib / DISK_MIB_PER_SECOND[case];
            [0, 1, 2].map(|case| QUICK_MILLISECONDS[case] + copy(case))
        }
        Migration::Quick => of(OFFLINE_MOVE),
        Migration::Failover => of(FAILOVER),
    }
}

/// What moves take where a past run says how long they really took, beside the model.
pub(super) fn measured(model: [u64; 3], policy: &Policy) -> [u64; 3] {
    let Some(percent) = policy.learned.as_ref().and_then(|learned| learned.moves_percent) else { return model };
    [percent.low, percent.likely, percent.high].map(|percent| model[1].saturating_mul(percent) / 100)
}

const fn of(time: crate::plan::Estimate) -> [u64; 3] {
    [time.low_seconds * 1000, time.likely_seconds * 1000, time.high_seconds * 1000]
}

/// Milliseconds of copying; bandwidths in KiB a second.
fn copied(memory_mib: u64, from: End, to: End, case: usize) -> u64 {
    let percent = if from.host.compresses { COMPRESSION_PERCENT[case] } else { 100 };
    let share = |end: End| end.host.mib_per_second * 1024 / u64::from(end.sharing.max(1));
    let bandwidth = (share(from).min(share(to)) * percent / 100).max(1);
    let writes = from.host.mib_per_second * 1024 * WRITES_PERCENT[case] / 100;
    let memory = memory_mib * 1024;
    let (mut left, mut all) = (memory, memory);
    for _ in 0..PASSES {
        left = (u128::from(left) * u128::from(writes) / u128::from(bandwidth)).min(u128::from(memory)) as u64;
        all += left;
    }
    (u128::from(all) * 1000 / u128::from(bandwidth)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(mib_per_second: u64, compresses: bool, sharing: u32) -> End {
        End { host: Host { slots: 2, mib_per_second, compresses }, sharing }
    }

    #[test]
    fn copying_follows_the_model() {
        let plain = end(1000, false, 1);
        // 0 %, 10 % and 50 % of the link: 1, 1.11111 and 1.96875 times the memory.
        let all = [0, 1, 2].map(|case| copied(10_000, plain, plain, case));
        assert_eq!(all, [10_000, 11_111, 19_687]);
        // Two side by side have half each, and a guest that writes as fast as that never gets fewer.
        let half = end(1000, false, 2);
        assert_eq!(copied(10_000, half, plain, 0), 20_000);
        assert_eq!(copied(10_000, half, plain, 2), 120_000);
        // The narrower end decides; compression makes more of it.
        assert_eq!(copied(10_000, plain, end(100, false, 1), 0), 100_000);
        assert_eq!(copied(10_000, end(1000, true, 1), plain, 0), 5000);
    }
}
