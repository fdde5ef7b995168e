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

/// The same job without .NET: the cluster is checked, the upgrade planned and rehearsed up to the new level, then the
/// configuration versions are raised on the cluster that the rehearsal left.
fn with_command_line_tool(workspace: &Workspace, profile: Profile) -> Result<()> {
    workspace.require("the demo", &[INVENTORY])?;
    let tool = build::command_line_tool(workspace, profile)?;
    let after = workspace.target().join("demo-cluster-after.json");
    let after = after.to_string_lossy();
    let jobs: [&[&str]; 4] = [
        &["check", INVENTORY, "--to", TARGET],
        &["plan", INVENTORY, "--to", TARGET],
        &["rehearse", INVENTORY, "--to", TARGET, "--commit", "--cluster-after", &after],
        &["rehearse", &after, "--vm-versions"],
    ];
    for job in jobs {
        let mut command = Command::new(&tool);
        command.current_dir(workspace.root()).args(job);
        process::run(&mut command).with_context(|| format!("the step `{}` of the main job failed", job[0]))?;
    }
    Ok(())
}
