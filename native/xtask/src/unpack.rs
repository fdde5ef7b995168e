//! Unpacking of archives into a folder, and never outside it.
//!
//! Files come first and links last, so that no file is ever written through a link. Every name
//! is checked to stay inside the folder, and so is the target of every link.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::files;

const UNPACKED_LIMIT_BYTES: u64 = 8 << 30;

/// Unpacks a `.zip`, `.tar.gz` or `.tar.xz` archive into a folder that exists.
pub(crate) fn unpack(archive: &Path, into: &Path) -> Result<()> {
    let name = archive.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let file = File::open(archive).with_context(|| format!("cannot open the archive {}", archive.display()))?;
    let file = BufReader::new(file);
    let unpacked = if name.ends_with(".zip") {
        unpack_zip(file, into)
    } else if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
        unpack_tar(flate2::bufread::MultiGzDecoder::new(file), into)
    } else if name.ends_with(".tar.xz") {
        unpack_tar(lzma_rust2::XzReader::new(file, true), into)
    } else {
        bail!("{} is no archive that can be unpacked; name a .zip, .tar.gz or .tar.xz file", archive.display());
    };
    unpacked.with_context(|| format!("cannot unpack {}", archive.display()))
}

fn unpack_tar(stream: impl Read, into: &Path) -> Result<()> {
    let mut links = Vec::new();
    let mut bytes = 0_u64;
    let mut archive = tar::Archive::new(stream);
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.into_owned();
        let destination = inside(into, &name)?;
        bytes = within_limit(bytes, entry.size())?;
        let kind = entry.header().entry_type();
        if kind.is_dir() {
            files::create_folder(&destination)?;
        } else if kind.is_file() {
            create_parent(&destination)?;
            entry.unpack(&destination)?;
        } else if kind.is_symlink() || kind.is_hard_link() {
            let target = entry.link_name()?.with_context(|| format!("the link {} has no target", name.display()))?;
            let target = target.into_owned();
            links.push(Link { name, target, symbolic: kind.is_symlink() });
        } else if !kind.is_pax_global_extensions() {
            bail!("{} is neither a file nor a folder nor a link", name.display());
        }
    }
    links.iter().try_for_each(|link| link.create(into))
}

fn unpack_zip(stream: impl Read + io::Seek, into: &Path) -> Result<()> {
    let mut archive = zip::ZipArchive::new(stream)?;
    let mut bytes = 0_u64;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = PathBuf::from(entry.name()?.into_owned());
        let destination = inside(into, &name)?;
        bytes = within_limit(bytes, entry.size())?;
        if entry.is_dir() {
            files::create_folder(&destination)?;
            continue;
        }
        ensure!(!entry.is_symlink(), "{} is a link, which is refused in a zip", name.display());
        create_parent(&destination)?;
        let mut file = File::create(&destination)?;
        io::copy(&mut entry, &mut file)?;
        drop(file);
        set_mode(&destination, entry.unix_mode())?;
    }
    Ok(())
}

/// A link of an archive, made after all files are there.
struct Link {
    name: PathBuf,
    target: PathBuf,
    symbolic: bool,
}

impl Link {
    fn create(&self, into: &Path) -> Result<()> {
        let place = inside(into, &self.name)?;
        // A symbolic link counts from its own folder, a hard link from the top of the archive.
        let base = self.name.parent().filter(|_| self.symbolic).unwrap_or(Path::new(""));
        let target = into.join(
            resolved(base, &self.target)
                .with_context(|| format!("the link {} leads out of the folder", self.name.display()))?,
        );
        create_parent(&place)?;
        if self.symbolic {
            ensure_no_links_above(into, &place)?;
            symbolic_link(&self.target, &place).with_context(|| format!("cannot make the link {}", place.display()))
        } else {
            files::copy_file(&target, &place)
        }
    }
}

/// The place of an entry below `into`, or an error when its name leads anywhere else.
fn inside(into: &Path, name: &Path) -> Result<PathBuf> {
    let text = name.to_str().with_context(|| format!("{} is not UTF-8", name.display()))?;
    ensure!(!text.contains(['\\', ':']), "the name {text} has a backslash or colon, which is refused");
    let relative = resolved(Path::new(""), name)
        .filter(|_| !name.components().any(|part| part == Component::ParentDir))
        .with_context(|| format!("the name {text} leads out of the folder"))?;
    Ok(into.join(relative))
}

/// `base/path` without `.` and `..`, or nothing when that leaves the top.
fn resolved(base: &Path, path: &Path) -> Option<PathBuf> {
    let mut result = PathBuf::new();
    for part in base.components().chain(path.components()) {
        match part {
            Component::Normal(name) => result.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !result.pop() {
                    return None;
                }
            }
            Component::Prefix(_) | Component::RootDir => return None,
        }
    }
    Some(result)
}

fn ensure_no_links_above(into: &Path, place: &Path) -> Result<()> {
    for folder in place.ancestors().skip(1).take_while(|folder| *folder != into) {
        ensure!(!fs::symlink_metadata(folder)?.is_symlink(), "{} would be made through another link", place.display());
    }
    Ok(())
}

fn within_limit(before: u64, size: u64) -> Result<u64> {
    let bytes = before.saturating_add(size);
    ensure!(bytes <= UNPACKED_LIMIT_BYTES, "it holds more than {UNPACKED_LIMIT_BYTES} bytes");
    Ok(bytes)
}

fn create_parent(path: &Path) -> Result<()> {
    path.parent().map_or(Ok(()), files::create_folder)
}

#[cfg(unix)]
fn symbolic_link(target: &Path, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, place)
}

#[cfg(windows)]
fn symbolic_link(target: &Path, place: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, place)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: Option<u32>) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Some(mode) = mode else { return Ok(()) };
    fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o777))?;
    Ok(())
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: Option<u32>) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// One entry of an archive made by a test.
    enum Entry {
        File(&'static str),
        Symbolic(&'static str, &'static str),
        Hard(&'static str, &'static str),
    }

    fn tar_bytes(entries: &[Entry]) -> Result<Vec<u8>> {
        let mut builder = tar::Builder::new(Vec::new());
        for entry in entries {
            let (name, kind, target, data): (_, _, _, &[u8]) = match entry {
                Entry::File(name) => (name, tar::EntryType::Regular, None, b"text"),
                Entry::Symbolic(name, to) => (name, tar::EntryType::Symlink, Some(to), b""),
                Entry::Hard(name, to) => (name, tar::EntryType::Link, Some(to), b""),
            };
            let mut header = tar::Header::new_gnu();
            // Written directly, for the crate itself refuses the names that these tests need.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(kind);
            header.set_mode(0o755);
            header.set_size(data.len() as u64);
            if let Some(target) = target {
                header.set_link_name_literal(target)?;
            }
            header.set_cksum();
            builder.append(&header, data)?;
        }
        Ok(builder.into_inner()?)
    }

    /// Unpacks below a folder of its own and returns what lies there and beside it.
    fn outcome(entries: &[Entry]) -> Result<(Result<()>, Vec<PathBuf>)> {
        let folder = tempfile::tempdir()?;
        let archive = folder.path().join("it.tar.gz");
        let mut encoder = flate2::write::GzEncoder::new(File::create(&archive)?, flate2::Compression::fast());
        encoder.write_all(&tar_bytes(entries)?)?;
        encoder.finish()?;
        let into = folder.path().join("into");
        fs::create_dir(&into)?;
        let result = unpack(&archive, &into);
        fs::remove_file(&archive)?;
        let found = files::files_below(folder.path())?;
        Ok((result, found))
    }

    fn refused(entries: &[Entry], because: &str) -> Result<()> {
        let (result, found) = outcome(entries)?;
        let message = result.err().map(|error| format!("{error:#}")).unwrap_or_default();
        assert!(message.contains(because), "`{message}` does not say `{because}`");
        let outside: Vec<_> = found.iter().filter(|path| !path.starts_with("into")).collect();
        assert!(outside.is_empty(), "{outside:?}");
        Ok(())
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() -> Result<()> {
        for name in ["../evil", "a/../../evil", "/evil/file", "a/../b"] {
            refused(&[Entry::File("good"), Entry::File(name)], "leads out of the folder")?;
        }
        refused(&[Entry::File("..\\evil")], "has a backslash or colon")?;
        refused(&[Entry::File("C:evil")], "has a backslash or colon")
    }

    #[test]
    fn links_that_leave_the_folder_are_refused() -> Result<()> {
        let because = "leads out of the folder";
        refused(&[Entry::Symbolic("a", "../evil")], because)?;
        refused(&[Entry::Symbolic("deep/a", "../../evil")], because)?;
        refused(&[Entry::Symbolic("a", "/etc/passwd")], because)?;
        refused(&[Entry::Hard("a", "../evil")], because)
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() -> Result<()> {
        let entries = [Entry::Symbolic("up", "deep/er"), Entry::File("up/file")];
        let (result, _) = outcome(&entries)?;
        assert!(result.is_err());
        let entries =
            [Entry::File("deep/er/file"), Entry::Symbolic("up", "deep/er"), Entry::Symbolic("up/second", "file")];
        refused(&entries, "through another link")
    }

    #[cfg(unix)]
    #[test]
    fn links_inside_the_folder_are_made() -> Result<()> {
        let entries =
            [Entry::Symbolic("links/soft", "../deep/file"), Entry::Hard("hard", "deep/file"), Entry::File("deep/file")];
        let (result, found) = outcome(&entries)?;
        result?;
        let expected = ["into/deep/file", "into/hard", "into/links/soft"];
        assert_eq!(found, expected.map(PathBuf::from));
        Ok(())
    }

    #[test]
    fn a_zip_that_leaves_the_folder_is_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let archive = folder.path().join("it.zip");
        let mut writer = zip::ZipWriter::new(File::create(&archive)?);
        writer.start_file("../evil", zip::write::SimpleFileOptions::default())?;
        writer.write_all(b"text")?;
        writer.finish()?;
        let into = folder.path().join("into");
        fs::create_dir(&into)?;
        let message = unpack(&archive, &into).err().map(|error| format!("{error:#}"));
        assert!(message.unwrap_or_default().contains("leads out of the folder"));
        assert!(!folder.path().join("evil").exists());
        Ok(())
    }

    #[test]
    fn other_archives_are_refused_by_name() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let archive = folder.path().join("it.rar");
        fs::write(&archive, "text")?;
        let message = unpack(&archive, folder.path()).err().map(|error| format!("{error:#}"));
        assert!(message.unwrap_or_default().contains(".zip, .tar.gz or .tar.xz"));
        Ok(())
    }
}
