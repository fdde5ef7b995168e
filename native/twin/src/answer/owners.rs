//! Who may own what: `Get-ClusterOwnerNode`.

use std::collections::BTreeMap;

use rolling_upgrade_core::model::{NodeName, RoleName, same_name};

use super::{Answer, Told, told};
use crate::call::{OwnedView, OwnerListsView, OwnerNodesView};
use crate::error::TwinError;
use crate::ids::MachineId;
use crate::twin::Twin;

impl Twin {
    /// The owners of one group (preferred), of one resource or of one type of resources (possible).
    pub(super) fn owner_nodes(
        &self,
        group: Option<&RoleName>,
        resource: Option<&str>,
        resource_type: Option<&str>,
    ) -> Answer<Told> {
        let view = match (group, resource, resource_type) {
            (Some(group), _, _) => {
                let record = &self.state.roles[self.role_named(group)?];
                OwnerNodesView {
                    cluster_object: record.name.to_string(),
                    owner_nodes: self.names_of(&record.preferred),
                }
            }
            (None, Some(resource), _) => {
                let record = &self.state.roles[self.role_of_resource(resource)?];
                OwnerNodesView {
                    cluster_object: resource.to_owned(),
                    owner_nodes: self.names_of(self.possible_or_all(&record.possible)),
                }
            }
            (None, None, Some(kind)) => {
                OwnerNodesView { cluster_object: kind.to_owned(), owner_nodes: self.owners_of_type(kind) }
            }
            (None, None, None) => {
                return Err(TwinError::Property { property: "group".to_owned(), value: "nothing".to_owned() });
            }
        };
        told(&view)
    }

    /// The nodes on which a type is installed: those that the inventory names, else all that do not lack it.
    fn owners_of_type(&self, kind: &str) -> Vec<NodeName> {
        if let Some(told) = self.state.resource_types.iter().find(|told| same_name(&told.name, kind)) {
            return told.possible_owners.clone();
        }
        let members = self.state.members.iter().map(|member| &self.state.machines[*member]);
        members.filter(|record| !record.lacks_resource_type(kind)).map(|record| record.name.clone()).collect()
    }

    /// The preferred owners of all groups, or the possible owners of all resources; each list once.
    pub(super) fn owner_lists(&self, resources: bool) -> OwnerListsView {
        let mut places: BTreeMap<&[MachineId], usize> = BTreeMap::new();
        let mut view = OwnerListsView { lists: Vec::new(), objects: Vec::new() };
        for (id, record) in self.state.roles.iter() {
            let owners: &[MachineId] =
                if resources { self.possible_or_all(&record.possible) } else { &record.preferred };
            let list = *places.entry(owners).or_insert_with(|| {
                view.lists.push(self.names_of(owners));
                view.lists.len() - 1
            });
            if resources {
                let names = self.resources_of(id).into_iter().map(|resource| resource.name);
                view.objects.extend(names.map(|name| OwnedView { name, list }));
            } else {
                view.objects.push(OwnedView { name: record.name.to_string(), list });
            }
        }
        view
    }

    pub(crate) fn possible_or_all<'a>(&'a self, possible: &'a [MachineId]) -> &'a [MachineId] {
        if possible.is_empty() { &self.state.members } else { possible }
    }

    fn names_of(&self, machines: &[MachineId]) -> Vec<NodeName> {
        machines.iter().map(|machine| self.machine_name(*machine).clone()).collect()
    }
}
