//! A role, its VM, its move and its outages.

use std::borrow::Cow;

use rolling_upgrade_core::model::{
    ConfigurationVersion, Priority, Replica, RoleKind, RoleName, RoleState, VirtualMachineMemory, VirtualMachineState,
};
use serde::{Deserialize, Serialize};

use crate::ids::MachineId;
use crate::migration::Precopy;

/// A role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RoleRecord {
    pub(crate) name: RoleName,
    pub(crate) id: String,
    pub(crate) kind: RoleKind,
    pub(crate) owner: MachineId,
    /// Its place in the owner's list.
    pub(crate) place: u32,
    pub(crate) state: RoleState,
    pub(crate) priority: Priority,
    pub(crate) preferred: Vec<MachineId>,
    /// The nodes that may own it; empty means every node.
    pub(crate) possible: Vec<MachineId>,
    /// Its anti-affinity classes.
    pub(crate) classes: Vec<u32>,
    pub(crate) locked: bool,
    pub(crate) automatic_failback: bool,
    /// The types of its resources.
    pub(crate) resource_types: Vec<String>,
    pub(crate) preferred_site: Option<String>,
    /// The first and the last hour in which it may fail back.
    pub(crate) failback_window_start: Option<u8>,
    pub(crate) failback_window_end: Option<u8>,
    pub(crate) virtual_machine: Option<VirtualMachineRecord>,
    /// The places of the affinity rules that name it.
    pub(crate) rules: Vec<u32>,
    /// Whether it waits for the group sets that its own set depends on.
    pub(crate) waits_for_providers: bool,
    /// Whether it went down with its node or its cluster, and is to run again as soon as it can.
    pub(crate) lost: bool,
    /// Whether it is on an isolated node, where the cluster does not see it.
    pub(crate) unmonitored: bool,
    /// The node to which it is failing back.
    pub(crate) failing_back: Option<MachineId>,
    /// The move that is under way.
    pub(crate) movement: Option<Movement>,
    /// The move that waits for its turn.
    pub(crate) queued: Option<Queued>,
    /// The node that a drain took it from, for failback.
    pub(crate) home: Option<MachineId>,
    /// Changes when what was queued for the role is not to happen any more.
    pub(crate) token: u32,
    pub(crate) outage: Outage,
}

/// A VM.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct VirtualMachineRecord {
    pub(crate) id: String,
    pub(crate) version: ConfigurationVersion,
    pub(crate) power: Power,
    pub(crate) memory: VirtualMachineMemory,
    pub(crate) processors: u32,
    pub(crate) processor_compatibility: bool,
    /// The feature set of the host on which it booted last; absent means that of its present owner.
    pub(crate) booted_feature_set: Option<u32>,
    pub(crate) switches: Vec<u32>,
    pub(crate) checkpoints: u32,
    pub(crate) guest_shutdown: bool,
    pub(crate) local_media: Vec<String>,
    pub(crate) quick_migration: bool,
    pub(crate) dirty_mib_per_second: u64,
    /// When it booted, in milliseconds.
    pub(crate) booted_at: u64,
    /// What else the inventory said of it.
    pub(crate) facts: GuestFacts,
}

/// Facts of a VM that a rebuild and the rules need; most of them decide nothing here, all of them are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct GuestFacts {
    pub(crate) trusted_platform_module: Option<bool>,
    /// The guardians whose keys open its virtual TPM.
    pub(crate) guardians: Vec<String>,
    pub(crate) automatic_stop_action: Option<String>,
    /// How the cluster takes it offline.
    pub(crate) offline_action: Option<String>,
    pub(crate) time_synchronization: Option<bool>,
    pub(crate) remote_fx: Option<bool>,
    pub(crate) shared_disks: Option<bool>,
    pub(crate) replica: Option<Replica>,
    /// The VLANs of its adapters.
    pub(crate) vlans: Vec<u16>,
    pub(crate) domain_controller: Option<bool>,
    /// The friendly name of the shared volume that its files are on.
    #[serde(default)]
    pub(crate) volume: Option<String>,
}

/// What a VM does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Power {
    Running,
    Off,
    Saved,
    Paused,
    Starting,
    Stopping,
}

impl Power {
    /// Whether it takes memory on its host.
    pub(crate) const fn takes_memory(self) -> bool {
        matches!(self, Self::Running | Self::Paused | Self::Starting | Self::Stopping)
    }

    /// Whether it can migrate live.
    pub(crate) const fn has_a_running_state(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }

    /// Microsoft's `VMState`.
    pub(crate) const fn number(self) -> u32 {
        match self {
            Self::Running => 2,
            Self::Off => 3,
            Self::Stopping => 4,
            Self::Saved => 6,
            Self::Paused => 9,
            Self::Starting => 10,
        }
    }

    /// The state as an inventory tells it: what is on its way counts as running.
    pub(crate) const fn state(self) -> VirtualMachineState {
        match self {
            Self::Running | Self::Starting | Self::Stopping => VirtualMachineState::Running,
            Self::Off => VirtualMachineState::Off,
            Self::Saved => VirtualMachineState::Saved,
            Self::Paused => VirtualMachineState::Paused,
        }
    }
}

impl From<VirtualMachineState> for Power {
    fn from(state: VirtualMachineState) -> Self {
        match state {
            VirtualMachineState::Running => Self::Running,
            VirtualMachineState::Off => Self::Off,
            VirtualMachineState::Saved => Self::Saved,
            VirtualMachineState::Paused => Self::Paused,
        }
    }
}

/// How a role moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Method {
    /// The VM keeps running.
    Live,
    /// The VM is saved, moved and resumed.
    Quick,
    /// The guest is shut down or turned off, and started at the destination.
    Restart {
        /// Whether the guest shuts down cleanly.
        clean: bool,
    },
    /// Offline here, online there; for what does not run, only the owner changes.
    Failover,
}

/// A move that waits for its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Queued {
    pub(crate) to: Option<MachineId>,
    pub(crate) method: Method,
    /// Whether a drain asked for it.
    pub(crate) drain: bool,
    /// The number of the request.
    pub(crate) sequence: u64,
}

/// A move that is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Movement {
    pub(crate) to: MachineId,
    pub(crate) method: Method,
    pub(crate) drain: bool,
    pub(crate) started_at: u64,
    /// The pre-copy of a live migration, and up to when it has been counted, in milliseconds.
    pub(crate) precopy: Option<Precopy>,
    pub(crate) counted_at: u64,
    /// The state that the role had before.
    pub(crate) state: RoleState,
    /// The power that the VM had before.
    pub(crate) power: Option<Power>,
}

/// How long a role did not answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Outage {
    pub(crate) blackout_milliseconds: u64,
    pub(crate) longest_blackout_milliseconds: u64,
    pub(crate) down_milliseconds: u64,
    pub(crate) planned_milliseconds: u64,
    pub(crate) reasons: Vec<Cow<'static, str>>,
    /// Since when it is down, and whether that is planned.
    pub(crate) since: Option<(u64, bool)>,
}

impl RoleRecord {
    /// Whether a machine may own it, by its list of possible owners.
    pub(crate) fn may_be_owned_by(&self, machine: MachineId) -> bool {
        self.possible.is_empty() || self.possible.contains(&machine)
    }

    /// Whether it belongs to the cluster itself.
    pub(crate) const fn is_core(&self) -> bool {
        matches!(self.kind, RoleKind::Cluster | RoleKind::AvailableStorage)
    }

    /// Whether somebody notices that it is away: nobody does of the cluster's own groups, a pool or the updating role.
    pub(crate) const fn serves_clients(&self) -> bool {
        !self.is_core() && !matches!(self.kind, RoleKind::StoragePool | RoleKind::ClusterAwareUpdating)
    }

    /// Whether it is moving, waiting to move, starting or stopping.
    pub(crate) fn is_busy(&self) -> bool {
        self.movement.is_some() || self.queued.is_some() || self.state == RoleState::Pending
    }
}
