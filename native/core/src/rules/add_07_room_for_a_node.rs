//! ADD-07: a cluster has 64 nodes at most.

use super::prelude::*;

/// The vendor's limit.
const NODES_MAX: usize = 64;

pub(super) static RULE: Rule = Rule {
    id: "ADD-07",
    title: "64 nodes at most",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Add],
    needs: "The number of nodes.",
    fires: "The cluster has more than 64 nodes; with exactly 64 it is told that no temporary node fits in, and a \
            machine that is about to join is refused.",
    remedy: "Evict a node before another one is added.",
    source: "Plan for Hyper-V scalability in Windows Server (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let nodes = facts.hosts.len();
    let subject = Subject::cluster(facts.inventory);
    if facts.moment == Moment::Add {
        if nodes >= NODES_MAX {
            findings.fire(subject, format!("The cluster has {nodes} nodes; the limit is {NODES_MAX}."));
        }
    } else if nodes > NODES_MAX {
        findings.fire(subject, format!("The cluster has {nodes} nodes; the limit is {NODES_MAX}."));
    } else if nodes == NODES_MAX {
        let message = format!("The cluster has {nodes} nodes, the limit: there is no room for a temporary one.");
        findings.fire_as(Severity::Info, subject, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_node_below_the_limit_passes() {
        assert!(Fixture::new(Release::Server2019, 63).found("ADD-07").is_empty());
    }

    #[test]
    fn above_the_limit_blocks() {
        assert_eq!(Fixture::new(Release::Server2019, 65).found("ADD-07"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn at_the_limit_there_is_no_room_for_a_temporary_node() {
        assert_eq!(Fixture::new(Release::Server2019, 64).found("ADD-07"), ["INFO cluster contoso"]);
    }

    #[test]
    fn at_the_limit_no_machine_joins() {
        let found = |nodes| Fixture::new(Release::Server2019, nodes).found_before(Moment::Add, "hw5", "ADD-07");
        assert!(found(63).is_empty());
        assert_eq!(found(64), ["BLOCK cluster contoso"]);
    }
}
