//! DRN-03: no drain is in progress already.

use super::prelude::*;
use crate::model::{DrainState, NodeState};

pub(super) static RULE: Rule = Rule {
    id: "DRN-03",
    title: "No drain is in progress",
    severity: Severity::Error,
    confidence: Confidence::Specified,
    stage: Stage::Drain,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The state and the drain status of every node.",
    fires: "A node is being drained already: asking again ends with error 5962.",
    remedy: "Wait until it is done, or cancel it (Resume-ClusterNode).",
    source: "System error codes 5000 to 5999 (learn.microsoft.com, Win32)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in facts.hosts.iter().filter(|host| facts.subject.is_none_or(|subject| host.node.name == *subject)) {
        let name = &host.node.name;
        match host.node.drain {
            Some(DrainState::InProgress) => {
                findings.fire(Subject::node(name), format!("{name} is being drained at this moment."));
            }
            None if host.node.state == NodeState::Paused => {
                let message = format!("{name} is paused; whether its drain is still in progress is not known.");
                findings.unknown(Subject::node(name), message);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn draining(drain: Option<DrainState>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.node(2).state = NodeState::Paused;
        fixture.node(2).drain = drain;
        fixture
    }

    #[test]
    fn a_drain_that_is_done_passes() {
        assert!(draining(Some(DrainState::Completed)).found("DRN-03").is_empty());
        assert!(Fixture::usual().found("DRN-03").is_empty());
    }

    #[test]
    fn one_in_progress_is_an_error_and_a_paused_node_that_does_not_say_is_unknown() {
        assert_eq!(draining(Some(DrainState::InProgress)).found("DRN-03"), ["ERROR node n2"]);
        assert_eq!(draining(None).found("DRN-03"), ["WARN ? node n2"]);
    }

    #[test]
    fn before_the_drain_of_another_node_it_is_no_matter() {
        let fixture = draining(Some(DrainState::InProgress)).step(Moment::Suspend, "n1");
        assert!(fixture.found("DRN-03").is_empty());
        let fixture = draining(Some(DrainState::InProgress)).step(Moment::Suspend, "N2");
        assert_eq!(fixture.found("DRN-03"), ["ERROR node n2"]);
    }
}
