//! Makes the module folder as it is published, with the libraries of other platforms.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::module;
use crate::staging::Staging;
use crate::workspace::{Profile, Workspace};
use crate::{console, dotnet, files, platform, version};

/// `cargo xtask dist`.
pub(crate) fn run(workspace: &Workspace, merge: &[PathBuf]) -> Result<()> {
    let others = merge.iter().map(|folder| other_module(folder)).collect::<Result<Vec<_>>>()?;
    let dotnet = dotnet::find_or_install(workspace)?;
    let destination = workspace.target().join("dist").join(module::NAME);
    let staging = Staging::begin(&workspace.work_folder(), "dist", &destination)?;
    let content = staging.content();
    module::fill(workspace, &dotnet, Profile::Release, &content, staging.scratch())?;
    for other in &others {
        merge_libraries(other, &content)?;
    }
    let platforms = libraries(&content)?;
    staging.commit()?;
    console::say(&format!("made {} for {}", destination.display(), platforms.join(", ")));
    Ok(())
}

/// A module folder given by the user, made absolute.
fn other_module(folder: &Path) -> Result<PathBuf> {
    let folder =
        fs::canonicalize(folder).with_context(|| format!("cannot find the folder {} to merge", folder.display()))?;
    version::of_module(&folder).with_context(|| format!("{} is not a staged module", folder.display()))?;
    Ok(folder)
}

/// Copies the libraries of another module folder of the same version.
fn merge_libraries(other: &Path, content: &Path) -> Result<()> {
    let (ours, theirs) = (version::of_module(content)?, version::of_module(other)?);
    ensure!(
        ours == theirs,
        "{} is version {theirs}, but this is {ours}; stage it again from the same commit",
        other.display()
    );
    let platforms = libraries(other)?;
    ensure!(!platforms.is_empty(), "{} holds no native library; stage it again on its platform", other.display());
    for name in platforms {
        let file = Path::new(&name).join(platform::library_file(&name));
        let (from, to) = (other.join(&file), content.join(&file));
        if !to.exists() {
            files::copy_file(&from, &to)?;
        } else if read(&from)? != read(&to)? {
            bail!(
                "{} and the module being made have different libraries for {name}; merge each \
                 platform from one place only",
                other.display()
            );
        }
    }
    Ok(())
}

/// The platforms whose libraries a module folder holds.
fn libraries(module: &Path) -> Result<Vec<String>> {
    let names = files::entries(module)?.into_iter().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        entry.path().join(platform::library_file(&name)).is_file().then_some(name)
    });
    Ok(names.collect())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folders(tempfile::TempDir);

    impl Folders {
        fn module(&self, name: &str, version: &str, libraries: &[&str]) -> Result<PathBuf> {
            let folder = self.0.path().join(name);
            files::create_folder(&folder)?;
            let manifest = format!("@{{\n    ModuleVersion = '{version}'\n}}\n");
            fs::write(folder.join("RollingUpgrade.psd1"), manifest)?;
            for library in libraries {
                let place = folder.join(library).join(platform::library_file(library));
                files::create_folder(&folder.join(library))?;
                fs::write(place, format!("{name} {library}"))?;
            }
            Ok(folder)
        }
    }

    fn refusal(other: &Path, content: &Path) -> String {
        let result = merge_libraries(other, content);
        result.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn libraries_of_other_platforms_join() -> Result<()> {
        let folders = Folders(tempfile::tempdir()?);
        let content = folders.module("ours", "1.0.0", &["linux-x64"])?;
        let other = folders.module("theirs", "1.0.0", &["win-x64", "osx-arm64"])?;
        fs::write(other.join("RollingUpgrade.dll"), "not copied")?;
        merge_libraries(&other, &content)?;
        merge_libraries(&other, &content)?;

        assert_eq!(libraries(&content)?, ["linux-x64", "osx-arm64", "win-x64"]);
        assert!(!content.join("RollingUpgrade.dll").exists());
        Ok(())
    }

    #[test]
    fn what_does_not_fit_is_refused() -> Result<()> {
        let folders = Folders(tempfile::tempdir()?);
        let content = folders.module("ours", "1.0.0", &["linux-x64"])?;
        let newer = folders.module("newer", "1.0.1", &["win-x64"])?;
        assert!(refusal(&newer, &content).contains("is version 1.0.1, but this is 1.0.0"));
        let same = folders.module("same", "1.0.0", &["linux-x64"])?;
        assert!(refusal(&same, &content).contains("different libraries for linux-x64"));
        let empty = folders.module("empty", "1.0.0", &[])?;
        assert!(refusal(&empty, &content).contains("holds no native library"));
        assert_eq!(libraries(&content)?, ["linux-x64"]);
        Ok(())
    }

    #[test]
    fn a_folder_that_is_no_module_is_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        assert!(other_module(folder.path()).is_err());
        assert!(other_module(&folder.path().join("nowhere")).is_err());
        Ok(())
    }
}
