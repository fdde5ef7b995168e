//! What the cmdlets of Storage answer.

use rolling_upgrade_core::model::NodeName;
use serde::{Deserialize, Serialize};

/// `Get-StoragePool`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolView {
    /// `FriendlyName`.
    pub friendly_name: String,
    /// `IsPrimordial`.
    pub is_primordial: bool,
    /// `HealthStatus`: 0 Healthy, 1 Warning, 2 Unhealthy.
    pub health_status: u32,
    /// `OperationalStatus` as text.
    pub operational_status: String,
    /// `Version` as text, such as `Windows Server 2022`.
    pub version: String,
    /// `Size` in MiB.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
    /// `AllocatedSize` in MiB.
    #[serde(rename = "allocatedMiB")]
    pub allocated_mib: u64,
}

/// `Get-VirtualDisk`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualDiskView {
    /// `FriendlyName`.
    pub friendly_name: String,
    /// `ResiliencySettingName`: `Mirror`, `Parity`, `Simple`.
    pub resiliency_setting_name: String,
    /// `NumberOfDataCopies`.
    pub data_copies: u32,
    /// `PhysicalDiskRedundancy`: failures that it survives.
    pub physical_disk_redundancy: u32,
    /// `OperationalStatus` as text: `OK`, `InService`, `Incomplete`, `Degraded`, `Detached`.
    pub operational_status: String,
    /// `HealthStatus`.
    pub health_status: u32,
    /// `Size` in MiB.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
}

/// `Get-PhysicalDisk`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhysicalDiskView {
    /// `SerialNumber`.
    pub serial_number: String,
    /// The node in which it sits.
    pub node: NodeName,
    /// `OperationalStatus` as text: `OK`, `In Maintenance Mode`, `Lost Communication`.
    pub operational_status: String,
    /// `HealthStatus`.
    pub health_status: u32,
    /// `Size` in MiB.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
}

/// `Get-StorageJob`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StorageJobView {
    /// `Name`.
    pub name: String,
    /// `JobState` as text: `Running`.
    pub job_state: String,
    /// `PercentComplete`.
    pub percent_complete: u32,
    /// `ElapsedTime`.
    pub elapsed_seconds: u64,
    /// `BytesProcessed`.
    pub bytes_processed: u64,
    /// `BytesTotal`.
    pub bytes_total: u64,
}
