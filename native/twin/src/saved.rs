//! A twin saved whole and loaded again: clock, queue, log, faults, everything that decides what happens next.
//!
//! Save, load and go on gives the same future, byte for byte, as going on. A digest over the content lets a file that
//! was cut off or changed be refused, so that what is loaded is always a state that a twin was in.

use std::fmt::Write;

use rolling_upgrade_core::document;
use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::TwinError;
use crate::twin::Twin;

/// The largest saved state that is read, as for an inventory.
const BYTES_MAX: usize = document::INVENTORY_BYTES_MAX;

/// The saved state of a twin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TwinState {
    /// Always `rolling-upgrade/twin-state/1`.
    pub schema: String,
    /// The name of the cluster, for whoever looks at the file.
    pub cluster: String,
    /// The SHA-256 of `twin` as compact JSON, in hexadecimal digits.
    pub digest: String,
    /// The twin. What it holds is the twin's own affair and may differ from version to version.
    pub twin: Value,
}

impl Twin {
    /// The schema name of a saved state.
    pub const STATE_SCHEMA: &'static str = "rolling-upgrade/twin-state/1";

    /// The whole state, at any moment: also in the middle of a drain. Costs no time.
    ///
    /// # Errors
    /// An invariant is broken, so that there is no state to go on from.
    pub fn save(&self) -> Result<Value, TwinError> {
        if let Some(broken) = &self.broken {
            return Err(broken.clone());
        }
        let told = |error: serde_json::Error| TwinError::Answer { reason: error.to_string() };
        let twin = serde_json::to_value(self).map_err(told)?;
        let state = TwinState {
            schema: Self::STATE_SCHEMA.to_owned(),
            cluster: self.state.cluster.facts.name.clone(),
            digest: digest(&twin),
            twin,
        };
        serde_json::to_value(&state).map_err(told)
    }

    /// Loads what [`Twin::save`] saved.
    ///
    /// # Errors
    /// The document is none, is damaged, or was written by a version with another form of state.
    pub fn load(bytes: &[u8]) -> Result<Self, ErrorReport> {
        let state: TwinState = document::read(bytes, Self::STATE_SCHEMA, BYTES_MAX).map_err(|error| error.report())?;
        if digest(&state.twin) != state.digest {
            return Err(invalid("its content does not have the digest that it names".to_owned()));
        }
        let mut twin: Self = serde_json::from_value(state.twin).map_err(|error| invalid(error.to_string()))?;
        twin.state.name_everything();
        twin.check_in_full();
        match &twin.broken {
            None => Ok(twin),
            Some(broken) => Err(invalid(broken.to_string())),
        }
    }
}

fn digest(twin: &Value) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(twin.to_string()) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn invalid(reason: String) -> ErrorReport {
    ErrorReport::new(
        ErrorId::TwinStateInvalid,
        format!("the saved state of a twin can't be loaded: {reason}"),
        "Save the twin again with Export-ClusterTwin, or make it anew from the inventory.",
    )
}
