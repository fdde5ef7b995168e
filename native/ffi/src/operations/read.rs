//! Reads an inventory: its bytes are the request, so that bytes that are no text can be told as such.

use rolling_upgrade_core::document;
use rolling_upgrade_core::error::{ErrorReport, Reportable};

use crate::answer::Document;

/// The inventory as it was understood, every default written out.
pub(crate) fn read(text: &[u8]) -> Result<Document, ErrorReport> {
    let inventory = document::read_inventory(text).map_err(|error| error.report())?;
    Document::of(&inventory)
}
