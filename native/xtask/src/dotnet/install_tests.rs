//! Installing an SDK from a local server that has the layout of Microsoft's.

use std::collections::HashMap;
use std::fs;
use std::io::Write;

use serde_json::json;
use sha2::{Digest, Sha512};

use super::super::test_server::{Answer, Server};
use super::*;
use crate::{files, http};

const INDEX: &str = "/dotnet/release-metadata/releases-index.json";
const CHANNEL: &str = "/dotnet/release-metadata/10.0/releases.json";
const ARCHIVE: &str = "/dotnet/Sdk/10.0.100/dotnet-sdk-linux-x64.tar.gz";

/// An SDK that is nothing but its names; the archive's top is the SDK's folder.
fn fake_sdk(version: &str) -> Result<Vec<u8>> {
    let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut builder = tar::Builder::new(gzip);
    let mut add = |name: String, text: &str| -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_mode(0o755);
        header.set_size(text.len() as u64);
        Ok(builder.append_data(&mut header, name, text.as_bytes())?)
    };
    let program = format!("#!/bin/sh\necho '{version} [/opt/dotnet/sdk]'\n");
    add(format!("./dotnet{}", std::env::consts::EXE_SUFFIX), &program)?;
    add(format!("./sdk/{version}/dotnet.dll"), "not really")?;
    Ok(builder.into_inner()?.finish()?)
}

/// Reads the versions from the folder, so that the tests run where the fake cannot.
fn versions_in_folder(executable: &Path) -> Result<Vec<String>> {
    let sdks = executable.parent().unwrap_or(executable).join("sdk");
    let names = files::entries(&sdks)?.into_iter().map(|entry| entry.file_name());
    Ok(names.map(|name| name.to_string_lossy().into_owned()).collect())
}

fn index(base: &str) -> serde_json::Value {
    json!({"$schema": "https://json.schemastore.org/dotnet-releases-index.json",
        "releases-index": [
            {"channel-version": "11.0", "latest-sdk": "11.0.100-preview.1",
             "support-phase": "preview", "releases.json": format!("{base}/nowhere")},
            {"channel-version": "10.0", "latest-sdk": "10.0.100", "support-phase": "active",
             "releases.json": format!("{base}{CHANNEL}")}]})
}

fn channel(base: &str, sha512: &str) -> serde_json::Value {
    let file = |name: &str, platform: &str, path: &str| {
        let url = format!("{base}{path}");
        json!({"name": name, "rid": platform, "url": url, "hash": sha512})
    };
    let sdk = json!({"version": "10.0.100", "files": [
        file("dotnet-sdk-linux-x64.tar.gz", "linux-x64", ARCHIVE),
        file("dotnet-sdk-win-x64.zip", "win-x64", "/nowhere.zip")]});
    json!({"channel-version": "10.0", "latest-sdk": "10.0.100",
        "releases": [{"release-version": "10.0.0", "sdk": sdk, "sdks": [sdk]}]})
}

/// The answers of a server that does all right, for a test to spoil one of them.
fn good_answers(base: &str, sdk: &[u8]) -> HashMap<String, Answer> {
    let sha512 = http::hexadecimal(&Sha512::digest(sdk)).to_uppercase();
    HashMap::from([
        (INDEX.to_owned(), Answer::whole(index(base).to_string())),
        (CHANNEL.to_owned(), Answer::whole(channel(base, &sha512).to_string())),
        (ARCHIVE.to_owned(), Answer::whole(sdk)),
    ])
}

struct Site {
    folder: tempfile::TempDir,
    installer: Installer,
}

impl Site {
    fn new(list_sdks: ListSdks) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let target = folder.path().join("target");
        let installer = Installer { work: target.join("xtask"), destination: target.join("dotnet"), list_sdks };
        Ok(Self { folder, installer })
    }

    fn download(&self, server: &Server, platform: &str) -> Result<Dotnet> {
        self.installer.download(&Client::without_proxy(), &server.url(INDEX), platform)
    }

    /// All that is left, but for the lock.
    fn leftovers(&self) -> Result<Vec<PathBuf>> {
        let mut found = files::files_below(self.folder.path())?;
        found.retain(|path| path.extension().is_none_or(|extension| extension != "lock"));
        Ok(found)
    }
}

/// Downloads from a server with one thing wrong: the message says what, and nothing is left.
fn refused(spoil: impl FnOnce(&mut HashMap<String, Answer>), because: &[&str]) -> Result<()> {
    let sdk = fake_sdk("10.0.100")?;
    let server = Server::start(|base| {
        let mut answers = good_answers(base, &sdk);
        spoil(&mut answers);
        answers
    })?;
    let site = Site::new(versions_in_folder)?;
    let result = site.download(&server, "linux-x64");
    let message = result.err().map(|error| format!("{error:#}")).unwrap_or_default();
    for part in because {
        assert!(message.contains(part), "`{message}` does not say `{part}`");
    }
    assert_eq!(site.leftovers()?, Vec::<PathBuf>::new());
    assert!(!site.installer.destination.exists());
    Ok(())
}

#[test]
fn a_good_download_is_installed() -> Result<()> {
    let sdk = fake_sdk("10.0.100")?;
    let server = Server::start(|base| good_answers(base, &sdk))?;
    let site = Site::new(versions_in_folder)?;
    site.download(&server, "linux-x64")?;

    let expected = ["target/dotnet/sdk/10.0.100/dotnet.dll"].map(PathBuf::from);
    let program = PathBuf::from(format!("target/dotnet/dotnet{}", std::env::consts::EXE_SUFFIX));
    assert_eq!(site.leftovers()?, [&[program], &expected[..]].concat());
    assert_eq!(server.requests(), [INDEX, CHANNEL, ARCHIVE]);

    // What is there is not downloaded again.
    site.download(&server, "linux-x64")?;
    assert_eq!(server.requests().len(), 3);
    Ok(())
}

#[cfg(unix)]
#[test]
fn what_was_installed_runs() -> Result<()> {
    let sdk = fake_sdk("10.0.100")?;
    let server = Server::start(|base| good_answers(base, &sdk))?;
    let site = Site::new(super::super::list_sdks)?;
    let dotnet = site.download(&server, "linux-x64")?;
    assert_eq!(super::super::list_sdks(&dotnet.executable)?, ["10.0.100"]);
    Ok(())
}

#[test]
fn an_unusable_folder_is_replaced() -> Result<()> {
    let sdk = fake_sdk("10.0.100")?;
    let server = Server::start(|base| good_answers(base, &sdk))?;
    let site = Site::new(versions_in_folder)?;
    let old = site.installer.destination.join("sdk").join("9.0.100");
    files::create_folder(&old)?;
    site.download(&server, "linux-x64")?;
    assert!(!old.exists());
    assert!(site.installer.installed().is_ok());
    Ok(())
}

#[test]
fn another_hash_is_refused() -> Result<()> {
    let other = fake_sdk("10.0.101")?;
    refused(
        |answers| {
            answers.insert(ARCHIVE.to_owned(), Answer::whole(other));
        },
        &["the SHA-512 of http://127.0.0.1:", ARCHIVE, "but its publisher says"],
    )
}

#[test]
fn a_truncated_archive_is_refused() -> Result<()> {
    let spoil = |answers: &mut HashMap<String, Answer>| {
        if let Some(answer) = answers.remove(ARCHIVE) {
            answers.insert(ARCHIVE.to_owned(), answer.cut_in_half());
        }
    };
    refused(spoil, &["cannot download http://127.0.0.1:", ARCHIVE])
}

#[test]
fn whatever_is_missing_is_named() -> Result<()> {
    for path in [INDEX, CHANNEL, ARCHIVE] {
        let spoil = |answers: &mut HashMap<String, Answer>| {
            answers.remove(path);
        };
        refused(spoil, &["cannot download http://127.0.0.1:", path, "404"])?;
    }
    Ok(())
}

#[test]
fn metadata_that_is_something_else_is_refused() -> Result<()> {
    for path in [INDEX, CHANNEL] {
        for text in ["<html>Sign in</html>", "{}", "[1]"] {
            let spoil = |answers: &mut HashMap<String, Answer>| {
                answers.insert(path.to_owned(), Answer::whole(text));
            };
            refused(spoil, &[path, "did not answer with .NET release metadata"])?;
        }
    }
    Ok(())
}

#[test]
fn an_archive_that_is_no_sdk_is_refused() -> Result<()> {
    let bytes = b"no archive at all";
    let sha512 = http::hexadecimal(&Sha512::digest(bytes));
    let server = Server::start(|base| {
        let mut answers = good_answers(base, bytes);
        answers.insert(CHANNEL.to_owned(), Answer::whole(channel(base, &sha512).to_string()));
        answers
    })?;
    let site = Site::new(versions_in_folder)?;
    let message = site.download(&server, "linux-x64").err().map(|error| format!("{error:#}"));
    assert!(message.unwrap_or_default().contains("cannot unpack"));
    assert_eq!(site.leftovers()?, Vec::<PathBuf>::new());
    Ok(())
}

#[test]
fn a_platform_without_a_build_is_named() -> Result<()> {
    let sdk = fake_sdk("10.0.100")?;
    let server = Server::start(|base| good_answers(base, &sdk))?;
    let site = Site::new(versions_in_folder)?;
    let message = site.download(&server, "linux-riscv64").err().map(|error| format!("{error:#}"));
    let expected = "the .NET SDK 10.0.100 is not published as an archive for linux-riscv64";
    assert_eq!(message.as_deref(), Some(expected));
    assert!(!site.installer.destination.exists());
    Ok(())
}

#[test]
fn an_archive_on_this_machine_is_installed() -> Result<()> {
    let site = Site::new(versions_in_folder)?;
    let archive = site.folder.path().join("dotnet-sdk.tar.gz");
    fs::File::create(&archive)?.write_all(&fake_sdk("10.0.100")?)?;
    site.installer.unpack_archive(&archive)?;
    assert!(site.installer.destination.join("sdk").join("10.0.100").is_dir());
    Ok(())
}

#[test]
fn an_archive_of_another_version_is_refused() -> Result<()> {
    let site = Site::new(versions_in_folder)?;
    let archive = site.folder.path().join("dotnet-sdk.tar.gz");
    fs::write(&archive, fake_sdk("9.0.100")?)?;
    let message = site.installer.unpack_archive(&archive).err().map(|error| format!("{error:#}"));
    let message = message.unwrap_or_default();
    assert!(message.contains("is not the archive of a .NET 10 SDK"), "{message}");
    assert!(message.contains("has 9.0.100"), "{message}");
    assert!(!site.installer.destination.exists());

    let missing = site.folder.path().join("nowhere.zip");
    let message = site.installer.unpack_archive(&missing).err().map(|error| format!("{error:#}"));
    assert!(message.unwrap_or_default().contains("cannot open the archive"));
    Ok(())
}
