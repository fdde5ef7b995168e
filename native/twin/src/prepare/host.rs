//! Settings of a Hyper-V host.

use rolling_upgrade_core::model::{HyperVSettings, Machine, Release};

use super::{Bench, missing};
use crate::preparation::HostChange;
use crate::refusal::Refusal;

impl Bench<'_> {
    pub(super) fn set_host(&mut self, change: &HostChange) -> Result<(), Refusal> {
        if !self.facts.has_feature("Hyper-V") {
            return Err(missing("feature", "Hyper-V"));
        }
        let fresh = fresh_host(self.facts, self.before);
        let settings = self.facts.hyper_v.get_or_insert(fresh);
        let change = change.clone();
        settings.migration_enabled = change.migration_enabled.unwrap_or(settings.migration_enabled);
        settings.migration_networks = change.migration_networks.or(settings.migration_networks.take());
        if let Some(authentication) = change.migration_authentication {
            settings.migration_authentication = authentication;
        }
        if let Some(transport) = change.migration_transport {
            settings.migration_transport = transport;
        }
        settings.maximum_migrations = change.maximum_migrations.unwrap_or(settings.maximum_migrations);
        settings.maximum_storage_migrations =
            change.maximum_storage_migrations.unwrap_or(settings.maximum_storage_migrations);
        settings.virtual_machine_path = change.virtual_machine_path.or(settings.virtual_machine_path.take());
        settings.virtual_hard_disk_path = change.virtual_hard_disk_path.or(settings.virtual_hard_disk_path.take());
        settings.mac_address_minimum = change.mac_address_minimum.or(settings.mac_address_minimum.take());
        settings.mac_address_maximum = change.mac_address_maximum.or(settings.mac_address_maximum.take());
        Ok(())
    }
}

/// What a host has right after its role was installed: live migration off, CredSSP until 2022 and Kerberos from 2025
/// on (`Set-VMHost`, learn.microsoft.com). Of paths and addresses only what was read before is told.
pub(crate) fn fresh_host(facts: &Machine, before: &Machine) -> HyperVSettings {
    let before = before.hyper_v.as_ref();
    let known = |part: fn(&HyperVSettings) -> &Option<String>, value: &str| {
        before.and_then(|before| part(before).as_ref()).map(|_| value.to_owned())
    };
    let kerberos = facts.release >= Release::Server2025;
    HyperVSettings {
        migration_enabled: false,
        migration_authentication: if kerberos { "kerberos" } else { "credSsp" }.to_owned(),
        migration_networks: before.and_then(|before| before.migration_networks.as_ref()).map(|_| Vec::new()),
        virtual_machine_path: known(|host| &host.virtual_machine_path, r"C:\ProgramData\Microsoft\Windows\Hyper-V"),
        virtual_hard_disk_path: known(
            |host| &host.virtual_hard_disk_path,
            r"C:\Users\Public\Documents\Hyper-V\Virtual Hard Disks",
        ),
        mac_address_minimum: known(|host| &host.mac_address_minimum, "00155D000000"),
        mac_address_maximum: known(|host| &host.mac_address_maximum, "00155D0000FF"),
        ..HyperVSettings::default()
    }
}
