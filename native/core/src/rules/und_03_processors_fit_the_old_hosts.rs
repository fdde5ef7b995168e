//! UND-03: no running VM uses processor features that the hosts of the old release lack.

use super::compatibility::is_alive;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "UND-03",
    title: "Running VMs can go back by their processor features",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Migration,
    moments: &[Moment::Undo],
    needs: "The features with which every running VM booted, and those of every node.",
    fires: "A running VM without processor compatibility booted with features that no node of the old release shows: \
            it can't be moved live to one.",
    remedy: "Shut the VM down and start it on a node that is back, or turn processor compatibility on while it is off.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), 2025/05/07 Fail-to-LM-2-different-CPU",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(release) = facts.level_release() else { return };
    let of = |host: &Host<'_>| host.machine().and_then(|machine| machine.processor.feature_set.clone());
    let is_old = |host: &&Host<'_>| host.release().is_some_and(|own| own <= release);
    let old: Vec<String> = facts.hosts.iter().filter(is_old).filter_map(of).collect();
    // Where no node of the old release is left, the hardware shows what the others show.
    let shown: Vec<String> = if old.is_empty() { facts.hosts.iter().filter_map(of).collect() } else { old };
    if shown.is_empty() {
        return;
    }
    for (_, role, machine) in facts.virtual_machines() {
        let Some(booted) = machine.booted_feature_set.as_ref() else { continue };
        if is_alive(machine) && !machine.processor_compatibility && !shown.contains(booted) {
            let message =
                format!("{} booted with the processor features {booted}, which no host of {release} shows.", role.name);
            findings.fire(Subject::role(&role.name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::VirtualMachineState;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn booted_with(features: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        for node in 1..=4 {
            fixture.machine(node).processor.feature_set = Some("haswell".to_owned());
        }
        fixture.vm("vm1", 1);
        fixture.last_vm().booted_feature_set = Some(features.to_owned());
        fixture.at(Moment::Undo)
    }

    #[test]
    fn features_that_old_hosts_show_pass() {
        assert!(booted_with("haswell").found("UND-03").is_empty());
    }

    #[test]
    fn others_are_told_unless_compatibility_mode_is_on() {
        let mut fixture = booted_with("skylake");
        assert_eq!(fixture.found("UND-03"), ["WARN role vm1"]);
        fixture.last_vm().processor_compatibility = true;
        assert!(fixture.found("UND-03").is_empty());
    }

    #[test]
    fn a_vm_that_is_off_and_hosts_that_do_not_say_are_not_told() {
        let mut fixture = booted_with("skylake");
        fixture.last_vm().state = VirtualMachineState::Off;
        assert!(fixture.found("UND-03").is_empty());
        fixture.last_vm().state = VirtualMachineState::Running;
        for node in 1..=4 {
            fixture.machine(node).processor.feature_set = None;
        }
        assert!(fixture.found("UND-03").is_empty());
    }
}
