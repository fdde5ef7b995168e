//! S2D-11: no disk of a node that works is left in maintenance mode.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::{NodeName, NodeState};

pub(super) static RULE: Rule = Rule {
    id: "S2D-11",
    title: "Maintenance mode is off where a node works",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The state of every node, and which of its disks are in maintenance mode.",
    fires: "A node is up and disks of it are in maintenance mode: they fall behind until it is turned off.",
    remedy: "Disable-StorageMaintenanceMode for the node's scale unit, and wait until Get-StorageJob is empty.",
    source: MAINTAIN_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.storage.spaces_direct {
        return;
    }
    let disks = &facts.inventory.storage.physical_disks;
    if !disks.is_empty() && disks.iter().all(|disk| disk.in_maintenance.is_none()) {
        let message = "Whether disks are in maintenance mode is not known.";
        findings.unread(Subject::cluster(facts.inventory), message);
    }
    let mut held: BTreeMap<&NodeName, usize> = BTreeMap::new();
    for disk in disks.iter().filter(|disk| disk.in_maintenance == Some(true)) {
        *held.entry(&disk.node).or_default() += 1;
    }
    for host in facts.hosts.iter().filter(|host| host.node.state == NodeState::Up) {
        if let Some(count) = held.get(&host.node.name) {
            let message = format!("{} of {} in maintenance mode.", counted(*count, "disk"), host.node.name);
            findings.fire(Subject::node(&host.node.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::NodeState;
    use crate::rules::fixture::Fixture;

    fn maintained(in_maintenance: Option<bool>) -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        fixture.drives(2);
        for disk in &mut fixture.inventory.storage.physical_disks {
            disk.in_maintenance = Some(false);
        }
        fixture.inventory.storage.physical_disks[0].in_maintenance = in_maintenance;
        fixture
    }

    #[test]
    fn disks_at_work_pass() {
        assert!(maintained(Some(false)).found("S2D-11").is_empty());
        assert!(maintained(None).found("S2D-11").is_empty());
    }

    #[test]
    fn a_disk_that_was_forgotten_is_an_error() {
        assert_eq!(maintained(Some(true)).found("S2D-11"), ["ERROR node n1"]);
    }

    #[test]
    fn on_a_paused_node_it_is_as_it_should_be_and_what_nobody_read_is_unknown() {
        let mut fixture = maintained(Some(true));
        fixture.node(1).state = NodeState::Paused;
        assert!(fixture.found("S2D-11").is_empty());
        for disk in &mut fixture.inventory.storage.physical_disks {
            disk.in_maintenance = None;
        }
        assert_eq!(fixture.found("S2D-11"), ["WARN ? cluster contoso"]);
    }
}
