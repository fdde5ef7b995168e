//! Resources, derived from the roles: the inventory tells roles only.

use rolling_upgrade_core::model::{RoleKind, RoleName, RoleState, WitnessKind, same_name};
use serde_json::{Map, Value};

use super::Answer;
use super::storage::{OFFLINE, ONLINE};
use crate::call::ResourceView;
use crate::error::TwinError;
use crate::ids::RoleId;
use crate::refusal::Refusal;
use crate::state::{RoleRecord, VirtualMachineRecord};
use crate::twin::Twin;

const MACHINE_PREFIX: &str = "Virtual Machine ";
const CONFIGURATION_PREFIX: &str = "Virtual Machine Configuration ";
/// `OfflineAction`, by its number.
pub(super) const OFFLINE_ACTIONS: [&str; 4] = ["turnOff", "save", "shutDown", "shutDownForced"];
pub(super) const OFFLINE_ACTION: &str = "OfflineAction";
pub(super) const DEFAULT_MOVE_TYPE: &str = "DefaultMoveType";
/// `DefaultMoveType`: quick migration whatever the priority.
pub(super) const QUICK: u32 = 1;
/// `DefaultMoveType` that leaves it to the threshold of the cluster.
const BY_PRIORITY: u32 = u32::MAX;
/// Resource types that every cluster has ("Resource Types" of the failover cluster documentation,
/// learn.microsoft.com).
const STANDARD_TYPES: [&str; 20] = [
    "DFS Replicated Folder",
    "DHCP Service",
    "Distributed File System",
    "Distributed Network Name",
    "Distributed Transaction Coordinator",
    "File Server",
    "File Share Witness",
    "Generic Application",
    "Generic Script",
    "Generic Service",
    "IP Address",
    "IPv6 Address",
    "IPv6 Tunnel Address",
    "Network Name",
    "Physical Disk",
    "Scale Out File Server",
    "Storage Pool",
    "Virtual Machine",
    "Virtual Machine Configuration",
    "Virtual Machine Replication Broker",
];
const FAILED: u32 = 4;
const PENDING: u32 = 128;

/// A stable identity for what has none in the inventory: FNV-1a of its kind and name, in the form of a GUID.
pub(super) fn identity(kind: &str, name: &str) -> String {
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in kind.bytes().chain([0]).chain(name.bytes()) {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b_u128);
    }
    let text = format!("{hash:032x}");
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}

const fn state_number(state: RoleState) -> u32 {
    match state {
        RoleState::Online | RoleState::PartialOnline => ONLINE,
        RoleState::Offline => OFFLINE,
        RoleState::Failed => FAILED,
        RoleState::Pending => PENDING,
    }
}

impl Twin {
    pub(crate) fn resource_views(&self, group: Option<&RoleName>) -> Answer<Vec<ResourceView>> {
        let roles: Vec<RoleId> = match group {
            Some(group) => vec![self.role_named(group)?],
            None => self.state.roles.ids().collect(),
        };
        let views = roles.into_iter().flat_map(|role| self.resources_of(role));
        Ok(views.map(|view| self.with_written(view)).collect())
    }

    /// The resource types that come with the release, and those that something else has brought.
    pub(super) fn resource_types(&self) -> Answer<Vec<String>> {
        let mut names: Vec<String> = STANDARD_TYPES.iter().map(|name| (*name).to_owned()).collect();
        names.extend(self.state.resource_types.iter().map(|kind| kind.name.clone()));
        names.extend(self.resource_views(None)?.into_iter().map(|resource| resource.resource_type));
        names.sort_by_key(|name| name.to_lowercase());
        names.dedup_by(|next, one| same_name(next, one));
        Ok(names)
    }

    pub(super) fn resources_of(&self, role: RoleId) -> Vec<ResourceView> {
        let record = &self.state.roles[role];
        let name = record.name.as_str();
        match record.kind {
            RoleKind::Cluster => self.core_resources(record),
            RoleKind::AvailableStorage => self
                .state
                .storage
                .available
                .iter()
                .map(|disk| self.resource(record, disk.clone(), witness_type(WitnessKind::Disk), false))
                .collect(),
            RoleKind::VirtualMachine => {
                let machine = record.virtual_machine.as_ref();
                let id: Map<String, Value> =
                    machine.map(|machine| ("VmID".to_owned(), Value::from(machine.id.clone()))).into_iter().collect();
                let configuration = format!("{CONFIGURATION_PREFIX}{name}");
                let mut views = vec![
                    self.resource(record, configuration, "Virtual Machine Configuration", false),
                    self.resource(record, format!("{MACHINE_PREFIX}{name}"), "Virtual Machine", false),
                ];
                views[1].parameters = machine.map(machine_parameters).unwrap_or_default();
                views[1].parameters.extend(id.clone());
                views[0].parameters = id;
                // The configuration stays online while the VM is off.
                if record.state == RoleState::Offline {
                    views[0].state = ONLINE;
                }
                views
            }
            RoleKind::FileServer => {
                let mut views = self.role_access_point(record, "Network Name");
                views.push(self.resource(record, format!("File Server (\\\\{name})"), "File Server", false));
                views
            }
            RoleKind::ScaleOutFileServer => {
                let mut views = self.role_access_point(record, "Distributed Network Name");
                let server = format!("Scale-Out File Server (\\\\{name})");
                views.push(self.resource(record, server, "Scale Out File Server", false));
                views
            }
            _ if !record.resource_types.is_empty() => record
                .resource_types
                .iter()
                .map(|kind| self.resource(record, format!("{kind} ({name})"), kind, false))
                .collect(),
            kind => vec![self.resource(record, format!("{name} resource"), resource_type(kind), false)],
        }
    }

    fn core_resources(&self, record: &RoleRecord) -> Vec<ResourceView> {
        let mut views = self.cluster_access_point(record);
        if let Some(witness) = &self.state.cluster.quorum.witness {
            let mut view = self.resource(record, witness.resource.clone(), witness_type(witness.kind), true);
            view.state = if witness.online { ONLINE } else { FAILED };
            if let Some(path) = &witness.share_path {
                view.parameters.insert("SharePath".to_owned(), Value::from(path.clone()));
            }
            views.push(view);
        }
        views
    }

    pub(super) fn resource(&self, record: &RoleRecord, name: String, resource_type: &str, core: bool) -> ResourceView {
        ResourceView {
            id: identity("resource", &name),
            name,
            state: state_number(record.state),
            owner_group: record.name.clone(),
            owner_node: self.machine_name(record.owner).clone(),
            resource_type: resource_type.to_owned(),
            is_core_resource: core,
            parameters: Map::new(),
        }
    }

    /// The role that a resource belongs to.
    pub(super) fn role_of_resource(&self, resource: &str) -> Answer<RoleId> {
        for prefix in [CONFIGURATION_PREFIX, MACHINE_PREFIX] {
            let (head, tail) = resource.split_at_checked(prefix.len()).unwrap_or((resource, ""));
            if head.eq_ignore_ascii_case(prefix)
                && let Some(role) = self.state.roles_by_name.get(&RoleName::from(tail))
            {
                return Ok(*role);
            }
        }
        let others = self.state.roles.iter().filter(|(_, role)| role.virtual_machine.is_none());
        others
            .map(|(id, _)| id)
            .find(|role| self.resources_of(*role).iter().any(|view| same_name(&view.name, resource)))
            .ok_or_else(|| {
                TwinError::from(Refusal::ThingNotFound { kind: "resource", name: resource.to_owned(), code: 5007 })
            })
    }
}

/// Whether a resource is named as that of a VM, and not as its configuration.
pub(super) fn is_machine(resource: &str) -> bool {
    let starts = |prefix: &str| {
        resource.split_at_checked(prefix.len()).is_some_and(|(head, _)| head.eq_ignore_ascii_case(prefix))
    };
    starts(MACHINE_PREFIX) && !starts(CONFIGURATION_PREFIX)
}

/// Private properties of the resource of a VM: how it is taken offline, where that is known, and how it moves.
///
/// Source: Virtual Machine private properties, OfflineAction (learn.microsoft.com, Windows Server failover clusters).
fn machine_parameters(machine: &VirtualMachineRecord) -> Map<String, Value> {
    let mut parameters = Map::new();
    let action = machine.facts.offline_action.as_deref();
    if let Some(number) = OFFLINE_ACTIONS.iter().position(|name| action.is_some_and(|action| same_name(name, action))) {
        parameters.insert(OFFLINE_ACTION.to_owned(), Value::from(number));
    }
    let quick = if machine.quick_migration { QUICK } else { BY_PRIORITY };
    parameters.insert(DEFAULT_MOVE_TYPE.to_owned(), Value::from(quick));
    parameters
}

pub(super) const fn witness_type(kind: WitnessKind) -> &'static str {
    match kind {
        WitnessKind::Disk => "Physical Disk",
        WitnessKind::FileShare => "File Share Witness",
        WitnessKind::Cloud => "Cloud Witness",
    }
}

const fn resource_type(kind: RoleKind) -> &'static str {
    match kind {
        RoleKind::ReplicaBroker => "Virtual Machine Replication Broker",
        RoleKind::ClusterAwareUpdating => "ClusterAwareUpdatingResource",
        RoleKind::SqlServer => "SQL Server",
        RoleKind::Dhcp => "DHCP Service",
        RoleKind::StoragePool => "Storage Pool",
        _ => "Generic Service",
    }
}
