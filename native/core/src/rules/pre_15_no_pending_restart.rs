//! PRE-15: no node is half-way through servicing.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "PRE-15",
    title: "No restart is pending",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Of every node whether a restart or servicing is pending.",
    fires: "A restart or servicing is pending on a node.",
    remedy: "Restart the node, drained, and let it finish: a half-installed update is carried into the upgrade.",
    source: "Troubleshooting guides for updates of Azure Local \
            (github.com/Azure/AzureLocal-Supportability)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in &facts.hosts {
        let name = &host.node.name;
        match host.machine() {
            None => findings.unknown(
                Subject::node(name),
                format!("{name} did not answer: whether a restart is pending is not known."),
            ),
            Some(machine) if machine.pending_restart => {
                findings.fire(Subject::node(name), format!("A restart or servicing is pending on {name}."));
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn nodes_that_are_done_pass() {
        assert!(Fixture::usual().found("PRE-15").is_empty());
    }

    #[test]
    fn a_pending_restart_is_a_warning() {
        let mut fixture = Fixture::usual();
        fixture.machine(2).pending_restart = true;
        assert_eq!(fixture.found("PRE-15"), ["WARN node n2"]);
    }

    #[test]
    fn a_silent_node_is_unknown() {
        let mut fixture = Fixture::usual();
        fixture.node(3).machine = None;
        assert_eq!(fixture.found("PRE-15"), ["WARN ? node n3"]);
    }
}
