//! VER-05: a cluster of VMs that share a .vhdx is not upgraded node by node.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VER-05",
    title: "No shared .vhdx under a cluster of VMs",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "Whether the nodes are VMs, and whether their shared disks are .vhdx files.",
    fires: "The shared disks of the cluster are .vhdx files that its nodes, VMs themselves, share.",
    remedy: "Build a new cluster of guests on the new release and move the roles there.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let cluster = Subject::cluster(facts.inventory);
    let is_virtual = |host: &Host<'_>| host.machine().and_then(|machine| machine.profile.is_virtual);
    let some_virtual = facts.hosts.iter().any(|host| is_virtual(host) == Some(true));
    // Hosts of VMs are hardware unless they say otherwise.
    let is_hardware = |host: &Host<'_>| is_virtual(host) == Some(false);
    let hardware =
        !some_virtual && (facts.hosts.iter().all(is_hardware) || facts.hosts.iter().any(|host| facts.is_hyper_v(host)));
    match facts.inventory.storage.shared_virtual_disks {
        Some(true) => findings.fire(cluster, "The nodes are VMs that share .vhdx files as their disks."),
        Some(false) => {}
        None if hardware => {}
        None if some_virtual => {
            findings.unknown(cluster, "The nodes are VMs; whether their disks are shared .vhdx files is not known.");
        }
        None => {
            findings.unknown(cluster, "Whether the nodes are VMs that share .vhdx files as their disks is not known.");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn of_guests(shared: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        for node in 1..=4 {
            fixture.machine(node).profile.is_virtual = Some(true);
        }
        fixture.inventory.storage.shared_virtual_disks = shared;
        fixture
    }

    #[test]
    fn hardware_and_guests_with_other_disks_pass() {
        assert!(Fixture::usual().found("VER-05").is_empty());
        assert!(of_guests(Some(false)).found("VER-05").is_empty());
    }

    #[test]
    fn shared_vhdx_files_block() {
        assert_eq!(of_guests(Some(true)).found("VER-05"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn guests_with_unknown_disks_are_unknown_and_a_host_of_vms_is_hardware() {
        assert_eq!(of_guests(None).found("VER-05"), ["BLOCK ? cluster contoso"]);
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.is_virtual = None;
        assert!(fixture.found("VER-05").is_empty());
        for node in 1..=4 {
            fixture.machine(node).features.retain(|feature| feature != "Hyper-V");
        }
        assert_eq!(fixture.found("VER-05"), ["BLOCK ? cluster contoso"]);
    }
}
