//! The profile of old hardware, told in the names of the new.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::NodeProfile;
use crate::model::{AdapterKind, Machine, same_name};

/// Which part of the new hardware does what a part of the old one did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct HardwareMap {
    /// Physical adapters by name: old to new.
    pub adapters: BTreeMap<String, String>,
    /// Initiators by name: old to new.
    pub initiators: BTreeMap<String, String>,
    /// Beginnings of paths: old to new, such as `D:\` to `E:\`.
    pub paths: BTreeMap<String, String>,
}

/// A profile in the names of the new hardware.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappedProfile {
    /// The profile that the new machine has to meet.
    pub profile: NodeProfile,
    /// What has no counterpart on the new machine, or is named in the map and in no profile: a sentence each.
    pub without_counterpart: Vec<String>,
}

/// Tells a profile in the names of other hardware; `machine` is what is known of that hardware.
#[must_use]
pub fn map(profile: &NodeProfile, by: &HardwareMap, machine: &Machine) -> MappedProfile {
    let mut profile = profile.clone();
    let mut missing = Vec::new();
    unused(&profile.machine, by, &mut missing);
    adapters(&mut profile.machine, by, machine, &mut missing);
    initiators(&mut profile.machine, by, machine, &mut missing);
    paths(&mut profile.machine, by);
    // The hardware is that of the new machine: what it can't help having is not asked for.
    profile.machine.disks.clear();
    profile.machine.memory_mib = profile.machine.memory_mib.min(machine.memory_mib);
    profile.machine.profile.firmware = None;
    for adapter in &mut profile.machine.adapters {
        adapter.driver = None;
    }
    MappedProfile { profile, without_counterpart: missing }
}

/// What the map names and the profile does not hold: a slip of the pen would go unnoticed else.
fn unused(before: &Machine, by: &HardwareMap, missing: &mut Vec<String>) {
    for old in by.adapters.keys() {
        let mut held = before.adapters.iter().map(|adapter| &adapter.name);
        let mut members = before.switches.iter().flat_map(|switch| &switch.members);
        if !held.any(|name| same_name(name, old)) && !members.any(|name| same_name(name, old)) {
            missing.push(format!("The map names the adapter \"{old}\", which the profile does not hold."));
        }
    }
    let all = paths_of(before);
    for old in by.paths.keys() {
        let begins = |path: &&String| path.get(..old.len()).is_some_and(|start| same_name(start, old));
        if !all.iter().any(begins) {
            missing.push(format!("The map names the path {old}, with which no path of the profile begins."));
        }
    }
    let held = before.profile.initiators.iter().flatten();
    let held: Vec<&str> = held.map(|initiator| initiator.name.as_str()).collect();
    for old in by.initiators.keys() {
        if !held.iter().any(|name| same_name(name, old)) {
            missing.push(format!("The map names the initiator {old}, which the profile does not hold."));
        }
    }
}

/// Every path of a profile that a map can tell anew.
fn paths_of(machine: &Machine) -> Vec<&String> {
    let host = machine.hyper_v.as_ref();
    let of_host = host.map(|settings| [&settings.virtual_machine_path, &settings.virtual_hard_disk_path]);
    of_host.into_iter().flatten().chain([&machine.profile.system_drive]).flatten().collect()
}

fn replaced<'a>(map: &'a BTreeMap<String, String>, name: &str) -> Option<&'a String> {
    map.iter().find(|(old, _)| same_name(old, name)).map(|(_, new)| new)
}

fn adapters(before: &mut Machine, by: &HardwareMap, machine: &Machine, missing: &mut Vec<String>) {
    for adapter in &mut before.adapters {
        if let Some(new) = replaced(&by.adapters, &adapter.name) {
            adapter.name.clone_from(new);
        }
        let name = &adapter.name;
        let exists = machine.adapters.iter().any(|other| same_name(&other.name, name));
        if adapter.kind == AdapterKind::Physical && !exists {
            missing.push(format!("The new machine has no adapter \"{name}\"."));
        }
    }
    for member in before.switches.iter_mut().flat_map(|switch| &mut switch.members) {
        if let Some(new) = replaced(&by.adapters, member) {
            member.clone_from(new);
        }
    }
}

fn initiators(before: &mut Machine, by: &HardwareMap, machine: &Machine, missing: &mut Vec<String>) {
    let present: Vec<&str> =
        machine.profile.initiators.iter().flatten().map(|initiator| initiator.name.as_str()).collect();
    for initiator in before.profile.initiators.iter_mut().flatten() {
        if let Some(new) = replaced(&by.initiators, &initiator.name) {
            initiator.name.clone_from(new);
        }
        let name = &initiator.name;
        if !present.iter().any(|other| same_name(other, name)) {
            missing.push(format!("The new machine has no initiator {name}."));
        }
    }
}

fn paths(before: &mut Machine, by: &HardwareMap) {
    let rebased = |path: &mut Option<String>| {
        let Some(text) = path else { return };
        let begins = |old: &str| text.get(..old.len()).is_some_and(|start| same_name(start, old));
        // Of two beginnings the longer one is the more exact.
        let longest = by.paths.iter().filter(|(old, _)| begins(old)).max_by_key(|(old, _)| old.len());
        if let Some((old, new)) = longest {
            *text = format!("{new}{}", &text[old.len()..]);
        }
    };
    if let Some(settings) = &mut before.hyper_v {
        rebased(&mut settings.virtual_machine_path);
        rebased(&mut settings.virtual_hard_disk_path);
    }
    rebased(&mut before.profile.system_drive);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NodeName, Release};
    use crate::profile::Membership;
    use crate::profile::readiness::{Hardware, Question, examine};
    use crate::profile::testing::{machine, whole};

    fn old() -> NodeProfile {
        NodeProfile {
            schema: NodeProfile::SCHEMA.to_owned(),
            cluster: "C1".to_owned(),
            node: NodeName::from("n1"),
            captured_at: None,
            machine: machine(&whole()),
            membership: Membership::default(),
        }
    }

    fn new() -> Machine {
        let text = whole().to_string();
        let renamed = [("NIC1", "pNIC-A"), ("NIC2", "pNIC-B"), ("SMB1", "pSMB-A"), (":n1.contoso", ":n9.contoso")];
        let text = renamed.iter().fold(text, |text, (old, new)| text.replace(old, new)).replace("D:\\\\", "E:\\\\");
        serde_json::from_str(&text).unwrap()
    }

    fn full_map() -> HardwareMap {
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(old, new)| ((*old).into(), (*new).into())).collect();
        HardwareMap {
            adapters: pairs(&[("smb1", "pSMB-A"), ("NIC1", "pNIC-A"), ("NIC2", "pNIC-B")]),
            initiators: pairs(&[(
                "iqn.1991-05.com.microsoft:n1.contoso.com",
                "iqn.1991-05.com.microsoft:n9.contoso.com",
            )]),
            paths: pairs(&[("d:\\", "E:\\")]),
        }
    }

    fn findings(mapped: &MappedProfile) -> Vec<String> {
        let (node, machine, now) = (NodeName::from("n1"), NodeName::from("n9"), new());
        let question = Question {
            node: &node,
            before: &mapped.profile.machine,
            machine: &machine,
            now: Some(&now),
            hardware: Hardware::Mapped,
            release: Release::Server2016,
            acknowledgements: &[],
        };
        examine(&question).findings.into_iter().map(|one| format!("{} {}", one.rule, one.message)).collect()
    }

    #[test]
    fn a_machine_that_meets_the_mapped_profile_is_ready() {
        let mapped = map(&old(), &full_map(), &new());
        assert!(mapped.without_counterpart.is_empty(), "{:?}", mapped.without_counterpart);
        assert!(findings(&mapped).is_empty(), "{:?}", findings(&mapped));
    }

    #[test]
    fn what_has_no_counterpart_is_named_and_asked_for() {
        let mapped = map(&old(), &HardwareMap::default(), &new());
        assert_eq!(mapped.without_counterpart.len(), 2, "{:?}", mapped.without_counterpart);
        assert!(findings(&mapped).iter().any(|one| one.starts_with("RDY-18")), "{:?}", findings(&mapped));
    }

    #[test]
    fn a_path_that_the_new_machine_can_not_have_is_named() {
        let mut by = full_map();
        by.paths.insert("D:\\VHD".to_owned(), "F:\\VHD".to_owned());
        by.paths.insert("X:\\".to_owned(), "Y:\\".to_owned());
        let told = map(&old(), &by, &new());
        assert_eq!(
            told.without_counterpart,
            ["The map names the path X:\\, with which no path of the profile begins."]
        );
        // Of two beginnings that fit the longer is meant.
        let settings = told.profile.machine.hyper_v.as_ref().unwrap();
        assert_eq!(settings.virtual_machine_path.as_deref(), Some("E:\\VM"));
        assert_eq!(settings.virtual_hard_disk_path.as_deref(), Some("F:\\VHD"));
    }

    #[test]
    fn a_slip_of_the_pen_in_the_map_is_named() {
        let mut by = full_map();
        by.adapters.insert("SBM1".to_owned(), "pSMB-A".to_owned());
        let told = map(&old(), &by, &new()).without_counterpart;
        assert_eq!(told, ["The map names the adapter \"SBM1\", which the profile does not hold."]);
    }
}
