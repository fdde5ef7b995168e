//! The digest by which a plan names the inventory it was made from.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::model::Inventory;

/// Feeds what is written to the hash, so that the document is never held in memory.
struct Hashing(Sha256);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// SHA-256 over the inventory as [`crate::document::write`] writes it, in hexadecimal digits.
#[must_use]
pub fn digest(inventory: &Inventory) -> String {
    let mut hashing = io::BufWriter::with_capacity(64 * 1024, Hashing(Sha256::new()));
    // Hashing does not fail, and every document of ours can be told in JSON.
    let written = serde_json::to_writer_pretty(&mut hashing, inventory);
    let ended = hashing.write_all(b"\n").and_then(|()| hashing.flush());
    let complete = written.is_ok() && ended.is_ok();
    let bytes = hashing.into_inner().map(|inner| inner.0.finalize()).unwrap_or_default();
    if complete { bytes.iter().map(|byte| format!("{byte:02x}")).collect() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    #[test]
    fn the_digest_is_that_of_the_written_document() {
        let text = r#"{"schema":"rolling-upgrade/inventory/1","cluster":{"name":"c","functionalLevel":8},
            "nodes":[{"name":"n1","id":1}]}"#;
        let inventory = document::read_inventory(text.as_bytes()).unwrap();
        let written = document::write(&inventory).unwrap();
        let expected: String = Sha256::digest(written.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest(&inventory), expected);
    }
}
