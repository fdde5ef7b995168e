//! PRE-16: a domain controller runs outside the cluster.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "PRE-16",
    title: "A domain controller runs outside the cluster",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Add],
    needs: "The domain controllers of the domain, and which VMs of the cluster are domain controllers.",
    fires: "Every domain controller is a VM of this cluster. It blocks before a machine joins and warns until then: \
            a join and a network name that comes online need one (events 1211, 1212, 1231, 1683).",
    remedy: "Keep at least one domain controller elsewhere while nodes are out.",
    source: "Failover clustering system log events (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let cluster = Subject::cluster(facts.inventory);
    let severity = if facts.is_asked_at(Moment::Add) { Severity::Block } else { Severity::Warn };
    let Some(controllers) = facts.inventory.domain_controllers.as_deref() else {
        let marked = facts.virtual_machines().find(|(_, _, machine)| machine.domain_controller == Some(true));
        let message = match marked {
            Some((_, role, _)) => {
                format!("{} is a domain controller; whether another one runs outside is not known.", role.name)
            }
            None => "Where the domain controllers run is not known.".to_owned(),
        };
        return findings.unread_as(Severity::Warn, cluster, message);
    };
    if controllers.is_empty() {
        return;
    }
    let is_inside = |name: &String| {
        let short = name.split('.').next().unwrap_or(name);
        let mut guests = facts.virtual_machines().filter(|(_, role, _)| role.name == *short);
        guests.any(|(_, _, machine)| machine.domain_controller != Some(false))
    };
    if controllers.iter().all(is_inside) {
        let names = listed(controllers.iter().map(String::as_str));
        let message = format!("Every domain controller is a VM of this cluster: {names}.");
        findings.fire_as(severity, cluster, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn controllers(names: &[&str]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("DC1", 1);
        fixture.vm("DC2", 2);
        for role in &mut fixture.inventory.roles {
            if let Some(machine) = &mut role.virtual_machine {
                machine.domain_controller = Some(true);
            }
        }
        fixture.inventory.domain_controllers = Some(names.iter().map(|name| (*name).to_owned()).collect());
        fixture
    }

    #[test]
    fn one_outside_is_enough() {
        assert!(controllers(&["dc1.contoso.com", "DC2", "dc3"]).found("PRE-16").is_empty());
    }

    #[test]
    fn all_inside_warn_and_block_a_join() {
        let fixture = controllers(&["dc1.contoso.com", "DC2"]);
        assert_eq!(fixture.found("PRE-16"), ["WARN cluster contoso"]);
        assert_eq!(fixture.step(Moment::Add, "n4").found("PRE-16"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn a_vm_of_that_name_that_is_none_does_not_count_and_no_list_is_told() {
        let mut fixture = controllers(&["dc1"]);
        fixture.inventory.roles[1].virtual_machine.as_mut().unwrap().domain_controller = Some(false);
        assert!(fixture.found("PRE-16").is_empty());
        fixture.inventory.domain_controllers = None;
        assert_eq!(fixture.found("PRE-16"), ["INFO ? cluster contoso"]);
        assert!(fixture.message("PRE-16").contains("DC2 is a domain controller"));
    }
}
