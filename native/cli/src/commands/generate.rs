//! `generate`: an invented cluster.

use rolling_upgrade_core::generate::{GenerateOptions, generate};

use super::release;
use crate::arguments::GenerateArguments;
use crate::failure::Failure;
use crate::output::Output;

/// Prints the inventory of an invented cluster.
pub(crate) fn run(arguments: &GenerateArguments) -> Result<Output, Failure> {
    let inventory = generate(&GenerateOptions {
        nodes: arguments.nodes,
        virtual_machines: arguments.vms,
        seed: arguments.seed,
        from: release(&arguments.from)?,
        memory_use_percent: arguments.memory_use,
    })?;
    Output::document(&inventory)
}
