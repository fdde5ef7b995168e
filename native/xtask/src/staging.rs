//! Folders that appear whole or not at all.
//!
//! A folder is filled in a scratch folder below `target/xtask` and then renamed to its place. The
//! scratch folder lies on the same file system but outside every folder that PowerShell or .NET
//! searches. A process that is killed leaves at most a scratch folder; the next xtask removes it.
//! A lock held by the process keeps two of them apart, and ends with the process.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{console, files};

const SCRATCH: &str = "partial";
const PREVIOUS: &str = "previous";
const LOCK: &str = "lock";

/// A folder in the making.
pub(crate) struct Staging {
    destination: PathBuf,
    scratch: PathBuf,
    previous: PathBuf,
    _lock: File,
}

impl Staging {
    /// Begins to make `destination`; `name` tells it from the other folders made in `work`.
    pub(crate) fn begin(work: &Path, name: &str, destination: &Path) -> Result<Self> {
        files::create_folder(work)?;
        let lock = lock(&work.join(format!("{name}.{LOCK}")), name)?;
        let staging = Self {
            destination: destination.to_owned(),
            scratch: work.join(format!("{name}.{SCRATCH}")),
            previous: work.join(format!("{name}.{PREVIOUS}")),
            _lock: lock,
        };
        staging.recover()?;
        files::remove_folder(&staging.scratch)?;
        files::create_folder(&staging.content())?;
        Ok(staging)
    }

    /// The folder to fill: what is in it becomes the destination.
    pub(crate) fn content(&self) -> PathBuf {
        self.scratch.join("content")
    }

    /// A folder for what is needed on the way and thrown away afterwards.
    pub(crate) fn scratch(&self) -> &Path {
        &self.scratch
    }

    /// Puts the filled folder in its place, instead of what was there.
    pub(crate) fn commit(self) -> Result<()> {
        if let Some(folder) = self.destination.parent() {
            files::create_folder(folder)?;
        }
        let replaces = self.destination.exists();
        if replaces {
            fs::rename(&self.destination, &self.previous).with_context(|| {
                format!(
                    "cannot replace {}; close the programs that have files in it open, for \
                     example a PowerShell session that imported the module",
                    self.destination.display()
                )
            })?;
        }
        if let Err(error) = fs::rename(self.content(), &self.destination) {
            if replaces {
                fs::rename(&self.previous, &self.destination)
                    .with_context(|| format!("cannot put {} back in its place", self.destination.display()))?;
            }
            return Err(error).with_context(|| format!("cannot create {}", self.destination.display()));
        }
        files::remove_folder(&self.previous)
    }

    /// Puts back the folder that a killed process had moved aside.
    fn recover(&self) -> Result<()> {
        if self.previous.exists() && !self.destination.exists() {
            return fs::rename(&self.previous, &self.destination)
                .with_context(|| format!("cannot put {} back in its place", self.destination.display()));
        }
        files::remove_folder(&self.previous)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Whatever stays is removed by the next sweep.
        let _ = files::remove_folder(&self.scratch);
    }
}

/// Removes the scratch folders of processes that were killed.
pub(crate) fn sweep(work: &Path) -> Result<()> {
    if !work.is_dir() {
        return Ok(());
    }
    for entry in files::entries(work)? {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != SCRATCH) {
            continue;
        }
        let lock = open_lock(&path.with_extension(LOCK))?;
        if lock.try_lock().is_ok() {
            files::remove_folder(&path)?;
        }
    }
    Ok(())
}

fn lock(path: &Path, name: &str) -> Result<File> {
    let file = open_lock(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            console::say(&format!("waiting for another xtask that makes the folder `{name}`"));
            file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
            Ok(file)
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
    }
}

fn open_lock(path: &Path) -> Result<File> {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .with_context(|| format!("cannot open {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Places {
        _folder: tempfile::TempDir,
        work: PathBuf,
        destination: PathBuf,
    }

    fn places() -> Result<Places> {
        let folder = tempfile::tempdir()?;
        let work = folder.path().join("work");
        let destination = folder.path().join("out").join("thing");
        Ok(Places { _folder: folder, work, destination })
    }

    fn make(places: &Places, text: &str) -> Result<()> {
        let staging = Staging::begin(&places.work, "thing", &places.destination)?;
        fs::write(staging.content().join("file"), text)?;
        staging.commit()
    }

    #[test]
    fn a_commit_replaces_the_whole_folder() -> Result<()> {
        let places = places()?;
        make(&places, "first")?;
        fs::write(places.destination.join("left over"), "")?;
        make(&places, "second")?;

        assert_eq!(files::files_below(&places.destination)?, [PathBuf::from("file")]);
        assert_eq!(fs::read_to_string(places.destination.join("file"))?, "second");
        assert_eq!(files::files_below(&places.work)?, [PathBuf::from("thing.lock")]);
        Ok(())
    }

    #[test]
    fn without_a_commit_nothing_changes() -> Result<()> {
        let places = places()?;
        make(&places, "first")?;
        let staging = Staging::begin(&places.work, "thing", &places.destination)?;
        fs::write(staging.content().join("file"), "second")?;
        drop(staging);

        assert_eq!(fs::read_to_string(places.destination.join("file"))?, "first");
        assert_eq!(files::files_below(&places.work)?, [PathBuf::from("thing.lock")]);
        Ok(())
    }

    #[test]
    fn the_scratch_folder_of_a_killed_process_is_swept() -> Result<()> {
        let places = places()?;
        let scratch = places.work.join("thing.partial");
        files::create_folder(&scratch.join("content"))?;
        sweep(&places.work)?;
        assert!(!scratch.exists());
        Ok(())
    }

    #[test]
    fn the_scratch_folder_of_a_living_process_stays() -> Result<()> {
        let places = places()?;
        let staging = Staging::begin(&places.work, "thing", &places.destination)?;
        sweep(&places.work)?;
        assert!(staging.content().is_dir());
        Ok(())
    }

    #[test]
    fn a_folder_moved_aside_by_a_killed_process_comes_back() -> Result<()> {
        let places = places()?;
        make(&places, "first")?;
        fs::rename(&places.destination, places.work.join("thing.previous"))?;

        let staging = Staging::begin(&places.work, "thing", &places.destination)?;
        assert_eq!(fs::read_to_string(places.destination.join("file"))?, "first");
        drop(staging);
        assert!(places.destination.is_dir());
        Ok(())
    }
}
