//! Compares plans of small clusters with the optimum that an exact solver finds.

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// `cargo xtask optimum`.
pub(crate) fn run(workspace: &Workspace, seeds: u64, first: u64) -> Result<()> {
    let (seeds, first) = (seeds.to_string(), first.to_string());
    let arguments = ["run", "--release", "--package", "planner-optimum", "--", &seeds, &first];
    process::run(&mut workspace.cargo(&arguments))
}
