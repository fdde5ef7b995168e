//! An error on its way out: its report, its exit code, how it is told.

use std::io::Write as _;

use rolling_upgrade_core::document;
use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};

use crate::arguments::Format;

/// Exit code: refused by a finding, or the rehearsal did not reach its end.
pub(crate) const REFUSED: u8 = 1;
/// Exit code: bad usage or input.
pub(crate) const BAD_INPUT: u8 = 2;
/// Exit code: a bug of ours.
pub(crate) const INTERNAL_FAULT: u8 = 3;

/// An error on its way out.
#[derive(Debug)]
pub(crate) struct Failure {
    report: Box<ErrorReport>,
}

impl Failure {
    /// A failure that is this report.
    pub(crate) fn new(report: ErrorReport) -> Self {
        Self { report: Box::new(report) }
    }

    /// The report.
    pub(crate) const fn report(&self) -> &ErrorReport {
        &self.report
    }

    /// The exit code that belongs to the id.
    pub(crate) const fn exit_code(&self) -> u8 {
        match self.report.id {
            ErrorId::PreflightFailed | ErrorId::NoPlacement => REFUSED,
            ErrorId::InternalFault | ErrorId::InvariantBroken => INTERNAL_FAULT,
            _ => BAD_INPUT,
        }
    }

    /// Tells it on standard error.
    pub(crate) fn tell(&self, format: Format) {
        let text = match format {
            Format::Text => self.text(),
            Format::Json => document::write(&*self.report).unwrap_or_else(|_| self.text()),
        };
        // Where standard error is closed, the exit code is all that is left to say it with.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    fn text(&self) -> String {
        let report = &self.report;
        let mut text = format!("error[{:?}]: {}\n", report.id, report.message);
        for cause in &report.causes {
            text.push_str(&format!("  caused by: {cause}\n"));
        }
        text.push_str(&format!("  {}\n", report.remedy));
        text
    }
}

impl<E: Reportable> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::new(error.report())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_its_exit_code() {
        for id in ErrorId::ALL {
            let expected = match id {
                ErrorId::PreflightFailed | ErrorId::NoPlacement => 1,
                ErrorId::InternalFault | ErrorId::InvariantBroken => 3,
                _ => 2,
            };
            let failure = Failure::new(ErrorReport::new(*id, "something", "Do something."));
            assert_eq!(failure.exit_code(), expected, "{id:?}");
        }
    }

    #[test]
    fn the_text_names_id_causes_and_remedy() {
        let report = ErrorReport::new(ErrorId::FileAccessFailed, "`x` can't be read", "Check it.").caused_by("denied");
        let failure = Failure::new(report);
        assert_eq!(failure.text(), "error[FileAccessFailed]: `x` can't be read\n  caused by: denied\n  Check it.\n");
    }
}
