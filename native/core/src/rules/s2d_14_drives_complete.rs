//! S2D-14: no drive has failed, and nodes have equally many.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::Health;

pub(super) static RULE: Rule = Rule {
    id: "S2D-14",
    title: "Drives are complete",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: UPGRADE,
    needs: "The drives of the pool with their node and health; where they are not listed, the pooled disks of every \
            node.",
    fires: "A drive is unhealthy, or nodes have different numbers of drives; a drive with a warning is a warning.",
    remedy: "Replace the drive and wait for the repair; give every node the same number of drives.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.storage.spaces_direct {
        return;
    }
    let drives = drives(facts);
    if drives.is_empty() {
        let message = "The drives of the pool are not known.";
        return findings.unknown(Subject::cluster(facts.inventory), message);
    }
    let mut counts: BTreeMap<&str, usize> = facts.hosts.iter().map(|host| (host.node.name.as_str(), 0)).collect();
    for drive in &drives {
        *counts.entry(drive.node).or_default() += 1;
        let message = |is: &str| format!("The drive {} in {} is {is}.", drive.serial_number, drive.node);
        match drive.health {
            Health::Healthy => {}
            Health::Warning => {
                findings.fire_as(Severity::Warn, Subject::disk(drive.serial_number), message("not healthy (warning)"));
            }
            Health::Unhealthy => findings.fire(Subject::disk(drive.serial_number), message("unhealthy")),
        }
    }
    let (fewest, most) = (counts.values().min(), counts.values().max());
    if fewest != most {
        let each: Vec<String> = counts.iter().map(|(node, count)| format!("{node} {count}")).collect();
        let message = format!("Nodes have different numbers of drives: {}.", listed(each.iter().map(String::as_str)));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

struct Drive<'a> {
    serial_number: &'a str,
    node: &'a str,
    health: Health,
}

/// The drives of the pool; nodes by the name that the list of nodes has, so that spelling does not count twice.
fn drives<'a>(facts: &Facts<'a>) -> Vec<Drive<'a>> {
    let listed = &facts.inventory.storage.physical_disks;
    if listed.is_empty() {
        let of_host = |host: &Host<'a>| host.machine().map(|machine| (host.node.name.as_str(), &machine.disks));
        let pooled = facts.hosts.iter().filter_map(of_host);
        let disks = pooled.flat_map(|(node, disks)| disks.iter().map(move |disk| (node, disk)));
        return disks
            .filter(|(_, disk)| disk.pooled)
            .map(|(node, disk)| Drive { serial_number: &disk.serial_number, node, health: disk.health })
            .collect();
    }
    let drive = |disk: &'a crate::model::PhysicalDisk| {
        let node = facts.inventory.node(&disk.node).map_or(disk.node.as_str(), |node| node.name.as_str());
        Drive { serial_number: &disk.serial_number, node, health: disk.health }
    };
    listed.iter().map(drive).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::{Disk, Health};
    use crate::rules::fixture::Fixture;

    fn with_drives() -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        fixture.drives(4);
        fixture
    }

    #[test]
    fn complete_drives_pass() {
        assert!(with_drives().found("S2D-14").is_empty());
    }

    #[test]
    fn a_failed_drive_and_a_missing_one_block() {
        let mut fixture = with_drives();
        fixture.inventory.storage.physical_disks[5].health = Health::Unhealthy;
        fixture.inventory.storage.physical_disks[6].health = Health::Warning;
        assert_eq!(fixture.found("S2D-14"), ["BLOCK disk n2-d2", "WARN disk n2-d3"]);
        fixture.inventory.storage.physical_disks.truncate(15);
        assert_eq!(fixture.found("S2D-14"), ["BLOCK cluster contoso", "BLOCK disk n2-d2", "WARN disk n2-d3"]);
    }

    #[test]
    fn the_disks_of_the_machines_count_where_the_pool_lists_none() {
        let mut fixture = Fixture::spaces_direct();
        assert_eq!(fixture.found("S2D-14"), ["BLOCK ? cluster contoso"]);
        for node in 1..=4 {
            let serial_number = format!("s{node}");
            let disk = Disk { serial_number, size_mib: 9, boot: false, pooled: true, health: Health::Healthy };
            fixture.machine(node).disks.push(disk);
        }
        assert!(fixture.found("S2D-14").is_empty());
    }
}
