//! The catalogue of known conditions: each is a rule, or not-checked.md says why it is none.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;

use super::RULES;

/// The series of conditions that are known of upgrades and updates of clusters, and their numbers.
const KNOWN: [(&str, RangeInclusive<u32>); 16] = [
    ("VER", 1..=17),
    ("PRE", 1..=18),
    ("MIX", 1..=15),
    ("LVL", 1..=13),
    ("VMV", 1..=17),
    ("DRN", 1..=18),
    ("RES", 1..=4),
    ("EVC", 1..=10),
    ("ADD", 1..=12),
    ("QRM", 1..=17),
    ("CAP", 1..=14),
    ("LM", 1..=8),
    ("S2D", 1..=14),
    ("CAU", 1..=30),
    ("CAU", 32..=35),
    ("VMM", 1..=7),
];

/// The series that are ours alone.
const OURS: [&str; 7] = ["AGE", "ATT", "CRD", "DIR", "FLD", "ROL", "UND"];

fn known() -> BTreeSet<String> {
    let of = |(series, numbers): &(&str, RangeInclusive<u32>)| {
        let series = (*series).to_owned();
        numbers.clone().map(move |number| format!("{series}-{number:02}")).collect::<Vec<_>>()
    };
    KNOWN.iter().flat_map(of).collect()
}

fn not_checked() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules/not-checked.md");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")).filter(|row| !row.starts_with("id "));
    rows.filter_map(|row| row.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn every_known_condition_is_a_rule_or_has_a_line_that_says_why_not() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    let lines = not_checked();
    let known = known();
    assert_eq!(known.len(), 218);
    let neither: Vec<&String> = known.iter().filter(|id| !rules.contains(*id) && !lines.contains(*id)).collect();
    assert!(neither.is_empty(), "neither a rule nor a line: {neither:?}");
    let both: Vec<&String> = rules.intersection(&lines).collect();
    assert!(both.is_empty(), "a rule and a line: {both:?}");
    let strange: Vec<&String> = lines.difference(&known).collect();
    assert!(strange.is_empty(), "a line about nothing: {strange:?}");
}

#[test]
fn rules_beyond_the_known_ones_belong_to_our_series_or_continue_one() {
    let known = known();
    for rule in RULES.iter().filter(|rule| !known.contains(rule.id)) {
        let series = rule.id.split('-').next().unwrap();
        let continues = KNOWN.iter().any(|(one, _)| *one == series);
        assert!(OURS.contains(&series) || continues, "{} is of a series that nobody knows", rule.id);
    }
}

#[test]
fn every_series_of_ours_has_rules() {
    for series in OURS {
        assert!(RULES.iter().any(|rule| rule.id.split('-').next() == Some(series)), "{series}");
    }
}

/// What a rule's file says in its tests: functions, each with its body.
fn tests_of(source: &str) -> Vec<&str> {
    source.split("#[test]").skip(1).collect()
}

#[test]
fn every_rule_has_a_test_that_passes_one_that_fails_and_one_at_the_edge() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut parts = name.split('_');
        let (Some(series), Some(number)) = (parts.next(), parts.next()) else { continue };
        if number.len() == 2 && number.chars().all(|digit| digit.is_ascii_digit()) {
            let id = format!("{}-{number}", series.to_ascii_uppercase());
            assert!(files.insert(id.clone(), std::fs::read_to_string(&path).unwrap()).is_none(), "{id} has two files");
        }
    }
    assert_eq!(files.len(), RULES.len(), "a file a rule");
    for rule in RULES {
        let source = files.get(rule.id).unwrap_or_else(|| panic!("{} has no file of its own", rule.id));
        let tests = tests_of(source);
        assert!(tests.len() >= 3, "{} has {} tests", rule.id, tests.len());
        let passes = |body: &&str| body.contains(".is_empty()") || body.contains("(acknowledged)");
        let fires = |body: &&str| ["\"BLOCK ", "\"ERROR ", "\"WARN ", "\"INFO "].iter().any(|word| body.contains(word));
        assert!(tests.iter().any(passes), "{} has no test that passes", rule.id);
        assert!(tests.iter().any(fires), "{} has no test that fires", rule.id);
    }
}

#[test]
fn every_failure_from_the_field_has_a_rule_or_a_reason() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules/field-failures.md");
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| J-"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    for (index, row) in rows.iter().enumerate() {
        let [id, what, rules, reason] = row[..] else { panic!("{row:?}") };
        assert_eq!(id, format!("J-{:02}", index + 1));
        assert!(what.ends_with('.') && (!rules.is_empty() || reason.len() > 10), "{id}");
        for rule in rules.split(", ").filter(|rule| !rule.is_empty()) {
            assert!(RULES.iter().any(|one| one.id == rule), "{id} names {rule}");
        }
    }
    assert_eq!(rows.len(), 47);
    for rule in RULES.iter().filter(|rule| rule.id.starts_with("FLD-")) {
        assert!(text.contains(rule.id), "{} stands for no failure", rule.id);
    }
}
