//! `compare-plans`: two plans side by side.

use std::path::Path;

use rolling_upgrade_core::document;
use rolling_upgrade_core::plan::{self, Plan};

use crate::arguments::ComparePlansArguments;
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

/// Prints what is different.
pub(crate) fn run(arguments: &ComparePlansArguments) -> Result<Output, Failure> {
    let (first, second) = (read(&arguments.first)?, read(&arguments.second)?);
    Output::of(&plan::compare(&first, &second), arguments.format, plan::comparison_text)
}

fn read(path: &Path) -> Result<Plan, Failure> {
    Ok(document::read(&input::document(path)?, Plan::SCHEMA, usize::MAX)?)
}
