//! Private properties of resources and resource types: Get- and Set-ClusterParameter.

use rolling_upgrade_core::model::same_name;
use serde_json::{Map, Value};

use super::Answer;
use crate::call::ResourceView;
use crate::error::TwinError;
use crate::refusal::Refusal;
use crate::state::PrivateProperty;
use crate::twin::Twin;

/// `ERROR_NOT_FOUND`.
const NOT_FOUND: u32 = 1168;
const MOVE_TYPE_THRESHOLD: &str = "MoveTypeThreshold";

impl Twin {
    /// The private properties of a resource type. `MoveTypeThreshold` of virtual machines decides which of them
    /// migrate live ("Virtual machine resource type private properties", learn.microsoft.com).
    pub(super) fn type_parameters(&self, resource_type: &str) -> Map<String, Value> {
        let mut parameters = Map::new();
        if same_name(resource_type, "Virtual Machine")
            && let Some(threshold) = self.state.cluster.facts.move_type_threshold
        {
            parameters.insert(MOVE_TYPE_THRESHOLD.to_owned(), Value::from(threshold));
        }
        self.add_written(&mut parameters, true, resource_type);
        parameters
    }

    /// Adds to a resource what was written to it.
    pub(super) fn with_written(&self, mut view: ResourceView) -> ResourceView {
        if !self.state.cluster.private_properties.is_empty() {
            self.add_written(&mut view.parameters, false, &view.name);
        }
        view
    }

    fn add_written(&self, parameters: &mut Map<String, Value>, of_type: bool, owner: &str) {
        for property in &self.state.cluster.private_properties {
            if property.of_type == of_type && same_name(&property.owner, owner) {
                parameters.insert(property.name.clone(), property.value.clone());
            }
        }
    }

    /// What is not there yet needs `-Create`.
    pub(super) fn set_parameters(
        &mut self,
        resource: Option<&str>,
        resource_type: Option<&str>,
        values: &Map<String, Value>,
        create: bool,
        delete: bool,
    ) -> Answer<()> {
        let (of_type, owner) = match (resource, resource_type) {
            (Some(resource), _) => (false, resource),
            (None, Some(kind)) => (true, kind),
            (None, None) => {
                return Err(TwinError::Property { property: "resource".to_owned(), value: "nothing".to_owned() });
            }
        };
        let present = if of_type { self.type_parameters(owner) } else { self.resource_named(owner)?.parameters };
        let missing = values.keys().find(|name| !present.keys().any(|one| same_name(one, name)));
        if let Some(name) = missing.filter(|_| !create) {
            return Err(Refusal::ThingNotFound { kind: "property", name: name.clone(), code: NOT_FOUND }.into());
        }
        for (name, value) in values {
            self.write_parameter(of_type, owner, name, if delete { &Value::Null } else { value })?;
        }
        self.revision += 1;
        Ok(())
    }

    fn write_parameter(&mut self, of_type: bool, owner: &str, name: &str, value: &Value) -> Answer<()> {
        if of_type && same_name(owner, "Virtual Machine") && same_name(name, MOVE_TYPE_THRESHOLD) {
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
            let wrong = || TwinError::Property { property: name.to_owned(), value: value.to_string() };
            self.state.cluster.facts.move_type_threshold =
                if value.is_null() { None } else { Some(number.ok_or_else(wrong)?) };
            return Ok(());
        }
        let written = &mut self.state.cluster.private_properties;
        written.retain(|one| one.of_type != of_type || !same_name(&one.owner, owner) || !same_name(&one.name, name));
        if !value.is_null() {
            written.push(PrivateProperty {
                of_type,
                owner: owner.to_owned(),
                name: name.to_owned(),
                value: value.clone(),
            });
        }
        Ok(())
    }
}
