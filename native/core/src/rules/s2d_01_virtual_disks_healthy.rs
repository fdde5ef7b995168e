//! S2D-01: every virtual disk is healthy before a node goes.

use super::prelude::*;
use crate::model::{Health, VirtualDiskStatus};

pub(super) static RULE: Rule = Rule {
    id: "S2D-01",
    title: "Every virtual disk is healthy",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The health and the operational status of every virtual disk.",
    fires: "Storage Spaces Direct is enabled and a virtual disk is not healthy or its status is not OK.",
    remedy: "Wait until Get-StorageJob is empty and Get-VirtualDisk says OK and Healthy; repair what does not recover.",
    source: MAINTAIN_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.storage.spaces_direct {
        return;
    }
    for disk in &facts.inventory.storage.virtual_disks {
        if disk.health != Health::Healthy || disk.status != VirtualDiskStatus::Ok {
            let status = match disk.status {
                VirtualDiskStatus::Ok => "OK",
                VirtualDiskStatus::InService => "in service",
                VirtualDiskStatus::Incomplete => "incomplete",
                VirtualDiskStatus::Degraded => "degraded",
                VirtualDiskStatus::Detached => "detached",
            };
            let health = match disk.health {
                Health::Healthy => "healthy",
                Health::Warning => "warning",
                Health::Unhealthy => "unhealthy",
            };
            let message = format!("The virtual disk {} is {status}, its health is {health}.", disk.name);
            findings.fire(Subject::disk(&disk.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Health, Resiliency, VirtualDiskStatus};
    use crate::rules::fixture::Fixture;

    fn with_disk(health: Health, status: VirtualDiskStatus) -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        let disk = fixture.virtual_disk("Volume1", Resiliency::ThreeWayMirror);
        (disk.health, disk.status) = (health, status);
        fixture
    }

    #[test]
    fn a_healthy_disk_passes() {
        assert!(with_disk(Health::Healthy, VirtualDiskStatus::Ok).found("S2D-01").is_empty());
    }

    #[test]
    fn a_disk_that_lacks_copies_blocks() {
        let fixture = with_disk(Health::Warning, VirtualDiskStatus::Incomplete);
        assert_eq!(fixture.found("S2D-01"), ["BLOCK disk Volume1"]);
    }

    #[test]
    fn a_repair_that_still_runs_blocks_too() {
        let fixture = with_disk(Health::Healthy, VirtualDiskStatus::InService);
        assert_eq!(fixture.found("S2D-01"), ["BLOCK disk Volume1"]);
    }
}
