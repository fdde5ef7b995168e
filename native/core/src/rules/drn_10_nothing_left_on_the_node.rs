//! DRN-10: a drained node coordinates no volume any more.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "DRN-10",
    title: "A drained node coordinates no volume",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: &[Moment::Remove],
    needs: "The owner of every shared volume.",
    fires: "The node that is to leave still coordinates a shared volume.",
    remedy: "Move-ClusterSharedVolume to another node first; a drain normally does it.",
    source: "Failover clustering system log events (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(subject) = facts.subject else { return };
    let volumes = facts.inventory.storage.shared_volumes.iter().filter(|volume| volume.owner == *subject);
    let names: Vec<&str> = volumes.map(|volume| volume.friendly_name.as_str()).collect();
    if !names.is_empty() {
        let message = format!("{subject} still coordinates {}: {}.", counted(names.len(), "volume"), listed(names));
        findings.fire(Subject::node(subject), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn with_volume(owner: usize) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.volume("Volume1", owner);
        fixture.step(Moment::Remove, "n1")
    }

    #[test]
    fn a_volume_elsewhere_passes() {
        assert!(with_volume(2).found("DRN-10").is_empty());
    }

    #[test]
    fn a_volume_that_stayed_is_a_warning() {
        assert_eq!(with_volume(1).found("DRN-10"), ["WARN node n1"]);
    }

    #[test]
    fn the_spelling_of_the_node_does_not_matter() {
        let mut fixture = with_volume(2);
        fixture.inventory.storage.shared_volumes[0].owner = "N1".into();
        assert_eq!(fixture.found("DRN-10"), ["WARN node n1"]);
    }
}
