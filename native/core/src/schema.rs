//! JSON Schemas of the documents, made from the types that read and write them.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::compare::Comparison;
use crate::error::{ERROR_SCHEMA, ErrorReport};
use crate::model::Inventory;
use crate::plan::{Fleet, Plan, PlanComparison};
use crate::profile::NodeProfile;
use crate::profile::readiness::Readiness;
use crate::rules::{CheckReport, Finding};
use crate::run::{Advance, Event, RunStatus};

/// A kind of document that has a JSON Schema.
#[derive(Debug, Clone, Copy)]
pub struct DocumentKind {
    /// The name by which it is asked for: `inventory`, `plan` ...
    pub name: &'static str,
    /// What its field `schema` says; empty for a part of other documents, which has no such field.
    pub schema: &'static str,
    make: fn() -> Schema,
}

/// The kinds of this crate. The simulation document belongs to the twin, which makes its schema by [`schema_of`].
pub const DOCUMENT_KINDS: &[DocumentKind] = &[
    DocumentKind { name: "inventory", schema: Inventory::SCHEMA, make: make::<Inventory> },
    DocumentKind { name: "plan", schema: Plan::SCHEMA, make: make::<Plan> },
    DocumentKind { name: "planComparison", schema: PlanComparison::SCHEMA, make: make::<PlanComparison> },
    DocumentKind { name: "fleet", schema: Fleet::SCHEMA, make: make::<Fleet> },
    DocumentKind { name: "nodeProfile", schema: NodeProfile::SCHEMA, make: make::<NodeProfile> },
    DocumentKind { name: "readiness", schema: Readiness::SCHEMA, make: make::<Readiness> },
    DocumentKind { name: "run", schema: RunStatus::SCHEMA, make: make::<RunStatus> },
    DocumentKind { name: "findings", schema: CheckReport::SCHEMA, make: make::<CheckReport> },
    DocumentKind { name: "finding", schema: "", make: make::<Finding> },
    DocumentKind { name: "event", schema: "", make: make::<Event> },
    DocumentKind { name: "advance", schema: "", make: make::<Advance> },
    DocumentKind { name: "comparison", schema: Comparison::SCHEMA, make: make::<Comparison> },
    DocumentKind { name: "error", schema: ERROR_SCHEMA, make: make::<ErrorReport> },
];

/// The JSON Schema (draft 2020-12) of a kind of document, as text with a line feed at its end.
///
/// `None` where this crate knows no document of that kind.
#[must_use]
pub fn schema(kind: &str) -> Option<String> {
    DOCUMENT_KINDS.iter().find(|known| known.name == kind).map(|known| text((known.make)()))
}

/// The JSON Schema of a type, in the same form as [`schema`].
#[must_use]
pub fn schema_of<T: JsonSchema>() -> String {
    text(make::<T>())
}

fn make<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

fn text(schema: Schema) -> String {
    let mut text = format!("{:#}", schema.to_value());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_closed_schema_with_descriptions() {
        for kind in DOCUMENT_KINDS {
            let text = schema(kind.name).unwrap();
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["$schema"], "https://json-schema.org/draft/2020-12/schema", "{}", kind.name);
            assert_eq!(value["additionalProperties"], false, "{}", kind.name);
            assert!(value["description"].as_str().is_some_and(|text| !text.is_empty()), "{}", kind.name);
        }
    }

    #[test]
    fn units_keep_their_spelling() {
        let text = schema("inventory").unwrap();
        assert!(text.contains("\"assignedMiB\""), "{text}");
        assert_eq!(schema("nonsense"), None);
    }

    #[test]
    fn a_schema_is_the_same_each_time() {
        assert_eq!(schema("plan"), schema("plan"));
        assert_eq!(schema("plan"), Some(schema_of::<Plan>()));
    }
}
