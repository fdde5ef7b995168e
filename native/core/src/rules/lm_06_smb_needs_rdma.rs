//! LM-06: live migration over SMB pays only with RDMA on fast links.

use super::prelude::*;
use crate::model::{Adapter, same_name};

/// From this speed on the vendor advises SMB, with RDMA.
const MEGABITS_MIN: u64 = 5000;

pub(super) static RULE: Rule = Rule {
    id: "LM-06",
    title: "Live migration over SMB has RDMA",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The transport of live migration and the adapters of every host.",
    fires: "A host migrates over SMB and has no adapter with RDMA of 5 Gbps or more.",
    remedy: "Set-VMHost -VirtualMachineMigrationPerformanceOption Compression, or turn RDMA on.",
    source: "Host network requirements (learn.microsoft.com, Azure Local)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in &facts.hosts {
        let name = &host.node.name;
        let Some(machine) = host.machine() else { continue };
        let by_smb = machine.hyper_v.as_ref().is_some_and(|settings| same_name(&settings.migration_transport, "smb"));
        let quick = |adapter: &&Adapter| adapter.megabits_per_second.is_none_or(|speed| speed >= MEGABITS_MIN);
        let fast = || machine.adapters.iter().filter(quick);
        if !by_smb || fast().any(|adapter| adapter.rdma == Some(true)) {
            continue;
        }
        if machine.adapters.is_empty() {
            findings.unknown(Subject::node(name), format!("{name} migrates over SMB; its adapters are not known."));
        } else if fast().any(|adapter| adapter.rdma.is_none()) {
            let message = format!("{name} migrates over SMB; whether its adapters have RDMA is not known.");
            findings.unknown(Subject::node(name), message);
        } else {
            let message = format!("{name} migrates over SMB and has no adapter with RDMA of 5 Gbps or more.");
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Adapter, AdapterKind};
    use crate::rules::fixture::Fixture;

    fn with_adapter(rdma: bool, speed: u64) -> Fixture {
        let mut fixture = Fixture::usual();
        let machine = fixture.machine(1);
        machine.hyper_v.as_mut().unwrap().migration_transport = "smb".to_owned();
        machine.adapters.push(Adapter {
            name: "nic".to_owned(),
            kind: AdapterKind::Physical,
            network: None,
            vlan: None,
            megabits_per_second: Some(speed),
            rdma: Some(rdma),
            addresses: Vec::new(),
            registers_in_dns: None,
            gateway: None,
            name_servers: Vec::new(),
            packet_bytes: None,
            data_center_bridging: None,
            switch: None,
            driver: None,
        });
        fixture
    }

    #[test]
    fn fast_rdma_and_compression_pass() {
        assert!(with_adapter(true, 5000).found("LM-06").is_empty());
        assert!(Fixture::usual().found("LM-06").is_empty());
    }

    #[test]
    fn smb_without_rdma_or_on_a_slow_link_is_a_warning() {
        assert_eq!(with_adapter(false, 25_000).found("LM-06"), ["WARN node n1"]);
        assert_eq!(with_adapter(true, 4999).found("LM-06"), ["WARN node n1"]);
    }

    #[test]
    fn adapters_that_nobody_listed_are_unknown() {
        let mut fixture = with_adapter(true, 25_000);
        fixture.machine(1).adapters.clear();
        assert_eq!(fixture.found("LM-06"), ["WARN ? node n1"]);
        // So is RDMA that nobody asked for.
        let mut fixture = with_adapter(true, 25_000);
        fixture.machine(1).adapters[0].rdma = None;
        assert_eq!(fixture.found("LM-06"), ["WARN ? node n1"]);
        fixture.machine(1).adapters[0].megabits_per_second = Some(1000);
        assert_eq!(fixture.found("LM-06"), ["WARN node n1"]);
    }
}
