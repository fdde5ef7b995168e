//! How long things take.
//!
//! A live migration copies the memory, then what was written meanwhile, five times at most: with a share `d` of the
//! link's speed at which the guest writes, `memory / speed` times `1 + d + ... + d^5`. Migrations that run side by
//! side share the link, so only their fixed parts overlap. The install time is the policy's; the small fixed times
//! are assumptions of ours, as low, likely and high seconds.

use super::world::{RoleFacts, World};
use super::{Estimate, Migration, Policy};

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
const OFFLINE_MOVE: Estimate = seconds(1, 3, 10);
/// Offline on one node, online on the other.
const FAILOVER: Estimate = seconds(10, 30, 120);
/// Setting up a migration and switching over.
const MIGRATION_FIXED: Estimate = seconds(1, 3, 6);
/// `1 + d + ... + d^5` in thousandths for guests that write at 0, 10 and 50 % of the link's speed.
const COPIED_THOUSANDTHS: Estimate = seconds(1000, 1112, 1969);
/// Live migrations at the same time where no host says a number: the default of Hyper-V hosts.
const PARALLEL_DEFAULT: u32 = 2;

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

/// The pace of moves: the link and how many go side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    mib_per_second: u64,
    pub(super) parallel: u32,
}

impl Pace {
    pub(super) fn new(world: &World<'_>) -> Self {
        let Policy { parallel_migrations, migration_mib_per_second, .. } = *world.policy;
        let parallel = if parallel_migrations > 0 { parallel_migrations } else { parallel(world) };
        Self { mib_per_second: migration_mib_per_second.max(1), parallel: parallel.max(1) }
    }

    /// How long one more move takes while others run beside it.
    pub(super) fn of(&self, role: &RoleFacts) -> Estimate {
        match role.migration {
            Migration::Live => self.copied(role.memory_mib),
            // Saved to the disk and read back: twice the memory, and nothing is written meanwhile.
            Migration::Quick if role.running => {
                let copy = (2 * role.memory_mib).div_ceil(self.mib_per_second);
                self.shared(MIGRATION_FIXED) + seconds(copy, copy, copy)
            }
            Migration::Quick => OFFLINE_MOVE,
            Migration::Failover => FAILOVER,
        }
    }

    fn copied(&self, memory_mib: u64) -> Estimate {
        let copy = COPIED_THOUSANDTHS.map(|factor| (memory_mib * factor).div_ceil(1000 * self.mib_per_second));
        self.shared(MIGRATION_FIXED) + copy
    }

    /// The part of a fixed time that is not hidden behind the moves beside it.
    fn shared(&self, fixed: Estimate) -> Estimate {
        fixed.map(|number| number.div_ceil(u64::from(self.parallel)))
    }
}

/// `MaximumParallelMigrations` where the cluster has it, as it takes precedence; else the least of the hosts.
fn parallel(world: &World<'_>) -> u32 {
    if let Some(limit) = world.inventory.cluster.maximum_parallel_migrations {
        return limit;
    }
    let hosts = world.inventory.nodes.iter().filter_map(|node| node.machine.as_ref()?.hyper_v.as_ref());
    hosts.map(|settings| settings.maximum_migrations).min().unwrap_or(PARALLEL_DEFAULT)
}
