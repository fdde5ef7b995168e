//! Move-, Start-, Stop-ClusterGroup, Move-ClusterVirtualMachineRole, Set-ClusterOwnerNode, properties of groups.

use rolling_upgrade_core::model::{NodeName, Priority, RoleName};
use serde_json::Value;

use super::{Answer, Told, told};
use crate::assumption::Assumption;
use crate::call::Call;
use crate::error::TwinError;
use crate::fault::Lie;
use crate::ids::RoleId;
use crate::refusal::Refusal;
use crate::state::Method;
use crate::twin::Twin;

impl Twin {
    pub(super) fn answer_groups(&mut self, call: &Call) -> Answer<Told> {
        self.begin_cluster()?;
        match call {
            Call::MoveGroup { group, node, wait_seconds } => {
                let role = self.role_named(group)?;
                if self.state.roles[role].virtual_machine.is_some() {
                    self.assumptions.rely(Assumption::MoveGroupRule);
                }
                self.move_role(role, node.as_ref(), None, *wait_seconds)?;
                told(&self.group_view(role))
            }
            Call::MoveVirtualMachine { group, node, migration, wait_seconds, cancel } => {
                let role = self.role_named(group)?;
                if *cancel {
                    self.cancel_move(role);
                    self.pump();
                } else {
                    self.move_role(role, node.as_ref(), method_of(*migration)?, *wait_seconds)?;
                }
                told(&self.group_view(role))
            }
            Call::StartGroup { group, wait_seconds } => {
                let role = self.role_named(group)?;
                self.start_group_where_it_can(role)?;
                self.wait_for(role, *wait_seconds);
                told(&self.group_view(role))
            }
            Call::StopGroup { group, wait_seconds } => {
                let role = self.role_named(group)?;
                self.stop_group(role)?;
                self.wait_for(role, *wait_seconds);
                told(&self.group_view(role))
            }
            Call::SetOwnerNodes { group, resource, owners } => {
                self.set_owners(group.as_ref(), resource.as_deref(), owners)?;
                Ok(Told::nothing())
            }
            Call::SetGroupProperty { group, name, value } => {
                let role = self.role_named(group)?;
                self.set_group_property(role, name, value)?;
                told(&self.group_view(role))
            }
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    /// Moves a role and waits for its end unless somebody said not to.
    fn move_role(
        &mut self,
        role: RoleId,
        node: Option<&NodeName>,
        method: Option<Method>,
        wait_seconds: Option<u64>,
    ) -> Answer<()> {
        let to = node.map(|name| self.node_named(name)).transpose()?;
        let from = self.state.roles[role].owner;
        let lie = if to == Some(from) { None } else { self.lie_about_a_move(role) };
        if lie == Some(Lie::Done) {
            return Ok(());
        }
        self.request_move(role, to, method)?;
        self.wait_for(role, wait_seconds);
        if lie == Some(Lie::Failed) {
            return Err(Refusal::MoveFailed { role: self.state.roles[role].name.clone() }.into());
        }
        let record = &self.state.roles[role];
        if record.owner == from && to != Some(from) && !record.is_busy() {
            return Err(Refusal::MoveFailed { role: record.name.clone() }.into());
        }
        Ok(())
    }

    /// Waits until a role is neither moving nor starting nor stopping: without a limit, or as long as was said.
    pub(super) fn wait_for(&mut self, role: RoleId, wait_seconds: Option<u64>) {
        if wait_seconds == Some(0) {
            return;
        }
        let limit = wait_seconds.map(|seconds| seconds.saturating_mul(1000));
        let until = limit.map(|limit| self.now.saturating_add(limit));
        self.pass_while(limit, |state| state.roles[role].is_busy());
        if let Some(until) = until
            && self.state.roles[role].is_busy()
        {
            self.now = self.now.max(until);
        }
    }

    fn set_owners(&mut self, group: Option<&RoleName>, resource: Option<&str>, owners: &[NodeName]) -> Answer<()> {
        let owners = self.nodes_named(owners)?;
        match (group, resource) {
            (Some(group), _) => {
                let role = self.role_named(group)?;
                self.state.roles[role].preferred = owners;
                self.touch_role(role);
            }
            (None, Some(resource)) => {
                let role = self.role_of_resource(resource)?;
                // A list of every member says the same as none, and stays true when a node joins.
                let all = self.state.members.iter().all(|member| owners.contains(member));
                self.state.roles[role].possible = if all { Vec::new() } else { owners };
                self.touch_role(role);
            }
            (None, None) => {
                return Err(TwinError::Property { property: "group".to_owned(), value: "nothing".to_owned() });
            }
        }
        Ok(())
    }

    fn set_group_property(&mut self, role: RoleId, name: &str, value: &Value) -> Answer<()> {
        let wrong = || TwinError::Property { property: name.to_owned(), value: value.to_string() };
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        match name {
            "Priority" => {
                let priority = number.filter(|number| [0, 1000, 2000, 3000].contains(number)).ok_or_else(wrong)?;
                // What waits is ordered by priority: it goes in again.
                let queued = self.dequeue(role);
                self.state.roles[role].priority = Priority(priority);
                if let Some(queued) = queued {
                    self.enqueue(role, queued.to, queued.method, queued.drain);
                }
            }
            "AutoFailbackType" => self.state.roles[role].automatic_failback = number.ok_or_else(wrong)? == 1,
            "LockedFromMoving" => self.state.roles[role].locked = number.ok_or_else(wrong)? != 0,
            "AntiAffinityClassNames" => {
                let names: Vec<String> = match value {
                    Value::String(name) if name.is_empty() => Vec::new(),
                    Value::String(name) => vec![name.clone()],
                    _ => serde_json::from_value(value.clone()).map_err(|_| wrong())?,
                };
                self.set_classes(role, &names);
            }
            _ => return Err(TwinError::NotModelled { what: format!("the property {name} of a group") }),
        }
        self.touch_role(role);
        Ok(())
    }

    fn set_classes(&mut self, role: RoleId, names: &[String]) {
        let places = [Some(self.state.roles[role].owner), self.state.roles[role].movement.map(|movement| movement.to)];
        for place in places.into_iter().flatten() {
            self.state.release(place, role);
        }
        self.state.roles[role].classes = names.iter().map(|name| self.state.classes.number(name)).collect();
        for place in places.into_iter().flatten() {
            self.state.hold(place, role);
        }
    }
}

/// `VmMigrationType`.
fn method_of(migration: Option<u32>) -> Answer<Option<Method>> {
    Ok(Some(match migration {
        None => return Ok(None),
        Some(0 | 3) => Method::Restart { clean: false },
        Some(1) => Method::Quick,
        Some(2) => Method::Restart { clean: true },
        Some(4) => Method::Live,
        Some(other) => {
            return Err(TwinError::Property { property: "migration".to_owned(), value: other.to_string() });
        }
    }))
}
