//! Downloads over HTTP: bounded in size, in silence, and through the proxy of the environment.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha512};
use ureq::tls::{RootCerts, TlsConfig};

use crate::console;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
const SILENCE_TIMEOUT: Duration = Duration::from_secs(60);
const TEXT_LIMIT_BYTES: u64 = 64 << 20;
const FILE_LIMIT_BYTES: u64 = 2 << 30;
const PROGRESS_STEP_BYTES: u64 = 32 << 20;

/// A client that refuses to leave HTTPS unless it was told to start without it.
pub(crate) struct Client {
    agent: ureq::Agent,
}

impl Client {
    /// A client for `first_url` and what it links to.
    ///
    /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are honoured. Certificates are
    /// checked by the operating system, which also knows the authorities of the user's own site.
    pub(crate) fn new(first_url: &str) -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .https_only(!first_url.starts_with("http://"))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_recv_response(Some(SILENCE_TIMEOUT))
            .timeout_per_read(Some(SILENCE_TIMEOUT))
            .user_agent(concat!("rolling-upgrade-xtask/", env!("CARGO_PKG_VERSION")));
        Self { agent: config.build().into() }
    }

    /// A client that goes to the server itself, whatever the environment says.
    #[cfg(test)]
    pub(crate) fn without_proxy() -> Self {
        let config = ureq::Agent::config_builder().proxy(None).timeout_per_read(Some(Duration::from_secs(10)));
        Self { agent: config.build().into() }
    }

    /// Reads a short text.
    pub(crate) fn text(&self, url: &str) -> Result<String> {
        let response = self.agent.get(url).call().with_context(|| failed(url))?;
        response.into_body().into_with_config().limit(TEXT_LIMIT_BYTES).read_to_string().with_context(|| failed(url))
    }

    /// Writes what `url` answers to a file and fails when its SHA-512 is another one.
    pub(crate) fn file(&self, url: &str, sha512: &str, to: &Path) -> Result<()> {
        let response = self.agent.get(url).call().with_context(|| failed(url))?;
        let body = response.into_body();
        let expected_bytes = body.content_length();
        let reader = body.into_with_config().limit(FILE_LIMIT_BYTES).reader();
        let (hash, bytes) = copy_hashed(reader, to).with_context(|| failed(url))?;
        if expected_bytes.is_some_and(|expected| expected != bytes) {
            bail!("{}: it ended after {bytes} bytes; try again", failed(url));
        }
        if !hash.eq_ignore_ascii_case(sha512) {
            bail!(
                "the SHA-512 of {url} is {hash}, but its publisher says {sha512}; nothing was \
                 kept; try again, and look for a proxy that alters downloads if it happens twice"
            );
        }
        Ok(())
    }
}

fn failed(url: &str) -> String {
    format!("cannot download {url}")
}

fn copy_hashed(mut from: impl Read, to: &Path) -> Result<(String, u64)> {
    let mut file = File::create(to).with_context(|| format!("cannot write {}", to.display()))?;
    let mut hash = Sha512::new();
    let mut buffer = vec![0_u8; 1 << 16];
    let mut bytes = 0_u64;
    let mut told = 0_u64;
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        file.write_all(&buffer[..count]).with_context(|| format!("cannot write {}", to.display()))?;
        hash.update(&buffer[..count]);
        bytes += count as u64;
        if bytes >= told + PROGRESS_STEP_BYTES {
            told = bytes;
            console::say(&format!("  {} MiB", bytes >> 20));
        }
    }
    Ok((hexadecimal(&hash.finalize()), bytes))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
