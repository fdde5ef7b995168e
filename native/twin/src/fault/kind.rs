//! The kinds of faults: their names, their Windows event ids, and which outages they explain.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FaultKind {
    /// A node stops without a word.
    NodeCrash,
    /// The other nodes lose touch with a node that runs on.
    NodeIsolated,
    /// The cluster says that a node is up, and nobody reaches it.
    NodeSaysUp,
    /// Setup of a machine never ends.
    NodeDoesNotReturn,
    /// A machine comes back without a feature.
    ReturnsWithoutFeature,
    /// A machine comes back without its address on a network.
    ReturnsWithoutNetwork,
    /// A machine comes back without one of its disks.
    ReturnsWithoutDisk,
    /// A machine comes back with half its paths to shared storage.
    StoragePathsHalved,
    /// A machine comes back with a VLAN missing on one port.
    VlanMissing,
    /// A machine comes back without the keys of its guardians.
    GuardianKeyMissing,
    /// A machine comes back without a resource type.
    ResourceTypeMissing,
    /// The domain refuses a machine its old computer account.
    ComputerAccountRefused,
    /// The name of a machine leads to its old address.
    StaleNameRecord,
    /// Live migrations of a VM fail.
    MigrationFails,
    /// A guest writes to its memory faster than the link copies it.
    MigrationDoesNotConverge,
    /// A move is reported as failed and took place.
    MigrationSaysFailed,
    /// A move is reported as done and did not take place.
    MigrationSaysDone,
    /// The drain of a node stands still.
    DrainStalls,
    /// The witness goes offline.
    WitnessLost,
    /// A physical disk of a pool dies.
    DiskDies,
    /// The link of a node slows down.
    LinkSlows,
    /// I/O of a shared volume is redirected.
    VolumeRedirected,
    /// The answer to a call comes late.
    AnswerLate,
    /// A call fails before anything is done.
    RpcError,
    /// A call is carried out and its answer is lost.
    AnswerLost,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [Self; 25] = [
        Self::NodeCrash,
        Self::NodeIsolated,
        Self::NodeSaysUp,
        Self::NodeDoesNotReturn,
        Self::ReturnsWithoutFeature,
        Self::ReturnsWithoutNetwork,
        Self::ReturnsWithoutDisk,
        Self::StoragePathsHalved,
        Self::VlanMissing,
        Self::GuardianKeyMissing,
        Self::ResourceTypeMissing,
        Self::ComputerAccountRefused,
        Self::StaleNameRecord,
        Self::MigrationFails,
        Self::MigrationDoesNotConverge,
        Self::MigrationSaysFailed,
        Self::MigrationSaysDone,
        Self::DrainStalls,
        Self::WitnessLost,
        Self::DiskDies,
        Self::LinkSlows,
        Self::VolumeRedirected,
        Self::AnswerLate,
        Self::RpcError,
        Self::AnswerLost,
    ];

    /// The name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NodeCrash => "nodeCrash",
            Self::NodeIsolated => "nodeIsolated",
            Self::NodeSaysUp => "nodeSaysUp",
            Self::NodeDoesNotReturn => "nodeDoesNotReturn",
            Self::ReturnsWithoutFeature => "returnsWithoutFeature",
            Self::ReturnsWithoutNetwork => "returnsWithoutNetwork",
            Self::ReturnsWithoutDisk => "returnsWithoutDisk",
            Self::StoragePathsHalved => "storagePathsHalved",
            Self::VlanMissing => "vlanMissing",
            Self::GuardianKeyMissing => "guardianKeyMissing",
            Self::ResourceTypeMissing => "resourceTypeMissing",
            Self::ComputerAccountRefused => "computerAccountRefused",
            Self::StaleNameRecord => "staleNameRecord",
            Self::MigrationFails => "migrationFails",
            Self::MigrationDoesNotConverge => "migrationDoesNotConverge",
            Self::MigrationSaysFailed => "migrationSaysFailed",
            Self::MigrationSaysDone => "migrationSaysDone",
            Self::DrainStalls => "drainStalls",
            Self::WitnessLost => "witnessLost",
            Self::DiskDies => "diskDies",
            Self::LinkSlows => "linkSlows",
            Self::VolumeRedirected => "volumeRedirected",
            Self::AnswerLate => "answerLate",
            Self::RpcError => "rpcError",
            Self::AnswerLost => "answerLost",
        }
    }

    /// The id of the event that Windows writes, where there is one.
    ///
    /// Those of the cluster are in "Failover clustering system log events" (learn.microsoft.com); 21502 is Hyper-V's
    /// for a live migration that failed, 4101 Netjoin's for an account that may not be used again (KB5020276).
    #[must_use]
    pub const fn event_id(self) -> Option<u32> {
        Some(match self {
            Self::NodeCrash | Self::NodeIsolated => 1135,
            Self::MigrationFails => 21_502,
            Self::DrainStalls => 1146,
            Self::WitnessLost => 1069,
            Self::VolumeRedirected => 5121,
            Self::ComputerAccountRefused => 4101,
            Self::StaleNameRecord => 1653,
            _ => return None,
        })
    }

    /// Whether a role may be down against anybody's plan because of it.
    #[must_use]
    pub const fn costs_availability(self) -> bool {
        matches!(
            self,
            Self::NodeCrash
                | Self::NodeIsolated
                | Self::WitnessLost
                | Self::VlanMissing
                | Self::DiskDies
                | Self::ReturnsWithoutDisk
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_listed_once_under_its_name() {
        for (place, kind) in FaultKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place, "{}", kind.name());
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
