//! How long things take.
//!
//! The install time is the policy's; the small fixed times are assumptions of ours, as low, likely and high seconds.
//! How long moves take is said by the schedule.

use super::Estimate;

/// Seconds between two changes of membership of one node (`AddEvictDelay`) come on top where a node is added.
pub(super) const PAUSE: Estimate = seconds(2, 5, 30);
/// The sweep after the planned moves: the core group and coordinators of shared volumes.
pub(super) const SWEEP: Estimate = seconds(10, 30, 120);
pub(super) const EVICT: Estimate = seconds(10, 30, 120);
pub(super) const ADD: Estimate = seconds(30, 60, 300);
pub(super) const RESUME: Estimate = seconds(5, 10, 60);
pub(super) const VERIFY: Estimate = seconds(5, 10, 60);
pub(super) const SETTING: Estimate = seconds(1, 1, 5);
pub(super) const UPDATING_ROLE: Estimate = seconds(5, 20, 60);
pub(super) const OWNER_LIST: Estimate = seconds(1, 1, 3);
pub(super) const MAINTENANCE: Estimate = seconds(10, 30, 120);
/// Resynchronising what was written while a node was out; up to the ten hours that Virtual Machine Manager waits.
pub(super) const REPAIR: Estimate = seconds(600, 3600, 36_000);
pub(super) const CHECK_LEVEL: Estimate = seconds(5, 10, 60);
pub(super) const RAISE_LEVEL: Estimate = seconds(20, 60, 300);
pub(super) const UPDATE_POOL: Estimate = seconds(20, 60, 300);
/// A clean guest shutdown, the raise, and the start.
pub(super) const RAISE_RUNNING: Estimate = seconds(40, 120, 600);
pub(super) const RAISE_OFF: Estimate = seconds(2, 5, 20);
pub(super) const NOTHING: Estimate = seconds(0, 0, 0);

/// A group that is offline only changes its owner.
pub(super) const OFFLINE_MOVE: Estimate = seconds(1, 3, 10);
/// Offline on one node, online on the other.
pub(super) const FAILOVER: Estimate = seconds(10, 30, 120);

const fn seconds(low: u64, likely: u64, high: u64) -> Estimate {
    Estimate { low_seconds: low, likely_seconds: likely, high_seconds: high }
}

/// A time that is kept to the second.
pub(super) const fn exactly(time: u64) -> Estimate {
    seconds(time, time, time)
}

impl std::ops::Add for Estimate {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            low_seconds: self.low_seconds.saturating_add(other.low_seconds),
            likely_seconds: self.likely_seconds.saturating_add(other.likely_seconds),
            high_seconds: self.high_seconds.saturating_add(other.high_seconds),
        }
    }
}

impl Estimate {
    /// The same for each of three numbers.
    fn map(self, change: impl Fn(u64) -> u64) -> Self {
        seconds(change(self.low_seconds), change(self.likely_seconds), change(self.high_seconds))
    }

    /// So many times as long.
    pub(super) fn times(self, count: usize) -> Self {
        self.map(|number| number.saturating_mul(count as u64))
    }
}
