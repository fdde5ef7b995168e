//! DRN-13: a VM that is no role stays behind when its node is drained.

use super::prelude::*;
use crate::model::MachineList;

pub(super) static RULE: Rule = Rule {
    id: "DRN-13",
    title: "No VM outside the cluster on a node that goes",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "Of every node the VMs that run there and are no roles.",
    fires: "A VM that is no role of the cluster runs on a node that has still to be done, or on the one that is to be \
            drained: a drain does not move it.",
    remedy: "Make it a role (Add-ClusterVirtualMachineRole), move it away (Move-VM with its storage), \
             or acknowledge DRN-13 with the reason why it may stop.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), 2019/03/01 NotesNonClusteredVM",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let leaves =
        |host: &&Host<'_>| facts.subject.map_or_else(|| facts.is_due(host), |subject| host.node.name == *subject);
    for host in facts.hosts.iter().filter(leaves) {
        let name = &host.node.name;
        let Some(machine) = host.machine() else {
            let message = format!("{name} did not answer: whether VMs outside the cluster run there is not known.");
            findings.unknown(Subject::node(name), message);
            continue;
        };
        if !machine.has_read(MachineList::UnclusteredVirtualMachines) {
            let message = format!("Whether VMs outside the cluster run on {name} could not be read.");
            findings.unknown(Subject::node(name), message);
            continue;
        }
        let left = &machine.unclustered_virtual_machines;
        if !left.is_empty() {
            let names = listed(left.iter().map(String::as_str));
            let message = format!("{} outside the cluster on {name}: {names}.", counted(left.len(), "VM"));
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{MachineList, Release};
    use crate::plan::Acknowledgement;
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn with_lonely_vm() -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).unclustered_virtual_machines = vec!["lonely".to_owned()];
        fixture
    }

    #[test]
    fn nodes_with_clustered_vms_only_pass() {
        assert!(Fixture::usual().found("DRN-13").is_empty());
    }

    #[test]
    fn a_node_whose_vms_could_not_be_read_is_unknown() {
        let mut fixture = Fixture::usual();
        fixture.machine(2).unread = vec![MachineList::UnclusteredVirtualMachines];
        assert_eq!(fixture.found("DRN-13"), ["BLOCK ? node n2"]);
    }

    #[test]
    fn a_vm_outside_the_cluster_blocks_until_somebody_decides() {
        let mut fixture = with_lonely_vm();
        assert_eq!(fixture.found("DRN-13"), ["BLOCK node n2"]);
        let (rule, reason) = ("drn-13".to_owned(), "a lab VM".to_owned());
        fixture.request.policy.acknowledgements =
            vec![Acknowledgement { rule, reason, by: Some("Ann".to_owned()), at: None }];
        assert_eq!(fixture.found("DRN-13"), ["BLOCK (acknowledged) node n2"]);
    }

    #[test]
    fn a_node_that_is_done_does_not_matter_and_a_silent_one_does() {
        let mut fixture = with_lonely_vm();
        fixture.run(&[2], Release::Server2022);
        fixture.node(3).machine = None;
        assert_eq!(fixture.found("DRN-13"), ["BLOCK ? node n3"]);
    }

    #[test]
    fn before_a_drain_only_its_node_counts() {
        assert_eq!(with_lonely_vm().step(Moment::Suspend, "n2").found("DRN-13"), ["BLOCK node n2"]);
        assert!(with_lonely_vm().step(Moment::Suspend, "n1").found("DRN-13").is_empty());
    }
}
