//! Groups as documents hold them: thousands of them are read many times in a run, and a journal keeps every reading.
//!
//! `{"nodes": ["HV01"], "rows": [["VM1", 0], ["VM2", 0, "offline"], ["VM3", 0, "online", true]]}`: a row is a role, the
//! place of its owner in `nodes`, its state where it is not online, and whether it is queued. Their order is kept. A
//! list of [`GroupObserved`] is read as well.

use std::borrow::Cow;
use std::collections::HashMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::GroupObserved;
use crate::model::{NodeName, RoleName, RoleState};

/// Groups in the form of a document.
pub(super) struct GroupTable;

/// The table, borrowed for writing.
#[derive(Serialize)]
struct Written<'a> {
    nodes: Vec<&'a NodeName>,
    rows: Vec<Row<'a>>,
}

/// The table as it was read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    nodes: Vec<NodeName>,
    rows: Vec<ReadRow>,
}

struct Row<'a> {
    group: &'a GroupObserved,
    owner: usize,
}

struct ReadRow {
    name: RoleName,
    owner: usize,
    state: RoleState,
    queued: bool,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let GroupObserved { name, state, queued, .. } = self.group;
        let usual = *state == RoleState::Online && !queued;
        let mut row = serializer.serialize_seq(None)?;
        row.serialize_element(name)?;
        row.serialize_element(&self.owner)?;
        if !usual {
            row.serialize_element(state)?;
        }
        if *queued {
            row.serialize_element(queued)?;
        }
        row.end()
    }
}

impl<'de> Deserialize<'de> for ReadRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RowVisitor;
        impl<'de> Visitor<'de> for RowVisitor {
            type Value = ReadRow;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a role, the place of its owner, its state and whether it is queued")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<ReadRow, A::Error> {
                let name = row.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                let owner = row.next_element()?.ok_or_else(|| A::Error::invalid_length(1, &self))?;
                let state = row.next_element()?.unwrap_or(RoleState::Online);
                let queued = row.next_element()?.unwrap_or_default();
                Ok(ReadRow { name, owner, state, queued })
            }
        }
        deserializer.deserialize_seq(RowVisitor)
    }
}

/// Writes a table.
pub(super) fn serialize<S: Serializer>(groups: &Option<Vec<GroupObserved>>, serializer: S) -> Result<S::Ok, S::Error> {
    let groups = groups.as_deref().unwrap_or_default();
    let (mut nodes, mut places) = (Vec::new(), HashMap::new());
    let rows = groups.iter().map(|group| {
        let owner = *places.entry(&group.owner).or_insert_with(|| {
            nodes.push(&group.owner);
            nodes.len() - 1
        });
        Row { group, owner }
    });
    let rows = rows.collect();
    Written { nodes, rows }.serialize(serializer)
}

/// Reads a table or a list.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<GroupObserved>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        List(Vec<GroupObserved>),
        Table(Read),
    }
    let Some(either) = Option::<Either>::deserialize(deserializer)? else { return Ok(None) };
    let table = match either {
        Either::List(groups) => return Ok(Some(groups)),
        Either::Table(table) => table,
    };
    let group = |row: ReadRow| {
        let owner = table.nodes.get(row.owner).cloned();
        let owner =
            owner.ok_or_else(|| D::Error::custom(format!("there is no owner {} of {}", row.owner, row.name)))?;
        Ok(GroupObserved { name: row.name, owner, state: row.state, queued: row.queued })
    };
    table.rows.into_iter().map(group).collect::<Result<_, _>>().map(Some)
}

impl JsonSchema for GroupTable {
    fn schema_name() -> Cow<'static, str> {
        "GroupTable".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (name, node) = (generator.subschema_for::<RoleName>(), generator.subschema_for::<NodeName>());
        let (state, group) = (generator.subschema_for::<RoleState>(), generator.subschema_for::<GroupObserved>());
        let (place, queued) = (json_schema!({ "type": "integer", "minimum": 0 }), json_schema!({ "type": "boolean" }));
        json_schema!({
            "description": "Groups: a list, or a table whose rows name the role, the place of its owner in `nodes`, \
                            its state where it is not online, and whether it is queued.",
            "oneOf": [
                { "type": "array", "items": group },
                {
                    "type": "object",
                    "properties": {
                        "nodes": { "type": "array", "items": node },
                        "rows": {
                            "type": "array",
                            "items": {
                                "type": "array",
                                "prefixItems": [name, place, state, queued],
                                "minItems": 2,
                                "maxItems": 4
                            }
                        }
                    },
                    "required": ["nodes", "rows"],
                    "additionalProperties": false
                },
                { "type": "null" }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::run::Observation;

    fn read(groups: &serde_json::Value) -> Result<Observation, serde_json::Error> {
        serde_json::from_value(json!({ "groups": groups }))
    }

    #[test]
    fn a_table_and_a_list_say_the_same() {
        let list = json!([
            { "name": "VM1", "owner": "HV02", "state": "online" },
            { "name": "VM2", "owner": "HV01", "state": "failed", "queued": false },
            { "name": "VM3", "owner": "HV02", "state": "online", "queued": true },
        ]);
        let table = json!({
            "nodes": ["HV02", "HV01"],
            "rows": [["VM1", 0], ["VM2", 1, "failed"], ["VM3", 0, "online", true]],
        });
        let observed = read(&list).unwrap();
        assert_eq!(read(&table).unwrap(), observed);
        assert_eq!(serde_json::to_value(&observed).unwrap(), json!({ "groups": table }));
        let unread = Observation::default();
        assert_eq!(serde_json::to_value(&unread).unwrap(), json!({}), "what was not read is left out");
    }

    #[test]
    fn an_owner_that_the_table_does_not_name_is_an_error() {
        for rows in [json!([["VM1", 1]]), json!([["VM1"]]), json!([[]])] {
            assert!(read(&json!({ "nodes": ["HV01"], "rows": rows })).is_err());
        }
    }
}
