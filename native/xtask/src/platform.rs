//! The names that .NET and PowerShell give to the platform this program runs on.

use std::env::consts::{ARCH, OS};

use anyhow::{Context, Result};

/// The runtime identifier under which Microsoft publishes the SDK for this platform.
pub(crate) fn sdk_identifier() -> Result<String> {
    identifier(OS, ARCH, cfg!(target_env = "musl"))
        .with_context(|| format!("no .NET SDK is published for {OS} on {ARCH}"))
}

/// The folder in which PowerShell looks for native libraries of this platform.
///
/// PowerShell does not tell musl from glibc: both are `linux-<architecture>` there.
pub(crate) fn library_folder() -> Result<String> {
    identifier(OS, ARCH, false).with_context(|| format!("PowerShell has no native library folder for {OS} on {ARCH}"))
}

/// The file name of the native library inside its platform folder.
///
/// PowerShell's search adds the platform's suffix but no `lib` prefix.
pub(crate) fn library_file(folder: &str) -> &'static str {
    match folder.split('-').next() {
        Some("win") => "rolling_upgrade.dll",
        Some("osx") => "rolling_upgrade.dylib",
        _ => "rolling_upgrade.so",
    }
}

fn identifier(system: &str, architecture: &str, musl: bool) -> Option<String> {
    let system = match (system, musl) {
        ("windows", _) => "win",
        ("macos", _) => "osx",
        ("linux", false) => "linux",
        ("linux", true) => "linux-musl",
        _ => return None,
    };
    let architecture = match architecture {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "arm" => "arm",
        "x86" if system == "win" => "x86",
        _ => return None,
    };
    Some(format!("{system}-{architecture}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_of_dotnet() {
        let cases = [
            ("windows", "x86_64", false, Some("win-x64")),
            ("windows", "x86", false, Some("win-x86")),
            ("macos", "aarch64", false, Some("osx-arm64")),
            ("linux", "x86_64", false, Some("linux-x64")),
            ("linux", "aarch64", true, Some("linux-musl-arm64")),
            ("linux", "x86", false, None),
            ("freebsd", "x86_64", false, None),
        ];
        for (system, architecture, musl, expected) in cases {
            let found = identifier(system, architecture, musl);
            assert_eq!(found.as_deref(), expected, "{system} {architecture}");
        }
    }

    #[test]
    fn the_library_is_named_without_prefix() {
        assert_eq!(library_file("linux-x64"), "rolling_upgrade.so");
        assert_eq!(library_file("win-arm64"), "rolling_upgrade.dll");
        assert_eq!(library_file("osx-arm64"), "rolling_upgrade.dylib");
    }
}
