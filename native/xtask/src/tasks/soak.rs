//! Runs many simulated upgrades, each from its own seed, until one breaks an invariant.

use anyhow::{Result, ensure};

use crate::process;
use crate::workspace::Workspace;

const PACKAGE: &str = "cluster-twin";
const PROGRAM: &str = "soak";

/// `cargo xtask soak`.
pub(crate) fn run(workspace: &Workspace, runs: u64, seed: u64) -> Result<()> {
    ensure!(
        workspace.has_target(PACKAGE, "bin", PROGRAM)?,
        "the package {PACKAGE} has no program `{PROGRAM}` in this checkout; there is nothing to \
         soak until it has"
    );
    let (runs, seed) = (runs.to_string(), seed.to_string());
    process::run(&mut workspace.cargo(&[
        "run",
        "--release",
        "--package",
        PACKAGE,
        "--bin",
        PROGRAM,
        "--",
        "--runs",
        &runs,
        "--seed",
        &seed,
    ]))
}
