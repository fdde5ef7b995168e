//! Copying of folders, with the file and the remedy in each error.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Creates a folder and the folders above it.
pub(crate) fn create_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// Removes a folder with all in it; a folder that is not there is fine.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Copies a file and creates the folder it goes to.
pub(crate) fn copy_file(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        create_folder(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Copies all files below a folder and returns how many there were.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result<usize> {
    let files = files_below(from)?;
    for file in &files {
        copy_file(&from.join(file), &to.join(file))?;
    }
    Ok(files.len())
}

/// The files below a folder, as paths relative to it, in a fixed order.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut pending = vec![PathBuf::new()];
    while let Some(relative) = pending.pop() {
        for entry in entries(&folder.join(&relative))? {
            let path = relative.join(entry.file_name());
            if folder.join(&path).is_dir() {
                pending.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The entries of one folder, ordered by name.
pub(crate) fn entries(folder: &Path) -> Result<Vec<fs::DirEntry>> {
    let mut entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_copied_in_a_fixed_order() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let from = folder.path().join("from");
        create_folder(&from.join("deep/er"))?;
        fs::write(from.join("b.txt"), "b")?;
        fs::write(from.join("deep/er/a.txt"), "a")?;

        let to = folder.path().join("to");
        assert_eq!(copy_tree(&from, &to)?, 2);
        let expected = [PathBuf::from("b.txt"), Path::new("deep").join("er").join("a.txt")];
        assert_eq!(files_below(&to)?, expected);
        Ok(())
    }

    #[test]
    fn removing_what_is_not_there_is_fine() -> Result<()> {
        let folder = tempfile::tempdir()?;
        remove_folder(&folder.path().join("nothing"))
    }
}
