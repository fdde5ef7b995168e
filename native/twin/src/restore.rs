//! What an installation leaves of a machine, and what the operator brings back.
//!
//! A machine that was installed anew is blank: its hardware is there, and nothing that somebody configured ("Cluster
//! operating system rolling upgrade": network, name, domain, storage, roles, multipath; "Node replacement checklist",
//! altaro.com). The operator brings things back one by one, as far as the simulation says.

use rolling_upgrade_core::model::{
    Adapter, AdapterKind, ComputerAccount, HyperVSettings, Initiator, InitiatorKind, Machine, MachineProfile,
    Multipath, Release, Switch, SwitchKind, Teaming, same_name,
};

use crate::simulation::{InstallDefect, Restored};

/// The facts of a machine right after setup: its hardware and the new release.
pub(crate) fn blank(hardware: &Machine, release: Release) -> Machine {
    let adapters = hardware.adapters.iter().filter(|adapter| adapter.kind == AdapterKind::Physical).map(blank_adapter);
    Machine {
        release,
        build: release.build(),
        revision: if hardware.release == release { hardware.revision } else { 1 },
        processor: hardware.processor.clone(),
        memory_mib: hardware.memory_mib,
        features: Vec::new(),
        switches: Vec::new(),
        adapters: adapters.collect(),
        disks: hardware.disks.clone(),
        storage_paths: hardware.storage_paths.map(|_| 0),
        hyper_v: None,
        pending_restart: false,
        boots_from_vhd: hardware.boots_from_vhd,
        storage_server: hardware.storage_server,
        domain: None,
        unclustered_virtual_machines: Vec::new(),
        unread: Vec::new(),
        profile: blank_profile(&hardware.profile, release),
        observed_at: None,
    }
}

fn blank_adapter(adapter: &Adapter) -> Adapter {
    Adapter {
        network: None,
        vlan: None,
        rdma: adapter.rdma.map(|_| false),
        addresses: Vec::new(),
        gateway: None,
        name_servers: Vec::new(),
        packet_bytes: None,
        data_center_bridging: None,
        switch: None,
        registers_in_dns: adapter.registers_in_dns.map(|_| true),
        ..adapter.clone()
    }
}

/// What setup itself decides; what nobody had read before stays unknown.
fn blank_profile(before: &MachineProfile, release: Release) -> MachineProfile {
    MachineProfile {
        edition: before.edition.clone(),
        is_virtual: before.is_virtual,
        cluster_remnants: before.cluster_remnants.map(|_| false),
        multipath: before.multipath.as_ref().map(|_| Multipath { policy: None, disks: Vec::new() }),
        initiators: before.initiators.as_ref().map(|initiators| {
            let mut initiators = initiators.clone();
            initiators.iter_mut().for_each(blank_initiator);
            initiators
        }),
        certificates: before.certificates.as_ref().map(|_| Vec::new()),
        guardians: before.guardians.as_ref().map(|_| Vec::new()),
        firewall_rules: before.firewall_rules.as_ref().map(|_| Vec::new()),
        antivirus_exclusions: before.antivirus_exclusions.as_ref().map(|_| Vec::new()),
        services: before.services.as_ref().map(|_| Vec::new()),
        local_groups: before.local_groups.as_ref().map(|_| Vec::new()),
        power_plan: before.power_plan.as_ref().map(|_| "Balanced".to_owned()),
        page_file: before.page_file.as_ref().map(|_| "automatic".to_owned()),
        time_source: before.time_source.as_ref().map(|_| "time.windows.com".to_owned()),
        clock_offset_seconds: before.clock_offset_seconds,
        account: before.account.as_ref().map(|account| ComputerAccount {
            reuse_allowed: account.reuse_allowed,
            trusted: account.trusted.map(|_| false),
            ..ComputerAccount::default()
        }),
        credential_guard: before.credential_guard.map(|on| on || release >= Release::Server2025),
        mitigations: before.mitigations.clone(),
        firmware: before.firmware.clone(),
        system_drive: before.system_drive.as_ref().map(|_| "C:".to_owned()),
        updates: None,
        network_intents: before.network_intents.as_ref().map(|_| Vec::new()),
    }
}

/// An iSCSI initiator is named after the computer, which setup named anyhow; a port has its name from its maker.
fn blank_initiator(initiator: &mut Initiator) {
    initiator.targets.clear();
    initiator.portals.clear();
    if initiator.kind == InitiatorKind::Iscsi {
        "iqn.1991-05.com.microsoft:win-setup".clone_into(&mut initiator.name);
    }
}

/// Brings back what a machine, or the one that it replaces, had before, item by item.
pub(crate) fn restore(mut machine: Machine, before: &Machine, items: &[Restored]) -> Machine {
    for item in Restored::ALL {
        if items.contains(&item) {
            restore_item(&mut machine, before, item);
        }
    }
    machine
}

fn restore_item(machine: &mut Machine, before: &Machine, item: Restored) {
    let (profile, old) = (&mut machine.profile, &before.profile);
    match item {
        Restored::Features => {
            let possible = runs_guests(machine);
            let features = before.features.iter().filter(|feature| possible || !is_hyper_v(feature));
            machine.features = features.cloned().collect();
        }
        Restored::Adapters => machine.adapters.clone_from(&before.adapters),
        Restored::Switches => {
            if runs_guests(machine) {
                machine.switches = before.switches.iter().map(|switch| restored(switch, machine.release)).collect();
            }
        }
        Restored::HostSettings => {
            let settings = before.hyper_v.as_ref().filter(|_| runs_guests(machine));
            machine.hyper_v = settings.map(|settings| HyperVSettings {
                migration_networks: settings.migration_networks.as_ref().map(|_| Vec::new()),
                ..kerberos(settings.clone(), machine.release)
            });
        }
        Restored::MigrationNetworks => {
            if let (Some(settings), Some(before)) = (&mut machine.hyper_v, &before.hyper_v) {
                settings.migration_networks.clone_from(&before.migration_networks);
            }
        }
        Restored::StoragePaths => {
            machine.storage_paths = before.storage_paths;
            profile.multipath.clone_from(&old.multipath);
            profile.initiators.clone_from(&old.initiators);
        }
        Restored::Domain => machine.domain.clone_from(&before.domain),
        Restored::Account => profile.account.clone_from(&old.account),
        Restored::Certificates => profile.certificates.clone_from(&old.certificates),
        Restored::Guardians => profile.guardians.clone_from(&old.guardians),
        Restored::FirewallRules => profile.firewall_rules.clone_from(&old.firewall_rules),
        Restored::AntivirusExclusions => profile.antivirus_exclusions.clone_from(&old.antivirus_exclusions),
        Restored::Services => profile.services.clone_from(&old.services),
        Restored::LocalGroups => profile.local_groups.clone_from(&old.local_groups),
        Restored::PowerPlan => profile.power_plan.clone_from(&old.power_plan),
        Restored::PageFile => {
            profile.page_file.clone_from(&old.page_file);
            profile.system_drive.clone_from(&old.system_drive);
        }
        Restored::TimeSource => profile.time_source.clone_from(&old.time_source),
        Restored::Updates => profile.updates.clone_from(&old.updates),
        Restored::NetworkIntents => profile.network_intents.clone_from(&old.network_intents),
    }
}

/// Hyper-V needs second-level address translation from 2016 on.
fn runs_guests(machine: &Machine) -> bool {
    machine.release < Release::Server2016 || machine.processor.second_level_address_translation != Some(false)
}

/// From 2022 on a switch can't be bound to an LBFO team any more.
fn restored(switch: &Switch, release: Release) -> Switch {
    let old = switch.teaming == Teaming::Lbfo && release >= Release::Server2022;
    Switch { teaming: if old { Teaming::Set } else { switch.teaming }, ..switch.clone() }
}

/// Credential Guard refuses CredSSP from Windows Server 2025 on; whoever installs it sets Kerberos.
fn kerberos(settings: HyperVSettings, release: Release) -> HyperVSettings {
    if release < Release::Server2025 {
        return settings;
    }
    HyperVSettings { migration_authentication: "kerberos".to_owned(), ..settings }
}

fn is_hyper_v(feature: &str) -> bool {
    same_name(feature, "Hyper-V") || same_name(feature, "Hyper-V-PowerShell")
}

/// The facts of a machine after setup in place: everything stays but the release, and what that does not know any more.
pub(crate) fn upgraded_in_place(before: &Machine, release: Release) -> Machine {
    let hyper_v = before.hyper_v.clone().map(|settings| kerberos(settings, release));
    Machine {
        release,
        build: release.build(),
        revision: if before.release == release { before.revision } else { 1 },
        switches: before.switches.iter().map(|switch| restored(switch, release)).collect(),
        hyper_v,
        pending_restart: false,
        observed_at: None,
        ..before.clone()
    }
}

/// Takes away what an installation leaves out.
pub(crate) fn leave_out(facts: &mut Machine, defect: &InstallDefect) {
    facts.features.retain(|feature| !defect.features.iter().any(|missing| same_name(missing, feature)));
    if !facts.has_feature("Hyper-V") {
        facts.hyper_v = None;
    }
    facts.switches.retain(|switch| !defect.switches.contains(&switch.name));
    for network in &defect.networks {
        for adapter in facts.adapters.iter_mut().filter(|adapter| adapter.network.as_ref() == Some(network)) {
            adapter.network = None;
        }
        let gone = |kind, network: &Option<String>| kind == AdapterKind::HostVirtual && network.is_none();
        facts.adapters.retain(|adapter| !gone(adapter.kind, &adapter.network));
    }
    facts.storage_paths = facts.storage_paths.map(|paths| paths.saturating_sub(defect.storage_paths));
    facts.disks.retain(|disk| !defect.disks.contains(&disk.serial_number));
    if defect.omitted.contains(&Restored::Account) {
        // The account exists, its creator is not trusted, and so the machine stays out of the domain.
        facts.domain = None;
        let account = facts.profile.account.get_or_insert_with(ComputerAccount::default);
        account.reuse_allowed = Some(false);
        account.trusted = Some(false);
    }
}

/// Makes virtual switches private, as they are once nothing lies under them.
pub(crate) fn make_private(facts: &mut Machine, switches: &[String]) {
    for switch in facts.switches.iter_mut().filter(|switch| switches.contains(&switch.name)) {
        switch.kind = SwitchKind::Private;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine() -> Machine {
        serde_json::from_value(serde_json::json!({
            "release": "2019", "build": 17763, "memoryMiB": 1024,
            "processor": {"vendor": "GenuineIntel", "secondLevelAddressTranslation": true, "logicalProcessors": 8},
            "features": ["Failover-Clustering", "Hyper-V", "FS-SMBBW"],
            "switches": [{"name": "vSwitch", "teaming": "lbfo"}],
            "adapters": [
                {"name": "NIC1", "network": "Management", "vlan": 10, "addresses": ["10.0.1.11/24"]},
                {"name": "vNIC", "kind": "hostVirtual", "network": "Live Migration", "vlan": 20}
            ],
            "storagePaths": 4, "domain": "contoso.com",
            "hyperV": {"migrationNetworks": ["Live Migration"], "migrationAuthentication": "credSsp"},
            "profile": {
                "guardians": ["G"], "certificates": [{"thumbprint": "00", "store": "My"}],
                "powerPlan": "High performance",
                "account": {"enabled": true, "delegation": "anyProtocol", "reuseAllowed": true, "trusted": true},
                "multipath": {"policy": "RR", "disks": [{"serialNumber": "a", "paths": 4}]},
                "localGroups": [{"name": "Administrators", "members": ["a"]}], "networkIntents": ["Compute"]
            }
        }))
        .unwrap()
    }

    #[test]
    fn a_machine_that_was_installed_anew_is_blank() {
        let found = blank(&machine(), Release::Server2022);
        assert_eq!((found.release, found.build), (Release::Server2022, 20348));
        assert!(found.features.is_empty() && found.switches.is_empty() && found.hyper_v.is_none());
        assert_eq!(found.adapters.len(), 1);
        assert!(found.adapters[0].network.is_none() && found.adapters[0].vlan.is_none());
        assert_eq!((found.storage_paths, found.domain), (Some(0), None));
        assert_eq!(found.profile.guardians, Some(Vec::new()));
        assert_eq!(found.profile.certificates, Some(Vec::new()));
        assert_eq!(found.profile.account.and_then(|account| account.delegation), None);
    }

    #[test]
    fn an_operator_who_brings_back_everything_brings_back_everything() {
        let before = machine();
        let found = restore(blank(&before, Release::Server2022), &before, &Restored::ALL);
        let expected = Machine { observed_at: None, ..upgraded_in_place(&before, Release::Server2022) };
        assert_eq!(found, expected);
        assert_eq!(found.switches[0].teaming, Teaming::Set);
    }

    /// What is missing where one item is left out, each told by a fact that it had before.
    #[test]
    fn each_item_that_is_left_out_is_missing() {
        let before = machine();
        let whole = restore(blank(&before, Release::Server2022), &before, &Restored::ALL);
        let visible = [
            Restored::Features,
            Restored::Adapters,
            Restored::Switches,
            Restored::HostSettings,
            Restored::MigrationNetworks,
            Restored::StoragePaths,
            Restored::Domain,
            Restored::Account,
            Restored::Certificates,
            Restored::Guardians,
            Restored::LocalGroups,
            Restored::PowerPlan,
            Restored::NetworkIntents,
        ];
        for item in visible {
            let others: Vec<Restored> = Restored::ALL.into_iter().filter(|other| *other != item).collect();
            assert_ne!(restore(blank(&before, Release::Server2022), &before, &others), whole, "{item:?}");
        }
    }

    #[test]
    fn an_account_that_may_not_be_taken_over_keeps_the_machine_out_of_the_domain() {
        let mut facts = machine();
        let defect = InstallDefect { omitted: vec![Restored::Account], ..InstallDefect::of("n1".into()) };
        leave_out(&mut facts, &defect);
        assert_eq!(facts.domain, None);
        assert_eq!(facts.profile.account.and_then(|account| account.reuse_allowed), Some(false));
    }
}
