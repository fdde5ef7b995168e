//! What the node interface answers.

use rolling_upgrade_core::model::{Machine, NodeName};
use serde::{Deserialize, Serialize};

/// The node interface's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineView {
    /// The machine.
    pub name: NodeName,
    /// Whether it answers.
    pub reachable: bool,
    /// Its facts, where it answers.
    pub facts: Option<Machine>,
}
