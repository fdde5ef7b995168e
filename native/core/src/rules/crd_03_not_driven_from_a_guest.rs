//! CRD-03: the machine that drives the upgrade is no VM of this cluster.

use super::prelude::*;
use crate::model::same_name;

pub(super) static RULE: Rule = Rule {
    id: "CRD-03",
    title: "The upgrade is not driven from a VM of the cluster",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The name of the machine that the upgrade is driven from, and the names of the VMs.",
    fires: "The upgrade is driven from a VM of this cluster: what interrupts the cluster interrupts the run, too.",
    remedy: "Drive it from a machine outside the cluster; a run that was interrupted is resumed with -Resume.",
    source: "Cluster-Aware Updating overview, on the update coordinator (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let coordinator = facts.inventory.coordinator.as_ref();
    let Some(name) = coordinator.and_then(|coordinator| coordinator.name.as_ref()) else {
        let message = "Whether the upgrade is driven from a VM of the cluster is not known.";
        return findings.unread(Subject::coordinator(facts.inventory), message);
    };
    if coordinator.is_some_and(|coordinator| coordinator.is_virtual == Some(false)) {
        return;
    }
    if facts.virtual_machines().any(|(_, role, _)| same_name(role.name.as_str(), name.as_str())) {
        let message = format!("The upgrade is driven from {name}, which is a VM of this cluster by name.");
        findings.fire(Subject::coordinator(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn with_vm(name: &str, is_virtual: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm(name, 1);
        fixture.coordinator().is_virtual = is_virtual;
        fixture
    }

    #[test]
    fn a_machine_elsewhere_passes() {
        assert!(with_vm("vm1", Some(true)).found("CRD-03").is_empty());
    }

    #[test]
    fn a_vm_of_its_name_is_a_warning() {
        assert_eq!(with_vm("ADMIN", Some(true)).found("CRD-03"), ["WARN coordinator admin"]);
        assert_eq!(with_vm("ADMIN", None).found("CRD-03"), ["WARN coordinator admin"]);
    }

    #[test]
    fn hardware_of_the_same_name_passes_and_no_name_is_told() {
        assert!(with_vm("ADMIN", Some(false)).found("CRD-03").is_empty());
        let mut fixture = with_vm("vm1", None);
        fixture.coordinator().name = None;
        assert_eq!(fixture.found("CRD-03"), ["INFO ? cluster contoso"]);
    }
}
