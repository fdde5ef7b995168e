//! Shared volumes, pools, virtual disks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NodeName, Release};

/// The storage of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Storage {
    /// Whether Storage Spaces Direct is enabled.
    #[serde(default)]
    pub spaces_direct: bool,
    /// Cluster shared volumes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_volumes: Vec<SharedVolume>,
    /// Storage pools, the primordial ones left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<StoragePool>,
    /// Virtual disks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub virtual_disks: Vec<VirtualDisk>,
    /// Physical disks of the pools.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub physical_disks: Vec<PhysicalDisk>,
    /// Repair jobs that are running.
    #[serde(default)]
    pub repair_jobs: u32,
    /// Memory of each node that Storage Spaces Direct caches with.
    #[serde(rename = "cacheMemoryMiB", default, skip_serializing_if = "Option::is_none")]
    pub cache_memory_mib: Option<u64>,
    /// Whether the shared disks are .vhdx files that several VMs share, which the nodes then are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_virtual_disks: Option<bool>,
}

/// A cluster shared volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SharedVolume {
    /// The name of the disk resource, such as `Cluster Disk 2`.
    pub name: String,
    /// The friendly name under `C:\ClusterStorage`, such as `Volume1`.
    pub friendly_name: String,
    /// The coordinator node.
    pub owner: NodeName,
    /// Whether it is online.
    #[serde(default = "yes")]
    pub online: bool,
    /// Whether its I/O is redirected on some node.
    #[serde(default)]
    pub redirected: bool,
    /// Capacity.
    #[serde(rename = "sizeMiB", default)]
    pub size_mib: u64,
    /// What of it is free; unknown where absent.
    #[serde(rename = "freeMiB", default, skip_serializing_if = "Option::is_none")]
    pub free_mib: Option<u64>,
    /// The file system: `ntfs`, `refs`.
    #[serde(default = "ntfs")]
    pub file_system: String,
    /// The version of its file system, such as `3.4` of ReFS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_system_version: Option<String>,
    /// Whether data deduplication is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deduplication: Option<bool>,
    /// Whether Storage Replica replicates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicated: Option<bool>,
    /// Whether a backup of the volume is running (`BackupState`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_in_progress: Option<bool>,
}

const fn yes() -> bool {
    true
}

fn ntfs() -> String {
    "ntfs".to_owned()
}

/// A storage pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StoragePool {
    /// The friendly name.
    pub name: String,
    /// Its version.
    pub version: PoolVersion,
    /// Health.
    #[serde(default)]
    pub health: Health,
    /// Capacity.
    #[serde(rename = "sizeMiB", default)]
    pub size_mib: u64,
    /// Allocated.
    #[serde(rename = "allocatedMiB", default)]
    pub allocated_mib: u64,
}

/// The version of a storage pool: named for the release that brought it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PoolVersion(pub Release);

/// A virtual disk of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VirtualDisk {
    /// The friendly name.
    pub name: String,
    /// How it survives a failure.
    pub resiliency: Resiliency,
    /// Health.
    #[serde(default)]
    pub health: Health,
    /// Its operational status.
    #[serde(default)]
    pub status: VirtualDiskStatus,
    /// Capacity.
    #[serde(rename = "sizeMiB", default)]
    pub size_mib: u64,
}

/// How a virtual disk survives a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Resiliency {
    /// No copy.
    Simple,
    /// Two copies.
    TwoWayMirror,
    /// Three copies.
    ThreeWayMirror,
    /// Single parity.
    Parity,
    /// Dual parity.
    DualParity,
}

/// The operational status of a virtual disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum VirtualDiskStatus {
    /// `OK`.
    #[default]
    Ok,
    /// `InService`: repairing.
    InService,
    /// `Incomplete`: copies are missing.
    Incomplete,
    /// `Degraded`.
    Degraded,
    /// `Detached`.
    Detached,
}

/// The health of a disk, a virtual disk or a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Health {
    /// `Healthy`.
    #[default]
    Healthy,
    /// `Warning`.
    Warning,
    /// `Unhealthy`.
    Unhealthy,
}

/// A physical disk of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PhysicalDisk {
    /// The serial number.
    pub serial_number: String,
    /// The node in which it sits.
    pub node: NodeName,
    /// Capacity.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
    /// Health.
    #[serde(default)]
    pub health: Health,
    /// Whether it is in maintenance mode; absent where nobody read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_maintenance: Option<bool>,
}
