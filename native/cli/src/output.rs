//! What a command prints, and with which exit code it ends.

use std::io::{ErrorKind, Write as _};

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
        document::write(value).map(Self::text).map_err(|error| {
            let remedy = "This is a bug. Report it with the command line and, if you may, the input.";
            Failure::new(
                ErrorReport::new(ErrorId::InternalFault, "a document can't be written", remedy).caused_by(error),
            )
        })
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
