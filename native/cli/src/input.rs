//! Reading files and standard input, never more than the limit.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal as _, Read};
use std::path::Path;

use rolling_upgrade_core::document::{self, DocumentError, INVENTORY_BYTES_MAX};
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use rolling_upgrade_core::model::Inventory;

use crate::failure::Failure;

/// The largest policy or simulation that is read: 16 MiB, far above one that names every VM of a cluster.
const SETTINGS_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Reads an inventory from a file, or from standard input where the path is `-`.
pub(crate) fn inventory(path: &Path) -> Result<Inventory, Failure> {
    let bytes = bytes(path, INVENTORY_BYTES_MAX)?;
    let inventory = document::read_inventory(&bytes)?;
    tracing::info!(nodes = inventory.nodes.len(), roles = inventory.roles.len(), "Read the inventory");
    Ok(inventory)
}

/// Reads the bytes of a document as large as an inventory may be.
pub(crate) fn document(path: &Path) -> Result<Vec<u8>, Failure> {
    bytes(path, INVENTORY_BYTES_MAX)
}

/// Reads the bytes of a policy or a simulation.
pub(crate) fn settings(path: &Path) -> Result<Vec<u8>, Failure> {
    bytes(path, SETTINGS_BYTES_MAX)
}

fn bytes(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    if path.as_os_str() == "-" {
        let input = io::stdin();
        if input.is_terminal() {
            return Err(Failure::new(ErrorReport::new(
                ErrorId::RequestInvalid,
                "no file is named and standard input is a terminal",
                "Name a file, or pipe a document in.",
            )));
        }
        return limited(input.lock(), limit, "standard input");
    }
    let shown = path.display().to_string();
    let file = File::open(path).map_err(|error| unreadable(&shown, &error))?;
    let facts = file.metadata().map_err(|error| unreadable(&shown, &error))?;
    if facts.is_dir() {
        return Err(Failure::new(
            ErrorReport::new(ErrorId::FileAccessFailed, format!("`{shown}` is a folder"), "Name a file.").about(shown),
        ));
    }
    if facts.len() > limit as u64 {
        return Err(Failure::from(DocumentError::TooLarge { size: facts.len(), limit }));
    }
    limited(file, limit, &shown)
}

/// Reads to the limit and one byte more, which tells that there is too much.
fn limited(input: impl Read, limit: usize, shown: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(shown, &error))?;
    if bytes.len() > limit {
        return Err(Failure::from(DocumentError::TooLarge { size: bytes.len() as u64, limit }));
    }
    Ok(bytes)
}

fn unreadable(shown: &str, error: &io::Error) -> Failure {
    let report = if error.kind() == ErrorKind::NotFound {
        ErrorReport::new(
            ErrorId::FileNotFound,
            format!("the file `{shown}` does not exist"),
            "Check the path and the current directory.",
        )
    } else {
        ErrorReport::new(
            ErrorId::FileAccessFailed,
            format!("`{shown}` can't be read"),
            "Check that it is a file and that you may read it.",
        )
        .caused_by(error)
    };
    Failure::new(report.about(shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_ends_at_the_limit() {
        let failure = limited(io::repeat(b' '), 1000, "endless").unwrap_err();
        assert_eq!(failure.report().id, ErrorId::DocumentTooLarge);
        assert_eq!(limited(io::repeat(b' ').take(1000), 1000, "whole").unwrap().len(), 1000);
    }
}
