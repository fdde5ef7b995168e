//! Reading requests: the size first, then the fields, each failure with its own error id.

use std::borrow::Cow;

use cluster_twin::Simulation;
use rolling_upgrade_core::document::{self, DocumentError, INVENTORY_BYTES_MAX};
use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};
use rolling_upgrade_core::model::{Inventory, Release};
use rolling_upgrade_core::plan::Plan;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The largest request: an inventory and 1 MiB for what stands around it.
pub const REQUEST_BYTES_MAX: usize = INVENTORY_BYTES_MAX + 1024 * 1024;

/// What every request may hold beside its own fields.
pub(crate) const LOG_LEVEL: &str = "logLevel";

/// Refuses a request by its size, before it is looked at.
pub(crate) fn check_size(request: &[u8]) -> Result<(), ErrorReport> {
    if request.len() > REQUEST_BYTES_MAX {
        let error = DocumentError::TooLarge { size: request.len() as u64, limit: REQUEST_BYTES_MAX };
        return Err(error.report());
    }
    Ok(())
}

/// Reads the fields of a request; an empty one counts as `{}`.
pub(crate) fn fields<'a, T: Deserialize<'a>>(request: &'a [u8]) -> Result<T, ErrorReport> {
    let request = if request.is_empty() { b"{}" } else { request };
    document::read_request(request, REQUEST_BYTES_MAX).map_err(|error| error.report())
}

/// Reads the inventory in a request; paths in an error are those of the inventory.
pub(crate) fn inventory(text: &RawValue) -> Result<Inventory, ErrorReport> {
    document::read_inventory(text.get().as_bytes()).map_err(|error| error.report())
}

/// Reads the plan in a request; paths in an error are those of the plan.
pub(crate) fn plan(text: &RawValue) -> Result<Plan, ErrorReport> {
    document::read(text.get().as_bytes(), Plan::SCHEMA, REQUEST_BYTES_MAX).map_err(|error| error.report())
}

/// Reads the simulation in a request; paths in an error are those of the simulation.
pub(crate) fn simulation(text: &RawValue) -> Result<Simulation, ErrorReport> {
    document::read(text.get().as_bytes(), Simulation::SCHEMA, REQUEST_BYTES_MAX).map_err(|error| error.report())
}

/// Reads a release as people name it.
pub(crate) fn target(text: &str) -> Result<Release, ErrorReport> {
    Release::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Release::ALL.iter().map(|release| release.short_name()).collect();
        ErrorReport::new(
            ErrorId::TargetInvalid,
            format!("`{text}` is not a release of Windows Server that takes part in rolling upgrades"),
            format!("Give one of {}.", known.join(", ")),
        )
        .about(text)
    })
}

/// A request that asks for something that does not exist.
pub(crate) fn invalid(message: impl Into<String>, remedy: impl Into<String>) -> ErrorReport {
    ErrorReport::new(ErrorId::RequestInvalid, message, remedy)
}

/// A request without what every request may hold, for readers that know nothing of it.
pub(crate) fn without_log_level(request: &[u8]) -> Result<Cow<'_, [u8]>, ErrorReport> {
    if !mentions(request, LOG_LEVEL) {
        return Ok(Cow::Borrowed(request));
    }
    let mut object: Map<String, Value> = fields(request)?;
    object.shift_remove(LOG_LEVEL);
    Ok(Cow::Owned(Value::Object(object).to_string().into_bytes()))
}

/// Whether a field of this name can be in a request; spares most requests a second look.
pub(crate) fn mentions(request: &[u8], field: &str) -> bool {
    std::str::from_utf8(request).is_ok_and(|text| text.contains(&format!("\"{field}\"")))
}
