//! `anonymize`: an inventory that can be handed on.

use rolling_upgrade_core::anonymize;

use crate::arguments::AnonymizeArguments;
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

/// Prints the inventory with other names.
pub(crate) fn run(arguments: &AnonymizeArguments) -> Result<Output, Failure> {
    let inventory = input::inventory(&arguments.inventory)?;
    Output::document(&anonymize::anonymize(&inventory, arguments.seed)?)
}
