//! Whether a machine that returns has what left.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Machine, Release, SwitchKind, Teaming, same_name};

/// Something that a returning machine lacks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Missing {
    /// The id of the check, such as `RDY-02`.
    pub id: String,
    /// What is missing, with what was there before.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

fn lacks(id: &str, message: String, remedy: String) -> Missing {
    Missing { id: id.to_owned(), message, remedy }
}

/// Says what `now` lacks that `before` had, given the release it has to run; empty where it is ready.
///
/// Only what a role would stumble over counts: release, features, switches, networks, paths to storage, the domain, a
/// pending restart, pooled disks. A team of the LBFO kind may come back as a switch embedded team, which Windows Server
/// 2022 and later demand (learn.microsoft.com: Cluster operating system rolling upgrade).
#[must_use]
pub fn missing(before: &Machine, now: &Machine, release: Release, same_hardware: bool) -> Vec<Missing> {
    let mut found = Vec::new();
    system(before, now, release, &mut found);
    features(before, now, &mut found);
    switches(before, now, release, &mut found);
    networks(before, now, &mut found);
    storage(before, now, same_hardware, &mut found);
    found
}

fn system(before: &Machine, now: &Machine, release: Release, found: &mut Vec<Missing>) {
    if now.release != release {
        found.push(lacks(
            "RDY-01",
            format!("it runs {} (build {}) and has to run {release}", now.release, now.build),
            format!("Install {release} on it."),
        ));
    }
    if now.pending_restart {
        found.push(lacks("RDY-06", "a restart is pending".to_owned(), "Restart it.".to_owned()));
    }
    if let Some(domain) = &before.domain
        && now.domain.as_deref().is_none_or(|joined| !same_name(joined, domain))
    {
        let found_in = now.domain.as_deref().unwrap_or("no domain");
        found.push(lacks(
            "RDY-07",
            format!("it is in {found_in} and has to be in the domain {domain}"),
            format!("Join it: Add-Computer -DomainName {domain} -Restart."),
        ));
    }
    let needs_hyper_v = before.has_feature("Hyper-V");
    if needs_hyper_v && now.processor.second_level_address_translation == Some(false) {
        found.push(lacks(
            "RDY-08",
            "its processor has no second-level address translation, which Hyper-V needs".to_owned(),
            "Use other hardware for this node.".to_owned(),
        ));
    }
}

fn features(before: &Machine, now: &Machine, found: &mut Vec<Missing>) {
    let gone: Vec<&str> =
        before.features.iter().map(String::as_str).filter(|feature| !now.has_feature(feature)).collect();
    for feature in gone {
        found.push(lacks(
            "RDY-02",
            format!("the feature {feature} is not installed"),
            format!("Install-WindowsFeature -Name {feature} -IncludeManagementTools"),
        ));
    }
}

fn switches(before: &Machine, now: &Machine, release: Release, found: &mut Vec<Missing>) {
    for switch in &before.switches {
        let Some(present) = now.switch(&switch.name) else {
            let similar = now.switches.iter().find(|other| same_name(&other.name, &switch.name));
            let hint = similar.map(|other| format!(" (there is `{}`: the spelling has to be the same)", other.name));
            found.push(lacks(
                "RDY-03",
                format!("the virtual switch `{}` does not exist{}", switch.name, hint.unwrap_or_default()),
                format!("Create the virtual switch with exactly this name: New-VMSwitch -Name '{}'.", switch.name),
            ));
            continue;
        };
        if switch.kind == SwitchKind::External && present.kind != SwitchKind::External {
            found.push(lacks(
                "RDY-03",
                format!("the virtual switch `{}` is not external any more", switch.name),
                format!("Bind it to its adapter again: Set-VMSwitch -Name '{}' -NetAdapterName ...", switch.name),
            ));
        }
        if release >= Release::Server2022 && present.teaming == Teaming::Lbfo {
            found.push(lacks(
                "RDY-03",
                format!("the virtual switch `{}` stands on an LBFO team, which {release} refuses", switch.name),
                "Create it with switch embedded teaming: New-VMSwitch -EnableEmbeddedTeaming $true.".to_owned(),
            ));
        }
    }
}

fn networks(before: &Machine, now: &Machine, found: &mut Vec<Missing>) {
    for adapter in &before.adapters {
        let Some(network) = &adapter.network else { continue };
        let counterpart = now.adapters.iter().find(|other| other.network.as_deref() == Some(network.as_str()));
        match counterpart {
            None => found.push(lacks(
                "RDY-04",
                format!("no adapter is on the network `{network}`"),
                format!("Give the adapter `{}` its address on that network.", adapter.name),
            )),
            Some(other) if adapter.vlan.is_some() && other.vlan != adapter.vlan => found.push(lacks(
                "RDY-04",
                format!("the adapter on the network `{network}` has another VLAN than {:?}", adapter.vlan.unwrap_or(0)),
                format!("Set VLAN {} on the adapter `{}`.", adapter.vlan.unwrap_or(0), other.name),
            )),
            Some(_) => {}
        }
    }
}

fn storage(before: &Machine, now: &Machine, same_hardware: bool, found: &mut Vec<Missing>) {
    if let Some(paths) = before.storage_paths {
        let present = now.storage_paths.unwrap_or(0);
        if present < paths {
            found.push(lacks(
                "RDY-05",
                format!("it sees {present} paths to shared storage; the node that left had {paths}"),
                "Check zoning, LUN mapping and MPIO: mpclaim -s -d.".to_owned(),
            ));
        }
    }
    if !same_hardware {
        return;
    }
    for disk in before.disks.iter().filter(|disk| disk.pooled) {
        if !now.disks.iter().any(|other| other.serial_number == disk.serial_number) {
            found.push(lacks(
                "RDY-09",
                format!("the pooled disk {} is not there", disk.serial_number),
                "Check the disk and its connection; do not replace or clean it before the repair.".to_owned(),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine() -> Machine {
        serde_json::from_value(serde_json::json!({
            "release": "2012R2", "build": 9600,
            "processor": {"vendor": "GenuineIntel", "secondLevelAddressTranslation": true, "logicalProcessors": 16},
            "memoryMiB": 131_072,
            "features": ["Hyper-V", "Failover-Clustering", "Multipath-IO"],
            "switches": [{"name": "vSwitch", "kind": "external", "teaming": "lbfo"}],
            "adapters": [{"name": "LM", "network": "LiveMigration", "vlan": 20}],
            "disks": [{"serialNumber": "S1", "sizeMiB": 1000, "pooled": true}],
            "storagePaths": 4, "domain": "contoso.com",
        }))
        .unwrap()
    }

    fn check(change: impl Fn(&mut Machine), release: Release, same_hardware: bool, expected: &[&str]) {
        let before = machine();
        let mut now = machine();
        now.release = release;
        if release >= Release::Server2022 {
            now.switches[0].teaming = Teaming::Set;
        }
        change(&mut now);
        let ids: Vec<String> = missing(&before, &now, release, same_hardware).into_iter().map(|lack| lack.id).collect();
        assert_eq!(ids, expected);
    }

    #[test]
    fn every_omission_is_named() {
        let release = Release::Server2016;
        check(|_| {}, release, true, &[]);
        check(|_| {}, Release::Server2022, true, &[]);
        check(|now| now.release = Release::Server2012R2, release, true, &["RDY-01"]);
        check(|now| now.features.truncate(2), release, true, &["RDY-02"]);
        check(|now| now.switches[0].name = "vswitch".to_owned(), release, true, &["RDY-03"]);
        check(|now| now.switches[0].kind = SwitchKind::Private, release, true, &["RDY-03"]);
        check(|now| now.switches[0].teaming = Teaming::Lbfo, Release::Server2022, true, &["RDY-03"]);
        check(|now| now.adapters.clear(), release, true, &["RDY-04"]);
        check(|now| now.adapters[0].vlan = None, release, true, &["RDY-04"]);
        check(|now| now.storage_paths = Some(2), release, true, &["RDY-05"]);
        check(|now| now.storage_paths = None, release, true, &["RDY-05"]);
        check(|now| now.pending_restart = true, release, true, &["RDY-06"]);
        check(|now| now.domain = None, release, true, &["RDY-07"]);
        check(|now| now.domain = Some("CONTOSO.com".to_owned()), release, true, &[]);
        check(|now| now.processor.second_level_address_translation = Some(false), release, true, &["RDY-08"]);
        check(|now| now.disks.clear(), release, true, &["RDY-09"]);
        check(|now| now.disks.clear(), release, false, &[]);
    }
}
