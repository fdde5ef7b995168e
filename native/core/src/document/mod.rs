//! Reading and writing documents: size, encoding, depth, schema, then the fields.
//!
//! A document is JSON or YAML; its text tells which. Both are read into the same types by the same rules.

mod error;
mod suggest;
mod tree;
mod yaml;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use error::{DocumentError, Place};

use crate::model::Inventory;
use tree::Node;

/// The largest inventory that is read: 256 MiB.
pub const INVENTORY_BYTES_MAX: usize = 256 * 1024 * 1024;
/// The deepest nesting that is read.
pub const DEPTH_MAX: usize = 64;
/// The deepest nesting of a request, which may hold a whole document in one of its fields.
pub const REQUEST_DEPTH_MAX: usize = DEPTH_MAX + 2;

/// The largest text that is read a second time to tell the place of a contradiction.
const PLACED_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Reads an inventory, JSON or YAML, and checks that it does not contradict itself.
///
/// # Errors
/// Every variant of [`DocumentError`].
pub fn read_inventory(bytes: &[u8]) -> Result<Inventory, DocumentError> {
    let inventory: Inventory = read(bytes, Inventory::SCHEMA, INVENTORY_BYTES_MAX)?;
    match crate::model::validate_inventory(&inventory) {
        Ok(()) => Ok(inventory),
        Err(error) => {
            let place = error.path().and_then(|path| place_in(bytes, path));
            Err(DocumentError::Model { error, place })
        }
    }
}

/// Reads a document, JSON or YAML, that names `schema`.
///
/// # Errors
/// Every variant of [`DocumentError`] but `Model`.
pub fn read<T: DeserializeOwned>(bytes: &[u8], schema: &'static str, limit: usize) -> Result<T, DocumentError> {
    check_size(bytes, limit)?;
    let text = text_of(bytes)?;
    if yaml::is_yaml(text) {
        let root = yaml::parse(text, DEPTH_MAX)?;
        check_schema(root.field("schema").and_then(Node::text).unwrap_or_default(), schema)?;
        return tree_fields(&root);
    }
    depth(text, DEPTH_MAX)?;
    check_schema(&schema_of_json(text)?, schema)?;
    fields(text)
}

/// Reads settings, JSON or YAML: a document that need not name a schema, such as a policy.
///
/// # Errors
/// Every variant of [`DocumentError`] but `Model`, `Schema` and `Newer`.
pub fn read_settings<T: DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, DocumentError> {
    check_size(bytes, limit)?;
    let text = text_of(bytes)?;
    if yaml::is_yaml(text) {
        return tree_fields(&yaml::parse(text, DEPTH_MAX)?);
    }
    read_request(bytes, limit)
}

/// Reads a request: JSON that names no schema and may borrow parts of its text.
///
/// # Errors
/// Every variant of [`DocumentError`] but `Model`, `Schema`, `Newer` and `NotYaml`.
pub fn read_request<'a, T: Deserialize<'a>>(bytes: &'a [u8], limit: usize) -> Result<T, DocumentError> {
    check_size(bytes, limit)?;
    let text = text_of(bytes)?;
    depth(text, REQUEST_DEPTH_MAX)?;
    // The fields of an object may otherwise be given as a list, in an order that nobody has promised.
    if text.trim_start().starts_with('[') {
        let message = "a list stands where the fields of an object are expected".to_owned();
        return Err(DocumentError::Field { path: ".".to_owned(), message, place: Place { line: 1, column: 1 } });
    }
    fields(text)
}

fn check_size(bytes: &[u8], limit: usize) -> Result<(), DocumentError> {
    if bytes.len() > limit {
        return Err(DocumentError::TooLarge { size: bytes.len() as u64, limit });
    }
    Ok(())
}

fn text_of(bytes: &[u8]) -> Result<&str, DocumentError> {
    let text = std::str::from_utf8(bytes).map_err(|error| DocumentError::NotUtf8 { offset: error.valid_up_to() })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Where the value of a path stands. JSON is YAML as well, so one reader tells the places of both.
fn place_in(bytes: &[u8], path: &str) -> Option<Place> {
    if bytes.len() > PLACED_BYTES_MAX {
        return None;
    }
    let root = yaml::parse(text_of(bytes).ok()?, DEPTH_MAX).ok()?;
    Some(root.place_of(path))
}

fn tree_fields<T: DeserializeOwned>(root: &Node<'_>) -> Result<T, DocumentError> {
    serde_path_to_error::deserialize(root).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        let place = root.place_of(&path);
        match DocumentError::of_field(path, message, place) {
            DocumentError::UnknownField { path, message, .. } => {
                let place = root.place_of_name(&path);
                DocumentError::UnknownField { path, message, place }
            }
            other => other,
        }
    })
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

fn schema_of_json(text: &str) -> Result<String, DocumentError> {
    match serde_json::from_str::<SchemaOnly>(text) {
        Ok(document) => Ok(document.schema.unwrap_or_default()),
        Err(error) if error.is_data() => Ok(String::new()),
        Err(error) => Err(not_json(&error)),
    }
}

fn check_schema(found: &str, expected: &'static str) -> Result<(), DocumentError> {
    if found == expected {
        return Ok(());
    }
    let found = found.to_owned();
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
    DocumentError::NotJson { message: plain(error), place: place_of(error) }
}

fn place_of(error: &serde_json::Error) -> Place {
    Place { line: error.line(), column: error.column() }
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
    DocumentError::of_field(parent, plain(&inner), place_of(&inner))
}

#[cfg(test)]
mod tests;
