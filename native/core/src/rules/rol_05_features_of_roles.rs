//! ROL-05: a node has the features that the roles which may go there need.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::{Machine, MachineList, NodeSet, Role, RoleKind, same_name};

pub(super) static RULE: Rule = Rule {
    id: "ROL-05",
    title: "Nodes have the features of their roles",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Resume, Moment::Add],
    needs: "The features of every node and of what joins, the roles with the types of their resources, and which \
            volumes are deduplicated.",
    fires: "A node lacks the feature of a role that may go there: DHCP, NFS, iSCSI target, file services, Hyper-V, or \
            deduplication where a shared volume is deduplicated. Before a pass it is a warning.",
    remedy: "Install-WindowsFeature for the feature, before roles go to the node.",
    source: "Server roles and features (learn.microsoft.com, Windows Server); Data Deduplication interoperability",
    examine,
};

/// Types of resources, and the feature that each needs.
const TYPES: [(&str, &str); 4] = [
    ("DHCP Service", "DHCP"),
    ("NFS Share", "FS-NFS-Service"),
    ("Network File System", "FS-NFS-Service"),
    ("iSCSI Target Server", "FS-iSCSITarget-Server"),
];

const DEDUPLICATION: &str = "FS-Data-Deduplication";

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let wanted = wanted(facts);
    if let Some(name) = facts.subject {
        let Some(machine) = facts.subject_machine() else { return };
        if !machine.has_read(MachineList::Features) {
            findings.unknown(Subject::node(name), format!("The features of {name} could not be read."));
            return;
        }
        // A machine that joins may own what every node may.
        let place = facts.hosts.iter().position(|host| host.node.name == *name);
        let here = |nodes: &NodeSet| place.is_none_or(|place| nodes.contains(place));
        for (feature, (role, _)) in wanted.iter().filter(|(_, (_, nodes))| here(nodes)) {
            if !machine.has_feature(feature) {
                let message = format!("{name} lacks the feature {feature}, which {role} needs.");
                findings.fire(Subject::node(name), message);
            }
        }
        return;
    }
    for (feature, (role, nodes)) in &wanted {
        let lacks = |machine: Option<&Machine>| {
            machine.is_some_and(|machine| machine.has_read(MachineList::Features) && !machine.has_feature(feature))
        };
        let hosts = facts.hosts.iter().enumerate().filter(|(index, _)| nodes.contains(*index));
        let names: Vec<&str> =
            hosts.filter(|(_, host)| lacks(host.machine())).map(|(_, host)| host.node.name.as_str()).collect();
        if !names.is_empty() {
            let message = format!("The feature {feature}, which {role} needs, is missing on {}.", listed(names));
            findings.fire_as(Severity::Warn, Subject::cluster(facts.inventory), message);
        }
    }
}

/// The features that roles need: one of the roles, and the nodes to which they may go.
fn wanted<'a>(facts: &Facts<'a>) -> BTreeMap<&'static str, (&'a str, NodeSet)> {
    let mut wanted: BTreeMap<&'static str, (&str, NodeSet)> = BTreeMap::new();
    for (role, possible) in facts.inventory.roles.iter().zip(facts.possible) {
        for feature in features_of(role) {
            let entry = wanted.entry(feature).or_insert((role.name.as_str(), NodeSet::default()));
            entry.1 = entry.1.or(possible);
        }
    }
    let volumes = &facts.inventory.storage.shared_volumes;
    if let Some(volume) = volumes.iter().find(|volume| volume.deduplication == Some(true)) {
        wanted.insert(DEDUPLICATION, (volume.friendly_name.as_str(), NodeSet::first(facts.hosts.len())));
    }
    wanted
}

fn features_of(role: &Role) -> impl Iterator<Item = &'static str> {
    let of_kind = match role.kind {
        RoleKind::VirtualMachine | RoleKind::ReplicaBroker => Some("Hyper-V"),
        RoleKind::Dhcp => Some("DHCP"),
        RoleKind::FileServer | RoleKind::ScaleOutFileServer => Some("FS-FileServer"),
        _ => None,
    };
    let of_types = role
        .resource_types
        .iter()
        .filter_map(|kind| TYPES.iter().find(|(name, _)| same_name(name, kind)).map(|(_, feature)| *feature));
    of_kind.into_iter().chain(of_types.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn with_targets(features: &[usize]) -> Fixture {
        let mut fixture = Fixture::new(crate::model::Release::Server2019, 3);
        fixture.role("targets", RoleKind::Other, 1).resource_types = vec!["iSCSI Target Server".to_owned()];
        for node in features {
            fixture.machine(*node).features.push("fs-iscsitarget-server".to_owned());
        }
        fixture
    }

    #[test]
    fn nodes_with_the_feature_pass() {
        assert!(with_targets(&[1, 2, 3]).found("ROL-05").is_empty());
    }

    #[test]
    fn a_node_without_it_warns_and_is_an_error_before_roles_return() {
        let fixture = with_targets(&[1, 2]);
        assert_eq!(fixture.found("ROL-05"), ["WARN cluster contoso"]);
        assert_eq!(fixture.step(Moment::Resume, "n3").found("ROL-05"), ["ERROR node n3"]);
        assert!(with_targets(&[1, 2]).step(Moment::Resume, "n2").found("ROL-05").is_empty());
    }

    #[test]
    fn a_node_where_the_role_does_not_go_may_lack_it_and_deduplication_counts_everywhere() {
        let mut fixture = with_targets(&[1, 2]);
        fixture.inventory.roles[1].possible_owners = vec!["n1".into(), "n2".into()];
        assert!(fixture.found("ROL-05").is_empty());
        fixture.volume("Volume1", 1).deduplication = Some(true);
        assert!(fixture.message("ROL-05").contains("FS-Data-Deduplication, which Volume1 needs"));
    }
}
