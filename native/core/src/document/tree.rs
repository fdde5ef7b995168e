//! The values of a text with their places, and how serde reads them.
//!
//! Fields are read by the type that they have: a plain `8.0` is the text of a version where a version is expected, and
//! a plain `2016` the name of a release. No document holds a number with a fraction, so none is ever lost in one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, IntoDeserializer, Unexpected, Visitor};

use super::error::Place;

/// A value and where it begins.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) place: Place,
    pub(super) content: Content<'t>,
}

/// A value.
#[derive(Debug)]
pub(super) enum Content<'t> {
    /// A text; plain where it stands without quotes.
    Scalar { text: Cow<'t, str>, plain: bool },
    /// A list.
    List(Vec<Node<'t>>),
    /// Fields in the order of the text.
    Fields(Vec<Field<'t>>),
}

/// A field of an object.
#[derive(Debug)]
pub(super) struct Field<'t> {
    pub(super) name: Cow<'t, str>,
    /// Where its name begins.
    pub(super) place: Place,
    pub(super) value: Node<'t>,
}

impl<'t> Node<'t> {
    /// The value of the field of this name.
    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        self.named(name).map(|field| &field.value)
    }

    fn named(&self, name: &str) -> Option<&Field<'t>> {
        match &self.content {
            Content::Fields(fields) => fields.iter().find(|field| field.name == name),
            _ => None,
        }
    }

    /// The text, where it is one and not null.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// Where the value of a path such as `nodes[2].name` begins; of what lies above it where it is not there.
    pub(super) fn place_of(&self, path: &str) -> Place {
        self.reach(path).1.place
    }

    /// Where the name of the last field of a path begins.
    pub(super) fn place_of_name(&self, path: &str) -> Place {
        let (name, value) = self.reach(path);
        name.unwrap_or(value.place)
    }

    /// The value of a path, as deep as it is there, and where the name stands that leads to it.
    fn reach(&self, path: &str) -> (Option<Place>, &Self) {
        let (mut name, mut value) = (None, self);
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let (field, indices) = part.split_once('[').map_or((part, ""), |(field, rest)| (field, rest));
            let Some(found) = value.named(field) else { break };
            (name, value) = (Some(found.place), &found.value);
            for index in indices.split('[').filter_map(|index| index.trim_end_matches(']').parse::<usize>().ok()) {
                let Content::List(items) = &value.content else { break };
                let Some(item) = items.get(index) else { break };
                (name, value) = (None, item);
            }
        }
        (name, value)
    }

    fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true }
            if matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL"))
    }

    fn flag(&self) -> Option<bool> {
        match &self.content {
            Content::Scalar { text, plain: true } => match text.as_ref() {
                "true" | "True" | "TRUE" => Some(true),
                "false" | "False" | "FALSE" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    fn number(&self) -> Option<i128> {
        match &self.content {
            Content::Scalar { text, plain: true } => {
                let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
                // As in JSON, so that a serial number with a leading zero is never taken for a number.
                let leading_zero = digits.len() > 1 && digits.starts_with('0');
                let all = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                (all && !leading_zero).then(|| text.parse().ok()).flatten()
            }
            _ => None,
        }
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match &self.content {
            Content::List(_) => Unexpected::Seq,
            Content::Fields(_) => Unexpected::Map,
            Content::Scalar { .. } if self.is_null() => Unexpected::Other("null"),
            Content::Scalar { text, .. } => match (self.flag(), self.number()) {
                (Some(flag), _) => Unexpected::Bool(flag),
                (None, Some(number)) => i64::try_from(number).map_or(Unexpected::Str(text), Unexpected::Signed),
                (None, None) => Unexpected::Str(text),
            },
        }
    }

    fn mismatch<'de, V: Visitor<'de>>(&self, visitor: &V) -> Mistake {
        de::Error::invalid_type(self.unexpected(), visitor)
    }
}

/// What serde says of a value that does not fit.
#[derive(Debug)]
pub(super) struct Mistake(String);

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
            visit_number(self, visitor)
        }
    )*};
}

fn visit_number<'de, V: Visitor<'de>>(node: &Node<'_>, visitor: V) -> Result<V::Value, Mistake> {
    let Some(number) = node.number() else { return Err(node.mismatch(&visitor)) };
    match (u64::try_from(number), i64::try_from(number)) {
        (Ok(number), _) => visitor.visit_u64(number),
        (_, Ok(number)) => visitor.visit_i64(number),
        _ => Err(node.mismatch(&visitor)),
    }
}

impl<'de> de::Deserializer<'de> for &'de Node<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.content {
            Content::List(_) => self.deserialize_seq(visitor),
            Content::Fields(_) => self.deserialize_map(visitor),
            Content::Scalar { .. } if self.is_null() => visitor.visit_unit(),
            Content::Scalar { text, .. } => match (self.flag(), self.number()) {
                (Some(flag), _) => visitor.visit_bool(flag),
                (None, Some(_)) => visit_number(self, visitor),
                (None, None) => visitor.visit_borrowed_str(text),
            },
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.flag() {
            Some(flag) => visitor.visit_bool(flag),
            None => Err(self.mismatch(&visitor)),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.text() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.content {
            Content::List(items) => visitor.visit_seq(Items(items.iter())),
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.content {
            Content::Fields(fields) => visitor.visit_map(Fields { rest: fields.iter(), value: None }),
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        // Never a list: the fields would stand in an order that nobody has promised.
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match (&self.content, self.text()) {
            (_, Some(text)) => visitor.visit_enum(text.into_deserializer()),
            (Content::Fields(fields), None) if fields.len() == 1 => {
                visitor.visit_enum(de::value::MapAccessDeserializer::new(Fields { rest: fields.iter(), value: None }))
            }
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// The items of a list.
struct Items<'de, 't>(std::slice::Iter<'de, Node<'t>>);

impl<'de> de::SeqAccess<'de> for Items<'de, '_> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistake> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields of an object.
struct Fields<'de, 't> {
    rest: std::slice::Iter<'de, Field<'t>>,
    value: Option<&'de Node<'t>>,
}

impl<'de> de::MapAccess<'de> for Fields<'de, '_> {
    type Error = Mistake;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mistake> {
        let Some(field) = self.rest.next() else { return Ok(None) };
        self.value = Some(&field.value);
        seed.deserialize(de::value::BorrowedStrDeserializer::new(&field.name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mistake> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(de::Error::custom("a value is asked for before its name")),
        }
    }
}
