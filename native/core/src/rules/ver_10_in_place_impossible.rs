//! VER-10: a system that boots from a VHD and a Storage Server can't be upgraded in place.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VER-10",
    title: "Nodes can be upgraded in place",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The method of the policy; of every node whether it boots from a VHD and whether its edition is Storage \
            Server.",
    fires: "The method is in place and a node that keeps its hardware boots from a VHD or runs Storage Server.",
    remedy: "Choose the method cleanEvict.",
    source: "Overview of Windows Server upgrades (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.in_place() {
        return;
    }
    for host in facts.hosts.iter().filter(|host| facts.is_due(host) && host.replacement.is_none()) {
        let name = &host.node.name;
        let Some(machine) = host.machine() else {
            findings.unknown(Subject::node(name), format!("{name} did not answer: how it boots is not known."));
            continue;
        };
        let why = match (machine.boots_from_vhd, machine.storage_server) {
            (true, _) => "boots from a VHD",
            (false, true) => "runs Storage Server",
            (false, false) => continue,
        };
        findings.fire(Subject::node(name), format!("{name} {why} and so can't be upgraded in place."));
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::Method;
    use crate::rules::fixture::Fixture;

    fn in_place() -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.request.policy.method = Method::InPlaceKeep;
        fixture
    }

    #[test]
    fn ordinary_nodes_pass() {
        assert!(in_place().found("VER-10").is_empty());
    }

    #[test]
    fn vhd_and_storage_server_block() {
        let mut fixture = in_place();
        fixture.machine(1).boots_from_vhd = true;
        fixture.machine(3).storage_server = true;
        fixture.node(4).machine = None;
        assert_eq!(fixture.found("VER-10"), ["BLOCK node n1", "BLOCK node n3", "BLOCK ? node n4"]);
    }

    #[test]
    fn a_clean_installation_or_new_hardware_does_not_care() {
        let mut fixture = in_place();
        fixture.machine(1).boots_from_vhd = true;
        fixture.replacement("n9", 1);
        assert!(fixture.found("VER-10").is_empty());
        fixture.inventory.machines.clear();
        fixture.request.policy.method = Method::CleanEvict;
        assert!(fixture.found("VER-10").is_empty());
    }
}
