//! ADD-09: what joins holds nothing of another cluster.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ADD-09",
    title: "What joins holds nothing of another cluster",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Return,
    moments: &[Moment::Add],
    needs: "Of the machine that is to join whether it holds what is left of a cluster.",
    fires: "The machine holds what is left of a cluster that it was a member of: the join may be refused because it is \
            \"already in a cluster\".",
    remedy: "Clear-ClusterNode on the machine; then look at the records of its other adapters in the name service.",
    source: "altaro.com, checklist for replacing a cluster node",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let (Some(name), Some(machine)) = (facts.subject, facts.subject_machine()) else { return };
    match machine.profile.cluster_remnants {
        Some(true) => findings.fire(Subject::machine(name), format!("{name} holds what is left of a cluster.")),
        Some(false) => {}
        None => findings.unread(Subject::machine(name), "Whether it holds what is left of a cluster is not known."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn joining(remnants: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.replacement("n9", 4).machine.profile.cluster_remnants = remnants;
        fixture.step(Moment::Add, "n9")
    }

    #[test]
    fn a_clean_machine_passes() {
        assert!(joining(Some(false)).found("ADD-09").is_empty());
    }

    #[test]
    fn remnants_are_a_warning() {
        assert_eq!(joining(Some(true)).found("ADD-09"), ["WARN machine n9"]);
    }

    #[test]
    fn what_nobody_looked_at_is_told() {
        assert_eq!(joining(None).found("ADD-09"), ["INFO ? machine n9"]);
    }
}
