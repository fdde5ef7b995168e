//! ADD-01: what joins was validated together with the cluster.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ADD-01",
    title: "What joins is validated with the cluster",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Add],
    needs: "Which machines the last Test-Cluster included.",
    fires: "The last Test-Cluster did not include the machine that is to join.",
    remedy: "Test-Cluster -Node with a member and the machine; one member brings in the whole cluster.",
    source: "Test-Cluster (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(name) = facts.subject else { return };
    match &facts.inventory.cluster.validated_machines {
        Some(machines) if machines.contains(name) => {}
        Some(_) => {
            findings.fire(Subject::machine(name), format!("The last Test-Cluster did not include {name}."));
        }
        None => findings.unread(Subject::machine(name), "Which machines Test-Cluster included is not known."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn validated(names: Option<&[&str]>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.validated_machines =
            names.map(|names| names.iter().map(|name| (*name).into()).collect());
        fixture.step(Moment::Add, "n9")
    }

    #[test]
    fn a_machine_that_was_included_passes() {
        assert!(validated(Some(&["n1", "N9"])).found("ADD-01").is_empty());
    }

    #[test]
    fn one_that_was_not_is_a_warning() {
        assert_eq!(validated(Some(&["n1"])).found("ADD-01"), ["WARN machine n9"]);
    }

    #[test]
    fn without_a_report_it_is_told() {
        assert_eq!(validated(None).found("ADD-01"), ["INFO ? machine n9"]);
    }
}
