//! Live migration by pre-copy, and quick migration: how long they take and how long the guest stands still.
//!
//! The model: memory is copied in passes while the guest runs; each pass copies what the pass before it left dirty.
//! After the last pass, or as soon as what is left is small, the guest is paused, the rest is copied and the guest
//! goes on at the destination (Clark et al., "Live Migration of Virtual Machines", NSDI 2005).

/// What a live migration needs to know. Volumes in KiB, rates in KiB per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Precopy {
    pub(crate) memory_kib: u64,
    pub(crate) bandwidth_kib_per_second: u64,
    pub(crate) dirty_kib_per_second: u64,
    pub(crate) passes: u32,
    /// Stop copying in passes once no more than this is left; zero never stops early.
    pub(crate) enough_kib: u64,
}

/// How long a live migration takes, without the constant times for set-up and resuming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Copied {
    /// While the guest runs.
    pub(crate) copy_microseconds: u64,
    /// While the guest stands still.
    pub(crate) stop_microseconds: u64,
}

const MICROSECONDS: u128 = 1_000_000;

/// Computes a live migration, in whole microseconds and KiB so that every platform says the same.
pub(crate) fn precopy(input: &Precopy) -> Copied {
    let bandwidth = u128::from(input.bandwidth_kib_per_second.max(1));
    let memory = u128::from(input.memory_kib);
    let dirty = u128::from(input.dirty_kib_per_second);
    let (mut left, mut copy) = (memory, 0_u128);
    for _ in 0..input.passes.max(1) {
        let pass = left * MICROSECONDS / bandwidth;
        copy += pass;
        left = (dirty * pass / MICROSECONDS).min(memory);
        if left <= u128::from(input.enough_kib) {
            break;
        }
    }
    let stop = left * MICROSECONDS / bandwidth;
    Copied { copy_microseconds: narrow(copy), stop_microseconds: narrow(stop) }
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

    /// The vectors leave out the early stop; times in tenths of a second and in milliseconds.
    #[test]
    fn vectors_of_the_model() {
        let table = [
            (4096, 110, 20, 5, 455, 7),
            (32_768, 1100, 100, 5, 328, 0),
            (32_768, 1100, 600, 5, 624, 1440),
            (32_768, 1100, 600, 10, 654, 70),
            (32_768, 110, 100, 5, 12_420, 185_000),
            (32_768, 110, 100, 10, 20_130, 115_000),
        ];
        for (memory, bandwidth, dirty, passes, tenths, milliseconds) in table {
            let copied = precopy(&Precopy {
                memory_kib: memory * 1024,
                bandwidth_kib_per_second: bandwidth * 1024,
                dirty_kib_per_second: dirty * 1024,
                passes,
                enough_kib: 0,
            });
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
        let quiet = Precopy {
            memory_kib: 1024,
            bandwidth_kib_per_second: 1024,
            dirty_kib_per_second: 1,
            passes: 5,
            enough_kib: 51,
        };
        assert_eq!(precopy(&quiet).copy_microseconds, 1_000_000);
        let busy = Precopy { dirty_kib_per_second: u64::MAX, enough_kib: 0, ..quiet };
        assert_eq!(precopy(&busy).stop_microseconds, 1_000_000);
    }
}
