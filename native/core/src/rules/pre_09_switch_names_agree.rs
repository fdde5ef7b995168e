//! PRE-09: a VM finds its virtual switch by name on every node it may go to.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::{Machine, MachineList, NodeName, NodeSet, same_name};

pub(super) static RULE: Rule = Rule {
    id: "PRE-09",
    title: "Virtual switches have the same names",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The virtual switches of every node and of every replacement that has Hyper-V, and the switches of every \
            VM.",
    fires: "A node lacks a switch, in exactly that spelling, to which a VM that it may own is connected. \
            For a replacement, which is prepared before it joins, it is a warning.",
    remedy: "Give the switch exactly the same name there: moving the VM fails otherwise.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wanted = wanted_switches(facts);
    if wanted.is_empty() {
        return;
    }
    for (index, host) in facts.hosts.iter().enumerate() {
        let here: Vec<_> = wanted.iter().filter(|(_, of)| of.nodes.contains(index)).collect();
        let (name, subject) = (&host.node.name, Subject::node(&host.node.name));
        match host.machine() {
            None => findings.unknown(subject, format!("{name} did not answer: its virtual switches are not known.")),
            Some(machine) => judge(machine, name, &here, Severity::Error, subject, findings),
        }
        if let Some(pooled) = host.replacement.filter(|pooled| pooled.machine.has_feature("Hyper-V")) {
            let subject = Subject::machine(&pooled.name);
            judge(&pooled.machine, &pooled.name, &here, Severity::Warn, subject, findings);
        }
    }
}

/// What one machine lacks of the switches that are wanted there.
fn judge(
    machine: &Machine,
    name: &NodeName,
    wanted: &[(&&str, &Wanted<'_>)],
    severity: Severity,
    subject: Subject,
    findings: &mut Findings<'_>,
) {
    if !machine.has_read(MachineList::Switches) {
        return findings.unknown(subject, format!("The virtual switches of {name} could not be read."));
    }
    for (switch, of) in wanted {
        if let Some(message) = missing(machine, name.as_str(), switch, of) {
            findings.fire_as(severity, subject.clone(), message);
        }
    }
}

/// The VMs of a switch, and the nodes to which they may go.
#[derive(Default)]
struct Wanted<'a> {
    machines: Vec<&'a str>,
    nodes: NodeSet,
}

fn wanted_switches<'a>(facts: &Facts<'a>) -> BTreeMap<&'a str, Wanted<'a>> {
    let mut wanted: BTreeMap<&str, Wanted<'_>> = BTreeMap::new();
    for (index, role, machine) in facts.virtual_machines() {
        for switch in &machine.switches {
            let entry = wanted.entry(switch.as_str()).or_default();
            entry.machines.push(role.name.as_str());
            if let Some(possible) = facts.possible.get(index) {
                entry.nodes = entry.nodes.or(possible);
            }
        }
    }
    wanted
}

fn missing(machine: &Machine, name: &str, switch: &str, wanted: &Wanted<'_>) -> Option<String> {
    if machine.switch(switch).is_some() {
        return None;
    }
    let near = machine.switches.iter().find(|one| same_name(&one.name, switch));
    let hint = near.map_or_else(String::new, |one| format!(" (it has \"{}\": the spelling counts)", one.name));
    let machines = counted(wanted.machines.len(), "VM");
    let listed = listed(wanted.machines.iter().copied());
    Some(format!("{name} has no virtual switch \"{switch}\"{hint}, to which {machines} may connect there: {listed}."))
}

#[cfg(test)]
mod tests {
    use crate::model::MachineList;
    use crate::rules::fixture::Fixture;

    fn with_vm() -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture
    }

    #[test]
    fn equal_names_pass() {
        assert!(with_vm().found("PRE-09").is_empty());
    }

    #[test]
    fn another_spelling_is_another_switch() {
        let mut fixture = with_vm();
        fixture.machine(3).switches[0].name = "VSWITCH".to_owned();
        assert_eq!(fixture.found("PRE-09"), ["ERROR node n3"]);
        assert!(fixture.message("PRE-09").contains("the spelling counts"));
    }

    #[test]
    fn a_node_that_may_not_own_the_vm_may_lack_its_switch() {
        let mut fixture = with_vm();
        fixture.machine(3).switches.clear();
        fixture.inventory.roles[1].possible_owners = vec!["n1".into(), "N2".into()];
        assert!(fixture.found("PRE-09").is_empty());
    }

    #[test]
    fn a_replacement_is_a_warning_and_a_silent_node_is_unknown() {
        let mut fixture = with_vm();
        fixture.replacement("n9", 4).machine.switches.clear();
        fixture.node(2).machine = None;
        assert_eq!(fixture.found("PRE-09"), ["WARN machine n9", "WARN ? node n2"]);
        // So is one whose switches could not be read.
        let mut fixture = with_vm();
        let machine = fixture.machine(3);
        (machine.switches, machine.unread) = (Vec::new(), vec![MachineList::Switches]);
        assert_eq!(fixture.found("PRE-09"), ["WARN ? node n3"]);
    }
}
