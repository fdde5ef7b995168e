//! Runs many simulated upgrades, each from its own seed, until one breaks an invariant.

use anyhow::{Result, ensure};

use crate::process;
use crate::workspace::Workspace;

const PACKAGE: &str = "cluster-twin";
const PROGRAM: &str = "soak";
/// Optimised, with the assertions of a debug build.
const PROFILE: &str = "soak";

/// `cargo xtask soak`.
pub(crate) fn run(workspace: &Workspace, runs: u64, seed: u64, replay: Option<u64>) -> Result<()> {
    ensure!(
        workspace.has_target(PACKAGE, "bin", PROGRAM)?,
        "the package {PACKAGE} has no program `{PROGRAM}` in this checkout; there is nothing to \
         soak until it has"
    );
    let replay = replay.map(|seed| seed.to_string());
    let (runs, seed) = (runs.to_string(), seed.to_string());
    let mut arguments = vec!["run", "--profile", PROFILE, "--package", PACKAGE, "--bin", PROGRAM, "--"];
    match &replay {
        Some(seed) => arguments.extend(["--replay", seed]),
        None => arguments.extend(["--runs", &runs, "--seed", &seed]),
    }
    process::run(&mut workspace.cargo(&arguments))
}
