//! EVC-06: a node that is evicted and not installed anew keeps what is left of the cluster.

use super::prelude::*;
use crate::plan::Method;

pub(super) static RULE: Rule = Rule {
    id: "EVC-06",
    title: "Nothing is left of the cluster on an evicted node",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Remove],
    needs: "The method of the policy.",
    fires: "Nodes are evicted and then upgraded in place, so that what a failed clean-up leaves stays there \
            (events 4608 to 4629; 4621 is success).",
    remedy: "Run Clear-ClusterNode on the evicted node before it is added again, or install it anew.",
    source: "Clear-ClusterNode (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.policy.method == Method::InPlaceEvict {
        let message = "Nodes are evicted and upgraded in place, not installed anew.";
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn with_method(method: Method) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.request.policy.method = method;
        fixture
    }

    #[test]
    fn a_clean_installation_passes() {
        assert!(with_method(Method::CleanEvict).found("EVC-06").is_empty());
    }

    #[test]
    fn an_evicted_node_that_is_upgraded_in_place_is_a_warning() {
        assert_eq!(with_method(Method::InPlaceEvict).found("EVC-06"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_node_that_stays_a_member_passes() {
        assert!(with_method(Method::InPlaceKeep).found("EVC-06").is_empty());
    }
}
