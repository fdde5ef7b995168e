//! Add- and Remove-ClusterGroup, Add-ClusterVirtualMachineRole: which roles there are.

use rolling_upgrade_core::model::{Role, RoleKind, RoleName, RoleState};
use serde_json::json;

use super::{Answer, Told, told};
use crate::call::Call;
use crate::error::TwinError;
use crate::ids::RoleId;
use crate::refusal::Refusal;
use crate::state::add_role;
use crate::twin::Twin;

/// `ERROR_OBJECT_ALREADY_EXISTS`.
const ALREADY_EXISTS: u32 = 5010;
/// `ERROR_DEPENDENT_RESOURCE_EXISTS` stands for a group that still has resources.
const HAS_RESOURCES: u32 = 5001;

impl Twin {
    pub(super) fn answer_group_membership(&mut self, call: &Call) -> Answer<Told> {
        self.begin_cluster()?;
        match call {
            Call::AddGroup { group, group_type } => {
                let role = self.add_group(group, *group_type)?;
                told(&self.group_view(role))
            }
            Call::RemoveGroup { group, remove_resources } => {
                let role = self.role_named(group)?;
                self.remove_group(role, *remove_resources)?;
                Ok(Told::nothing())
            }
            Call::AddVirtualMachineRole { name } => {
                let role = self.add_guest(name)?;
                told(&self.group_view(role))
            }
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    fn add_group(&mut self, name: &RoleName, group_type: Option<u32>) -> Answer<RoleId> {
        if self.state.roles_by_name.contains_key(name) {
            return Err(Refusal::Conflict { name: name.to_string(), code: ALREADY_EXISTS }.into());
        }
        let active = self.state.members.iter().copied().find(|member| self.state.is_active(*member));
        let owner = active.ok_or(Refusal::ServiceStopped)?;
        let document = json!({
            "name": name,
            "id": super::resources::identity("group", name.as_str()),
            "kind": kind_of(group_type)?,
            "owner": self.machine_name(owner),
            "state": RoleState::Offline,
        });
        let role: Role =
            serde_json::from_value(document).map_err(|error| TwinError::Answer { reason: error.to_string() })?;
        let id = add_role(&mut self.state, &role)?;
        self.touch_role(id);
        self.touch_machine(owner);
        self.log_role(id, None, "was made".to_owned());
        Ok(id)
    }

    /// A group with resources goes only when they may go with it; its VM stays on its host.
    fn remove_group(&mut self, role: RoleId, remove_resources: bool) -> Answer<()> {
        self.not_busy(role)?;
        let record = &self.state.roles[role];
        if record.is_core() {
            return Err(TwinError::NotModelled { what: format!("removing the core group {}", record.name) });
        }
        if !remove_resources && !self.resource_views(Some(&record.name))?.is_empty() {
            return Err(Refusal::Conflict { name: record.name.to_string(), code: HAS_RESOURCES }.into());
        }
        let (name, owner, guest) = (record.name.clone(), record.owner, record.virtual_machine.is_some());
        self.log_role(role, None, "was removed from the cluster".to_owned());
        self.state.release(owner, role);
        self.state.take_out(role);
        self.state.forget_affinity(&name);
        self.state.roles_by_name.remove(&name);
        self.state.roles.remove(role);
        if guest {
            self.state.machines[owner].facts.unclustered_virtual_machines.push(name.to_string());
        }
        self.touch_machine(owner);
        self.revision += 1;
        Ok(())
    }

    /// A VM that was a role before becomes one again; of any other the twin knows nothing but the name.
    fn add_guest(&mut self, name: &RoleName) -> Answer<RoleId> {
        if self.state.roles_by_name.contains_key(name) {
            return Err(Refusal::Conflict { name: name.to_string(), code: ALREADY_EXISTS }.into());
        }
        let known = self.state.roles.removed().find(|role| {
            let record = &self.state.roles[*role];
            record.name == *name && record.virtual_machine.is_some()
        });
        let Some(role) = known else {
            let what = format!("making a role of {name}, of which the inventory tells nothing but the name");
            return Err(TwinError::NotModelled { what });
        };
        let owner = self.state.roles[role].owner;
        self.state.roles.restore(role);
        self.state.roles_by_name.insert(name.clone(), role);
        self.state.put_back(role);
        self.state.hold(owner, role);
        let unclustered = &mut self.state.machines[owner].facts.unclustered_virtual_machines;
        unclustered.retain(|other| *other != name.as_str());
        self.touch_machine(owner);
        self.touch_role(role);
        self.log_role(role, None, "became a role of the cluster".to_owned());
        Ok(role)
    }
}

/// Microsoft's `GroupType`.
fn kind_of(group_type: Option<u32>) -> Answer<RoleKind> {
    Ok(match group_type {
        None | Some(9999) => RoleKind::Other,
        Some(100) => RoleKind::FileServer,
        Some(102) => RoleKind::Dhcp,
        Some(107) => RoleKind::Generic,
        Some(114) => RoleKind::ScaleOutFileServer,
        Some(115) => RoleKind::ReplicaBroker,
        Some(other) => return Err(TwinError::NotModelled { what: format!("an empty group of the type {other}") }),
    })
}
