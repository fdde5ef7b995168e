//! Putting an SDK into `target/dotnet`, whole or not at all.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::metadata::{self, SdkArchive};
use super::{Dotnet, ListSdks, discover};
use crate::http::Client;
use crate::staging::Staging;
use crate::{console, platform, unpack};

/// Where an SDK goes, and how to ask whether it is one.
pub(super) struct Installer {
    pub(super) work: PathBuf,
    pub(super) destination: PathBuf,
    pub(super) list_sdks: ListSdks,
}

impl Installer {
    /// Installs the SDK of an archive that is already on this machine.
    pub(super) fn unpack_archive(&self, archive: &Path) -> Result<Dotnet> {
        let staging = self.begin()?;
        unpack::unpack(archive, &staging.content())?;
        self.finish(staging)
            .with_context(|| format!("{} is not the archive of a .NET 10 SDK for this platform", archive.display()))
    }

    /// Installs the newest SDK that the release metadata names for this platform.
    pub(super) fn download_newest(&self, client: &Client, index_url: &str) -> Result<Dotnet> {
        self.download(client, index_url, &platform::sdk_identifier()?)
    }

    fn download(&self, client: &Client, index_url: &str, platform: &str) -> Result<Dotnet> {
        let staging = self.begin()?;
        // Another process may have installed it while this one waited for its turn.
        if let Ok(found) = self.installed() {
            return Ok(found);
        }
        let sdk = metadata::newest_sdk(client, index_url, platform)?;
        console::say(&format!("downloading the .NET SDK {} into {}", sdk.version, self.destination.display()));
        let archive = fetch(client, &sdk, staging.scratch())?;
        unpack::unpack(&archive, &staging.content())?;
        self.finish(staging).with_context(|| format!("{} is not a .NET 10 SDK", sdk.url))
    }

    fn begin(&self) -> Result<Staging> {
        Staging::begin(&self.work, "dotnet", &self.destination)
    }

    fn finish(&self, staging: Staging) -> Result<Dotnet> {
        self.require_sdk(&staging.content())?;
        staging.commit()?;
        self.installed()
    }

    fn installed(&self) -> Result<Dotnet> {
        self.require_sdk(&self.destination)
    }

    fn require_sdk(&self, root: &Path) -> Result<Dotnet> {
        let executable = discover::executable_in(root);
        if !executable.is_file() {
            bail!("it has no `dotnet` at its top");
        }
        discover::usable(&executable, self.list_sdks).map_err(anyhow::Error::msg)
    }
}

fn fetch(client: &Client, sdk: &SdkArchive, folder: &Path) -> Result<PathBuf> {
    let archive = folder.join(&sdk.file_name);
    client.file(&sdk.url, &sdk.sha512, &archive)?;
    Ok(archive)
}

#[cfg(test)]
#[path = "install_tests.rs"]
mod tests;
