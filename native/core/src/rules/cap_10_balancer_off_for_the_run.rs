//! CAP-10: the balancer moves VMs by itself unless it is off.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "CAP-10",
    title: "The balancer is off during the run",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "`AutoBalancerMode`.",
    fires: "The balancer moves VMs when a node joins (1) or also every 30 minutes (2): \
            the run turns it off and puts it back at its end.",
    remedy: "Nothing to do; by hand it would be (Get-Cluster).AutoBalancerMode = 0, and its old value at the end.",
    source: "Virtual machine load balancing overview (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if let Some(mode @ 1..) = facts.inventory.cluster.auto_balancer_mode {
        let message = format!("AutoBalancerMode is {mode}; the run sets it to 0 and puts it back at its end.");
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_balancer_that_is_off_passes() {
        assert!(Fixture::usual().found("CAP-10").is_empty());
    }

    #[test]
    fn a_balancer_that_is_on_is_told() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.auto_balancer_mode = Some(2);
        assert_eq!(fixture.found("CAP-10"), ["INFO cluster contoso"]);
    }

    #[test]
    fn below_level_nine_there_is_none() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.auto_balancer_mode = None;
        assert!(fixture.found("CAP-10").is_empty());
    }
}
