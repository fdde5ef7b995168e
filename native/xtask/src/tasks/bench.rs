//! Runs the benchmarks: criterion's for the native code, scripts for the cmdlets.

use anyhow::{Context, Result};

use super::powershell::PowerShell;
use super::stage;
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
use crate::{dotnet, files, process};

/// Scripts that time cmdlets of the staged module.
const SCRIPTS: &str = "module/bench";

/// `cargo xtask bench`.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut steps = Steps::default();
    steps.run("native benchmarks", || process::run(&mut workspace.cargo(&["bench", "--workspace", "--bench", "*"])));
    steps.run("cmdlet benchmarks", || cmdlets(workspace));
    steps.finish()
}

fn cmdlets(workspace: &Workspace) -> Result<()> {
    workspace.require("timing the cmdlets", &[SCRIPTS])?;
    let sdk = dotnet::find_or_install(workspace)?;
    stage::stage(workspace, &sdk, Profile::Release)?;
    let powershell = PowerShell::find(workspace, &sdk, Profile::Release)?;
    for entry in files::entries(&workspace.path(SCRIPTS))? {
        let name = entry.file_name().into_string().ok().context("a script has a name in UTF-8")?;
        if name.ends_with(".ps1") {
            powershell.run(workspace, &format!("{SCRIPTS}/{name}"))?;
        }
    }
    Ok(())
}
