//! RES-03: with failback by policy, roles wait for their window.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "RES-03",
    title: "Roles with a failback window return later",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Resume],
    needs: "Whether roles fail back by themselves, and in which hours.",
    fires: "Roles prefer the node, fail back by themselves and have a window: with -Failback Policy they stay away \
            until it opens.",
    remedy: "Nothing; move them by hand where it is urgent (Move-ClusterGroup).",
    source: "Resume-ClusterNode (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(name) = facts.subject else { return };
    let waiting: Vec<String> = facts
        .inventory
        .roles
        .iter()
        .filter(|role| role.automatic_failback && role.preferred_owners.first() == Some(name) && role.owner != *name)
        .filter_map(|role| {
            let (start, end) = (role.failback_window_start?, role.failback_window_end?);
            Some(format!("{} ({start} to {end} h)", role.name))
        })
        .collect();
    if !waiting.is_empty() {
        let roles = counted(waiting.len(), "role");
        let message = format!("{roles} wait for a window: {}.", listed(waiting.iter().map(String::as_str)));
        findings.fire(Subject::node(name), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn away(start: Option<u8>) -> Fixture {
        let mut fixture = Fixture::usual();
        let role = fixture.vm("vm1", 2);
        role.preferred_owners = vec!["n1".into()];
        role.automatic_failback = true;
        role.failback_window_start = start;
        role.failback_window_end = start.map(|hour| hour + 4);
        fixture
    }

    #[test]
    fn a_role_without_a_window_passes() {
        assert!(away(None).step(Moment::Resume, "n1").found("RES-03").is_empty());
    }

    #[test]
    fn a_window_is_told() {
        let fixture = away(Some(0)).step(Moment::Resume, "n1");
        assert_eq!(fixture.found("RES-03"), ["INFO node n1"]);
        assert!(fixture.message("RES-03").contains("vm1 (0 to 4 h)"));
    }

    #[test]
    fn a_role_of_another_node_is_not_told() {
        assert!(away(Some(0)).step(Moment::Resume, "n3").found("RES-03").is_empty());
    }
}
