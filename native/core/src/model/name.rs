//! Names: compared ordinal, ignoring case, the same way in both languages.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Folds one character the way .NET's `OrdinalIgnoreCase` does: simple upper case, character by character.
///
/// A character whose upper case is several characters (`ß`) stays itself, and so do the dotless and dotted `i` of
/// Turkish, which .NET's invariant table leaves alone.
fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    if matches!(character, '\u{131}' | '\u{17f}') {
        return character;
    }
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) => single,
        _ => character,
    }
}

/// The rests of two names from the first character on that differs, or that is not ASCII in one of them: what comes
/// before it is alike and needs no decoding, and names of one cluster often differ in their last digits only.
fn rests<'a>(left: &'a str, right: &'a str) -> (&'a str, &'a str) {
    let alike = |(one, other): &(u8, u8)| one.is_ascii() && other.is_ascii() && one.eq_ignore_ascii_case(other);
    let cut = left.bytes().zip(right.bytes()).take_while(alike).count();
    (&left[cut..], &right[cut..])
}

/// Whether two names are the same: ordinal, ignoring case.
#[must_use]
pub fn same_name(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    let (left, right) = rests(left, right);
    first(left) == first(right) && left.chars().map(fold).eq(right.chars().map(fold))
}

fn compare(left: &str, right: &str) -> Ordering {
    let (left, right) = rests(left, right);
    first(left).cmp(&first(right)).then_with(|| left.chars().map(fold).cmp(right.chars().map(fold)))
}

/// The first character, folded: it mostly decides.
fn first(text: &str) -> Option<char> {
    text.chars().next().map(fold)
}

/// Hashes a name so that every spelling of it has the same hash: its folded text, many bytes at a time.
fn hash_folded<H: Hasher>(text: &str, state: &mut H) {
    let (mut bytes, mut used) = ([0; 64], 0);
    for character in text.chars() {
        let mut utf8 = [0; 4];
        let folded = fold(character).encode_utf8(&mut utf8).as_bytes();
        if used + folded.len() > bytes.len() {
            state.write(&bytes[..used]);
            used = 0;
        }
        bytes[used..used + folded.len()].copy_from_slice(folded);
        used += folded.len();
    }
    state.write(&bytes[..used]);
    // No name is the beginning of another.
    state.write_u8(0xff);
}

macro_rules! name_type {
    ($(#[$documentation:meta])* $name:ident) => {
        $(#[$documentation])*
        ///
        /// A copy shares the text: a run names each of its roles and nodes many thousand times.
        #[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Makes a name of a text, which is kept as it is written.
            pub fn new(text: impl Into<String>) -> Self {
                Self(Arc::from(text.into()))
            }

            /// The name as it was written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                Arc::ptr_eq(&self.0, &other.0) || same_name(&self.0, &other.0)
            }
        }

        impl Eq for $name {}

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                same_name(&self.0, other)
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                compare(&self.0, &other.0)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                hash_folded(&self.0, state);
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

name_type! {
    /// The short name of a node or of a machine that may become one.
    NodeName
}

name_type! {
    /// The name of a role (a cluster group).
    RoleName
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_as_their_folded_characters() {
        let names = ["", "a", "B", "b1", "vm-é1", "VM-É2", "vm-e", "vm-ê", "ß", "ss", "vm", "VM-10", "vm-1"];
        for left in names {
            for right in names {
                let folded = left.chars().map(fold).cmp(right.chars().map(fold));
                assert_eq!(RoleName::from(left).cmp(&RoleName::from(right)), folded, "{left} and {right}");
                assert_eq!(same_name(left, right), folded == Ordering::Equal, "{left} and {right}");
            }
        }
    }

    #[test]
    fn every_spelling_of_a_name_has_one_hash() {
        let hash = |text: &str| {
            let mut hasher = std::hash::DefaultHasher::new();
            RoleName::from(text).hash(&mut hasher);
            hasher.finish()
        };
        // The accent stands across the end of a chunk.
        let long = format!("{}é-end", "vm".repeat(31).as_str().to_owned() + "x");
        for text in ["", "Node1", "vm [prod] é", long.as_str()] {
            assert_eq!(hash(text), hash(&text.to_uppercase()), "{text}");
            assert_ne!(hash(text), hash(&format!("{text}1")), "{text}");
        }
    }

    #[test]
    fn names_compare_ignoring_case() {
        let table = [
            ("Node1", "NODE1", true),
            ("vm [prod] é", "VM [PROD] É", true),
            ("straße", "STRASSE", false),
            ("ı", "I", false),
            ("node1", "node2", false),
        ];
        for (left, right, same) in table {
            assert_eq!(same_name(left, right), same, "{left} and {right}");
            let names = (NodeName::from(left), NodeName::from(right));
            assert_eq!(names.0 == names.1, same);
        }
    }
}
