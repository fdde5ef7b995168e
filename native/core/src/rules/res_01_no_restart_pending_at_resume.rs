//! RES-01: a node that takes roles again has finished its servicing.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "RES-01",
    title: "No restart is pending where roles return",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Return,
    moments: &[Moment::Resume],
    needs: "Of the node whether a restart or servicing is pending.",
    fires: "A restart or servicing is pending on the node that is resumed.",
    remedy: "Restart the node and let it finish before roles go there.",
    source: "Troubleshooting guides for updates of Azure Local (github.com/Azure/AzureLocal-Supportability)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(name) = facts.subject else { return };
    match facts.subject_machine() {
        None => {
            findings.unknown(Subject::node(name), format!("Whether a restart is pending on {name} is not known."));
        }
        Some(machine) if machine.pending_restart => {
            findings.fire(Subject::node(name), format!("A restart or servicing is pending on {name}."));
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_node_that_is_done_passes() {
        assert!(Fixture::usual().step(Moment::Resume, "n1").found("RES-01").is_empty());
    }

    #[test]
    fn a_pending_restart_is_a_warning() {
        let mut fixture = Fixture::usual();
        fixture.machine(1).pending_restart = true;
        assert_eq!(fixture.step(Moment::Resume, "n1").found("RES-01"), ["WARN node n1"]);
    }

    #[test]
    fn another_node_does_not_matter_and_a_silent_one_is_unknown() {
        let mut fixture = Fixture::usual();
        fixture.machine(2).pending_restart = true;
        fixture.node(1).machine = None;
        assert_eq!(fixture.step(Moment::Resume, "n1").found("RES-01"), ["WARN ? node n1"]);
    }
}
