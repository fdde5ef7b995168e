//! Why a document can't be read, and where in its text.

use thiserror::Error;

use super::suggest;
use crate::error::{ErrorId, ErrorReport, Reportable};
use crate::model::ModelError;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

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
        /// Offset of what goes too deep.
        offset: usize,
    },
    /// Not JSON.
    #[error("the document is not JSON: {message} ({place})")]
    NotJson {
        /// The parser's message.
        message: String,
        /// Where.
        place: Place,
    },
    /// Not YAML, or YAML that is not read here.
    #[error("the document is not YAML that can be read: {message} ({place})")]
    NotYaml {
        /// What is wrong.
        message: String,
        /// Where.
        place: Place,
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
    #[error("the field `{path}` is not known ({}; {place})", suggest::hint(path, message))]
    UnknownField {
        /// The path of the field.
        path: String,
        /// The parser's message, which lists the fields that are known.
        message: String,
        /// Where.
        place: Place,
    },
    /// A field of the wrong type or value, or a missing one.
    #[error("`{path}` can't be read: {message} ({place})")]
    Field {
        /// The path of the field.
        path: String,
        /// The parser's message.
        message: String,
        /// Where.
        place: Place,
    },
    /// The inventory contradicts itself.
    #[error("{error}{}", place.map(|place| format!(" ({place})")).unwrap_or_default())]
    Model {
        /// What it contradicts itself in.
        #[source]
        error: ModelError,
        /// Where, as far as the text tells.
        place: Option<Place>,
    },
}

impl DocumentError {
    /// An error of serde, told apart by its message: serde has no other way to say what it means.
    ///
    /// `parent` is the path of what was read last.
    pub(super) fn of_field(parent: String, message: String, place: Place) -> Self {
        match message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
            Some((name, rest)) => {
                let path = if parent == "." || parent.is_empty() || parent == name {
                    name.to_owned()
                } else if parent.ends_with(&format!(".{name}")) {
                    parent
                } else {
                    format!("{parent}.{name}")
                };
                Self::UnknownField { path, message: rest.trim_start_matches(", ").to_owned(), place }
            }
            None => Self::Field { path: parent, message, place },
        }
    }
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
            Self::NotYaml { .. } => ErrorReport::new(
                ErrorId::DocumentNotYaml,
                text,
                "Correct the text at the place that is named; write each value out, without aliases and tags.",
            ),
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
            Self::Model { error, .. } => {
                let report = error.report();
                ErrorReport { message: text, ..report }
            }
        }
    }
}
