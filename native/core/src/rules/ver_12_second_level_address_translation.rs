//! VER-12: from 2016 on Hyper-V needs second-level address translation; a node without it never comes back.

use super::prelude::*;
use crate::model::{NodeName, Processor, Release};

pub(super) static RULE: Rule = Rule {
    id: "VER-12",
    title: "Processors have second-level address translation",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The processor of every Hyper-V node that has still to be done, or of the machine that replaces it.",
    fires: "The target is 2016 or newer and the processor that is to come back lacks second-level address translation \
            (EPT, NPT). A node that is replaced by other hardware needs none itself; its replacement does.",
    remedy: "Don't evict it: it can't enable Hyper-V on the new release and so can't come back. \
             Replace its hardware (a machine in the pool that replaces it) or take it out of the cluster for good \
                 first.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.target < Release::Server2016 {
        return;
    }
    for host in facts.hosts.iter().filter(|host| facts.is_due(host)) {
        match (host.replacement, host.machine()) {
            (Some(pooled), _) => {
                let subject = Subject::machine(&pooled.name);
                let role = format!("{}, which replaces {},", pooled.name, host.node.name);
                judge(subject, &role, &pooled.name, &pooled.machine.processor, findings);
            }
            (None, Some(machine)) if facts.is_hyper_v(host) => {
                let name = &host.node.name;
                judge(Subject::node(name), name.as_str(), name, &machine.processor, findings);
            }
            (None, Some(_)) => {}
            (None, None) => {
                let name = &host.node.name;
                let message = format!("{name} did not answer: whether its processor has SLAT is not known.");
                findings.unknown(Subject::node(name), message);
            }
        }
    }
}

fn judge(subject: Subject, who: &str, name: &NodeName, processor: &Processor, findings: &mut Findings<'_>) {
    let model = processor.model.as_deref().unwrap_or(&processor.vendor);
    match processor.second_level_address_translation {
        Some(true) => {}
        Some(false) => {
            let message = format!(
                "{who} has a processor ({model}) without second-level address translation (SLAT): \
                 Hyper-V does not start on it from Windows Server 2016 on, so {name} could never come back."
            );
            findings.fire(subject, message);
        }
        None => findings.unknown(subject, format!("Whether the processor ({model}) of {who} has SLAT is not known.")),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn without(node: usize) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2012R2, 4);
        fixture.machine(node).processor.second_level_address_translation = Some(false);
        fixture
    }

    #[test]
    fn processors_that_have_it_pass() {
        assert!(Fixture::new(Release::Server2012R2, 4).found("VER-12").is_empty());
    }

    #[test]
    fn the_node_without_it_is_named() {
        assert_eq!(without(3).found("VER-12"), ["BLOCK node n3"]);
        assert!(without(3).message("VER-12").contains("n3 has a processor"));
    }

    #[test]
    fn replaced_hardware_needs_none_but_its_replacement_does() {
        let mut fixture = without(3);
        let replacement = fixture.replacement("n9", 3);
        replacement.machine.processor.second_level_address_translation = Some(true);
        assert!(fixture.found("VER-12").is_empty());
        fixture.inventory.machines[0].machine.processor.second_level_address_translation = Some(false);
        assert_eq!(fixture.found("VER-12"), ["BLOCK machine n9"]);
    }

    #[test]
    fn what_is_not_known_blocks_and_what_is_done_does_not() {
        let mut fixture = without(2);
        fixture.machine(1).processor.second_level_address_translation = None;
        fixture.node(4).machine = None;
        fixture.run(&[2], Release::Server2016);
        assert_eq!(fixture.found("VER-12"), ["BLOCK ? node n1", "BLOCK ? node n4"]);
    }

    #[test]
    fn a_node_without_hyper_v_needs_none() {
        let mut fixture = without(3);
        fixture.machine(3).features.retain(|feature| feature != "Hyper-V");
        assert!(fixture.found("VER-12").is_empty());
        fixture.vm("vm1", 3);
        assert_eq!(fixture.found("VER-12"), ["BLOCK node n3"]);
    }
}
