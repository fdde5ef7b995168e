//! The comparison document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::Timestamp;

/// What differs between two inventories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Comparison {
    /// Always `rolling-upgrade/comparison/1`.
    pub schema: String,
    /// What is compared with.
    pub before: Side,
    /// What is compared.
    pub after: Side,
    /// Every difference that was not to be ignored, in the order of the inventory.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/comparison/1";

    /// The differences that an upgrade does not explain.
    pub fn unexpected(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|difference| !difference.expected)
    }
}

/// One of two inventories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Side {
    /// The name of the cluster.
    pub cluster: String,
    /// When its facts were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<Timestamp>,
    /// The digest of the inventory.
    pub digest: String,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Difference {
    /// Added, removed or changed.
    pub kind: DifferenceKind,
    /// What it is about: `cluster`, `node`, `machine`, `network`, `role`, `resourceType`, `sharedVolume`, `pool`,
    /// `virtualDisk`, `physicalDisk`, `affinityRule`, `groupSet`, `coordinator`, `directoryObject`.
    pub subject_kind: String,
    /// Its name.
    pub subject: String,
    /// The property, as a path in the inventory such as `machine.switches[Tenant].teaming`; absent where the subject
    /// itself was added or removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// The value before; absent where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// The value after; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    /// Whether an upgrade explains it: release, level, versions, ids and where roles are.
    pub expected: bool,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DifferenceKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

impl DifferenceKind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}
