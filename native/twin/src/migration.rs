//! Live migration by pre-copy, and quick migration: how long they take and how long the guest stands still.
//!
//! The model: memory is copied in passes while the guest runs; each pass copies what the pass before it left dirty.
//! After the last pass, or as soon as what is left is small, the guest is paused, the rest is copied and the guest
//! goes on at the destination (Clark et al., "Live Migration of Virtual Machines", NSDI 2005).

use serde::{Deserialize, Serialize};

/// How long a live migration takes, without the constant times for set-up and resuming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Copied {
    /// While the guest runs.
    pub(crate) copy_microseconds: u64,
    /// While the guest stands still.
    pub(crate) stop_microseconds: u64,
}

/// A live migration under way. Volumes in KiB, rates in KiB per second, times in microseconds, all whole so that every
/// platform says the same. The bandwidth may change on the way: other migrations come to the same link and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Precopy {
    memory_kib: u64,
    dirty_kib_per_second: u64,
    /// Passes that are left, the one under way among them; none once the guest is paused.
    passes: u32,
    /// What this pass, or the last copy, has still to move.
    left_kib: u64,
    /// What the guest has written since this pass began.
    dirtied_kib: u64,
    pub(crate) bandwidth_kib_per_second: u64,
    /// Copying in passes stops once no more than this is left; zero never stops early.
    pub(crate) enough_kib: u64,
    /// What has been copied so far.
    copied: Copied,
}

const MICROSECONDS: u128 = 1_000_000;

impl Precopy {
    pub(crate) fn new(memory_kib: u64, dirty_kib_per_second: u64, passes: u32) -> Self {
        Self {
            memory_kib,
            dirty_kib_per_second,
            passes: passes.max(1),
            left_kib: memory_kib,
            dirtied_kib: 0,
            bandwidth_kib_per_second: 1,
            enough_kib: 0,
            copied: Copied::default(),
        }
    }

    /// Goes on for a time with the present bandwidth; says what was copied in all so far.
    pub(crate) fn advance(&mut self, microseconds: u64) -> Copied {
        let bandwidth = u128::from(self.bandwidth_kib_per_second.max(1));
        let mut time = microseconds;
        loop {
            let needed = narrow(u128::from(self.left_kib) * MICROSECONDS / bandwidth);
            let ends = needed <= time;
            let spent = needed.min(time);
            time -= spent;
            let moved = if ends { self.left_kib } else { narrow(bandwidth * u128::from(spent) / MICROSECONDS) };
            self.left_kib = self.left_kib.saturating_sub(moved);
            if self.passes == 0 {
                self.copied.stop_microseconds = self.copied.stop_microseconds.saturating_add(spent);
                return self.copied;
            }
            self.copied.copy_microseconds = self.copied.copy_microseconds.saturating_add(spent);
            let written = narrow(u128::from(self.dirty_kib_per_second) * u128::from(spent) / MICROSECONDS);
            self.dirtied_kib = self.dirtied_kib.saturating_add(written).min(self.memory_kib);
            if !ends {
                return self.copied;
            }
            self.left_kib = std::mem::take(&mut self.dirtied_kib);
            self.passes = if self.left_kib <= self.enough_kib { 0 } else { self.passes - 1 };
        }
    }

    /// What will have been copied in all at the end, if nothing changes.
    pub(crate) fn at_the_end(mut self) -> Copied {
        self.advance(u64::MAX)
    }

    /// What has been copied so far.
    pub(crate) const fn so_far(&self) -> Copied {
        self.copied
    }
}

/// Milliseconds that a guest stands still in a quick migration: its memory is written to disk and read again.
pub(crate) fn quick_milliseconds(memory_mib: u64, disk_mib_per_second: u64, overhead_milliseconds: u64) -> u64 {
    2 * memory_mib * 1000 / disk_mib_per_second.max(1) + overhead_milliseconds
}

fn narrow(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn migration(memory_kib: u64, bandwidth: u64, dirty: u64, passes: u32) -> Precopy {
        Precopy { bandwidth_kib_per_second: bandwidth, ..Precopy::new(memory_kib, dirty, passes) }
    }

    /// The vectors leave out the early stop; MiB and MiB/s, times in tenths of a second and in milliseconds.
    const VECTORS: [(u64, u64, u64, u32, i64, i64); 6] = [
        (4096, 110, 20, 5, 455, 7),
        (32_768, 1100, 100, 5, 328, 0),
        (32_768, 1100, 600, 5, 624, 1440),
        (32_768, 1100, 600, 10, 654, 70),
        (32_768, 110, 100, 5, 12_420, 185_000),
        (32_768, 110, 100, 10, 20_130, 115_000),
    ];

    #[test]
    fn vectors_of_the_model() {
        for (memory, bandwidth, dirty, passes, tenths, milliseconds) in VECTORS {
            let copied = migration(memory * 1024, bandwidth * 1024, dirty * 1024, passes).at_the_end();
            let found = (copied.copy_microseconds + 50_000) / 100_000;
            let difference = i64::try_from(found).unwrap() - tenths;
            assert!(difference.abs() <= if tenths > 10_000 { 10 } else { 1 }, "{memory} {dirty} {passes}: {copied:?}");
            let found = i64::try_from(copied.stop_microseconds / 1000).unwrap();
            let allowed = (milliseconds / 100).max(3);
            assert!((found - milliseconds).abs() <= allowed, "{memory} {dirty} {passes}: {copied:?}");
        }
    }

    #[test]
    fn a_quiet_guest_stops_early_and_a_busy_one_never_dirties_more_than_it_has() {
        let quiet = Precopy { enough_kib: 51, ..migration(1024, 1024, 1, 5) };
        assert_eq!(quiet.at_the_end().copy_microseconds, 1_000_000);
        assert_eq!(migration(1024, 1024, u64::MAX, 5).at_the_end().stop_microseconds, 1_000_000);
    }

    /// Looking at a migration on its way changes nothing but the rounding of single microseconds.
    #[test]
    fn in_pieces_it_takes_as_long_as_in_one() {
        for (memory, bandwidth, dirty, passes, _, _) in VECTORS {
            let whole = migration(memory * 1024, bandwidth * 1024, dirty * 1024, passes);
            let mut pieces = whole;
            for _ in 0..50 {
                pieces.advance(333_333);
            }
            let (one, many) = (whole.at_the_end(), pieces.at_the_end());
            let total = |copied: Copied| copied.copy_microseconds + copied.stop_microseconds;
            assert!(total(one).abs_diff(total(many)) < total(one) / 1000 + 1000, "{one:?} {many:?}");
        }
    }

    /// Half the link for half of the way: what is left takes twice as long.
    #[test]
    fn a_narrower_link_slows_down_what_is_left() {
        let mut shared = migration(100 * 1024, 1024, 0, 5);
        shared.advance(50_000_000);
        shared.bandwidth_kib_per_second = 512;
        assert_eq!(shared.at_the_end().copy_microseconds, 150_000_000);
    }
}
