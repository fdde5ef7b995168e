//! VMV-10: live migration stays within one processor vendor.

use super::compatibility::{Processors, Reach, is_alive};
use super::prelude::*;
use crate::model::Machine;

pub(super) static RULE: Rule = Rule {
    id: "VMV-10",
    title: "Live migration stays within one processor vendor",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The processor vendor of every node and replacement, and the owner and the possible owners of every VM.",
    fires: "A running VM has no other possible owner with a processor of its vendor, or none once all nodes are done. \
            Where only some have another vendor, it is a warning.",
    remedy: "Shut the VM down and move it; live migration between vendors is not possible.",
    source: "Processor compatibility for Hyper-V virtual machines (learn.microsoft.com, Windows Server)",
    examine,
};

fn vendor(machine: &Machine) -> Option<&str> {
    Some(machine.processor.vendor.as_str())
}

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let processors = Processors::new(facts, vendor);
    if processors.are_equal() {
        return;
    }
    let mut bound = Vec::new();
    for (index, role, _) in facts.virtual_machines().filter(|(_, _, machine)| is_alive(machine)) {
        let kind = facts.owners.get(index).copied().flatten().and_then(|owner| processors.present(owner));
        match processors.reach(kind, index, facts) {
            Reach::Everywhere => {}
            Reach::Somewhere => bound.push(role.name.as_str()),
            Reach::Nowhere => {
                let message = format!(
                    "{} runs on {}, and no other host that it may go to has a processor of that vendor, \
                     or none has once all nodes are done.",
                    role.name, role.owner
                );
                findings.fire(Subject::role(&role.name), message);
            }
            Reach::Unknown => {
                let message = format!("The processors of hosts to which {} may go are not known.", role.name);
                findings.unknown(Subject::role(&role.name), message);
            }
        }
    }
    if !bound.is_empty() {
        let message = format!(
            "Processors of several vendors: {} can be live-migrated to some hosts only: {}.",
            counted(bound.len(), "VM"),
            listed(bound.iter().copied())
        );
        findings.fire_as(Severity::Warn, Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn with_amd(nodes: &[usize]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        for node in nodes {
            fixture.machine(*node).processor.vendor = "AuthenticAMD".to_owned();
        }
        fixture
    }

    #[test]
    fn one_vendor_passes() {
        assert!(with_amd(&[]).found("VMV-10").is_empty());
        assert!(with_amd(&[1, 2, 3, 4]).found("VMV-10").is_empty());
    }

    #[test]
    fn a_vm_that_is_alone_with_its_vendor_blocks() {
        assert_eq!(with_amd(&[2, 3, 4]).found("VMV-10"), ["BLOCK role vm1"]);
        let mut replaced = with_amd(&[]);
        for node in 1..=4 {
            replaced.replacement(&format!("new{node}"), node).machine.processor.vendor = "AuthenticAMD".to_owned();
        }
        assert_eq!(replaced.found("VMV-10"), ["BLOCK role vm1"], "in the end there is no host of its vendor");
    }

    #[test]
    fn some_hosts_are_enough_and_a_silent_one_is_unknown() {
        assert_eq!(with_amd(&[3, 4]).found("VMV-10"), ["WARN cluster contoso"]);
        let mut silent = with_amd(&[3, 4]);
        silent.node(2).machine = None;
        assert_eq!(silent.found("VMV-10"), ["BLOCK ? role vm1"]);
    }
}
