//! MIX-15: Hyper-V Replica stays as it is.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "MIX-15",
    title: "Hyper-V Replica stays intact",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The replication of every VM and its health.",
    fires: "VMs are replicated. Where the health of a replication is not normal, the finding names the VM.",
    remedy: "Nothing for those that are healthy; repair the others before the upgrade (Measure-VMReplication).",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut replicated = 0_usize;
    let mut ailing = Vec::new();
    for (_, role, machine) in facts.virtual_machines() {
        let Some(replica) = &machine.replica else { continue };
        replicated += 1;
        if replica.health.as_deref().is_some_and(|health| !health.eq_ignore_ascii_case("normal")) {
            ailing.push(role.name.as_str());
        }
    }
    if replicated == 0 {
        return;
    }
    let rest = if ailing.is_empty() { ".".to_owned() } else { format!("; not healthy: {}.", listed(ailing)) };
    let message = format!("{} replicated, which stays so during the upgrade{rest}", counted(replicated, "VM"));
    findings.fire(Subject::cluster(facts.inventory), message);
}

#[cfg(test)]
mod tests {
    use crate::model::Replica;
    use crate::rules::fixture::Fixture;

    fn replicated(health: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        let (partner, health) = ("dr".to_owned(), health.map(str::to_owned));
        fixture.last_vm().replica = Some(Replica { partner, partner_release: None, primary: true, health });
        fixture
    }

    #[test]
    fn vms_without_replicas_pass() {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        assert!(fixture.found("MIX-15").is_empty());
    }

    #[test]
    fn a_replica_is_told() {
        assert_eq!(replicated(Some("Normal")).found("MIX-15"), ["INFO cluster contoso"]);
        assert!(!replicated(None).message("MIX-15").contains("not healthy"));
    }

    #[test]
    fn one_that_ails_is_named() {
        assert!(replicated(Some("critical")).message("MIX-15").contains("not healthy: vm1"));
    }
}
