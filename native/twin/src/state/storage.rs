//! Shared volumes, pools, virtual disks and their repair.

use rolling_upgrade_core::model::{Health, Resiliency, StoragePool, VirtualDiskStatus};
use serde::{Deserialize, Serialize};

use crate::ids::{DiskId, DiskList, MachineId};

/// The storage of the cluster.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct StorageState {
    pub(crate) spaces_direct: bool,
    pub(crate) volumes: Vec<SharedVolumeRecord>,
    pub(crate) pools: Vec<StoragePool>,
    pub(crate) virtual_disks: DiskList<VirtualDiskRecord>,
    pub(crate) physical_disks: Vec<PhysicalDiskRecord>,
    pub(crate) cache_memory_mib: Option<u64>,
    pub(crate) shared_virtual_disks: Option<bool>,
    /// The virtual disks of which no copy is within reach.
    #[serde(default)]
    pub(crate) detached: Vec<DiskId>,
    /// Disks of the cluster that nothing uses: each was the witness before another took its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) available: Vec<String>,
}

/// A cluster shared volume.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SharedVolumeRecord {
    pub(crate) name: String,
    pub(crate) friendly_name: String,
    pub(crate) owner: MachineId,
    pub(crate) online: bool,
    pub(crate) redirected: bool,
    pub(crate) size_mib: u64,
    #[serde(default)]
    pub(crate) free_mib: Option<u64>,
    pub(crate) file_system: String,
    pub(crate) file_system_version: Option<String>,
    pub(crate) deduplication: Option<bool>,
    pub(crate) replicated: Option<bool>,
    /// Whether a backup is running, which keeps the volume where it is.
    pub(crate) backup_in_progress: Option<bool>,
}

/// A virtual disk of a pool.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct VirtualDiskRecord {
    pub(crate) name: String,
    pub(crate) resiliency: Resiliency,
    /// Its health apart from nodes that are out and repairs: what the inventory said.
    pub(crate) own_health: Health,
    /// Its status apart from nodes that are out and repairs.
    pub(crate) own_status: VirtualDiskStatus,
    pub(crate) size_mib: u64,
    pub(crate) job: Option<RepairJob>,
    pub(crate) token: u32,
}

/// A repair that is running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RepairJob {
    pub(crate) started_at: u64,
    pub(crate) ends_at: u64,
    pub(crate) bytes: u64,
}

/// A physical disk of a pool.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PhysicalDiskRecord {
    pub(crate) serial_number: String,
    pub(crate) machine: MachineId,
    pub(crate) size_mib: u64,
    pub(crate) health: Health,
    /// Whether the machine does not see it any more.
    pub(crate) lost: bool,
    /// Whether what was on it, before it died, is being copied to the others.
    #[serde(default)]
    pub(crate) rebuilding: bool,
    /// Whether that has been done: the pool does without it.
    #[serde(default)]
    pub(crate) rebuilt: bool,
    /// Whether the inventory said anything of maintenance mode.
    pub(crate) maintenance_was_read: bool,
}

impl PhysicalDiskRecord {
    /// Whether it is in maintenance mode, as an inventory tells it.
    pub(crate) fn told_maintenance(&self, of_machine: bool) -> Option<bool> {
        (self.maintenance_was_read || of_machine).then_some(of_machine)
    }
}

impl StorageState {
    /// Whether a machine contributes disks.
    pub(crate) fn contributes(&self, machine: MachineId) -> bool {
        self.physical_disks.iter().any(|disk| disk.machine == machine)
    }
}
