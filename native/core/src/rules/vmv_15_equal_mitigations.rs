//! VMV-15: hosts hide and show the same processor mitigations.

use super::compatibility::{Processors, Reach, is_alive};
use super::prelude::*;
use super::reading::of_each;
use crate::model::Machine;

pub(super) static RULE: Rule = Rule {
    id: "VMV-15",
    title: "Hosts have the same mitigations of speculative execution",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The mitigations of every node and replacement, and the owner and the possible owners of every VM.",
    fires: "A running VM has no other possible owner with the mitigations of its host, or none once all are done: \
            live migration fails (0x80048054), also with processor compatibility. Where only some differ, it is a \
            warning.",
    remedy: "Bring firmware, microcode, updates and registry of all hosts to one state (compare \
            Get-SpeculationControlSettings); otherwise shut the VM down and move it.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), 2025/05/07 Fail-to-LM-2-different-CPU",
    examine,
};

fn mitigations(machine: &Machine) -> Option<&str> {
    machine.profile.mitigations.as_deref()
}

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let said = of_each(facts, findings, "Which mitigations guests see", mitigations);
    if said.is_empty() {
        return;
    }
    let hosts = Processors::new(facts, mitigations);
    if hosts.are_equal() {
        return;
    }
    let mut bound = Vec::new();
    for (index, role, _) in facts.virtual_machines().filter(|(_, _, machine)| is_alive(machine)) {
        let kind = facts.owners.get(index).copied().flatten().and_then(|owner| hosts.present(owner));
        match hosts.reach(kind, index, facts) {
            // What hosts do not say has been told already.
            Reach::Everywhere | Reach::Unknown => {}
            Reach::Somewhere => bound.push(role.name.as_str()),
            Reach::Nowhere => {
                let message = format!(
                    "{} runs on {}, and no other host that it may go to has the mitigations of that host, \
                     or none has once all nodes are done.",
                    role.name, role.owner
                );
                findings.fire(Subject::role(&role.name), message);
            }
        }
    }
    if !bound.is_empty() {
        let message = format!(
            "Mitigations differ between hosts; some don't take {} by live migration: {}.",
            counted(bound.len(), "VM"),
            listed(bound.iter().copied())
        );
        findings.fire_as(Severity::Warn, Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn unpatched(nodes: &[usize]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1).virtual_machine.as_mut().unwrap().processor_compatibility = true;
        for node in nodes {
            fixture.machine(*node).profile.mitigations = Some("without".to_owned());
        }
        fixture
    }

    #[test]
    fn equal_hosts_pass() {
        assert!(unpatched(&[]).found("VMV-15").is_empty());
        assert!(unpatched(&[1, 2, 3, 4]).found("VMV-15").is_empty());
    }

    #[test]
    fn a_host_alone_with_its_mitigations_is_an_error_whatever_the_compatibility() {
        assert_eq!(unpatched(&[1]).found("VMV-15"), ["ERROR role vm1"]);
    }

    #[test]
    fn some_hosts_are_enough_and_what_nobody_says_is_unknown_once() {
        assert_eq!(unpatched(&[4]).found("VMV-15"), ["WARN cluster contoso"]);
        let mut fixture = unpatched(&[]);
        for node in 1..=4 {
            fixture.machine(node).profile.mitigations = None;
        }
        assert_eq!(fixture.found("VMV-15"), ["WARN ? cluster contoso"]);
    }
}
