//! `export`: a cluster in the format of another program.

use rolling_upgrade_core::export;

use super::policy;
use crate::arguments::{ExportArguments, ExportFormat};
use crate::failure::Failure;
use crate::input;
use crate::output::Output;

/// Prints the cluster.
pub(crate) fn run(arguments: &ExportArguments) -> Result<Output, Failure> {
    let policy = policy(arguments.policy.as_deref())?;
    let inventory = input::inventory(&arguments.inventory)?;
    Ok(Output::text(match arguments.format {
        ExportFormat::Ganeti => export::ganeti(&inventory, &policy),
    }))
}
