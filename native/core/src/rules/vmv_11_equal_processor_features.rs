//! VMV-11: without compatibility mode a VM needs the processor features that it booted with.

use super::compatibility::{Processors, Reach, is_alive};
use super::prelude::*;
use crate::model::Machine;

pub(super) static RULE: Rule = Rule {
    id: "VMV-11",
    title: "VMs find the processor features that they booted with",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The set of processor features of every node and replacement; of every VM the set it booted with and \
            whether \
            processor compatibility is on.",
    fires: "A running VM without processor compatibility has no other possible owner of its set of features, \
            or none once all nodes are done. Where only some differ, it is a warning.",
    remedy: "Turn processor compatibility on while the VM is off \
             (Set-VMProcessor -CompatibilityForMigrationEnabled $true), or shut the VM down and move it.",
    source: "Dynamic processor compatibility mode (learn.microsoft.com, Windows Server)",
    examine,
};

fn features(machine: &Machine) -> Option<&str> {
    machine.processor.feature_set.as_deref()
}

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let processors = Processors::new(facts, features);
    let mut bound = Vec::new();
    let mut unknown = Vec::new();
    for (index, role, machine) in facts.virtual_machines().filter(|(_, _, machine)| is_alive(machine)) {
        let booted = machine.booted_feature_set.as_deref();
        if machine.processor_compatibility || (booted.is_none() && processors.are_equal()) {
            continue;
        }
        let present = || facts.owners.get(index).copied().flatten().and_then(|owner| processors.present(owner));
        let kind = booted.map_or_else(present, |booted| processors.kind(booted));
        match processors.reach(kind, index, facts) {
            Reach::Everywhere => {}
            Reach::Somewhere => bound.push(role.name.as_str()),
            Reach::Unknown if booted.is_none() || kind.is_some() => unknown.push(role.name.as_str()),
            Reach::Nowhere | Reach::Unknown => {
                let message = format!(
                    "{} runs on {} without processor compatibility, and no other host that it may go to has the \
                     processor features that it booted with, or none has once all nodes are done.",
                    role.name, role.owner
                );
                findings.fire(Subject::role(&role.name), message);
            }
        }
    }
    let named = |names: &[&str]| format!("{}: {}", counted(names.len(), "VM"), listed(names.iter().copied()));
    if !bound.is_empty() {
        let message = format!("Processor features differ; some hosts don't take {} by live migration.", named(&bound));
        findings.fire_as(Severity::Warn, Subject::cluster(facts.inventory), message);
    }
    if !unknown.is_empty() {
        let message = format!("The processor features of hosts are not known; whom it concerns: {}.", named(&unknown));
        findings.unknown(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn with_old(nodes: &[usize]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        for node in nodes {
            fixture.machine(*node).processor.feature_set = Some("haswell".to_owned());
        }
        fixture
    }

    #[test]
    fn equal_features_pass() {
        assert!(with_old(&[]).found("VMV-11").is_empty());
    }

    #[test]
    fn a_vm_that_is_alone_with_its_features_is_an_error() {
        assert_eq!(with_old(&[1]).found("VMV-11"), ["ERROR role vm1"]);
        let mut foreign = with_old(&[]);
        foreign.last_vm().booted_feature_set = Some("milan".to_owned());
        assert_eq!(foreign.found("VMV-11"), ["ERROR role vm1"], "booted on a host that is gone");
    }

    #[test]
    fn compatibility_mode_helps_and_some_hosts_are_enough() {
        let mut fixture = with_old(&[1]);
        fixture.last_vm().processor_compatibility = true;
        assert!(fixture.found("VMV-11").is_empty());
        assert_eq!(with_old(&[4]).found("VMV-11"), ["WARN cluster contoso"]);
    }

    #[test]
    fn what_hosts_do_not_say_is_unknown() {
        let mut fixture = with_old(&[]);
        for node in 1..=4 {
            fixture.machine(node).processor.feature_set = None;
        }
        assert_eq!(fixture.found("VMV-11"), ["WARN ? cluster contoso"]);
    }
}
