//! S2D-12: the pool keeps room to rebuild what a failed drive held.

use std::collections::BTreeMap;

use super::prelude::*;

/// The vendor's limit: more than four drives in reserve help no further.
const DRIVES_MAX: usize = 4;

pub(super) static RULE: Rule = Rule {
    id: "S2D-12",
    title: "The pool keeps a reserve",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: UPGRADE,
    needs: "The size and the allocation of the pool and the drives of every node.",
    fires: "The pool has less unallocated room than one largest drive of each server, four drives at most.",
    remedy: "Free or add capacity, so that a drive that fails meanwhile can be rebuilt in place.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), \
            2023/09/18 S2D-HowtoCheck-ReserveCapacity",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let storage = &facts.inventory.storage;
    if !storage.spaces_direct || storage.physical_disks.is_empty() {
        return;
    }
    let mut largest: BTreeMap<&crate::model::NodeName, u64> = BTreeMap::new();
    for disk in &storage.physical_disks {
        let of_node = largest.entry(&disk.node).or_default();
        *of_node = (*of_node).max(disk.size_mib);
    }
    let mut drives: Vec<u64> = largest.into_values().collect();
    drives.sort_unstable_by(|left, right| right.cmp(left));
    let reserve = drives.iter().take(DRIVES_MAX).fold(0_u64, |sum, drive| sum.saturating_add(*drive));
    for pool in storage.pools.iter().filter(|pool| pool.size_mib > 0) {
        let free = pool.size_mib.saturating_sub(pool.allocated_mib);
        if free < reserve {
            let message = format!("{} has {free} MiB unallocated; the reserve is {reserve} MiB.", pool.name);
            findings.fire(Subject::pool(&pool.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Health, PoolVersion, Release, StoragePool};
    use crate::rules::fixture::Fixture;

    fn with_free(free_mib: u64) -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        fixture.drives(4);
        fixture.inventory.storage.pools.push(StoragePool {
            name: "S2D".to_owned(),
            version: PoolVersion(Release::Server2019),
            health: Health::Healthy,
            size_mib: 16_000,
            allocated_mib: 16_000 - free_mib,
        });
        fixture
    }

    #[test]
    fn a_drive_for_each_server_passes() {
        assert!(with_free(4000).found("S2D-12").is_empty());
    }

    #[test]
    fn less_is_a_warning() {
        assert_eq!(with_free(3999).found("S2D-12"), ["WARN pool S2D"]);
    }

    #[test]
    fn four_drives_are_enough_for_any_number_of_servers() {
        let mut fixture = with_free(4000);
        fixture.inventory.nodes.extend(Fixture::new(Release::Server2019, 6).inventory.nodes.split_off(4));
        fixture.inventory.storage.physical_disks.clear();
        fixture.drives(4);
        assert!(fixture.found("S2D-12").is_empty());
    }
}
