//! The page of the requirements, made of their constants.

use std::fmt::Write as _;

use super::REQUIREMENTS;
use crate::rules::{Confidence, severity_word};

/// The page of all requirements, in Markdown.
#[must_use]
pub fn page() -> String {
    let mut page = "# What a returning node has to have\n\n\
        Every requirement that `Test-ClusterNodeReadiness` and a run ask of a machine before it is added, in the order \
        of a rebuild.\n\
        The machine is compared with the profile that was recorded before the node left.\n\
        BLOCK and ERROR keep it from being added; WARN does not.\n\
        What the profile holds and the returning machine does not tell is unknown, which weighs as much.\n\
        What the profile does not hold is not asked for.\n\
        Whoever takes responsibility for a requirement acknowledges it in the policy, with a reason.\n\
        RDY-00 is said of a machine that does not answer at all; nobody can acknowledge that.\n\n"
        .to_owned();
    for one in REQUIREMENTS {
        let sure = match one.confidence {
            Confidence::Documented | Confidence::Specified => "documented by the vendor",
            _ => "inferred: a role or its administrator relied on it",
        };
        // Writing to a string can't fail.
        let _ = write!(
            page,
            "## {}: {}\n\n{} at most; {sure}.\n\nCompares: {}\n\nWhat to do: {}\n\n",
            one.id,
            one.title,
            severity_word(one.severity),
            one.compares,
            one.remedy,
        );
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_that_of_the_requirements() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/readiness.md");
        if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
            std::fs::write(&path, page()).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(found, page(), "docs/readiness.md is stale: run this test with UPDATE_GOLDEN=1");
    }
}
