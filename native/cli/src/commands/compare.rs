//! `compare`: what differs between two inventories.

use rolling_upgrade_core::compare;

use crate::arguments::CompareArguments;
use crate::failure::{self, Failure};
use crate::input;
use crate::output::Output;

/// Prints the differences; ends with 1 where there are any.
pub(crate) fn run(arguments: &CompareArguments) -> Result<Output, Failure> {
    let before = input::inventory(&arguments.before)?;
    let after = input::inventory(&arguments.after)?;
    let mut comparison = compare::compare(&before, &after, &arguments.ignore)?;
    if arguments.upgrade {
        comparison.differences.retain(|difference| !difference.expected);
    }
    let code = if comparison.differences.is_empty() { 0 } else { failure::REFUSED };
    Ok(Output::of(&comparison, arguments.format, compare::text)?.with_code(code))
}
