//! CAP-09: a locked role can't be drained.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "CAP-09",
    title: "No role is locked",
    severity: Severity::Error,
    confidence: Confidence::Specified,
    stage: Stage::Drain,
    moments: UPGRADE,
    needs: "Of every role whether it is locked against moving.",
    fires: "A role on a node that has still to be done is locked against moving.",
    remedy: "Find out who locked it (a backup, a replication, a migration that hangs) and let it end; \
             a drain fails with error 5960 otherwise.",
    source: "MSCluster_ResourceGroup class (learn.microsoft.com, Windows Server cluster WMI provider)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (index, role) in facts.inventory.roles.iter().enumerate().filter(|(_, role)| role.locked) {
        if facts.owner(index).is_some_and(|owner| facts.is_due(owner)) {
            let message = format!("{} on {} is locked against moving.", role.name, role.owner);
            findings.fire(Subject::role(&role.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn with_locked() -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 2).locked = true;
        fixture
    }

    #[test]
    fn a_free_role_passes() {
        let mut fixture = with_locked();
        fixture.inventory.roles.last_mut().unwrap().locked = false;
        assert!(fixture.found("CAP-09").is_empty());
    }

    #[test]
    fn a_locked_role_is_an_error() {
        assert_eq!(with_locked().found("CAP-09"), ["ERROR role vm1"]);
    }

    #[test]
    fn on_a_node_that_is_done_it_may_stay() {
        let mut fixture = with_locked();
        fixture.run(&[2], Release::Server2022);
        assert!(fixture.found("CAP-09").is_empty());
    }
}
