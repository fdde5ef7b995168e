//! What can go wrong with a report.

use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};
use thiserror::Error;

/// A report that can't be written.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The template does not fit what is to be shown: a bug of ours.
    #[error("the report can't be written")]
    Template(#[from] minijinja::Error),
}

impl Reportable for ReportError {
    fn report(&self) -> ErrorReport {
        match self {
            Self::Template(source) => ErrorReport::new(
                ErrorId::InternalFault,
                self.to_string(),
                "This is a bug of ours: please report it with the plan.",
            )
            .caused_by(source),
        }
    }
}
