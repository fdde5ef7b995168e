//! A twin behind a handle.

use cluster_twin::call::Call;
use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::model::Inventory;

use super::State;
use crate::answer::Document;
use crate::request;

/// The state: the simulated cluster.
pub(super) struct TwinHandle(Twin);

impl TwinHandle {
    /// Makes a twin of an inventory.
    pub(super) fn new(inventory: &Inventory, simulation: &Simulation, seed: u64) -> Result<Self, ErrorReport> {
        Twin::new(inventory, simulation, seed).map(Self).map_err(|error| error.report())
    }

    /// Makes a twin of a state that was saved.
    pub(super) fn load(state: &[u8]) -> Result<Self, ErrorReport> {
        Twin::load(state).map(Self)
    }
}

impl State for TwinHandle {
    fn call(&mut self, text: &[u8]) -> Result<Document, ErrorReport> {
        let text = request::without_log_level(text)?;
        let call: Call = request::fields(&text)?;
        self.0.call_for_text(&call).map(Document::of_json)
    }

    fn revision(&self) -> u64 {
        self.0.revision()
    }
}
