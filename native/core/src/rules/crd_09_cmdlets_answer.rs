//! CRD-09: what the run will call answers from where it is called.

use super::prelude::*;
use crate::model::{NodeState, Release};

pub(super) static RULE: Rule = Rule {
    id: "CRD-09",
    title: "The cmdlets of the upgrade answer from here",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Which cmdlets of Hyper-V, Storage and Cluster-Aware Updating did not answer while the inventory was \
            captured.",
    fires: "A host that is up did not answer the cmdlets of Hyper-V, or the cluster those of Storage with Storage \
            Spaces Direct, or those of Cluster-Aware Updating with its role: a run would find out in the middle.",
    remedy: "From a machine that is no member both go there in one hop: allow WinRM and WMI through the firewall \
             (Enable-PSRemoting), have the name of the cluster resolve, and install the tools of the module.",
    source: "Remotely manage Hyper-V hosts; Deploy Storage Spaces Direct (learn.microsoft.com, Windows Server)",
    examine,
};

/// A host of 2012 R2 answers cmdlets of the version that it has itself.
const OLD_HOST: &str = "Allow PowerShell remoting to the host (Enable-PSRemoting), and check there that \
                        Import-Module Hyper-V -RequiredVersion 1.1 works: it is called on the host.";

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for one in facts.inventory.coordinator.iter().flat_map(|coordinator| &coordinator.unanswered) {
        let host = facts.hosts.iter().find(|host| host.node.name == one.machine);
        // Of a node that is down PRE-01 tells.
        if host.is_some_and(|host| host.node.state == NodeState::Down) {
            continue;
        }
        let mut message = format!("The cmdlets of {} do not answer for {} from here.", one.module, one.machine);
        let subject = host.map_or_else(|| Subject::coordinator(facts.inventory), |host| Subject::node(&host.node.name));
        if host.and_then(Host::machine).is_some_and(|machine| machine.release == Release::Server2012R2) {
            message.push_str(" It answers version 1.1 of the module, which it has itself.");
            findings.fire_with(subject, message, OLD_HOST);
        } else {
            findings.fire(subject, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{NodeState, Release, Unanswered};
    use crate::rules::fixture::Fixture;

    fn without(module: &str, machine: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.coordinator().unanswered = vec![Unanswered { module: module.to_owned(), machine: machine.into() }];
        fixture
    }

    #[test]
    fn what_answers_passes() {
        assert!(Fixture::usual().found("CRD-09").is_empty());
    }

    #[test]
    fn a_host_or_a_cluster_that_does_not_answer_is_an_error() {
        assert_eq!(without("Hyper-V", "N2").found("CRD-09"), ["ERROR node n2"]);
        assert_eq!(without("Storage", "contoso").found("CRD-09"), ["ERROR coordinator admin"]);
        assert_eq!(without("ClusterAwareUpdating", "contoso").found("CRD-09"), ["ERROR coordinator admin"]);
    }

    #[test]
    fn a_node_that_is_down_answers_nobody() {
        let mut fixture = without("Hyper-V", "n2");
        fixture.node(2).state = NodeState::Down;
        assert!(fixture.found("CRD-09").is_empty());
    }

    #[test]
    fn a_host_of_2012_r2_is_asked_by_its_own_module() {
        let mut fixture = without("Hyper-V", "n2");
        fixture.machine(2).release = Release::Server2012R2;
        assert_eq!(fixture.found("CRD-09"), ["ERROR node n2"]);
        assert!(fixture.message("CRD-09").contains("version 1.1 of the module"));
    }
}
