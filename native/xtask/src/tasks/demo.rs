//! Runs the main job: a whole upgrade on a simulated cluster, told as it goes.

use std::process::Command;

use anyhow::{Context, Result};

use super::powershell::PowerShell;
use super::{build, stage};
use crate::dotnet::{self, Dotnet};
use crate::workspace::{Profile, Workspace};
use crate::{console, process};

/// The main job as a PowerShell script.
pub(crate) const SCRIPT: &str = "module/demo/main-job.ps1";
/// The cluster of the main job, and what it is upgraded to.
const INVENTORY: &str = "tests/scenarios/contoso-2012r2/cluster.json";
const TARGET: &str = "2016";

/// `cargo xtask demo`.
pub(crate) fn run(workspace: &Workspace, profile: Profile) -> Result<()> {
    match dotnet::find_or_install(workspace) {
        Ok(dotnet) => in_powershell(workspace, &dotnet, profile),
        Err(error) => {
            console::complain(&format!("warning: {error:#}"));
            with_command_line_tool(workspace, profile)?;
            console::say(
                "\nThat was the main job in the native command-line tool alone: the PowerShell \
                 module was not built, because this machine has no .NET 10 SDK.",
            );
            console::say(&format!("To see it in PowerShell, {}.", dotnet::HOW_TO_GET));
            Ok(())
        }
    }
}

fn in_powershell(workspace: &Workspace, dotnet: &Dotnet, profile: Profile) -> Result<()> {
    workspace.require("the demo", &[SCRIPT, INVENTORY])?;
    // Not all of `cargo xtask build`: the guard of the bindings alone takes minutes to compile,
    // and it guards against a change that somebody who tries the project has not made.
    stage::stage(workspace, dotnet, profile)?;
    PowerShell::find(workspace, dotnet, profile)?.run(workspace, SCRIPT)
}

/// The same job without .NET: the cluster is checked, the upgrade planned and rehearsed.
fn with_command_line_tool(workspace: &Workspace, profile: Profile) -> Result<()> {
    workspace.require("the demo", &[INVENTORY])?;
    let tool = build::command_line_tool(workspace, profile)?;
    for job in ["check", "plan", "rehearse"] {
        let mut command = Command::new(&tool);
        command.current_dir(workspace.root()).args([job, INVENTORY, "--to", TARGET]);
        process::run(&mut command).with_context(|| format!("the step `{job}` of the main job failed"))?;
    }
    Ok(())
}
