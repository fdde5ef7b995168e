//! What a well-kept cluster says of itself beside its size: updates, accounts, the machine that drives the upgrade.

use super::GenerateOptions;
use super::hosts::DOMAIN;
use crate::model::{ComputerAccount, Coordinator, DirectoryObject, MachineProfile, NodeName, UpdateSettings};

/// What each node says of itself.
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
            resolved_addresses: None,
        }),
        mitigations: Some("all".to_owned()),
        system_drive: Some("C:".to_owned()),
        updates: Some(UpdateSettings {
            source: Some(format!("http://wsus.{DOMAIN}:8530")),
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

/// A machine outside the cluster with the tools of the next release.
pub(super) fn coordinator(options: &GenerateOptions, nodes: &[NodeName]) -> Coordinator {
    Coordinator {
        name: Some("ADMIN01".into()),
        tools_release: options.from.next(),
        is_virtual: Some(false),
        journal_path: Some("C:\\ProgramData\\RollingUpgrade\\journal.db".to_owned()),
        administrator_on: Some(nodes.to_vec()),
        ticket_seconds: Some(604_800),
        group_managed_account: Some(false),
        cred_ssp: Some(false),
        remote_session: Some(false),
        unanswered: Vec::new(),
        domain: Some(DOMAIN.to_owned()),
        observed_at: None,
    }
}

/// The account of the cluster's name.
pub(super) fn directory(cluster: &str) -> Vec<DirectoryObject> {
    vec![DirectoryObject {
        name: cluster.to_owned(),
        cluster_name: true,
        exists: Some(true),
        enabled: Some(true),
        writable: Some(true),
        resolved_addresses: Some(vec!["10.1.0.10".to_owned()]),
        addresses: vec!["10.1.0.10".to_owned()],
    }]
}
