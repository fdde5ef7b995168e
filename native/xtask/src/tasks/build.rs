//! Builds the native library, checks the bindings, and builds the C# projects.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::bindings;
use crate::dotnet::{self, Dotnet};
use crate::process;
use crate::workspace::{Profile, Workspace};

/// The solution that lists every C# project.
pub(crate) const SOLUTION: &str = "RollingUpgrade.slnx";

/// `cargo xtask build`.
pub(crate) fn run(workspace: &Workspace, profile: Profile) -> Result<()> {
    native_library(workspace, profile)?;
    bindings::check(workspace)?;
    projects(workspace, &dotnet::find_or_install(workspace)?, profile)
}

/// Builds the library that .NET loads and returns its file.
pub(crate) fn native_library(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    workspace.cargo_build(profile, &["--package", "rolling-upgrade-ffi"], "rolling_upgrade")
}

/// Builds the command-line tool and returns its file.
pub(crate) fn command_line_tool(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    workspace.cargo_build(profile, &["--bin", "rolling-upgrade"], "rolling-upgrade")
}

/// Builds all C# projects; a warning is an error by Directory.Build.props.
pub(crate) fn projects(workspace: &Workspace, dotnet: &Dotnet, profile: Profile) -> Result<()> {
    let solution = fs::read_to_string(workspace.path(SOLUTION)).with_context(|| format!("cannot read {SOLUTION}"))?;
    workspace.require(SOLUTION, &project_files(&solution))?;
    process::run(dotnet.command(workspace.root()).args(["build", SOLUTION, "--configuration", profile.configuration()]))
}

/// The project files that a solution lists.
fn project_files(solution: &str) -> Vec<&str> {
    let after = solution.split("<Project Path=\"").skip(1);
    after.filter_map(|rest| rest.split_once('"')).map(|(path, _)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solution_lists_its_projects() -> Result<()> {
        let solution = fs::read_to_string(Workspace::locate()?.path(SOLUTION))?;
        let projects = project_files(&solution);
        assert!(projects.contains(&"module/src/RollingUpgrade/RollingUpgrade.csproj"));
        assert!(projects.iter().all(|project| project.ends_with(".csproj")), "{projects:?}");
        Ok(())
    }
}
