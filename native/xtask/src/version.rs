//! The version lives in the workspace's Cargo.toml; every other place must say the same.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::Workspace;

/// The module's manifest in the checkout.
pub(crate) const MANIFEST: &str = "module/RollingUpgrade/RollingUpgrade.psd1";
const PROPERTIES: &str = "Directory.Build.props";

/// The workspace's version, after checking that the manifest and the C# projects agree.
pub(crate) fn checked(workspace: &Workspace) -> Result<String> {
    let version = of_workspace(&read(&workspace.path("Cargo.toml"))?)?;
    let manifest = read(&workspace.path(MANIFEST))?;
    let properties = read(&workspace.path(PROPERTIES))?;
    for (place, found) in [(MANIFEST, of_manifest(&manifest)?), (PROPERTIES, of_properties(&properties)?)] {
        ensure!(found == version, "Cargo.toml says version {version}, but {place} says {found}; change {place}");
    }
    Ok(version)
}

/// The version that the manifest of a staged module names.
pub(crate) fn of_module(folder: &Path) -> Result<String> {
    let manifest = folder.join("RollingUpgrade.psd1");
    of_manifest(&read(&manifest)?).with_context(|| format!("in {}", manifest.display()))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn of_workspace(cargo_toml: &str) -> Result<String> {
    let document: toml::Table = cargo_toml.parse().context("Cargo.toml is not TOML")?;
    let version = document
        .get("workspace")
        .and_then(|workspace| workspace.get("package"))
        .and_then(|package| package.get("version"))
        .and_then(toml::Value::as_str);
    version.map(str::to_owned).context("Cargo.toml has no workspace.package.version")
}

/// `ModuleVersion`, with `Prerelease` behind a hyphen as in Cargo.toml.
///
/// PowerShell allows no dots in a prerelease, so a version here has none either.
fn of_manifest(manifest: &str) -> Result<String> {
    let version = setting(manifest, "ModuleVersion").context("there is no ModuleVersion")?;
    Ok(match setting(manifest, "Prerelease") {
        Some(prerelease) if !prerelease.is_empty() => format!("{version}-{prerelease}"),
        _ => version.to_owned(),
    })
}

/// The quoted value of a line `name = 'value'` in a manifest.
fn setting<'text>(manifest: &'text str, name: &str) -> Option<&'text str> {
    manifest.lines().find_map(|line| {
        let value = line.trim().strip_prefix(name)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| ['\'', '"'].contains(quote))?;
        value[1..].split_once(quote).map(|(value, _)| value)
    })
}

fn of_properties(properties: &str) -> Result<String> {
    let between = properties.split_once("<Version>").and_then(|(_, rest)| rest.split_once('<'));
    match between {
        Some((version, _)) => Ok(version.trim().to_owned()),
        None => bail!("{PROPERTIES} has no <Version>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_each_place_is_read() -> Result<()> {
        let cargo = "[workspace.package]\nversion = \"1.2.3\"\n";
        assert_eq!(of_workspace(cargo)?, "1.2.3");
        assert_eq!(of_properties("<Project><Version>1.2.3</Version></Project>")?, "1.2.3");
        let manifest = "@{\n    RootModule = 'a.dll'\n    ModuleVersion     = '1.2.3'\n}";
        assert_eq!(of_manifest(manifest)?, "1.2.3");
        Ok(())
    }

    #[test]
    fn a_prerelease_is_part_of_the_version() -> Result<()> {
        let manifest = "ModuleVersion='1.2.3'\nPrivateData=@{PSData=@{\n Prerelease = \"beta1\" }}";
        assert_eq!(of_manifest(manifest)?, "1.2.3-beta1");
        Ok(())
    }

    #[test]
    fn a_missing_version_is_an_error() {
        assert!(of_workspace("[package]\nversion = '1'\n").is_err());
        assert!(of_manifest("# ModuleVersion\nModuleVersionText = 'no'").is_err());
        assert!(of_properties("<Project />").is_err());
    }
}
