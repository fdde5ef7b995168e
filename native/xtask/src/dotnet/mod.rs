//! The .NET SDK: found on this machine, taken from an archive, or downloaded.

mod discover;
mod install;
mod metadata;
#[cfg(test)]
mod test_server;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{console, process};

/// Names an archive of the SDK, for sites without internet.
pub(crate) const ARCHIVE_VARIABLE: &str = "ROLLING_UPGRADE_DOTNET_ARCHIVE";
/// Names another place than Microsoft's for the release metadata.
const METADATA_VARIABLE: &str = "ROLLING_UPGRADE_DOTNET_METADATA";
/// The channel whose SDK this repository is built with.
const CHANNEL: &str = "10.0";

/// How to get an SDK, for messages to people.
pub(crate) const HOW_TO_GET: &str = "install the .NET 10 SDK (https://dotnet.microsoft.com/download), \
     or set DOTNET_ROOT to the folder of one, or set ROLLING_UPGRADE_DOTNET_ARCHIVE to its .zip or \
     .tar.gz archive, or give this machine access to https://builds.dotnet.microsoft.com";

/// A .NET SDK of the right version.
#[derive(Debug)]
pub(crate) struct Dotnet {
    executable: PathBuf,
}

impl Dotnet {
    /// A `dotnet` command, run in `folder`.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.executable);
        command.current_dir(folder);
        self.set_environment(&mut command);
        command
    }

    /// Makes this SDK the one that a program and its children use.
    fn set_environment(&self, command: &mut Command) {
        command
            .env("DOTNET_CLI_TELEMETRY_OPTOUT", "1")
            .env("DOTNET_NOLOGO", "1")
            .env("POWERSHELL_TELEMETRY_OPTOUT", "1");
        // A launcher such as snap's is a link to a program of another name: it knows its own root.
        let Ok(real) = self.executable.canonicalize() else { return };
        let Some(root) = real.parent().filter(|root| root.join("sdk").is_dir()) else { return };
        let root = discover::without_verbatim_prefix(root);
        let rest = env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(root.clone()).chain(env::split_paths(&rest));
        if let Ok(path) = env::join_paths(folders) {
            command.env("PATH", path);
        }
        command.env("DOTNET_ROOT", root);
    }
}

/// Asks a `dotnet` program which SDKs it has; a parameter so that tests need no real one.
type ListSdks = fn(&Path) -> Result<Vec<String>>;

/// Finds an SDK, or gets one into `target/dotnet`.
pub(crate) fn find_or_install(workspace: &Workspace) -> Result<Dotnet> {
    let destination = workspace.target().join("dotnet");
    let places = discover::Places::of_environment(&destination);
    let mut notes = Vec::new();
    if let Some(found) = discover::first_usable(&places, list_sdks, &mut notes) {
        return Ok(found);
    }
    let installer = install::Installer { work: workspace.work_folder(), destination, list_sdks };
    let attempt = if let Some(archive) = env::var_os(ARCHIVE_VARIABLE) {
        console::say(&format!("unpacking the .NET SDK of {ARCHIVE_VARIABLE}"));
        installer.unpack_archive(Path::new(&archive))
    } else {
        let index = env::var(METADATA_VARIABLE).unwrap_or_else(|_| metadata::INDEX_URL.to_owned());
        console::say(&format!("no .NET 10 SDK found: {}", notes.join("; ")));
        installer.download_newest(&crate::http::Client::new(&index), &index)
    };
    attempt.or_else(|error| {
        bail!("there is no .NET 10 SDK here ({}), and none can be had: {error:#}; {HOW_TO_GET}", notes.join("; "))
    })
}

fn list_sdks(executable: &Path) -> Result<Vec<String>> {
    let mut command = Command::new(executable);
    command.arg("--list-sdks").env("DOTNET_CLI_TELEMETRY_OPTOUT", "1").env("DOTNET_NOLOGO", "1");
    let Some(text) = process::quiet_output(&mut command) else {
        bail!("`{} --list-sdks` failed", executable.display());
    };
    Ok(text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

/// Whether an SDK version, as `dotnet --list-sdks` prints it, is one we build with.
///
/// Previews are not: global.json asks for a released version.
fn is_usable(version: &str) -> bool {
    let patch = version.strip_prefix(CHANNEL).and_then(|rest| rest.strip_prefix('.'));
    patch.is_some_and(|patch| patch.parse::<u32>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::is_usable;

    #[test]
    fn only_released_versions_of_the_channel_are_usable() {
        assert!(is_usable("10.0.100"));
        assert!(is_usable("10.0.401"));
        for version in ["9.0.304", "10.1.100", "10.0.100-rc.1.25451.107", "100.0.1", "10.0", ""] {
            assert!(!is_usable(version), "{version}");
        }
    }
}
