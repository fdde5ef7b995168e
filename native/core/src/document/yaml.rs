//! YAML: its text becomes a tree of values with their places.
//!
//! What is read is the part of YAML 1.2 that says what JSON says, and comments. Anchors, aliases and tags are refused:
//! an alias can make a small text as large as it likes, and a tag asks for a type that no document has.

use std::borrow::Cow;
use std::collections::BTreeSet;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput, Tag};

use super::error::{DocumentError, Place};
use super::tree::{Content, Field, Node};

/// Whether a text is YAML and not JSON: JSON is an object or a list, which begins with a bracket, while YAML begins
/// with a comment, a directive, the start of a document, or a first field.
pub(super) fn is_yaml(text: &str) -> bool {
    let first = text.lines().map(str::trim_end).find(|line| !line.trim_start().is_empty()).unwrap_or_default();
    let start = first.trim_start();
    match start.chars().next() {
        None | Some('{' | '[') => false,
        Some('#' | '%') => true,
        _ if start.starts_with("---") => true,
        _ => start.ends_with(':') || start.contains(": "),
    }
}

/// Reads a text as a tree.
///
/// # Errors
/// `NotYaml`, `TooDeep`, and `Field` where a field is given twice.
pub(super) fn parse(text: &str, depth_max: usize) -> Result<Node<'_>, DocumentError> {
    let mut reader = Reader { events: Parser::new_from_str(text), depth: 0, depth_max, text };
    loop {
        match reader.next()? {
            (Event::Nothing | Event::StreamStart | Event::DocumentStart(_), _) => {}
            (Event::StreamEnd | Event::DocumentEnd, span) => {
                return Err(not_yaml("there is nothing in it", span.start));
            }
            (event, span) => {
                let root = reader.node(event, span, "")?;
                reader.end()?;
                return Ok(root);
            }
        }
    }
}

struct Reader<'t> {
    events: Parser<'t, StrInput<'t>>,
    depth: usize,
    depth_max: usize,
    text: &'t str,
}

fn place(marker: Marker) -> Place {
    Place { line: marker.line(), column: marker.col() + 1 }
}

fn not_yaml(message: impl Into<String>, marker: Marker) -> DocumentError {
    DocumentError::NotYaml { message: message.into(), place: place(marker) }
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), DocumentError> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(not_yaml(error.info(), *error.marker())),
            None => Err(not_yaml("it ends too soon", Marker::new(0, 1, 0))),
        }
    }

    /// One document is read; a second one would be silently lost.
    fn end(&mut self) -> Result<(), DocumentError> {
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(()),
                (Event::DocumentStart(_), span) => return Err(not_yaml("a second document begins", span.start)),
                _ => {}
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, path: &str) -> Result<Node<'t>, DocumentError> {
        let content = match event {
            Event::Scalar(text, style, anchor, tag) => {
                refuse_extras(anchor, tag.as_deref(), span)?;
                Content::Scalar { text, plain: style == ScalarStyle::Plain }
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_extras(anchor, tag.as_deref(), span)?;
                self.enter(span)?;
                self.list(path)?
            }
            Event::MappingStart(anchor, tag) => {
                refuse_extras(anchor, tag.as_deref(), span)?;
                self.enter(span)?;
                self.fields(path)?
            }
            Event::Alias(_) => return Err(not_yaml("an alias stands where a value is expected", span.start)),
            _ => return Err(not_yaml("a value is expected", span.start)),
        };
        Ok(Node { place: place(span.start), content })
    }

    fn enter(&mut self, span: Span) -> Result<(), DocumentError> {
        self.depth += 1;
        if self.depth <= self.depth_max {
            return Ok(());
        }
        // The parser counts characters; the limit is told by the byte, as for JSON.
        let offset = self.text.char_indices().nth(span.start.index()).map_or(self.text.len(), |(offset, _)| offset);
        Err(DocumentError::TooDeep { limit: self.depth_max, offset })
    }

    fn list(&mut self, path: &str) -> Result<Content<'t>, DocumentError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => break,
                (event, span) => {
                    let path = format!("{path}[{}]", items.len());
                    items.push(self.node(event, span, &path)?);
                }
            }
        }
        self.depth -= 1;
        Ok(Content::List(items))
    }

    fn fields(&mut self, path: &str) -> Result<Content<'t>, DocumentError> {
        let mut fields: Vec<Field<'t>> = Vec::new();
        let mut names: BTreeSet<Cow<'t, str>> = BTreeSet::new();
        loop {
            let (name, start) = match self.next()? {
                (Event::MappingEnd, _) => break,
                (Event::Scalar(name, _, anchor, tag), span) => {
                    refuse_extras(anchor, tag.as_deref(), span)?;
                    (name, span.start)
                }
                (Event::Alias(_), span) => return Err(not_yaml("an alias stands in place of a name", span.start)),
                (_, span) => return Err(not_yaml("the name of a field has to be a text", span.start)),
            };
            let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            if !names.insert(name.clone()) {
                let message = format!("duplicate field `{name}`");
                return Err(DocumentError::Field { path, message, place: place(start) });
            }
            let (event, span) = self.next()?;
            // An empty value stands nowhere; its name says more about the place than the start of the next line.
            let empty = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty());
            let mut value = self.node(event, span, &path)?;
            if empty {
                value.place = place(start);
            }
            fields.push(Field { name, place: place(start), value });
        }
        self.depth -= 1;
        Ok(Content::Fields(fields))
    }
}

fn refuse_extras(anchor: usize, tag: Option<&Tag>, span: Span) -> Result<(), DocumentError> {
    if anchor != 0 {
        return Err(not_yaml("anchors are not read", span.start));
    }
    match tag {
        Some(tag) => Err(not_yaml(format!("the tag `{tag}` is not read"), span.start)),
        None => Ok(()),
    }
}
