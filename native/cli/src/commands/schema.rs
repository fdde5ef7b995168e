//! `schema`: the JSON Schema of a kind of document.

use cluster_twin::Simulation;
use rolling_upgrade_core::compare::Comparison;
use rolling_upgrade_core::error::ErrorReport;
use rolling_upgrade_core::model::Inventory;
use rolling_upgrade_core::plan::{Fleet, Plan, PlanComparison, Policy};
use rolling_upgrade_core::rules::{CheckReport, Finding};
use rolling_upgrade_core::run::{Event, RunStatus};
use rolling_upgrade_core::schema::schema_of;

use crate::arguments::{DocumentKind, SchemaArguments};
use crate::failure::Failure;
use crate::output::Output;

/// Prints a JSON Schema.
pub(crate) fn run(arguments: &SchemaArguments) -> Result<Output, Failure> {
    let text = match arguments.kind {
        DocumentKind::Inventory => schema_of::<Inventory>(),
        DocumentKind::Plan => schema_of::<Plan>(),
        DocumentKind::PlanComparison => schema_of::<PlanComparison>(),
        DocumentKind::Fleet => schema_of::<Fleet>(),
        DocumentKind::Run => schema_of::<RunStatus>(),
        DocumentKind::Finding => schema_of::<Finding>(),
        DocumentKind::Findings => schema_of::<CheckReport>(),
        DocumentKind::Event => schema_of::<Event>(),
        DocumentKind::Simulation => schema_of::<Simulation>(),
        DocumentKind::Comparison => schema_of::<Comparison>(),
        DocumentKind::Policy => schema_of::<Policy>(),
        DocumentKind::Error => schema_of::<ErrorReport>(),
    };
    Ok(Output::text(text))
}
