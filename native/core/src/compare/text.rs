//! A comparison as a person reads it.

use std::fmt::Write as _;

use serde_json::Value;

use super::document::{Comparison, Difference, Side};
use super::walk::words;

/// The comparison as lines: what is compared, then each subject with its differences.
#[must_use]
pub fn text(comparison: &Comparison) -> String {
    let mut out = String::new();
    let all = comparison.differences.len();
    let expected = all - comparison.unexpected().count();
    let count = match (all, expected) {
        (0, _) => "no difference".to_owned(),
        (1, 0) => "1 difference".to_owned(),
        (_, 0) => format!("{all} differences"),
        _ => format!("{all} differences, {expected} of them expected of an upgrade"),
    };
    // Writing to a string can't fail.
    let _ = writeln!(out, "{} and {}: {count}", side(&comparison.before), side(&comparison.after));
    let mut subject: Option<(&str, &str)> = None;
    for difference in &comparison.differences {
        let named = (difference.subject_kind.as_str(), difference.subject.as_str());
        if subject != Some(named) {
            let _ = writeln!(out, "{} {}", named.0, named.1);
            subject = Some(named);
        }
        let _ = writeln!(out, "  {}", line(difference));
    }
    out
}

fn side(side: &Side) -> String {
    match side.captured_at {
        Some(time) => format!("{} of {time}", side.cluster),
        None => side.cluster.clone(),
    }
}

fn line(difference: &Difference) -> String {
    let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), words);
    let expected = if difference.expected { " (expected)" } else { "" };
    let kind = difference.kind.word();
    let Some(property) = &difference.property else { return format!("{kind}{expected}") };
    // An item that was added or removed is named by its path.
    if property.ends_with(']') && (difference.before.is_none() || difference.after.is_none()) {
        return format!("{kind}{expected}: {property}");
    }
    format!("{kind}{expected}: {property}: {} -> {}", shown(&difference.before), shown(&difference.after))
}
