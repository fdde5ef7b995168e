//! Runs many simulated upgrades, each from its own seed, until one breaks an invariant.

use anyhow::{Result, ensure};

use crate::process;
use crate::workspace::Workspace;

const PACKAGE: &str = "cluster-twin";
const PROGRAM: &str = "soak";
/// Optimised, with the assertions of a debug build.
const PROFILE: &str = "soak";

/// `cargo xtask soak`: `wish` goes to the program as it is.
pub(crate) fn run(workspace: &Workspace, wish: &[String]) -> Result<()> {
    ensure!(
        workspace.has_target(PACKAGE, "bin", PROGRAM)?,
        "the package {PACKAGE} has no program `{PROGRAM}` in this checkout; there is nothing to \
         soak until it has"
    );
    let mut arguments = vec!["run", "--profile", PROFILE, "--package", PACKAGE, "--bin", PROGRAM, "--"];
    arguments.extend(wish.iter().map(String::as_str));
    process::run(&mut workspace.cargo(&arguments))
}
