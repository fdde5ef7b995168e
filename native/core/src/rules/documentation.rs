//! The pages of the rules: made of their constants, so that a page never says what the code does not.

use std::fmt::Write as _;

use super::{Confidence, RULES, Rule, severity_word};

/// The page of one rule, in Markdown with one sentence a line.
#[must_use]
pub fn page(rule: &Rule) -> String {
    let moments: Vec<&str> = rule.moments.iter().map(|moment| moment.words()).collect();
    let mut page = format!("# {}: {}\n\n", rule.id, rule.title);
    // Writing to a string can't fail.
    let _ = write!(
        page,
        "| | |\n|---|---|\n| Severity | {} at most |\n| Confidence | {} |\n| Matters in | {} |\n| Asked | {} |\n\n",
        severity_word(rule.severity),
        confidence_words(rule.confidence),
        rule.stage.words(),
        moments.join("; "),
    );
    for (heading, text) in [("When it fires", rule.fires), ("What it reads", rule.needs), ("What to do", rule.remedy)] {
        let _ = write!(page, "## {heading}\n\n{text}\n\n");
    }
    let _ = write!(page, "## Source\n\n{}.\n", rule.source);
    page
}

/// The list of all rules, in the order of the upgrade.
#[must_use]
pub fn index() -> String {
    let mut index = "# Rules\n\n\
        Every rule that `Test-RollingUpgrade` and `rolling-upgrade check` ask, in the order of the upgrade.\n\
        BLOCK and ERROR refuse a pass; WARN and INFO do not.\n\
        A fact that is missing makes a rule unknown: what would block then still does, what would be an error is a \
        warning.\n\
        Whoever takes responsibility for a rule acknowledges it in the policy, with a reason; the finding stays \
        visible and refuses no longer.\n\
        A rule that rests on field reports, on inference or on general knowledge is a warning at most.\n\
        What is known and not decided here is listed in [not-checked.md](not-checked.md), and what becomes of failures \
        that people have met in [field-failures.md](field-failures.md).\n\n\
        | rule | severity | what it guards |\n|---|---|---|\n"
        .to_owned();
    for rule in RULES {
        let severity = severity_word(rule.severity);
        let _ = writeln!(index, "| [{0}]({0}.md) | {severity} | {1} |", rule.id, rule.title);
    }
    index
}

const fn confidence_words(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Documented => "documented by the vendor",
        Confidence::Specified => "specified: a protocol, a script or a header of the vendor",
        Confidence::Field => "reported from the field",
        Confidence::Inferred => "inferred by us",
        Confidence::Knowledge => "general knowledge, not checked in a page",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::rules::Severity;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules")
    }

    #[test]
    fn pages_are_those_of_the_rules() {
        let pages = RULES.iter().map(|rule| (format!("{}.md", rule.id), page(rule)));
        let expected: Vec<(String, String)> = pages.chain([("README.md".to_owned(), index())]).collect();
        let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
        for (name, text) in &expected {
            let path = folder().join(name);
            if update {
                std::fs::create_dir_all(folder()).unwrap();
                std::fs::write(&path, text).unwrap();
            }
            let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
            assert_eq!(&found, text, "{name} is stale: run this test with UPDATE_GOLDEN=1");
        }
        let names: BTreeSet<&str> =
            expected.iter().map(|(name, _)| name.as_str()).chain(["not-checked.md", "field-failures.md"]).collect();
        for entry in std::fs::read_dir(folder()).unwrap() {
            let name = entry.unwrap().file_name();
            assert!(names.contains(name.to_str().unwrap()), "docs/rules/{} belongs to no rule", name.display());
        }
    }

    #[test]
    fn what_is_not_checked_is_no_rule_and_is_listed_once() {
        let text = std::fs::read_to_string(folder().join("not-checked.md")).unwrap();
        let mut listed = BTreeSet::new();
        for line in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| id ")) {
            let id = line.trim_start_matches("| ").split(' ').next().unwrap();
            let why = line.split('|').nth(2).unwrap().trim();
            assert!(listed.insert(id), "{id} is listed twice");
            assert!(RULES.iter().all(|rule| rule.id != id), "{id} is a rule");
            assert!(why.len() > 10, "{id} says why");
            for word in why.split([' ', ',', '.', ';', ':']).filter(|word| is_id(word)) {
                let known = RULES.iter().any(|rule| rule.id == word) || text.contains(&format!("| {word} "));
                assert!(known, "{id} points to {word}");
            }
        }
        assert!(listed.iter().all(|id| is_id(id)));
    }

    fn is_id(word: &str) -> bool {
        let parts = word.split_once('-');
        parts.is_some_and(|(series, number)| {
            let upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
            !series.is_empty()
                && series.starts_with(|c: char| c.is_ascii_uppercase())
                && series.len() <= 3
                && series.chars().all(upper)
                && number.len() == 2
                && number.chars().all(|c| c.is_ascii_digit())
        })
    }

    #[test]
    fn rules_keep_their_form() {
        let mut ids = BTreeSet::new();
        let mut stage = RULES[0].stage;
        for rule in RULES {
            assert!(is_id(rule.id) && ids.insert(rule.id), "{} is well formed and unique", rule.id);
            assert!(rule.stage >= stage, "{} stands where its stage belongs", rule.id);
            stage = rule.stage;
            let sure = matches!(rule.confidence, Confidence::Documented | Confidence::Specified);
            assert!(sure || rule.severity >= Severity::Warn, "{} is a warning at most", rule.id);
            assert!(!rule.moments.is_empty(), "{} is asked some time", rule.id);
            for text in [rule.fires, rule.needs, rule.remedy] {
                assert!(text.ends_with(['.', ')', '"']) && !text.contains("  "), "{}: {text}", rule.id);
            }
            assert!(!rule.source.contains("  ") && !rule.title.ends_with('.'), "{}", rule.id);
        }
    }
}
