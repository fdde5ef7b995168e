//! What a well-kept cluster also says of itself, for the tests of the rules to spoil.

use super::Moment;
use super::fixture::Fixture;
use crate::model::{
    Adapter, AdapterKind, ComputerAccount, Coordinator, DirectoryObject, MachineProfile, Network, NodeName, Release,
    SharedVolume, Timestamp, UpdateSettings,
};
use crate::plan::Attestation;

impl Fixture {
    /// Asks before a step of a node.
    pub(super) fn step(mut self, moment: Moment, node: &str) -> Self {
        self.moment = moment;
        self.subject = Some(node.into());
        self
    }

    /// The machine that the upgrade is driven from.
    pub(super) fn coordinator(&mut self) -> &mut Coordinator {
        self.inventory.coordinator.as_mut().unwrap()
    }

    /// Adds a shared volume, coordinated by the node `n<id>`.
    pub(super) fn volume(&mut self, name: &str, owner: usize) -> &mut SharedVolume {
        let volumes = &mut self.inventory.storage.shared_volumes;
        volumes.push(SharedVolume {
            name: name.to_owned(),
            friendly_name: name.to_owned(),
            owner: format!("n{owner}").as_str().into(),
            online: true,
            redirected: false,
            size_mib: 1000,
            free_mib: None,
            file_system: "ntfs".to_owned(),
            file_system_version: None,
            deduplication: Some(false),
            replicated: Some(false),
            backup_in_progress: Some(false),
        });
        volumes.last_mut().unwrap()
    }

    /// Adds a cluster network that is up.
    pub(super) fn network(&mut self, name: &str) -> &mut Network {
        let (name, state) = (name.to_owned(), Some("up".to_owned()));
        let (address, prefix_length) = (None, None);
        self.inventory.networks.push(Network { name, role: 3, address, prefix_length, live_migration: false, state });
        self.inventory.networks.last_mut().unwrap()
    }

    /// Adds an adapter of the node `n<id>` to a network.
    pub(super) fn adapter(&mut self, id: usize, network: &str) -> &mut Adapter {
        let adapters = &mut self.machine(id).adapters;
        adapters.push(Adapter {
            name: format!("adapter {}", adapters.len() + 1),
            kind: AdapterKind::Physical,
            network: Some(network.to_owned()),
            vlan: None,
            megabits_per_second: Some(25_000),
            rdma: None,
            addresses: Vec::new(),
            registers_in_dns: None,
            gateway: None,
            name_servers: Vec::new(),
            packet_bytes: None,
            data_center_bridging: None,
            switch: None,
            driver: None,
        });
        adapters.last_mut().unwrap()
    }

    /// Lets a person state all that is asked.
    pub(super) fn attest_all(&mut self) {
        for topic in super::Topic::ALL {
            self.attest(topic.word(), Timestamp::from_milliseconds(1_800_000_000_000));
        }
    }

    /// Lets a person state something.
    pub(super) fn attest(&mut self, topic: &str, at: Timestamp) {
        let (topic, statement, by) = (topic.to_owned(), "it is so".to_owned(), "ops".to_owned());
        self.request.policy.attestations.push(Attestation { topic, statement, by, at });
    }
}

/// A machine outside the cluster, with the tools of the next release.
pub(super) fn coordinator(release: Release, nodes: usize) -> Coordinator {
    Coordinator {
        name: Some("admin".into()),
        tools_release: Some(release.next().unwrap_or(release)),
        is_virtual: Some(false),
        journal_path: Some(r"C:\ProgramData\runs\journal.db".to_owned()),
        administrator_on: Some((1..=nodes).map(|id| NodeName::from(format!("n{id}").as_str())).collect()),
        ticket_seconds: Some(604_800),
        group_managed_account: Some(false),
        cred_ssp: Some(false),
        remote_session: Some(false),
        unanswered: Vec::new(),
        domain: Some("contoso.com".to_owned()),
        observed_at: None,
    }
}

/// The account of the cluster's name, in order.
pub(super) fn directory() -> Vec<DirectoryObject> {
    vec![DirectoryObject {
        name: "contoso".to_owned(),
        cluster_name: true,
        exists: Some(true),
        enabled: Some(true),
        writable: Some(true),
        resolved_addresses: Some(vec!["10.0.0.10".to_owned()]),
        addresses: vec!["10.0.0.10".to_owned()],
    }]
}

/// What a node of a well-kept cluster says of itself.
pub(super) fn profile() -> MachineProfile {
    MachineProfile {
        edition: Some("ServerDatacenter".to_owned()),
        guardians: Some(Vec::new()),
        services: Some(Vec::new()),
        clock_offset_seconds: Some(0),
        account: Some(ComputerAccount {
            enabled: Some(true),
            reuse_allowed: Some(true),
            trusted: Some(true),
            delegation: Some("anyProtocol".to_owned()),
            delegation_services: Vec::new(),
            resolved_addresses: Some(vec!["10.0.0.1".to_owned()]),
        }),
        credential_guard: Some(false),
        mitigations: Some("patched".to_owned()),
        system_drive: Some("C:".to_owned()),
        updates: Some(UpdateSettings {
            source: Some("http://wsus.contoso.com:8530".to_owned()),
            installs_on_schedule: Some(false),
            remote_shutdown_rule: Some(true),
            remoting: Some(true),
            missing_updates: Some(0),
        }),
        network_intents: Some(Vec::new()),
        is_virtual: Some(false),
        cluster_remnants: Some(false),
        ..MachineProfile::default()
    }
}
