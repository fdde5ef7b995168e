//! Private properties of the cluster, of resources and of resource types: Get- and Set-ClusterParameter.

use rolling_upgrade_core::model::same_name;
use serde_json::{Map, Value};

use super::Answer;
use crate::call::ResourceView;
use crate::error::TwinError;
use crate::refusal::Refusal;
use crate::state::{PrivateProperty, PropertyOwner};
use crate::twin::Twin;

/// `ERROR_NOT_FOUND`.
const NOT_FOUND: u32 = 1168;
const MOVE_TYPE_THRESHOLD: &str = "MoveTypeThreshold";
/// The ids of the networks that live migration does not use, with a semicolon between them.
const MIGRATION_EXCLUDE_NETWORKS: &str = "MigrationExcludeNetworks";

impl Twin {
    /// The private properties of a resource type. `MoveTypeThreshold` of virtual machines decides which of them
    /// migrate live ("Virtual machine resource type private properties", learn.microsoft.com).
    pub(crate) fn type_parameters(&self, resource_type: &str) -> Map<String, Value> {
        let mut parameters = Map::new();
        if same_name(resource_type, "Virtual Machine")
            && let Some(threshold) = self.state.cluster.facts.move_type_threshold
        {
            parameters.insert(MOVE_TYPE_THRESHOLD.to_owned(), Value::from(threshold));
        }
        if same_name(resource_type, "Virtual Machine") {
            let unused = self.state.networks.iter().filter(|network| !network.live_migration);
            let ids: Vec<String> = unused.map(|network| super::resources::identity("network", &network.name)).collect();
            parameters.insert(MIGRATION_EXCLUDE_NETWORKS.to_owned(), Value::from(ids.join(";")));
        }
        self.add_written(&mut parameters, PropertyOwner::ResourceType, resource_type);
        parameters
    }

    /// The private properties of the cluster: those that were written.
    pub(crate) fn cluster_parameters(&self) -> Map<String, Value> {
        let mut parameters = Map::new();
        self.add_written(&mut parameters, PropertyOwner::Cluster, "");
        parameters
    }

    /// Adds to a resource what was written to it.
    pub(super) fn with_written(&self, mut view: ResourceView) -> ResourceView {
        if !self.state.cluster.private_properties.is_empty() {
            self.add_written(&mut view.parameters, PropertyOwner::Resource, &view.name);
        }
        view
    }

    fn add_written(&self, parameters: &mut Map<String, Value>, of: PropertyOwner, owner: &str) {
        for property in &self.state.cluster.private_properties {
            if property.of == of && same_name(&property.owner, owner) {
                parameters.insert(property.name.clone(), property.value.clone());
            }
        }
    }

    /// What is not there yet needs `-Create`.
    pub(crate) fn set_parameters(
        &mut self,
        of: PropertyOwner,
        owner: &str,
        values: &Map<String, Value>,
        create: bool,
        delete: bool,
    ) -> Answer<()> {
        let present = match of {
            PropertyOwner::Cluster => self.cluster_parameters(),
            PropertyOwner::Resource => self.resource_named(owner)?.parameters,
            PropertyOwner::ResourceType => self.type_parameters(owner),
        };
        let is_there = |name: &str| present.keys().any(|one| same_name(one, name)) || is_built_in(of, owner, name);
        let missing = values.keys().find(|name| !is_there(name));
        if let Some(name) = missing.filter(|_| !create) {
            return Err(Refusal::ThingNotFound { kind: "property", name: name.clone(), code: NOT_FOUND }.into());
        }
        for (name, value) in values {
            self.write_parameter(of, owner, name, if delete { &Value::Null } else { value })?;
        }
        self.revision += 1;
        Ok(())
    }

    fn write_parameter(&mut self, of: PropertyOwner, owner: &str, name: &str, value: &Value) -> Answer<()> {
        if of == PropertyOwner::ResourceType
            && same_name(owner, "Virtual Machine")
            && same_name(name, MOVE_TYPE_THRESHOLD)
        {
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
            let wrong = || TwinError::Property { property: name.to_owned(), value: value.to_string() };
            self.state.cluster.facts.move_type_threshold =
                if value.is_null() { None } else { Some(number.ok_or_else(wrong)?) };
            return Ok(());
        }
        if of == PropertyOwner::ResourceType
            && same_name(owner, "Virtual Machine")
            && same_name(name, MIGRATION_EXCLUDE_NETWORKS)
        {
            let text = value.as_str().unwrap_or_default();
            let excluded: Vec<&str> = text.split([';', ' ']).map(|id| id.trim_matches(['{', '}'])).collect();
            for network in &mut self.state.networks {
                let id = super::resources::identity("network", &network.name);
                network.live_migration = !excluded.iter().any(|excluded| excluded.eq_ignore_ascii_case(&id));
            }
            return Ok(());
        }
        if of == PropertyOwner::Resource && self.write_machine_parameter(owner, name, value)? {
            return Ok(());
        }
        let written = &mut self.state.cluster.private_properties;
        written.retain(|one| one.of != of || !same_name(&one.owner, owner) || !same_name(&one.name, name));
        if !value.is_null() {
            written.push(PrivateProperty { of, owner: owner.to_owned(), name: name.to_owned(), value: value.clone() });
        }
        Ok(())
    }

    /// Properties of the resource of a VM that the twin acts on; false where it is none of them.
    fn write_machine_parameter(&mut self, owner: &str, name: &str, value: &Value) -> Answer<bool> {
        if !super::resources::is_machine(owner) {
            return Ok(false);
        }
        let role = self.role_of_resource(owner)?;
        let Some(machine) = self.state.roles[role].virtual_machine.as_mut() else { return Ok(false) };
        let number = value.as_u64();
        if same_name(name, super::resources::DEFAULT_MOVE_TYPE) {
            machine.quick_migration = number == Some(u64::from(super::resources::QUICK));
        } else if same_name(name, super::resources::OFFLINE_ACTION) {
            let place = number.and_then(|number| usize::try_from(number).ok());
            let action = place.and_then(|place| super::resources::OFFLINE_ACTIONS.get(place));
            let wrong = || TwinError::Property { property: name.to_owned(), value: value.to_string() };
            machine.facts.offline_action =
                if value.is_null() { None } else { Some((*action.ok_or_else(wrong)?).to_owned()) };
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

/// Whether every VM, or their type, has a property, also where nobody has read it.
fn is_built_in(of: PropertyOwner, owner: &str, name: &str) -> bool {
    let known: &[&str] = match of {
        PropertyOwner::Resource if super::resources::is_machine(owner) => {
            &[super::resources::DEFAULT_MOVE_TYPE, super::resources::OFFLINE_ACTION]
        }
        PropertyOwner::ResourceType if same_name(owner, "Virtual Machine") => &[MOVE_TYPE_THRESHOLD],
        _ => &[],
    };
    known.iter().any(|one| same_name(one, name))
}
