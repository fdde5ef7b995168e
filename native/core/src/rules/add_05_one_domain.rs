//! ADD-05: nodes and what joins belong to the domain of the cluster.

use super::prelude::*;
use crate::model::{Machine, NodeName, same_name};

pub(super) static RULE: Rule = Rule {
    id: "ADD-05",
    title: "Machines belong to the domain of the cluster",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Add],
    needs: "The domain of the cluster, of the nodes and of the machine that is to join, and the trust between machine \
            and domain.",
    fires: "A machine belongs to another domain than the cluster, or its trust with the domain is broken: \
            a join fails (events 1652, 1653).",
    remedy: "Join the machine to the domain of the cluster, or repair its account \
             (Test-ComputerSecureChannel -Repair).",
    source: "Failover clustering system log events (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(domain) = facts.inventory.cluster.domain.as_deref() else { return };
    if let Some(name) = facts.subject {
        if let Some(machine) = facts.subject_machine() {
            look(findings, name, machine, domain, Subject::machine(name));
        }
        return;
    }
    for host in &facts.hosts {
        let Some(machine) = host.machine() else { continue };
        look(findings, &host.node.name, machine, domain, Subject::node(&host.node.name));
    }
}

fn look(findings: &mut Findings<'_>, name: &NodeName, machine: &Machine, domain: &str, subject: Subject) {
    if let Some(other) = machine.domain.as_deref().filter(|other| !same_name(other, domain)) {
        let message = format!("{name} belongs to {other}; the cluster belongs to {domain}.");
        findings.fire(subject.clone(), message);
    }
    if machine.profile.account.as_ref().is_some_and(|account| account.trusted == Some(false)) {
        findings.fire(subject, format!("The trust between {name} and its domain is broken."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    #[test]
    fn one_domain_passes_in_any_spelling() {
        let mut fixture = Fixture::usual();
        fixture.machine(2).domain = Some("CONTOSO.com".to_owned());
        assert!(fixture.found("ADD-05").is_empty());
    }

    #[test]
    fn another_domain_and_a_broken_trust_are_errors() {
        let mut fixture = Fixture::usual();
        fixture.machine(2).domain = Some("fabrikam.com".to_owned());
        fixture.machine(3).profile.account.as_mut().unwrap().trusted = Some(false);
        assert_eq!(fixture.found("ADD-05"), ["ERROR node n2", "ERROR node n3"]);
    }

    #[test]
    fn before_a_join_only_that_machine_is_asked() {
        let mut fixture = Fixture::usual();
        fixture.machine(2).domain = Some("fabrikam.com".to_owned());
        fixture.replacement("n9", 4).machine.domain = Some("fabrikam.com".to_owned());
        assert_eq!(fixture.step(Moment::Add, "n9").found("ADD-05"), ["ERROR machine n9"]);
    }
}
