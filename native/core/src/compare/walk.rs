//! Walks through two values of one shape and collects what differs.

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Difference, DifferenceKind};
use super::shape;
use crate::model::{NodeName, same_name};

/// What both values describe.
pub(super) struct Walk<'o> {
    pub(super) subject_kind: &'static str,
    pub(super) subject: String,
    pub(super) out: &'o mut Vec<Difference>,
}

/// A path twice: as it is shown, with what its items are recognised by, and as the tables know it.
#[derive(Clone, Default)]
pub(super) struct Path {
    shown: String,
    plain: String,
}

impl Path {
    fn field(&self, name: &str) -> Self {
        let joined = |text: &str| if text.is_empty() { name.to_owned() } else { format!("{text}.{name}") };
        Self { shown: joined(&self.shown), plain: joined(&self.plain) }
    }

    fn item(&self, key: &str) -> Self {
        Self { shown: format!("{}[{key}]", self.shown), plain: self.plain.clone() }
    }
}

impl Walk<'_> {
    /// The subject itself was added or removed.
    pub(super) fn whole(&mut self, kind: DifferenceKind, expected: bool) {
        self.out.push(Difference {
            kind,
            subject_kind: self.subject_kind.to_owned(),
            subject: self.subject.clone(),
            property: None,
            before: None,
            after: None,
            expected,
        });
    }

    /// Compares two values; `Null` is the value of a field that is absent.
    pub(super) fn values(&mut self, path: &Path, before: &Value, after: &Value) {
        if before == after || !shape::is_compared(&path.plain) {
            return;
        }
        match (before, after) {
            (Value::Object(_), Value::Object(_)) => self.fields(path, before, after),
            (Value::Array(left), Value::Array(right)) => self.lists(path, left, right),
            (Value::String(left), Value::String(right)) if same_name(left, right) && !is_exact(&path.plain) => {}
            _ => self.push(DifferenceKind::Changed, path, Some(before), Some(after)),
        }
    }

    fn fields(&mut self, path: &Path, before: &Value, after: &Value) {
        let names = |value: &Value| -> Vec<String> {
            value.as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
        };
        let known = names(before);
        let added = names(after).into_iter().filter(|name| before.get(name).is_none());
        for name in known.iter().cloned().chain(added) {
            let value = |side: &Value| side.get(&name).cloned().unwrap_or(Value::Null);
            self.values(&path.field(&name), &value(before), &value(after));
        }
    }

    fn lists(&mut self, path: &Path, before: &[Value], after: &[Value]) {
        if let Some(keys) = shape::keys(&path.plain) {
            self.keyed(path, keys, before, after);
        } else if before.iter().chain(after).any(Value::is_object) {
            self.by_index(path, before, after);
        } else if shape::is_ordered(&path.plain) {
            let same = before.len() == after.len() && before.iter().zip(after).all(|(one, other)| alike(one, other));
            if !same {
                self.push_lists(path, before, after);
            }
        } else {
            self.sets(path, before, after);
        }
    }

    fn keyed(&mut self, path: &Path, keys: &[&str], before: &[Value], after: &[Value]) {
        let rest = by_key(after, keys);
        let known = by_key(before, keys);
        for (key, item) in items(before, keys) {
            match rest.get(&key) {
                Some(other) => self.values(&path.item(shown(&key)), item, other),
                None => self.push(DifferenceKind::Removed, &path.item(shown(&key)), Some(item), None),
            }
        }
        for (key, item) in items(after, keys) {
            if !known.contains_key(&key) {
                self.push(DifferenceKind::Added, &path.item(shown(&key)), None, Some(item));
            }
        }
    }

    fn by_index(&mut self, path: &Path, before: &[Value], after: &[Value]) {
        for index in 0..before.len().max(after.len()) {
            let path = path.item(&index.to_string());
            match (before.get(index), after.get(index)) {
                (Some(one), Some(other)) => self.values(&path, one, other),
                (Some(one), None) => self.push(DifferenceKind::Removed, &path, Some(one), None),
                (None, other) => self.push(DifferenceKind::Added, &path, None, other),
            }
        }
    }

    fn sets(&mut self, path: &Path, before: &[Value], after: &[Value]) {
        let removed = without(before, after);
        let added = without(after, before);
        if removed.is_empty() && added.is_empty() {
            return;
        }
        if !shape::item_by_item(&path.plain) {
            return self.push_lists(path, before, after);
        }
        for item in removed {
            self.push(DifferenceKind::Removed, &path.item(&words(item)), Some(item), None);
        }
        for item in added {
            self.push(DifferenceKind::Added, &path.item(&words(item)), None, Some(item));
        }
    }

    fn push_lists(&mut self, path: &Path, before: &[Value], after: &[Value]) {
        let list = |items: &[Value]| Value::Array(items.to_vec());
        self.push(DifferenceKind::Changed, path, Some(&list(before)), Some(&list(after)));
    }

    fn push(&mut self, kind: DifferenceKind, path: &Path, before: Option<&Value>, after: Option<&Value>) {
        let value = |value: Option<&Value>| value.filter(|value| !value.is_null()).cloned();
        let (before, after) = (value(before), value(after));
        self.out.push(Difference {
            kind,
            subject_kind: self.subject_kind.to_owned(),
            subject: self.subject.clone(),
            property: Some(path.shown.clone()),
            expected: shape::is_expected(self.subject_kind, &path.plain, before.is_some()),
            before,
            after,
        });
    }
}

/// Names of switches have to agree to the letter between hosts; other names are compared as the cluster compares them.
fn is_exact(path: &str) -> bool {
    path.ends_with("switches.name")
}

fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => same_name(one, other),
        _ => one == other,
    }
}

/// The items of a list that the other lacks, each as often as it is there more often.
fn without<'v>(list: &'v [Value], other: &[Value]) -> Vec<&'v Value> {
    let mut counts: BTreeMap<NodeName, usize> = BTreeMap::new();
    for item in other {
        *counts.entry(NodeName::new(words(item))).or_default() += 1;
    }
    list.iter()
        .filter(|item| match counts.get_mut(&NodeName::new(words(item))) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

/// A value as it is shown in a path and in a text.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(words).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// What an item of a list is recognised by: its key, ignoring case, and how often the key came before.
type Key = (Vec<NodeName>, usize);

/// The key as it is shown: its first part.
fn shown(key: &Key) -> &str {
    key.0.first().map_or("", NodeName::as_str)
}

fn items<'v>(list: &'v [Value], keys: &[&str]) -> Vec<(Key, &'v Value)> {
    let mut seen: BTreeMap<Vec<NodeName>, usize> = BTreeMap::new();
    list.iter()
        .map(|item| {
            let part = |key: &&str| NodeName::new(item.get(*key).map(words).unwrap_or_default());
            let key: Vec<NodeName> = keys.iter().map(part).collect();
            let count = seen.entry(key.clone()).or_default();
            *count += 1;
            ((key, *count), item)
        })
        .collect()
}

fn by_key<'v>(list: &'v [Value], keys: &[&str]) -> BTreeMap<Key, &'v Value> {
    items(list, keys).into_iter().collect()
}
