//! Fills the template. Whatever stands in a document is escaped: a role may be named `<script>`.

use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use rolling_upgrade_core::plan::Plan;

use crate::error::ReportError;
use crate::story::Story;
use crate::view::View;

const TEMPLATE: &str = include_str!("report.html");

/// Writes a plan, and what came of it where there is a story, as one HTML file.
///
/// # Errors
/// [`ReportError::Template`], which would be a bug of ours.
pub fn html(plan: &Plan, story: Option<&Story>) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_keep_trailing_newline(true);
    environment.add_template("report.html", TEMPLATE)?;
    let view = View::of(plan, story);
    let text = environment.get_template("report.html")?.render(&view)?;
    tracing::debug!(cluster = plan.cluster, bytes = text.len(), "Wrote a report");
    Ok(text)
}
