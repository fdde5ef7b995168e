//! The C# declarations of the library's exports, written by a test that also guards them.

use anyhow::{Result, ensure};

use crate::workspace::Workspace;
use crate::{console, process};

/// The generated file.
const GENERATED: &str = "bindings/Generated/Interop.cs";
/// The test that compares it with the exports; with the variable below it writes it instead.
const DRIFT_TEST: [&str; 6] = ["test", "--package", "native-tests", "--test", "native", "bindings"];
const UPDATE_VARIABLE: &str = "UPDATE_BINDINGS";

/// Fails when the generated file is not what the exports ask for.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    require_generated(workspace)?;
    require_test(workspace)?;
    process::run(workspace.cargo(&DRIFT_TEST).env_remove(UPDATE_VARIABLE))
}

/// `cargo xtask bindings`.
pub(crate) fn regenerate(workspace: &Workspace) -> Result<()> {
    require_test(workspace)?;
    process::run(workspace.cargo(&DRIFT_TEST).env(UPDATE_VARIABLE, "1"))?;
    require_generated(workspace)?;
    console::say(&format!("{GENERATED} is current"));
    Ok(())
}

fn require_generated(workspace: &Workspace) -> Result<()> {
    ensure!(workspace.path(GENERATED).is_file(), "{GENERATED} is missing; run `cargo xtask bindings` to write it");
    Ok(())
}

/// Fails when no test has the name: cargo would run none of them and call that a success.
fn require_test(workspace: &Workspace) -> Result<()> {
    let tests = process::output(workspace.cargo(&DRIFT_TEST).args(["--", "--list"]))?;
    ensure!(
        tests.lines().any(|line| line.ends_with(": test")),
        "no test is found by `cargo {}`; look for the module `bindings` in tests/native",
        DRIFT_TEST.join(" ")
    );
    Ok(())
}
