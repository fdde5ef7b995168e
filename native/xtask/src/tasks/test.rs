//! Runs every check and test of both languages.

use std::path::Path;

use anyhow::{Result, bail};

use super::powershell::PowerShell;
use super::{build, demo, powershell, stage};
use crate::dotnet::{self, Dotnet};
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
use crate::{console, process};

/// A script that tries the staged module in a real PowerShell.
const SMOKE: &str = "tests/pwsh/smoke.ps1";
const NO_SDK: &str = "there is no .NET SDK";

/// `cargo xtask test`.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    rust_half(workspace, &mut steps);
    let sdk = steps.run(".NET SDK", || dotnet::find_or_install(workspace));
    powershell_half(workspace, sdk.as_ref(), &mut steps);
    if sdk.is_none() {
        console::complain("\nThe PowerShell half did not run, because there is no .NET 10 SDK.");
        console::complain(&format!("To run it, {}.", dotnet::HOW_TO_GET));
    }
    steps.finish()
}

fn rust_half(workspace: &Workspace, steps: &mut Steps) {
    let cargo = |arguments: &[&str]| process::run(&mut workspace.cargo(arguments));
    steps.run("Rust format", || cargo(&["fmt", "--all", "--check"]));
    steps.run("Rust lints", || cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]));
    steps.run("Rust tests", || cargo(&["test", "--workspace", "--no-fail-fast"]));
    steps.run("Rust documents", || {
        let mut command = workspace.cargo(&["doc", "--workspace", "--no-deps"]);
        process::run(command.env("RUSTDOCFLAGS", "--deny warnings"))
    });
}

fn powershell_half(workspace: &Workspace, sdk: Option<&Dotnet>, steps: &mut Steps) {
    let profile = Profile::Release;
    let staged = steps.run_with("staged module", sdk, NO_SDK, |sdk| stage::stage(workspace, sdk, profile));
    let built = steps.run_with("C# build", sdk, NO_SDK, |sdk| build::projects(workspace, sdk, profile));
    steps.run_with("C# format", sdk.zip(built), "the C# build failed", |(sdk, ())| {
        let arguments = ["format", build::SOLUTION, "--verify-no-changes", "--no-restore"];
        process::run(sdk.command(workspace.root()).args(arguments))
    });
    let ready = sdk.zip(staged.as_ref());
    let reason = "the C# build or the staged module failed";
    steps.run_with("C# tests", ready.zip(built), reason, |((sdk, _), ())| csharp_tests(workspace, sdk, profile));
    steps.run_with("main job", ready, "the module was not staged", |(sdk, _)| {
        PowerShell::find(workspace, sdk, profile)?.run(workspace, demo::SCRIPT)
    });
    match powershell::installed() {
        None => steps.skip("real PowerShell", "there is no pwsh 7.4 or later on the path"),
        Some(pwsh) => {
            let reason = "the module was not staged";
            steps.run_with("real PowerShell", staged.as_deref(), reason, |module| {
                smoke(workspace, PowerShell::Installed(pwsh), module)
            });
        }
    }
}

fn csharp_tests(workspace: &Workspace, sdk: &Dotnet, profile: Profile) -> Result<()> {
    process::run(sdk.command(workspace.root()).args([
        "test",
        "--solution",
        build::SOLUTION,
        "--configuration",
        profile.configuration(),
        "--no-build",
    ]))
}

fn smoke(workspace: &Workspace, pwsh: PowerShell<'_>, module: &Path) -> Result<()> {
    if !module.is_dir() {
        bail!("{} is gone; run `cargo xtask stage`", module.display());
    }
    pwsh.run(workspace, SMOKE)
}
