//! DRN-02: every role has a possible owner besides the node that is drained.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "DRN-02",
    title: "Every role has another possible owner",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The owner and the possible owners of every role.",
    fires: "The possible owners of a role are its owner alone, and that node has still to be done.",
    remedy: "Allow more owners (Get-ClusterResource | Set-ClusterOwnerNode -Owners ...), or agree to stop the role: \
             the drain fails otherwise.",
    source: "Suspend-ClusterNode (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in facts.leaving() {
        for role in facts.roles_of(host) {
            let elsewhere =
                role.possible_owners.is_empty() || role.possible_owners.iter().any(|node| *node != host.node.name);
            if !elsewhere {
                let message =
                    format!("{} may be owned by {} only: it can't leave when that node goes.", role.name, role.owner);
                findings.fire(Subject::role(&role.name), message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn with_owners(owners: &[&str]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 2).possible_owners = owners.iter().map(|owner| (*owner).into()).collect();
        fixture
    }

    #[test]
    fn an_empty_list_means_every_node() {
        assert!(with_owners(&[]).found("DRN-02").is_empty());
    }

    #[test]
    fn the_owner_alone_is_an_error() {
        assert_eq!(with_owners(&["N2"]).found("DRN-02"), ["ERROR role vm1"]);
    }

    #[test]
    fn a_second_owner_is_enough_and_a_node_that_is_done_stays() {
        assert!(with_owners(&["n2", "n4"]).found("DRN-02").is_empty());
        let mut done = with_owners(&["n2"]);
        done.run(&[2], Release::Server2022);
        assert!(done.found("DRN-02").is_empty());
    }
}
