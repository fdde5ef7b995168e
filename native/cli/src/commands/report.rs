//! `report`: a plan, or its rehearsal, as one HTML file.

use cluster_twin::Rehearsal;
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use upgrade_report::{RehearsalStory, Story, html};

use super::plan::planned;
use super::rehearse::{code, rehearsed};
use crate::arguments::ReportArguments;
use crate::failure::Failure;
use crate::output::{self, Output};

/// Writes the file, or prints it; with a rehearsal that did not reach its end, ends with 1.
pub(crate) fn run(arguments: &ReportArguments) -> Result<Output, Failure> {
    let settings = &arguments.rehearsal;
    let (inventory, plan) = planned(&settings.common, &settings.goal, &settings.choices)?;
    let rehearsal = match arguments.rehearse {
        true => Some(rehearsed(&inventory, plan.clone(), &settings.simulation)?),
        false => None,
    };
    let told = rehearsal.as_ref().map(story).transpose()?;
    let text = html(&plan, told.as_ref())?;
    let code = rehearsal.as_ref().map_or(0, code);
    let Some(path) = &arguments.output else { return Ok(Output::text(text).with_code(code)) };
    output::replace_file(path, &text)?;
    let shown = path.display();
    Ok(Output::text(format!("Wrote {shown}.\n")).with_code(code))
}

/// A rehearsal in the report's own form, which is its document.
fn story(rehearsal: &Rehearsal) -> Result<Story, Failure> {
    serde_json::to_value(rehearsal).and_then(serde_json::from_value::<RehearsalStory>).map(Story::Rehearsal).map_err(
        |error| {
            let remedy = "This is a bug. Report it with the command line and, if you may, the input.";
            let report = ErrorReport::new(ErrorId::InternalFault, "the report does not read the rehearsal", remedy);
            Failure::new(report.caused_by(error))
        },
    )
}
