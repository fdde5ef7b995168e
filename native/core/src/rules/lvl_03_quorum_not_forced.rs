//! LVL-03: a cluster that was started with forced quorum recovers first.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "LVL-03",
    title: "The cluster does not run on forced quorum",
    severity: Severity::Block,
    confidence: Confidence::Specified,
    stage: Stage::Level,
    moments: &[Moment::Upgrade, Moment::Level],
    needs: "Whether the cluster was started with forced quorum.",
    fires: "The cluster was started with forced quorum.",
    remedy: "Recover quorum first: repair the nodes that are missing and restart the cluster service on the forced \
            node.",
    source: "System error codes 4000 to 5999 (learn.microsoft.com, Win32): 5974",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.inventory.cluster.quorum.forced {
        let message = "The cluster was started with forced quorum; its level can't be raised (error 5974).";
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    #[test]
    fn an_ordinary_start_passes() {
        assert!(Fixture::usual().found("LVL-03").is_empty());
    }

    #[test]
    fn forced_quorum_blocks_the_pass_and_the_level() {
        for moment in [Moment::Upgrade, Moment::Level] {
            let mut fixture = Fixture::usual().at(moment);
            fixture.inventory.cluster.quorum.forced = true;
            assert_eq!(fixture.found("LVL-03"), ["BLOCK cluster contoso"]);
        }
    }

    #[test]
    fn before_the_step_of_a_node_it_is_not_asked() {
        let mut fixture = Fixture::usual().step(Moment::Suspend, "n1");
        fixture.inventory.cluster.quorum.forced = true;
        assert!(fixture.found("LVL-03").is_empty());
    }
}
