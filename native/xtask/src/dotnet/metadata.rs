//! Microsoft's release metadata: which file is the SDK for a platform, and what its hash is.
//!
//! An index lists the channels; each channel's document lists its releases with their files.
//! Only the fields that are needed are named, and all others may come and go.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{CHANNEL, is_usable};
use crate::http::Client;

/// Where Microsoft publishes the index.
pub(super) const INDEX_URL: &str = "https://builds.dotnet.microsoft.com/dotnet/release-metadata/releases-index.json";

/// The archive of an SDK for one platform.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SdkArchive {
    pub(super) version: String,
    pub(super) file_name: String,
    pub(super) url: String,
    pub(super) sha512: String,
}

#[derive(Deserialize)]
struct Index {
    #[serde(rename = "releases-index")]
    channels: Vec<IndexedChannel>,
}

#[derive(Deserialize)]
struct IndexedChannel {
    #[serde(rename = "channel-version")]
    version: String,
    #[serde(rename = "releases.json")]
    document: String,
}

#[derive(Deserialize)]
struct Channel {
    releases: Vec<Release>,
}

#[derive(Deserialize)]
struct Release {
    #[serde(default)]
    sdks: Vec<Sdk>,
    sdk: Option<Sdk>,
}

#[derive(Deserialize)]
struct Sdk {
    version: String,
    #[serde(default)]
    files: Vec<SdkFile>,
}

#[derive(Deserialize)]
struct SdkFile {
    name: String,
    rid: Option<String>,
    url: String,
    #[serde(default)]
    hash: String,
}

/// Reads the metadata and picks the newest released SDK of our channel for a platform.
pub(super) fn newest_sdk(client: &Client, index_url: &str, platform: &str) -> Result<SdkArchive> {
    let index: Index = document(client, index_url)?;
    let channel = index
        .channels
        .into_iter()
        .find(|channel| channel.version == CHANNEL)
        .with_context(|| format!("{index_url} does not list the channel {CHANNEL}"))?;
    let releases: Channel = document(client, &channel.document)?;
    let sdk = newest_released(releases).with_context(|| format!("{} lists no released SDK", channel.document))?;
    archive_for(&sdk, platform)
        .with_context(|| format!("the .NET SDK {} is not published as an archive for {platform}", sdk.version))
}

fn document<T: DeserializeOwned>(client: &Client, url: &str) -> Result<T> {
    let text = client.text(url)?;
    serde_json::from_str(&text).with_context(|| {
        format!(
            "{url} did not answer with .NET release metadata; look for a proxy or a sign-in page \
             in between"
        )
    })
}

fn newest_released(channel: Channel) -> Option<Sdk> {
    channel
        .releases
        .into_iter()
        .flat_map(|release| release.sdks.into_iter().chain(release.sdk))
        .filter(|sdk| is_usable(&sdk.version))
        .max_by_key(|sdk| patch(&sdk.version))
}

fn patch(version: &str) -> Option<u32> {
    version.rsplit('.').next()?.parse().ok()
}

fn archive_for(sdk: &Sdk, platform: &str) -> Option<SdkArchive> {
    let extension = if platform.starts_with("win-") { ".zip" } else { ".tar.gz" };
    let file = sdk.files.iter().find(|file| {
        file.rid.as_deref() == Some(platform)
            && file.name.starts_with("dotnet-sdk-")
            && file.name.ends_with(extension)
            && is_plain_name(&file.name)
    })?;
    Some(SdkArchive {
        version: sdk.version.clone(),
        file_name: file.name.clone(),
        url: file.url.clone(),
        sha512: file.hash.clone(),
    })
}

/// Whether a name, which becomes a file's name here, is nothing more than a name.
fn is_plain_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sdk(version: &str) -> serde_json::Value {
        json!({"version": version, "files": [
            {"name": "dotnet-sdk-linux-x64.tar.gz", "rid": "linux-x64",
             "url": format!("https://example.test/{version}.tar.gz"), "hash": "AB"},
            {"name": "dotnet-sdk-win-x64.exe", "rid": "win-x64", "url": "exe", "hash": ""},
            {"name": "dotnet-sdk-win-x64.zip", "rid": "win-x64", "url": "zip", "hash": ""},
            {"name": "dotnet-sdk-../../evil.zip", "rid": "win-arm64", "url": "zip", "hash": ""},
            {"name": "notes.txt", "url": "text"},
        ]})
    }

    fn newest(releases: serde_json::Value) -> Result<Option<Sdk>> {
        let channel = serde_json::from_value(json!({"releases": releases, "more": 1}))?;
        Ok(newest_released(channel))
    }

    #[test]
    fn the_newest_released_sdk_wins() -> Result<()> {
        let found = newest(json!([
            {"sdk": sdk("10.0.200-preview.1.1"), "sdks": []},
            {"sdk": sdk("10.0.103"), "sdks": [sdk("10.0.103"), sdk("10.0.91")]},
            {"sdk": sdk("10.0.102")},
        ]))?;
        assert_eq!(found.map(|sdk| sdk.version).as_deref(), Some("10.0.103"));
        assert!(newest(json!([{"sdk": sdk("10.0.100-rc.2.2")}]))?.is_none());
        Ok(())
    }

    #[test]
    fn each_platform_has_its_kind_of_archive() -> Result<()> {
        let sdk: Sdk = serde_json::from_value(sdk("10.0.100"))?;
        let url = |platform| archive_for(&sdk, platform).map(|archive| archive.url);
        assert_eq!(url("linux-x64").as_deref(), Some("https://example.test/10.0.100.tar.gz"));
        assert_eq!(url("win-x64").as_deref(), Some("zip"));
        assert_eq!(url("win-arm64"), None);
        assert_eq!(url("osx-arm64"), None);
        Ok(())
    }
}
