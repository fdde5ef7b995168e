//! The rules: what stands in the way of an upgrade, each in a file of its own.
//!
//! A rule is a constant with its texts and a function that looks at shared, indexed facts. It says all that it finds
//! and knows nothing of the other rules. A fact that is missing makes a rule unknown, and what would block then still
//! does until a person takes responsibility for it.

mod check;
mod facts;
mod finding;
mod findings;
#[cfg(test)]
mod fixture;
mod prelude;
mod rule;
mod text;

mod pre_01_every_node_is_up;
mod qrm_04_witness_online;
mod ver_01_one_release_a_pass;
mod ver_02_starts_at_2012_r2;
mod ver_12_second_level_address_translation;

pub use check::{CheckReport, CheckRequest, Verdict, check, check_moment};
pub use finding::{Confidence, Finding, Outcome, Severity, Subject};
pub use rule::{Moment, Rule, Stage};
pub use text::{severity_word, text};

/// Every rule, in the order of the upgrade.
pub static RULES: &[&Rule] = &[
    &ver_01_one_release_a_pass::RULE,
    &ver_02_starts_at_2012_r2::RULE,
    &ver_12_second_level_address_translation::RULE,
    &pre_01_every_node_is_up::RULE,
    &qrm_04_witness_online::RULE,
];
