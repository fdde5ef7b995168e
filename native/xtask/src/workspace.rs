//! Where things lie, and how cargo is called.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{console, process};

/// How much the compilers optimise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

impl Profile {
    /// What .NET calls it.
    pub(crate) fn configuration(self) -> &'static str {
        match self {
            Self::Debug => "Debug",
            Self::Release => "Release",
        }
    }

    fn cargo_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Debug => &[],
            Self::Release => &["--release"],
        }
    }
}

/// The repository.
pub(crate) struct Workspace {
    root: PathBuf,
}

/// A package of the workspace, as `cargo metadata` tells it.
#[derive(Deserialize)]
struct Package {
    name: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A line of `cargo build --message-format=json` that names what was built.
#[derive(Deserialize)]
struct Artifact {
    reason: String,
    target: Option<Target>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    executable: Option<PathBuf>,
}

impl Workspace {
    /// The repository of this program, wherever it is run from.
    pub(crate) fn locate() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| OsString::from(env!("CARGO_MANIFEST_DIR")));
        let root = Path::new(&manifest).ancestors().nth(2).map(Path::to_owned);
        let root = root
            .filter(|root| root.join("Cargo.toml").is_file())
            .with_context(|| format!("{} is not native/xtask of a checkout", Path::new(&manifest).display()))?;
        Ok(Self { root })
    }

    /// The top folder of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A place in the checkout, named with forward slashes.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        relative.split('/').fold(self.root.clone(), |path, part| path.join(part))
    }

    /// Where everything that is made goes, but for cargo's own files when it is told otherwise.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Where folders are filled before they go to their place.
    pub(crate) fn work_folder(&self) -> PathBuf {
        self.target().join("xtask")
    }

    /// Fails when one of these places is missing, naming all that are.
    pub(crate) fn require(&self, purpose: &str, places: &[&str]) -> Result<()> {
        let missing: Vec<&str> = places.iter().copied().filter(|place| !self.path(place).exists()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        bail!("{purpose} needs {}, which this checkout does not have; restore it with git", missing.join(", "))
    }

    /// A cargo command at the top of the checkout.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root).args(arguments);
        // `cargo xtask` sets these for us alone. Build scripts that look at them would run again
        // each time cargo is called from here and from a shell in turn.
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_about_this_crate) {
                command.env_remove(name);
            }
        }
        command
    }

    /// Builds a binary or library target and returns the file made.
    pub(crate) fn cargo_build(&self, profile: Profile, arguments: &[&str], target: &str) -> Result<PathBuf> {
        let options = [arguments, profile.cargo_arguments()].concat();
        console::say(&format!("$ cargo build {}", options.join(" ")));
        let mut command = self.cargo(&["build", "--message-format=json-render-diagnostics"]);
        command.args(options);
        let messages = process::output(&mut command)?;
        messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Artifact>(line).ok())
            .filter_map(|artifact| artifact.product(target))
            .next_back()
            .with_context(|| format!("cargo built no `{target}`; see its manifest"))
    }

    /// Whether a package of the workspace has a target, such as a binary or a benchmark.
    pub(crate) fn has_target(&self, package: &str, kind: &str, target: &str) -> Result<bool> {
        let text = process::output(&mut self.cargo(&["metadata", "--no-deps", "--format-version=1"]))?;
        let metadata: Metadata = serde_json::from_str(&text).context("cannot read the answer of `cargo metadata`")?;
        let mut targets =
            metadata.packages.iter().filter(|candidate| candidate.name == package).flat_map(|package| &package.targets);
        Ok(targets.any(|found| found.name == target && found.kind.iter().any(|it| it == kind)))
    }
}

impl Artifact {
    /// The program, or else the shared library, that this artifact of `target` is.
    fn product(self, target: &str) -> Option<PathBuf> {
        if self.reason != "compiler-artifact" || self.target?.name != target {
            return None;
        }
        let is_library = |file: &PathBuf| file.to_string_lossy().ends_with(env::consts::DLL_SUFFIX);
        self.executable.or_else(|| self.filenames.into_iter().find(is_library))
    }
}

fn is_about_this_crate(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_")
        || matches!(
            variable,
            "CARGO_MANIFEST_DIR"
                | "CARGO_MANIFEST_PATH"
                | "CARGO_CRATE_NAME"
                | "CARGO_BIN_NAME"
                | "CARGO_PRIMARY_PACKAGE"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_checkout_is_found() -> Result<()> {
        let workspace = Workspace::locate()?;
        assert!(workspace.path("native/xtask/Cargo.toml").is_file());
        Ok(())
    }

    #[test]
    fn all_that_is_missing_is_named() -> Result<()> {
        let workspace = Workspace::locate()?;
        let result = workspace.require("a test", &["Cargo.toml", "no/such", "nor/this"]);
        let message = result.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("a test needs no/such, nor/this, which"), "{message}");
        Ok(())
    }

    #[test]
    fn the_shared_library_is_picked_from_an_artifact() -> Result<()> {
        let suffix = env::consts::DLL_SUFFIX;
        let line = serde_json::json!({
            "reason": "compiler-artifact",
            "target": {"name": "thing", "kind": ["cdylib"]},
            "filenames": ["/x/libthing.rlib", format!("/x/libthing{suffix}")],
            "executable": null,
        });
        let read = || serde_json::from_value::<Artifact>(line.clone());
        let expected = PathBuf::from(format!("/x/libthing{suffix}"));
        assert_eq!(read()?.product("thing"), Some(expected));
        assert_eq!(read()?.product("other"), None);
        Ok(())
    }
}
