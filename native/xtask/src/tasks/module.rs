//! What a module folder holds, and where each part comes from.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::build;
use crate::dotnet::Dotnet;
use crate::workspace::{Profile, Workspace};
use crate::{console, files, platform, process, version};

/// The module's name, and the name of its folder.
pub(crate) const NAME: &str = "RollingUpgrade";
/// Manifest, formats, types and help: copied as they are.
const SHIPPED: &str = "module/RollingUpgrade";
/// The stand-in modules: copied below a folder that module discovery does not look into.
const STAND_INS: &str = "module/twin";
/// The projects whose assemblies the module loads.
const PROJECTS: [&str; 2] =
    ["module/src/RollingUpgrade/RollingUpgrade.csproj", "module/src/ClusterTwin/ClusterTwin.csproj"];
/// What the assemblies run on: the oldest .NET that a supported PowerShell 7 brings.
const FRAMEWORK: &str = "net8.0";
/// The documents that users' own tools may want to check.
const SCHEMAS: [&str; 4] = ["inventory", "plan", "run", "finding"];

/// Fills an empty folder with the module; `scratch` is for what is needed on the way.
pub(crate) fn fill(
    workspace: &Workspace,
    dotnet: &Dotnet,
    profile: Profile,
    content: &Path,
    scratch: &Path,
) -> Result<()> {
    workspace.require("the module", &[SHIPPED, STAND_INS])?;
    workspace.require("the module", &PROJECTS)?;
    let version = version::checked(workspace)?;
    files::copy_tree(&workspace.path(SHIPPED), content)?;
    files::copy_tree(&workspace.path(STAND_INS), &content.join("twin"))?;
    files::copy_file(&workspace.path("LICENSE"), &content.join("LICENSE"))?;
    for project in PROJECTS {
        let published = publish(workspace, dotnet, profile, project, scratch)?;
        copy_assemblies(&published, content)?;
    }
    copy_library(workspace, profile, content)?;
    write_schemas(workspace, profile, &content.join("schemas"))?;
    console::say(&format!("{NAME} {version}: {} files", files::files_below(content)?.len()));
    Ok(())
}

fn publish(workspace: &Workspace, dotnet: &Dotnet, profile: Profile, project: &str, scratch: &Path) -> Result<PathBuf> {
    let name = Path::new(project).file_stem().unwrap_or_default();
    let output = scratch.join("publish").join(name);
    process::run(
        dotnet
            .command(workspace.root())
            .args(["publish", project, "--framework", FRAMEWORK])
            .args(["--configuration", profile.configuration(), "--output"])
            .arg(&output),
    )?;
    Ok(output)
}

/// Copies the assemblies of a publish folder: none of PowerShell's own may be among them.
fn copy_assemblies(published: &Path, content: &Path) -> Result<()> {
    for file in files::files_below(published)? {
        if file.extension().is_none_or(|extension| extension != "dll") {
            continue;
        }
        let name = file.to_string_lossy();
        if ["System.Management.Automation", "Microsoft.PowerShell", "Microsoft.Management"]
            .iter()
            .any(|owned| name.starts_with(owned))
        {
            bail!(
                "publishing emitted PowerShell's own {name}, which would be loaded twice; set \
                 PrivateAssets=\"all\" and ExcludeAssets=\"runtime\" on that package reference"
            );
        }
        files::copy_file(&published.join(&file), &content.join(&file))?;
    }
    Ok(())
}

fn copy_library(workspace: &Workspace, profile: Profile, content: &Path) -> Result<()> {
    let library = build::native_library(workspace, profile)?;
    let folder = platform::library_folder()?;
    let place = content.join(&folder).join(platform::library_file(&folder));
    files::copy_file(&library, &place)
}

fn write_schemas(workspace: &Workspace, profile: Profile, folder: &Path) -> Result<()> {
    let tool = build::command_line_tool(workspace, profile)?;
    files::create_folder(folder)?;
    for kind in SCHEMAS {
        let text = process::output(std::process::Command::new(&tool).args(["schema", kind]))?;
        let place = folder.join(format!("{kind}.schema.json"));
        fs::write(&place, text).with_context(|| format!("cannot write {}", place.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assemblies_are_copied_and_those_of_powershell_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let published = folder.path().join("published");
        let content = folder.path().join("content");
        files::create_folder(&published)?;
        fs::write(published.join("RollingUpgrade.dll"), "")?;
        fs::write(published.join("RollingUpgrade.deps.json"), "")?;
        copy_assemblies(&published, &content)?;
        assert_eq!(files::files_below(&content)?, [PathBuf::from("RollingUpgrade.dll")]);

        fs::write(published.join("System.Management.Automation.dll"), "")?;
        let message = copy_assemblies(&published, &content).err().map(|error| error.to_string());
        assert!(message.unwrap_or_default().contains("PrivateAssets"));
        Ok(())
    }
}
