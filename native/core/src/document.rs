//! Reading and writing documents: size, encoding, depth, schema, then the fields.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::error::{ErrorId, ErrorReport, Reportable};
use crate::model::{Inventory, ModelError};

/// The largest inventory that is read: 256 MiB.
pub const INVENTORY_BYTES_MAX: usize = 256 * 1024 * 1024;
/// The deepest nesting that is read.
pub const DEPTH_MAX: usize = 64;
/// The deepest nesting of a request, which may hold a whole document in one of its fields.
pub const REQUEST_DEPTH_MAX: usize = DEPTH_MAX + 2;

/// A document that can't be read.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// Larger than the limit.
    #[error("the document has {size} bytes or more; the limit is {limit}")]
    TooLarge {
        /// The size, as far as it was read.
        size: u64,
        /// The limit.
        limit: usize,
    },
    /// Not UTF-8.
    #[error("the document is not UTF-8: byte {offset} is wrong")]
    NotUtf8 {
        /// Offset of the first wrong byte.
        offset: usize,
    },
    /// Nested too deep.
    #[error("the document is nested deeper than {limit} levels at byte {offset}")]
    TooDeep {
        /// The limit.
        limit: usize,
        /// Offset of the bracket that goes too deep.
        offset: usize,
    },
    /// Not JSON.
    #[error("the document is not JSON: {message} (line {line}, column {column})")]
    NotJson {
        /// The parser's message.
        message: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// Of another kind.
    #[error("the document names the schema `{found}`; expected is `{expected}`")]
    Schema {
        /// What it names, empty where it names none.
        found: String,
        /// What it has to name.
        expected: &'static str,
    },
    /// Of a newer schema.
    #[error("the document has the schema `{found}`, newer than `{expected}`, the newest that this version reads")]
    Newer {
        /// What it names.
        found: String,
        /// What is read.
        expected: &'static str,
    },
    /// A field that is not known.
    #[error("the field `{path}` is not known ({message}; line {line}, column {column})")]
    UnknownField {
        /// The path of the field.
        path: String,
        /// The parser's message.
        message: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// A field of the wrong type or value, or a missing one.
    #[error("`{path}` can't be read: {message} (line {line}, column {column})")]
    Field {
        /// The path of the field.
        path: String,
        /// The parser's message.
        message: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The inventory contradicts itself.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl Reportable for DocumentError {
    fn report(&self) -> ErrorReport {
        let text = self.to_string();
        match self {
            Self::TooLarge { .. } => ErrorReport::new(
                ErrorId::DocumentTooLarge,
                text,
                "Check that it is the right file; an inventory of 64 nodes and 8,000 VMs takes about 6 MiB.",
            ),
            Self::NotUtf8 { .. } => {
                ErrorReport::new(ErrorId::DocumentNotUtf8, text, "Save the file as UTF-8 and try again.")
            }
            Self::TooDeep { .. } => {
                ErrorReport::new(ErrorId::DocumentTooDeep, text, "Check that it is the right file.")
            }
            Self::NotJson { .. } => {
                ErrorReport::new(ErrorId::DocumentNotJson, text, "Correct the text at the place that is named.")
            }
            Self::Schema { expected, .. } => ErrorReport::new(
                ErrorId::SchemaMismatch,
                text,
                format!("Give a document whose field `schema` is \"{expected}\"."),
            )
            .about("schema"),
            Self::Newer { .. } => ErrorReport::new(
                ErrorId::SchemaNewer,
                text,
                "Read it with the version of RollingUpgrade that wrote it, or a newer one.",
            )
            .about("schema"),
            Self::UnknownField { path, .. } => ErrorReport::new(
                ErrorId::UnknownField,
                text,
                "Correct the spelling of the field or remove it; `rolling-upgrade schema` lists the fields.",
            )
            .about(path),
            Self::Field { path, .. } => ErrorReport::new(
                ErrorId::FieldInvalid,
                text,
                "Correct the field; `rolling-upgrade schema` says what it may hold.",
            )
            .about(path),
            Self::Model(error) => error.report(),
        }
    }
}

/// Reads an inventory and checks that it does not contradict itself.
///
/// # Errors
/// Every variant of [`DocumentError`].
pub fn read_inventory(bytes: &[u8]) -> Result<Inventory, DocumentError> {
    let inventory: Inventory = read(bytes, Inventory::SCHEMA, INVENTORY_BYTES_MAX)?;
    crate::model::validate_inventory(&inventory)?;
    Ok(inventory)
}

/// Reads a document that names `schema`.
///
/// # Errors
/// Every variant of [`DocumentError`] but `Model`.
pub fn read<T: DeserializeOwned>(bytes: &[u8], schema: &'static str, limit: usize) -> Result<T, DocumentError> {
    if bytes.len() > limit {
        return Err(DocumentError::TooLarge { size: bytes.len() as u64, limit });
    }
    let text = text_of(bytes, DEPTH_MAX)?;
    check_schema(text, schema)?;
    fields(text)
}

/// Reads a request: a document that names no schema and may borrow parts of its text.
///
/// # Errors
/// Every variant of [`DocumentError`] but `Model`, `Schema` and `Newer`.
pub fn read_request<'a, T: Deserialize<'a>>(bytes: &'a [u8], limit: usize) -> Result<T, DocumentError> {
    if bytes.len() > limit {
        return Err(DocumentError::TooLarge { size: bytes.len() as u64, limit });
    }
    let text = text_of(bytes, REQUEST_DEPTH_MAX)?;
    // The fields of an object may otherwise be given as a list, in an order that nobody has promised.
    if text.trim_start().starts_with('[') {
        let message = "a list stands where the fields of an object are expected".to_owned();
        return Err(DocumentError::Field { path: ".".to_owned(), message, line: 1, column: 1 });
    }
    fields(text)
}

fn text_of(bytes: &[u8], depth_max: usize) -> Result<&str, DocumentError> {
    let text = std::str::from_utf8(bytes).map_err(|error| DocumentError::NotUtf8 { offset: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    depth(text, depth_max)?;
    Ok(text)
}

fn fields<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, DocumentError> {
    let mut parser = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut parser).map_err(field_error)?;
    parser.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

/// Writes a document: pretty JSON with a line feed at its end.
///
/// # Errors
/// Only where a value can't be told in JSON, which no document of ours holds.
pub fn write<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

fn depth(text: &str, limit: usize) -> Result<(), DocumentError> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => {
                depth += 1;
                if depth > limit {
                    return Err(DocumentError::TooDeep { limit, offset });
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// Reads the field `schema` alone, so that a document of another kind is refused as such and not for its fields.
#[derive(serde::Deserialize)]
struct SchemaOnly {
    #[serde(default)]
    schema: Option<String>,
}

fn check_schema(text: &str, expected: &'static str) -> Result<(), DocumentError> {
    let found = match serde_json::from_str::<SchemaOnly>(text) {
        Ok(document) => document.schema.unwrap_or_default(),
        Err(error) if error.is_data() => String::new(),
        Err(error) => return Err(not_json(&error)),
    };
    if found == expected {
        return Ok(());
    }
    let split = |name: &str| {
        name.rsplit_once('/').and_then(|(kind, number)| Some((kind.to_owned(), number.parse::<u32>().ok()?)))
    };
    match (split(&found), split(expected)) {
        (Some((kind, number)), Some((wanted, newest))) if kind == wanted && number > newest => {
            Err(DocumentError::Newer { found, expected })
        }
        _ => Err(DocumentError::Schema { found, expected }),
    }
}

fn not_json(error: &serde_json::Error) -> DocumentError {
    DocumentError::NotJson { message: plain(error), line: error.line(), column: error.column() }
}

/// The parser's message without its place, which is told apart.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

fn field_error(error: serde_path_to_error::Error<serde_json::Error>) -> DocumentError {
    let parent = error.path().to_string();
    let inner = error.into_inner();
    if !inner.is_data() {
        return not_json(&inner);
    }
    let (message, line, column) = (plain(&inner), inner.line(), inner.column());
    match message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
        Some((name, rest)) => {
            let field = name.to_owned();
            let path = if parent == "." || parent.is_empty() || parent == field {
                field
            } else if parent.ends_with(&format!(".{field}")) {
                parent
            } else {
                format!("{parent}.{field}")
            };
            let message = rest.trim_start_matches(", ").to_owned();
            DocumentError::UnknownField { path, message, line, column }
        }
        None => DocumentError::Field { path: parent, message, line, column },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorId;

    fn id_and_subject(text: &[u8]) -> (ErrorId, Option<String>) {
        let report = read_inventory(text).unwrap_err().report();
        assert!(!report.remedy.is_empty());
        (report.id, report.subject)
    }

    const HEAD: &str = r#"{"schema":"rolling-upgrade/inventory/1","cluster":{"name":"c","functionalLevel":8},"#;

    #[test]
    fn bad_input_is_told_with_id_and_place() {
        let node = r#"{"name":"n1","id":1}"#;
        let vm = |memory: &str, owner: &str| {
            format!(
                r#"{HEAD}"nodes":[{node}],"roles":[{{"name":"r","id":"1","kind":"virtualMachine","owner":"{owner}",
                "virtualMachine":{{"id":"2","configurationVersion":"5.0",
                "memory":{{"assignedMiB":{memory},"startupMiB":512}}}}}}]}}"#
            )
        };
        let table: Vec<(Vec<u8>, ErrorId, Option<&str>)> = vec![
            (b"not json".to_vec(), ErrorId::DocumentNotJson, None),
            (b"{\"schema\":\"x".to_vec(), ErrorId::DocumentNotJson, None),
            (b"".to_vec(), ErrorId::DocumentNotJson, None),
            (b"\xff\xfe{}".to_vec(), ErrorId::DocumentNotUtf8, None),
            (b"{}".to_vec(), ErrorId::SchemaMismatch, Some("schema")),
            (b"[]".to_vec(), ErrorId::SchemaMismatch, Some("schema")),
            (br#"{"schema":"rolling-upgrade/plan/1"}"#.to_vec(), ErrorId::SchemaMismatch, Some("schema")),
            (br#"{"schema":"rolling-upgrade/inventory/2"}"#.to_vec(), ErrorId::SchemaNewer, Some("schema")),
            ("[".repeat(100).into_bytes(), ErrorId::DocumentTooDeep, None),
            (
                format!(r#"{HEAD}"nodes":[{{"name":"n1","id":1,"colour":"red"}}]}}"#).into_bytes(),
                ErrorId::UnknownField,
                Some("nodes[0].colour"),
            ),
            (format!(r#"{HEAD}"nodes":[{node}],"extra":1}}"#).into_bytes(), ErrorId::UnknownField, Some("extra")),
            (
                format!(r#"{HEAD}"nodes":[{node},{{"name":"N1","id":2}}]}}"#).into_bytes(),
                ErrorId::DuplicateName,
                Some("nodes[1].name"),
            ),
            (vm("512", "n2").into_bytes(), ErrorId::UnknownNode, Some("roles[0].owner")),
            (vm("-5", "n1").into_bytes(), ErrorId::FieldInvalid, Some("roles[0].virtualMachine.memory.assignedMiB")),
            (
                vm("99999999999999", "n1").into_bytes(),
                ErrorId::QuantityAbsurd,
                Some("roles[0].virtualMachine.memory.assignedMiB"),
            ),
            (format!(r#"{HEAD}"nodes":[]}}"#).into_bytes(), ErrorId::FieldInvalid, Some("nodes")),
        ];
        for (text, id, subject) in table {
            let shown = String::from_utf8_lossy(&text).chars().take(120).collect::<String>();
            let (found_id, found_subject) = id_and_subject(&text);
            assert_eq!(found_id, id, "{shown}");
            if subject.is_some() {
                assert_eq!(found_subject.as_deref(), subject, "{shown}");
            }
        }
        assert!(read_inventory(vm("512", "N1").as_bytes()).is_ok());
    }

    #[test]
    fn too_large_is_refused_before_it_is_read() {
        let error = read::<Inventory>(&[b' '; 11], Inventory::SCHEMA, 10).unwrap_err();
        assert_eq!(error.report().id, ErrorId::DocumentTooLarge);
    }
}
