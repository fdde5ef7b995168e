//! The simulation document: everything about a rehearsal that is no fact of the cluster.

mod install;
mod settings;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::fault::{DrawnFaults, Fault};

pub use install::{InstallDefect, InstallTime, InstallTimes, Operator, Restored};
pub use settings::{
    DirtyRate, DirtyRates, LevelSettings, MigrationSettings, PlacementSettings, RoleTime, StorageSettings, Times,
};

/// How the twin behaves where the inventory says nothing. Every field has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Simulation {
    /// Always `rolling-upgrade/simulation/1`.
    pub schema: String,
    /// What every call costs in virtual time.
    pub call_milliseconds: u64,
    /// `MoveTypeThreshold` where the inventory does not tell it: roles of this priority and above migrate live.
    pub move_type_threshold: u32,
    /// Live and quick migration.
    pub migration: MigrationSettings,
    /// How fast guests write to their memory.
    pub dirty_rates: DirtyRates,
    /// Memory that placement leaves free.
    pub placement: PlacementSettings,
    /// How long things take.
    pub times: Times,
    /// The scripted operator.
    pub operator: Operator,
    /// How long installations take.
    pub install: InstallTimes,
    /// What installations leave out.
    pub install_defects: Vec<InstallDefect>,
    /// Writes to storage and its repair.
    pub storage: StorageSettings,
    /// The change of the functional level.
    pub level: LevelSettings,
    /// Faults, each with its time or its occasion.
    pub faults: Vec<Fault>,
    /// Faults that are drawn from the seed; none where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawn_faults: Option<DrawnFaults>,
}

impl Simulation {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/simulation/1";
}

impl Default for Simulation {
    fn default() -> Self {
        Self {
            schema: Self::SCHEMA.to_owned(),
            call_milliseconds: 200,
            move_type_threshold: 2000,
            migration: MigrationSettings::default(),
            dirty_rates: DirtyRates::default(),
            placement: PlacementSettings::default(),
            times: Times::default(),
            operator: Operator::default(),
            install: InstallTimes::default(),
            install_defects: Vec::new(),
            storage: StorageSettings::default(),
            level: LevelSettings::default(),
            faults: Vec::new(),
            drawn_faults: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_document_is_the_default_and_unknown_fields_are_refused() {
        let read = |text: &str| serde_json::from_str::<Simulation>(text);
        assert_eq!(read("{}").unwrap(), Simulation::default());
        assert!(read(r#"{"operator":{"automatic":false}}"#).is_ok_and(|read| !read.operator.automatic));
        assert!(read(r#"{"colour":1}"#).is_err());
        assert!(read(r#"{"migration":{"colour":1}}"#).is_err());
    }
}
