//! S2D-06: pool quorum is separate, and its votes are never dealt anew.

use super::prelude::*;
use crate::model::Health;

pub(super) static RULE: Rule = Rule {
    id: "S2D-06",
    title: "Pool quorum survives one more loss",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: UPGRADE,
    needs: "The number of nodes, the witness and the health of the drives.",
    fires: "With two, three or four nodes and no witness, two or three with one, \
            or four with one and a drive that is not healthy, the pool does not survive one more loss while a node is \
            out.",
    remedy: "Configure a witness, replace failed drives, and take nodes out when load is low.",
    source: QUORUM_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let storage = &facts.inventory.storage;
    if !storage.spaces_direct {
        return;
    }
    let nodes = facts.hosts.len();
    let witness = facts.inventory.cluster.quorum.witness.is_some();
    let failed = storage.physical_disks.iter().filter(|disk| disk.health != Health::Healthy).count();
    let why = match (nodes, witness) {
        (2..=3, true) => format!("{nodes} nodes with a witness"),
        (2..=4, false) => format!("{nodes} nodes without a witness"),
        (4, true) if failed > 0 => format!("4 nodes with a witness and {} not healthy", counted(failed, "drive")),
        _ => return,
    };
    let message = format!("{why}: while a node is out, the pool goes offline at one more loss.");
    findings.fire(Subject::cluster(facts.inventory), message);
}

#[cfg(test)]
mod tests {
    use crate::model::Health;
    use crate::rules::fixture::Fixture;

    #[test]
    fn four_nodes_with_a_witness_pass() {
        let mut fixture = Fixture::spaces_direct();
        fixture.drives(4);
        assert!(fixture.found("S2D-06").is_empty());
    }

    #[test]
    fn without_a_witness_or_with_few_nodes_it_is_a_warning() {
        let mut fixture = Fixture::spaces_direct();
        fixture.inventory.cluster.quorum.witness = None;
        assert_eq!(fixture.found("S2D-06"), ["WARN cluster contoso"]);
        let mut few = Fixture::spaces_direct();
        few.inventory.nodes.truncate(3);
        assert_eq!(few.found("S2D-06"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_failed_drive_tips_four_nodes() {
        let mut fixture = Fixture::spaces_direct();
        fixture.drives(4);
        fixture.inventory.storage.physical_disks[0].health = Health::Unhealthy;
        assert_eq!(fixture.found("S2D-06"), ["WARN cluster contoso"]);
    }
}
