//! EVC-11: an eviction leaves the disks as they are.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "EVC-11",
    title: "Disks are not cleaned at an eviction",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Remove],
    needs: "The switches of the call.",
    fires: "A node is about to be evicted with -CleanupDisks, which wipes the disks that it brought into the cluster: \
            in an upgrade the same node comes back and needs them.",
    remedy: "Leave -CleanupDisks out; wipe disks only of a node that leaves for good, once its data is repaired \
             elsewhere.",
    source: "Remove-ClusterNode (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if let (true, Some(name)) = (facts.cleanup_disks, facts.subject) {
        findings.fire(Subject::node(name), format!("{name} is about to be evicted with -CleanupDisks."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    #[test]
    fn an_ordinary_eviction_passes() {
        assert!(Fixture::usual().found_before(Moment::Remove, "n2", "EVC-11").is_empty());
    }

    #[test]
    fn an_eviction_that_wipes_disks_blocks() {
        let mut fixture = Fixture::usual();
        fixture.request.cleanup_disks = true;
        assert_eq!(fixture.found_before(Moment::Remove, "n2", "EVC-11"), ["BLOCK node n2"]);
    }

    #[test]
    fn only_an_eviction_is_asked_about() {
        let mut fixture = Fixture::usual();
        fixture.request.cleanup_disks = true;
        assert!(fixture.found_before(Moment::Suspend, "n2", "EVC-11").is_empty());
        assert!(fixture.found("EVC-11").is_empty());
    }
}
