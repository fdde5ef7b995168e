//! VMV-16: a guest that restarts on a host with more features may not come back.

use super::compatibility::{Processors, is_alive};
use super::prelude::*;
use crate::model::Machine;

pub(super) static RULE: Rule = Rule {
    id: "VMV-16",
    title: "Guests are not restarted on hosts with other features",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The processor features and the mitigations of every node and replacement.",
    fires: "Hosts differ in processor features or mitigations, now or when they come back: \
            a VM takes those of the host on which it boots, and may then be unable to go back.",
    remedy: "Don't restart guests on nodes that are done until enough nodes are alike.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), 2025/05/07 Fail-to-LM-2-different-CPU",
    examine,
};

fn features(machine: &Machine) -> Option<&str> {
    machine.processor.feature_set.as_deref()
}

fn mitigations(machine: &Machine) -> Option<&str> {
    machine.profile.mitigations.as_deref()
}

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let bound = |(_, _, machine): &(usize, _, &crate::model::VirtualMachine)| {
        is_alive(machine) && !machine.processor_compatibility
    };
    let differ = |of| Processors::new(facts, of).differ();
    let what = match (differ(features), differ(mitigations)) {
        (true, true) => "processor features and mitigations",
        (true, false) => "processor features",
        (false, true) => "mitigations",
        (false, false) => return,
    };
    let count = facts.virtual_machines().filter(bound).count();
    if count > 0 {
        let vms = counted(count, "running VM");
        let message = format!("Hosts differ in {what}; it matters to {vms} without processor compatibility.");
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn with_old(node: usize) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture.machine(node).processor.feature_set = Some("haswell".to_owned());
        fixture
    }

    #[test]
    fn equal_hosts_pass() {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        assert!(fixture.found("VMV-16").is_empty());
    }

    #[test]
    fn hosts_that_differ_are_told_once() {
        assert_eq!(with_old(3).found("VMV-16"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_replacement_counts_and_compatibility_mode_helps() {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture.replacement("n9", 4).machine.profile.mitigations = Some("newer".to_owned());
        assert!(fixture.message("VMV-16").contains("differ in mitigations"));
        fixture.last_vm().processor_compatibility = true;
        assert!(fixture.found("VMV-16").is_empty());
    }
}
