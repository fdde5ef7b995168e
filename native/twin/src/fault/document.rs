//! Faults as a simulation document tells them.

use rolling_upgrade_core::model::{NodeName, RoleName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FaultKind;

/// Something that goes wrong. With a time it strikes, or waits for its occasion, from then on; times are virtual, since
/// the beginning. What happens to a rebuilt machine strikes when its installation ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Fault {
    /// A node stops without a word.
    NodeCrash {
        /// The node.
        node: NodeName,
        /// When.
        at_seconds: u64,
        /// After how long it is a member again; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returns_after_seconds: Option<u64>,
    },
    /// The other nodes lose touch with a node that runs on.
    NodeIsolated {
        /// The node.
        node: NodeName,
        /// When.
        at_seconds: u64,
        /// After how long it is a member again; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returns_after_seconds: Option<u64>,
    },
    /// The cluster says that a node is up, and nobody reaches it: no answer to what asks the machine, no migration.
    NodeSaysUp {
        /// The node.
        node: NodeName,
        /// When.
        at_seconds: u64,
        /// For how long.
        for_seconds: u64,
    },
    /// Setup of a machine never ends.
    NodeDoesNotReturn {
        /// The machine.
        machine: NodeName,
    },
    /// A machine comes back without a feature.
    ReturnsWithoutFeature {
        /// The machine.
        machine: NodeName,
        /// The feature by its name in `Get-WindowsFeature`.
        feature: String,
        /// After how long somebody mends it; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mended_after_seconds: Option<u64>,
    },
    /// A machine comes back without its address on a network.
    ReturnsWithoutNetwork {
        /// The machine.
        machine: NodeName,
        /// The network.
        network: String,
        /// After how long somebody mends it; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mended_after_seconds: Option<u64>,
    },
    /// A machine comes back without one of its disks.
    ReturnsWithoutDisk {
        /// The machine.
        machine: NodeName,
        /// The disk.
        serial_number: String,
        /// After how long somebody mends it; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mended_after_seconds: Option<u64>,
    },
    /// A machine comes back with half its paths to shared storage.
    StoragePathsHalved {
        /// The machine.
        machine: NodeName,
        /// After how long somebody mends it; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mended_after_seconds: Option<u64>,
    },
    /// A machine comes back with a VLAN missing on one port: its VMs are online and nobody reaches them.
    VlanMissing {
        /// The machine.
        machine: NodeName,
        /// After how long somebody mends it; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mended_after_seconds: Option<u64>,
    },
    /// A machine comes back without the keys of its guardians: VMs with a virtual TPM can't run there.
    GuardianKeyMissing {
        /// The machine.
        machine: NodeName,
        /// After how long somebody mends it; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mended_after_seconds: Option<u64>,
    },
    /// A machine comes back without what a role needs that is no VM.
    ResourceTypeMissing {
        /// The machine.
        machine: NodeName,
        /// The role whose resource type is missing there.
        role: RoleName,
        /// After how long somebody mends it; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mended_after_seconds: Option<u64>,
    },
    /// The domain refuses a machine its old computer account (2732, 0xaac): it can't join.
    ComputerAccountRefused {
        /// The machine.
        machine: NodeName,
        /// How many attempts to join fail before somebody gives leave.
        attempts: u32,
    },
    /// The name of a machine leads to its old address: it can't join.
    StaleNameRecord {
        /// The machine.
        machine: NodeName,
        /// How many attempts to join fail before the record is right.
        attempts: u32,
    },
    /// Live migrations of a VM fail at their end.
    MigrationFails {
        /// The role.
        role: RoleName,
        /// From when on.
        #[serde(default)]
        at_seconds: u64,
        /// How often.
        times: u32,
    },
    /// A guest writes to its memory faster than the link copies it: its migrations take all passes and pause it long.
    MigrationDoesNotConverge {
        /// The role.
        role: RoleName,
        /// From when on.
        #[serde(default)]
        at_seconds: u64,
        /// For how long.
        for_seconds: u64,
    },
    /// The next move that somebody asks for is reported as failed and takes place.
    MigrationSaysFailed {
        /// The role.
        role: RoleName,
        /// From when on.
        #[serde(default)]
        at_seconds: u64,
    },
    /// The next move that somebody asks for is reported as done and does not take place.
    MigrationSaysDone {
        /// The role.
        role: RoleName,
        /// From when on.
        #[serde(default)]
        at_seconds: u64,
    },
    /// The next drain of a node stands still because a resource does not answer.
    DrainStalls {
        /// The node.
        node: NodeName,
        /// From when on.
        #[serde(default)]
        at_seconds: u64,
        /// For how long.
        for_seconds: u64,
    },
    /// The witness goes offline.
    WitnessLost {
        /// When.
        at_seconds: u64,
        /// After how long it is back; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returns_after_seconds: Option<u64>,
    },
    /// A physical disk of a pool dies.
    DiskDies {
        /// The disk.
        serial_number: String,
        /// When.
        at_seconds: u64,
        /// After how long it is replaced, so that the repair begins; never where it is absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaced_after_seconds: Option<u64>,
    },
    /// The link of a node slows down; migrations over it take longer.
    LinkSlows {
        /// The node.
        node: NodeName,
        /// When.
        at_seconds: u64,
        /// For how long.
        for_seconds: u64,
        /// To what share of its speed, from 1 to 100.
        percent: u32,
    },
    /// I/O of a shared volume is redirected over the network.
    VolumeRedirected {
        /// The volume.
        volume: String,
        /// When.
        at_seconds: u64,
        /// For how long.
        for_seconds: u64,
    },
    /// The answer to the next call comes late.
    AnswerLate {
        /// From when on.
        at_seconds: u64,
        /// How late.
        late_seconds: u64,
    },
    /// Calls fail before anything is done (1722).
    RpcError {
        /// From when on.
        at_seconds: u64,
        /// How many.
        calls: u32,
    },
    /// The next call that changes something is carried out, and its answer is lost (1726).
    AnswerLost {
        /// From when on.
        at_seconds: u64,
    },
}

impl Fault {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::NodeCrash { .. } => FaultKind::NodeCrash,
            Self::NodeIsolated { .. } => FaultKind::NodeIsolated,
            Self::NodeSaysUp { .. } => FaultKind::NodeSaysUp,
            Self::NodeDoesNotReturn { .. } => FaultKind::NodeDoesNotReturn,
            Self::ReturnsWithoutFeature { .. } => FaultKind::ReturnsWithoutFeature,
            Self::ReturnsWithoutNetwork { .. } => FaultKind::ReturnsWithoutNetwork,
            Self::ReturnsWithoutDisk { .. } => FaultKind::ReturnsWithoutDisk,
            Self::StoragePathsHalved { .. } => FaultKind::StoragePathsHalved,
            Self::VlanMissing { .. } => FaultKind::VlanMissing,
            Self::GuardianKeyMissing { .. } => FaultKind::GuardianKeyMissing,
            Self::ResourceTypeMissing { .. } => FaultKind::ResourceTypeMissing,
            Self::ComputerAccountRefused { .. } => FaultKind::ComputerAccountRefused,
            Self::StaleNameRecord { .. } => FaultKind::StaleNameRecord,
            Self::MigrationFails { .. } => FaultKind::MigrationFails,
            Self::MigrationDoesNotConverge { .. } => FaultKind::MigrationDoesNotConverge,
            Self::MigrationSaysFailed { .. } => FaultKind::MigrationSaysFailed,
            Self::MigrationSaysDone { .. } => FaultKind::MigrationSaysDone,
            Self::DrainStalls { .. } => FaultKind::DrainStalls,
            Self::WitnessLost { .. } => FaultKind::WitnessLost,
            Self::DiskDies { .. } => FaultKind::DiskDies,
            Self::LinkSlows { .. } => FaultKind::LinkSlows,
            Self::VolumeRedirected { .. } => FaultKind::VolumeRedirected,
            Self::AnswerLate { .. } => FaultKind::AnswerLate,
            Self::RpcError { .. } => FaultKind::RpcError,
            Self::AnswerLost { .. } => FaultKind::AnswerLost,
        }
    }

    /// When it strikes, or from when on it waits for its occasion.
    #[must_use]
    pub const fn at_seconds(&self) -> u64 {
        match self {
            Self::NodeCrash { at_seconds, .. }
            | Self::NodeIsolated { at_seconds, .. }
            | Self::NodeSaysUp { at_seconds, .. }
            | Self::MigrationFails { at_seconds, .. }
            | Self::MigrationDoesNotConverge { at_seconds, .. }
            | Self::MigrationSaysFailed { at_seconds, .. }
            | Self::MigrationSaysDone { at_seconds, .. }
            | Self::DrainStalls { at_seconds, .. }
            | Self::WitnessLost { at_seconds, .. }
            | Self::DiskDies { at_seconds, .. }
            | Self::LinkSlows { at_seconds, .. }
            | Self::VolumeRedirected { at_seconds, .. }
            | Self::AnswerLate { at_seconds, .. }
            | Self::RpcError { at_seconds, .. }
            | Self::AnswerLost { at_seconds } => *at_seconds,
            _ => 0,
        }
    }

    /// The machine that it is about.
    #[must_use]
    pub const fn machine(&self) -> Option<&NodeName> {
        match self {
            Self::NodeCrash { node, .. }
            | Self::NodeIsolated { node, .. }
            | Self::NodeSaysUp { node, .. }
            | Self::DrainStalls { node, .. }
            | Self::LinkSlows { node, .. } => Some(node),
            Self::NodeDoesNotReturn { machine }
            | Self::ReturnsWithoutFeature { machine, .. }
            | Self::ReturnsWithoutNetwork { machine, .. }
            | Self::ReturnsWithoutDisk { machine, .. }
            | Self::StoragePathsHalved { machine, .. }
            | Self::VlanMissing { machine, .. }
            | Self::GuardianKeyMissing { machine, .. }
            | Self::ResourceTypeMissing { machine, .. }
            | Self::ComputerAccountRefused { machine, .. }
            | Self::StaleNameRecord { machine, .. } => Some(machine),
            _ => None,
        }
    }

    /// The role that it is about.
    #[must_use]
    pub const fn role(&self) -> Option<&RoleName> {
        match self {
            Self::MigrationFails { role, .. }
            | Self::MigrationDoesNotConverge { role, .. }
            | Self::MigrationSaysFailed { role, .. }
            | Self::MigrationSaysDone { role, .. }
            | Self::ResourceTypeMissing { role, .. } => Some(role),
            _ => None,
        }
    }

    /// On how many occasions it strikes.
    pub(super) const fn times(&self) -> u32 {
        match self {
            Self::MigrationFails { times, .. } => *times,
            Self::ComputerAccountRefused { attempts, .. } | Self::StaleNameRecord { attempts, .. } => *attempts,
            Self::RpcError { calls, .. } => *calls,
            _ => 1,
        }
    }

    /// After how long what it did to a rebuilt machine is mended.
    pub(super) const fn mended_after_seconds(&self) -> Option<u64> {
        match self {
            Self::ReturnsWithoutFeature { mended_after_seconds, .. }
            | Self::ReturnsWithoutNetwork { mended_after_seconds, .. }
            | Self::ReturnsWithoutDisk { mended_after_seconds, .. }
            | Self::StoragePathsHalved { mended_after_seconds, .. }
            | Self::VlanMissing { mended_after_seconds, .. }
            | Self::GuardianKeyMissing { mended_after_seconds, .. }
            | Self::ResourceTypeMissing { mended_after_seconds, .. } => *mended_after_seconds,
            _ => None,
        }
    }

    /// After how long a fault that has struck is over by itself.
    pub(super) const fn over_after_seconds(&self) -> Option<u64> {
        match self {
            Self::NodeSaysUp { for_seconds, .. }
            | Self::MigrationDoesNotConverge { for_seconds, .. }
            | Self::DrainStalls { for_seconds, .. }
            | Self::LinkSlows { for_seconds, .. }
            | Self::VolumeRedirected { for_seconds, .. } => Some(*for_seconds),
            Self::WitnessLost { returns_after_seconds, .. } => *returns_after_seconds,
            Self::DiskDies { replaced_after_seconds, .. } => *replaced_after_seconds,
            _ => None,
        }
    }
}

/// Faults that are drawn from the seed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DrawnFaults {
    /// How many.
    pub count: u32,
    /// Those with a time strike within this long from the beginning.
    pub within_seconds: u64,
    /// Of which kinds; empty for all.
    pub kinds: Vec<FaultKind>,
}
