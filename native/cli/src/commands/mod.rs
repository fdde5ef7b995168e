//! The commands, one a file: each reads what it needs, decides nothing itself, and says what to print.

mod anonymize;
mod check;
mod compare;
mod compare_plans;
mod export;
mod fleet;
mod generate;
mod plan;
mod rehearse;
mod report;
mod schema;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rolling_upgrade_core::document;
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use rolling_upgrade_core::model::{Release, Timestamp};
use rolling_upgrade_core::plan::Policy;

use crate::arguments::{Command, GoalArguments};
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

/// Runs a command.
pub(crate) fn run(command: &Command) -> Result<Output, Failure> {
    match command {
        Command::Check(arguments) => check::run(arguments),
        Command::Plan(arguments) => plan::run(arguments),
        Command::Rehearse(arguments) => rehearse::run(arguments),
        Command::ComparePlans(arguments) => compare_plans::run(arguments),
        Command::Export(arguments) => export::run(arguments),
        Command::Report(arguments) => report::run(arguments),
        Command::Anonymize(arguments) => anonymize::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Generate(arguments) => generate::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
    }
}

/// What is planned.
#[derive(Debug, Clone, Copy)]
enum Goal {
    /// One pass to this release.
    Upgrade(Release),
    /// The campaign that raises configuration versions.
    VirtualMachineVersions,
}

impl Goal {
    fn of(arguments: &GoalArguments) -> Result<Self, Failure> {
        match &arguments.to {
            Some(text) => release(text).map(Self::Upgrade),
            None => Ok(Self::VirtualMachineVersions),
        }
    }
}

/// The release that a person typed.
fn release(text: &str) -> Result<Release, Failure> {
    Release::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Release::ALL.into_iter().map(Release::short_name).collect();
        let message = format!("`{text}` is no release of Windows Server that can take part in a rolling upgrade");
        let remedy = format!("Give one of {}.", known.join(", "));
        Failure::new(ErrorReport::new(ErrorId::TargetInvalid, message, remedy).about(text))
    })
}

/// The policy of a file, or the default one.
fn policy(path: Option<&Path>) -> Result<Policy, Failure> {
    match path {
        Some(path) => Ok(document::read_settings(&input::settings(path)?, usize::MAX)?),
        None => Ok(Policy::default()),
    }
}

/// A moment that a person typed: `now`, or a time in RFC 3339.
fn moment(text: &str, option: &str) -> Result<Timestamp, Failure> {
    if text.eq_ignore_ascii_case("now") {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        return Ok(Timestamp::from_milliseconds(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)));
    }
    text.parse().map_err(|error: String| {
        let remedy = "Give `now`, or a time such as 2026-05-01T08:00:00Z.";
        Failure::new(ErrorReport::new(ErrorId::RequestInvalid, format!("`{text}` is {error}"), remedy).about(option))
    })
}
