//! VER-14: a cluster that Virtual Machine Manager manages is better upgraded by it.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VER-14",
    title: "Virtual Machine Manager keeps its view",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "Whether Virtual Machine Manager manages the cluster.",
    fires: "Virtual Machine Manager manages the cluster.",
    remedy: "Prefer the rolling upgrade of Virtual Machine Manager, so that its view stays right; \
             check that its version supports both releases.",
    source: "Perform a rolling upgrade of a Hyper-V host cluster in VMM (learn.microsoft.com, System Center)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.inventory.cluster.managed_by_virtual_machine_manager {
        let message = format!("Virtual Machine Manager manages {}.", facts.inventory.cluster.name);
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_cluster_of_its_own_passes() {
        assert!(Fixture::usual().found("VER-14").is_empty());
    }

    #[test]
    fn a_managed_cluster_is_a_warning() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.managed_by_virtual_machine_manager = true;
        assert_eq!(fixture.found("VER-14"), ["WARN cluster contoso"]);
    }

    #[test]
    fn the_release_of_a_manager_that_manages_something_else_does_not_matter() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.virtual_machine_manager_release = Some(Release::Server2016);
        assert!(fixture.found("VER-14").is_empty());
    }
}
