//! New names for old: the same for the same, in the same order, and none that was there before.

use std::collections::{BTreeMap, BTreeSet};

use super::treatment::Treatment;
use crate::generate::SplitMix64;
use crate::model::NodeName;

/// Texts of one kind and what they become.
#[derive(Debug, Default)]
pub(super) struct Names {
    texts: BTreeMap<NodeName, BTreeSet<String>>,
    renamed: BTreeMap<String, String>,
}

impl Names {
    /// A text that has to be renamed.
    pub(super) fn learn(&mut self, text: &str) {
        self.texts.entry(NodeName::new(text)).or_default().insert(text.to_owned());
    }

    /// What a text became; itself where nobody taught it, which no caller does.
    pub(super) fn renamed<'t>(&'t self, text: &'t str) -> &'t str {
        self.renamed.get(text).map_or(text, String::as_str)
    }

    /// Every text that was learned, in lower case.
    pub(super) fn lower_case(&self) -> impl Iterator<Item = String> {
        self.texts.values().flatten().map(|text| text.to_lowercase())
    }

    /// Decides all new names. They stand in the order of the old ones, because the planner settles ties by name.
    pub(super) fn decide(&mut self, treatment: Treatment, taken: &BTreeSet<String>, random: &mut SplitMix64) {
        let names = match treatment {
            Treatment::Guid => sorted(self.texts.len(), taken, || random.guid()),
            Treatment::Hexadecimal => sorted(self.texts.len(), taken, || {
                format!("{:016X}{:016X}{:08X}", random.next(), random.next(), random.next() >> 32)
            }),
            Treatment::Mac => sorted(self.texts.len(), taken, || format!("{:04X}", random.next() >> 48)),
            other => numbered(prefix(other), self.texts.len(), taken),
        };
        for (variants, name) in self.texts.values().zip(names) {
            for (index, text) in variants.iter().enumerate() {
                self.renamed.insert(text.clone(), spelling(&name, index));
            }
        }
    }
}

/// The word that names of a kind begin with.
const fn prefix(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Host => "node",
        Treatment::Role => "role",
        Treatment::Domain => "domain",
        Treatment::Path => "folder",
        Treatment::Account => "account",
        Treatment::Name(word) => word,
        Treatment::Keep
        | Treatment::Guid
        | Treatment::Address
        | Treatment::Mac
        | Treatment::ServicePrincipal
        | Treatment::ShareRoot
        | Treatment::Hexadecimal => "name",
    }
}

/// As many different texts as are wanted, in order, and none that was there before.
fn sorted(count: usize, taken: &BTreeSet<String>, mut make: impl FnMut() -> String) -> Vec<String> {
    let mut made = BTreeSet::new();
    while made.len() < count {
        let text = make();
        if !taken.contains(&text.to_lowercase()) {
            made.insert(text);
        }
    }
    made.into_iter().collect()
}

/// Names with numbers of equal length, so that their order is that of the numbers; with a word that no old name uses.
fn numbered(word: &str, count: usize, taken: &BTreeSet<String>) -> Vec<String> {
    let width = count.to_string().len();
    let with = |word: &str| -> Vec<String> { (1..=count).map(|number| format!("{word}-{number:0width$}")).collect() };
    let mut word = word.to_owned();
    loop {
        let names = with(&word);
        if !names.iter().any(|name| taken.contains(name)) {
            return names;
        }
        word.push('x');
    }
}

/// The name in another case for each other spelling of the old one: whoever compares exactly still sees a difference.
fn spelling(name: &str, index: usize) -> String {
    let mut letters = 0_u32;
    name.chars()
        .map(|character| {
            if !character.is_ascii_alphabetic() {
                return character;
            }
            letters += 1;
            let raised = index.checked_shr(letters - 1).is_some_and(|bits| bits & 1 == 1);
            if raised { character.to_ascii_uppercase() } else { character }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_order_and_spelling_apart() {
        let mut names = Names::default();
        for text in ["web", "App", "app", "db", "node-1"] {
            names.learn(text);
        }
        let taken = BTreeSet::from(["node-1".to_owned()]);
        names.decide(Treatment::Name("node"), &taken, &mut SplitMix64::new(1));
        let table =
            [("App", "nodex-1"), ("app", "Nodex-1"), ("db", "nodex-2"), ("node-1", "nodex-3"), ("web", "nodex-4")];
        for (old, new) in table {
            assert_eq!(names.renamed(old), new, "{old}");
        }
    }

    #[test]
    fn ids_keep_their_order_and_follow_the_seed() {
        let ids = |seed: u64| {
            let mut names = Names::default();
            ["b", "a", "c"].into_iter().for_each(|text| names.learn(text));
            names.decide(Treatment::Guid, &BTreeSet::new(), &mut SplitMix64::new(seed));
            ["a", "b", "c"].map(|text| names.renamed(text).to_owned())
        };
        assert_eq!(ids(1), ids(1));
        assert_ne!(ids(1), ids(2));
        assert!(ids(1).is_sorted());
    }
}
