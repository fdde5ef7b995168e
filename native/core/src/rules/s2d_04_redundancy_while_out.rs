//! S2D-04: some volumes have no redundancy left while a node is out.

use super::prelude::*;
use crate::model::Resiliency;

pub(super) static RULE: Rule = Rule {
    id: "S2D-04",
    title: "Volumes keep redundancy while a node is out",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Storage,
    moments: UPGRADE,
    needs: "The resiliency of every virtual disk and the number of nodes.",
    fires: "A virtual disk is simple, a two-way mirror or of parity, or the cluster has two nodes: \
            while a node is out one more failure loses data, or the volume itself is offline.",
    remedy: "Have a backup that was restored once; do the nodes when load is low, and never two at a time.",
    source: MAINTAIN_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.storage.spaces_direct {
        return;
    }
    let two_nodes = facts.hosts.len() == 2;
    for disk in &facts.inventory.storage.virtual_disks {
        let what = match disk.resiliency {
            Resiliency::Simple => "has no second copy: it is offline while a node with its data is out",
            Resiliency::TwoWayMirror => "is a two-way mirror: one copy is left while a node is out",
            Resiliency::Parity => "has single parity: no redundancy is left while a node is out",
            Resiliency::ThreeWayMirror | Resiliency::DualParity if two_nodes => "lies on two nodes: one is left",
            Resiliency::ThreeWayMirror | Resiliency::DualParity => continue,
        };
        findings.fire(Subject::disk(&disk.name), format!("{} {what}.", disk.name));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Resiliency;
    use crate::rules::fixture::Fixture;

    fn with_disk(resiliency: Resiliency) -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        fixture.virtual_disk("Volume1", resiliency);
        fixture
    }

    #[test]
    fn three_copies_pass() {
        assert!(with_disk(Resiliency::ThreeWayMirror).found("S2D-04").is_empty());
    }

    #[test]
    fn two_copies_are_a_warning() {
        assert_eq!(with_disk(Resiliency::TwoWayMirror).found("S2D-04"), ["WARN disk Volume1"]);
        assert_eq!(with_disk(Resiliency::Parity).found("S2D-04"), ["WARN disk Volume1"]);
        assert_eq!(with_disk(Resiliency::Simple).found("S2D-04"), ["WARN disk Volume1"]);
    }

    #[test]
    fn two_nodes_are_a_warning_whatever_the_mirror() {
        let mut fixture = with_disk(Resiliency::ThreeWayMirror);
        fixture.inventory.nodes.truncate(2);
        assert_eq!(fixture.found("S2D-04"), ["WARN disk Volume1"]);
    }
}
