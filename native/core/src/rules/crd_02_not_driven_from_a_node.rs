//! CRD-02: the machine that drives the upgrade is not a node that is taken out.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "CRD-02",
    title: "The upgrade is not driven from a node to be rebuilt",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Suspend, Moment::Remove],
    needs: "The name of the machine that the upgrade is driven from.",
    fires: "The upgrade is driven from a node that has still to be done: the run would end with it, and its journal be \
            wiped. Where a capture does not tell from where it is driven, it blocks; of an inventory that somebody \
            wrote it is only told.",
    remedy: "Drive it from a machine outside the cluster.",
    source: "Cluster-Aware Updating overview, on the update coordinator; cluster operating system rolling upgrade \
            (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(name) = facts.inventory.coordinator.as_ref().and_then(|coordinator| coordinator.name.as_ref()) else {
        let message = "From which machine the upgrade is driven is not known.";
        let subject = Subject::coordinator(facts.inventory);
        return if facts.is_captured() {
            findings.unknown(subject, message);
        } else {
            findings.unread_as(Severity::Error, subject, message);
        };
    };
    if facts.leaving().any(|host| host.node.name == *name) {
        let message = format!("The upgrade is driven from {name}, a node that has still to be done.");
        findings.fire(Subject::node(name), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn driven_from(name: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.coordinator().name = Some(name.into());
        fixture
    }

    #[test]
    fn a_machine_outside_passes() {
        assert!(driven_from("admin").found("CRD-02").is_empty());
    }

    #[test]
    fn a_node_blocks_unless_it_is_done() {
        let mut fixture = driven_from("N1");
        assert_eq!(fixture.found("CRD-02"), ["BLOCK node N1"]);
        fixture.run(&[1], Release::Server2022);
        assert!(fixture.found("CRD-02").is_empty());
        assert_eq!(fixture.step(Moment::Suspend, "n1").found("CRD-02"), ["BLOCK node N1"]);
    }

    #[test]
    fn another_node_may_go_and_a_machine_without_a_name_is_unknown() {
        assert!(driven_from("n1").step(Moment::Remove, "n2").found("CRD-02").is_empty());
        let mut fixture = Fixture::usual();
        fixture.inventory.coordinator = None;
        assert_eq!(fixture.found("CRD-02"), ["INFO ? cluster contoso"], "somebody wrote it");
        fixture.machine(1).observed_at = Some(crate::model::Timestamp::from_milliseconds(0));
        assert_eq!(fixture.found("CRD-02"), ["BLOCK ? cluster contoso"], "a capture without its place");
    }
}
