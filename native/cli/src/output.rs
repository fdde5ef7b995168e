//! What a command prints, and with which exit code it ends.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use rolling_upgrade_core::document;
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use serde::Serialize;

use crate::arguments::Format;
use crate::failure::Failure;

/// What a command prints, and with which exit code it ends.
#[derive(Debug)]
pub(crate) struct Output {
    text: String,
    code: u8,
}

impl Output {
    /// A text as it is.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 0 }
    }

    /// A document for programs, or its text for people.
    pub(crate) fn of<T: Serialize>(
        value: &T,
        format: Format,
        text: impl FnOnce(&T) -> String,
    ) -> Result<Self, Failure> {
        match format {
            Format::Text => Ok(Self::text(text(value))),
            Format::Json => Self::document(value),
        }
    }

    /// A document.
    pub(crate) fn document<T: Serialize>(value: &T) -> Result<Self, Failure> {
        document_text(value).map(Self::text)
    }

    /// Ends with another exit code.
    pub(crate) const fn with_code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    /// Prints it and returns the exit code. A reader that has gone (`| head`) has seen what it wanted.
    pub(crate) fn write(self) -> Result<u8, Failure> {
        let mut out = std::io::stdout().lock();
        match out.write_all(self.text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(self.code),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(self.code),
            Err(error) => Err(Failure::new(
                ErrorReport::new(
                    ErrorId::FileAccessFailed,
                    "standard output can't be written",
                    "Check where the output goes and how much room is left there.",
                )
                .caused_by(error),
            )),
        }
    }
}

/// The text of a document.
pub(crate) fn document_text<T: Serialize>(value: &T) -> Result<String, Failure> {
    document::write(value).map_err(|error| {
        let remedy = "This is a bug. Report it with the command line and, if you may, the input.";
        let report = ErrorReport::new(ErrorId::InternalFault, "a document can't be written", remedy);
        Failure::new(report.caused_by(error))
    })
}

/// Replaces a file as a whole, so that nobody ever finds half of it: written beside it, then renamed.
pub(crate) fn replace_file(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".rolling-upgrade");
    // As any file that the user writes: whoever may read it is the user's own setting.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let written = builder.tempfile_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map(|_| ()).map_err(|error| error.error)
    });
    written.map_err(|error| {
        let shown = path.display().to_string();
        let remedy = "Check that the folder exists and that you may write there.";
        let report = ErrorReport::new(ErrorId::FileAccessFailed, format!("`{shown}` can't be written"), remedy);
        Failure::new(report.about(shown).caused_by(error))
    })
}
