//! Makes the module folder that people import and tests test.

use std::path::PathBuf;

use anyhow::Result;

use super::module;
use crate::console;
use crate::dotnet::{self, Dotnet};
use crate::staging::Staging;
use crate::workspace::{Profile, Workspace};

/// `cargo xtask stage`.
pub(crate) fn run(workspace: &Workspace, profile: Profile) -> Result<()> {
    let folder = stage(workspace, &dotnet::find_or_install(workspace)?, profile)?;
    console::say(&format!("staged {}", folder.display()));
    Ok(())
}

/// Stages the module into `target/module` and returns its folder.
pub(crate) fn stage(workspace: &Workspace, dotnet: &Dotnet, profile: Profile) -> Result<PathBuf> {
    let destination = workspace.target().join("module").join(module::NAME);
    let staging = Staging::begin(&workspace.work_folder(), "module", &destination)?;
    module::fill(workspace, dotnet, profile, &staging.content(), staging.scratch())?;
    staging.commit()?;
    Ok(destination)
}
