//! Looking for an SDK where one may already be, in a documented order.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{Dotnet, ListSdks, is_usable};
use crate::process;

/// Where to look, taken from the environment once so that tests can name other places.
pub(super) struct Places {
    pub(super) dotnet_root: Option<PathBuf>,
    pub(super) path: Option<OsString>,
    pub(super) home: Option<PathBuf>,
    pub(super) downloaded: PathBuf,
}

/// A `dotnet` program and how it came to be considered.
struct Candidate {
    origin: &'static str,
    executable: PathBuf,
}

impl Places {
    pub(super) fn of_environment(downloaded: &Path) -> Self {
        Self {
            dotnet_root: env::var_os("DOTNET_ROOT").map(PathBuf::from),
            path: env::var_os("PATH"),
            home: env::home_dir(),
            downloaded: downloaded.to_owned(),
        }
    }

    /// The programs to ask, in order; `notes` names the places that have none.
    fn candidates(&self, notes: &mut Vec<String>) -> Vec<Candidate> {
        let in_folder = |root: &PathBuf| Some(executable_in(root)).filter(|file| file.is_file());
        let home = self.home.as_ref().map(|home| home.join(".dotnet"));
        let places = [
            ("DOTNET_ROOT", self.dotnet_root.iter().filter_map(in_folder).collect()),
            ("PATH", process::find_on_path(self.path.as_deref(), "dotnet")),
            ("~/.dotnet", home.iter().filter_map(in_folder).collect()),
            ("target/dotnet", in_folder(&self.downloaded).into_iter().collect()),
        ];
        let mut candidates = Vec::new();
        for (origin, executables) in places {
            if executables.is_empty() {
                notes.push(format!("{origin}: none"));
            }
            candidates.extend(executables.into_iter().map(|executable| Candidate { origin, executable }));
        }
        candidates
    }
}

/// The first usable SDK; `notes` tells why the places before it had none.
pub(super) fn first_usable(places: &Places, list_sdks: ListSdks, notes: &mut Vec<String>) -> Option<Dotnet> {
    for candidate in places.candidates(notes) {
        match usable(&candidate.executable, list_sdks) {
            Ok(found) => return Some(found),
            Err(reason) => notes.push(format!("{}: {reason}", candidate.origin)),
        }
    }
    None
}

/// The SDK of a `dotnet` program, or why it has none that is usable.
pub(super) fn usable(executable: &Path, list_sdks: ListSdks) -> Result<Dotnet, String> {
    let versions = list_sdks(executable).map_err(|error| error.to_string())?;
    if versions.iter().any(|version| is_usable(version)) {
        return Ok(Dotnet { executable: executable.to_owned() });
    }
    let found = if versions.is_empty() { "no SDK".to_owned() } else { versions.join(", ") };
    Err(format!("{} has {found}", executable.display()))
}

/// The `dotnet` program of an SDK's folder.
pub(super) fn executable_in(root: &Path) -> PathBuf {
    root.join(format!("dotnet{}", env::consts::EXE_SUFFIX))
}

/// The path as programs other than Rust's expect it: Windows' `canonicalize` answers `\\?\C:\...`.
pub(super) fn without_verbatim_prefix(path: &Path) -> PathBuf {
    path.to_str()
        .and_then(|text| text.strip_prefix(r"\\?\"))
        .filter(|rest| !rest.starts_with("UNC"))
        .map_or_else(|| path.to_owned(), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use anyhow::{Result, bail};

    use super::*;

    /// The folder's own name is the version it has; `broken` cannot answer.
    fn version_by_folder(executable: &Path) -> Result<Vec<String>> {
        let folder = executable.parent().and_then(Path::file_name).unwrap_or_default();
        match folder.to_str() {
            Some("broken") | None => bail!("it cannot answer"),
            Some(".dotnet" | "dotnet") => Ok(vec!["10.0.100".to_owned()]),
            Some(version) => Ok(vec![version.to_owned()]),
        }
    }

    struct Machine {
        folder: tempfile::TempDir,
    }

    impl Machine {
        fn with(folders: &[&str]) -> Result<Self> {
            let folder = tempfile::tempdir()?;
            for name in folders {
                let root = folder.path().join(name);
                fs::create_dir_all(&root)?;
                fs::write(executable_in(&root), "")?;
            }
            Ok(Self { folder })
        }

        fn places(&self, dotnet_root: &str, path: &[&str]) -> Result<Places> {
            let at = |name: &str| self.folder.path().join(name);
            Ok(Places {
                dotnet_root: (!dotnet_root.is_empty()).then(|| at(dotnet_root)),
                path: Some(env::join_paths(path.iter().map(|name| at(name)))?),
                home: Some(at("home")),
                downloaded: at("target/dotnet"),
            })
        }

        /// The folder of the SDK found, relative to the machine, and the notes on the way.
        fn search(&self, places: &Places) -> (Option<PathBuf>, String) {
            let mut notes = Vec::new();
            let found = first_usable(places, version_by_folder, &mut notes);
            let root = found.and_then(|found| {
                let root = found.executable.parent()?;
                Some(root.strip_prefix(self.folder.path()).ok()?.to_owned())
            });
            (root, notes.join("; "))
        }
    }

    #[test]
    fn places_are_searched_in_the_documented_order() -> Result<()> {
        let all = ["root/10.0.1", "path/10.0.2", "home/.dotnet", "target/dotnet"];
        for first in 0..all.len() {
            let machine = Machine::with(&all[first..])?;
            let places = machine.places("root/10.0.1", &["path/10.0.2"])?;
            let (found, _) = machine.search(&places);
            assert_eq!(found, Some(PathBuf::from(all[first])));
        }
        Ok(())
    }

    #[test]
    fn an_unusable_sdk_is_passed_over_with_a_note() -> Result<()> {
        let machine = Machine::with(&["root/broken", "path/9.0.100", "path/10.0.300", "home/.dotnet"])?;
        let places = machine.places("root/broken", &["path/9.0.100", "path/10.0.300"])?;
        let (found, notes) = machine.search(&places);
        assert_eq!(found, Some(PathBuf::from("path/10.0.300")));
        assert!(notes.contains("DOTNET_ROOT: it cannot answer"), "{notes}");
        assert!(notes.contains("has 9.0.100"), "{notes}");
        Ok(())
    }

    #[test]
    fn every_place_without_an_sdk_is_named() -> Result<()> {
        let machine = Machine::with(&[])?;
        let (found, notes) = machine.search(&machine.places("", &["path"])?);
        assert_eq!(found, None);
        for place in ["DOTNET_ROOT", "PATH", "~/.dotnet", "target/dotnet"] {
            assert!(notes.contains(&format!("{place}: none")), "{notes}");
        }
        Ok(())
    }

    #[test]
    fn verbatim_prefixes_are_taken_off() {
        let plain = without_verbatim_prefix(Path::new(r"\\?\C:\dotnet"));
        assert_eq!(plain, Path::new(r"C:\dotnet"));
        let share = Path::new(r"\\?\UNC\server\share");
        assert_eq!(without_verbatim_prefix(share), share);
    }
}
