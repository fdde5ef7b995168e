//! Where scripts run: in an installed PowerShell, or else in the project's own host.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::dotnet::Dotnet;
use crate::workspace::{Profile, Workspace};
use crate::{console, process};

/// The oldest PowerShell that the module supports.
const OLDEST: (u32, u32) = (7, 4);
const HOST: &str = "module/src/Host/Host.csproj";

/// A PowerShell that runs script files.
pub(crate) enum PowerShell<'dotnet> {
    /// `pwsh`, found on the path.
    Installed(PathBuf),
    /// The project's own host: its assembly.
    Hosted(&'dotnet Dotnet, PathBuf),
}

impl<'dotnet> PowerShell<'dotnet> {
    /// The installed PowerShell when it is recent enough, else the project's own host.
    pub(crate) fn find(workspace: &Workspace, dotnet: &'dotnet Dotnet, profile: Profile) -> Result<Self> {
        if let Some(executable) = installed() {
            return Ok(Self::Installed(executable));
        }
        workspace.require("running scripts without pwsh", &[HOST])?;
        process::run(dotnet.command(workspace.root()).args([
            "build",
            HOST,
            "--configuration",
            profile.configuration(),
        ]))?;
        let configuration = format!("-property:Configuration={}", profile.configuration());
        let answer = process::output(dotnet.command(workspace.root()).args([
            "msbuild",
            HOST,
            "-getProperty:TargetPath",
            &configuration,
        ]))?;
        let assembly = PathBuf::from(answer.trim());
        ensure!(
            assembly.is_file(),
            "building {HOST} made no {}; see the project's OutputType and TargetFramework",
            assembly.display()
        );
        Ok(Self::Hosted(dotnet, assembly))
    }

    /// Runs a script file on this terminal, in the checkout's top folder.
    pub(crate) fn run(&self, workspace: &Workspace, script: &str) -> Result<()> {
        workspace.require("this task", &[script])?;
        process::run(self.command(workspace.root()).arg("-File").arg(workspace.path(script)))
    }

    fn command(&self, folder: &Path) -> Command {
        match self {
            Self::Installed(executable) => {
                let mut command = Command::new(executable);
                command.current_dir(folder).args(["-NoLogo", "-NoProfile"]);
                command.env("POWERSHELL_TELEMETRY_OPTOUT", "1");
                if cfg!(windows) {
                    // The scripts of a checkout are not signed; this holds for the one process.
                    command.args(["-ExecutionPolicy", "Bypass"]);
                }
                command
            }
            Self::Hosted(dotnet, assembly) => {
                let mut command = dotnet.command(folder);
                command.arg(assembly);
                command
            }
        }
    }
}

/// The first `pwsh` on the path that is recent enough.
pub(crate) fn installed() -> Option<PathBuf> {
    let path = env::var_os("PATH");
    process::find_on_path(path.as_deref(), "pwsh").into_iter().find(|executable| {
        let ask = "$PSVersionTable.PSVersion.ToString()";
        let mut command = Command::new(executable);
        command
            .args(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", ask])
            .env("POWERSHELL_TELEMETRY_OPTOUT", "1");
        let version = process::quiet_output(&mut command).unwrap_or_default();
        let recent = is_recent(version.trim());
        if !recent {
            console::say(&format!(
                "{} is passed over: it is PowerShell {}, and 7.4 or later is needed",
                executable.display(),
                version.trim()
            ));
        }
        recent
    })
}

fn is_recent(version: &str) -> bool {
    let mut parts = version.split(['.', '-']).map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= OLDEST,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_recent;

    #[test]
    fn versions_compare_by_number() {
        for version in ["7.4.0", "7.10.1", "7.6.0-preview.4", "8.0"] {
            assert!(is_recent(version), "{version}");
        }
        for version in ["7.3.9", "6.2.0", "5.1", "7", "", "pwsh"] {
            assert!(!is_recent(version), "{version}");
        }
    }
}
