//! Settings of the Hyper-V host.

use super::requirement::{Comparison, Lacks, Requirement};
use crate::model::{HyperVSettings, Release};
use crate::rules::{Confidence, Severity};

pub(super) static MIGRATION: Requirement = Requirement {
    id: "RDY-20",
    title: "Live migration",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "Whether it is enabled, its networks in their order, authentication, transport and limits. On 2025 \
               CredSSP gives way to Kerberos.",
    remedy: "Enable-VMMigration; Set-VMHost -VirtualMachineMigrationAuthenticationType, \
             -VirtualMachineMigrationPerformanceOption, -MaximumVirtualMachineMigrations.",
    examine: migration,
};

fn migration(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (comparison.before.hyper_v.as_ref(), comparison.now.hyper_v.as_ref());
    let Some((before, now)) = lacks.both("The settings of the Hyper-V host", before, now) else { return };
    if before.migration_enabled && !now.migration_enabled {
        lacks.lack_with("Live migration is not enabled.", "Enable-VMMigration");
    }
    let networks = (before.migration_networks.as_ref(), now.migration_networks.as_ref());
    let both = lacks.both("The networks of live migration", networks.0, networks.1);
    if let Some((before, now)) = both.filter(|(before, now)| before != now) {
        lacks.lack_with(
            format!("Live migration uses the networks {}; it used {}.", listed(now), listed(before)),
            "Set-VMHost -UseAnyNetworkForMigration $false; Add-VMMigrationNetwork in the order of the list.",
        );
    }
    let wanted = authentication(before, comparison.release);
    if now.migration_authentication != wanted {
        lacks.lack(format!("Live migration authenticates by {}; it has to by {wanted}.", now.migration_authentication));
    }
    if now.migration_transport != before.migration_transport {
        let (now, before) = (&now.migration_transport, &before.migration_transport);
        lacks.lack(format!("Live migration travels by {now}; it travelled by {before}."));
    }
    let limits = [
        ("live migrations", before.maximum_migrations, now.maximum_migrations),
        ("storage migrations", before.maximum_storage_migrations, now.maximum_storage_migrations),
    ];
    for (what, before, now) in limits.into_iter().filter(|(_, before, now)| before != now) {
        lacks.differs(format!("The limit of {what} at the same time is {now}; it was {before}."));
    }
}

/// CredSSP is no choice any more on Windows Server 2025, where Credential Guard runs by default.
fn authentication(before: &HyperVSettings, release: Release) -> &str {
    if release >= Release::Server2025 { "kerberos" } else { &before.migration_authentication }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

pub(super) static HOST_PATHS: Requirement = Requirement {
    id: "RDY-21",
    title: "Default paths and the MAC pool",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    compares: "Where VMs and their disks are created, and the range of MAC addresses for new VMs.",
    remedy: "Set-VMHost -VirtualMachinePath, -VirtualHardDiskPath, -MacAddressMinimum, -MacAddressMaximum.",
    examine: host_paths,
};

fn host_paths(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let before = comparison.before.hyper_v.as_ref();
    let Some((before, now)) = before.zip(comparison.now.hyper_v.as_ref()) else { return };
    let facts = [
        ("The path of new VMs", &before.virtual_machine_path, &now.virtual_machine_path),
        ("The path of new disks", &before.virtual_hard_disk_path, &now.virtual_hard_disk_path),
        ("The first address of the MAC pool", &before.mac_address_minimum, &now.mac_address_minimum),
        ("The last address of the MAC pool", &before.mac_address_maximum, &now.mac_address_maximum),
    ];
    for (what, before, now) in facts {
        let both = lacks.both(what, before.as_ref(), now.as_ref());
        if let Some((before, now)) = both.filter(|(before, now)| before != now) {
            lacks.differs(format!("{what} is {now}; it was {before}."));
        }
    }
}
