//! What the node interface answers.

use rolling_upgrade_core::model::{Machine, NodeName, Replica};
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

/// What the node interface says of the workloads that a machine holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostedView {
    /// The machine.
    pub name: NodeName,
    /// Whether it answers.
    pub reachable: bool,
    /// The VMs of the cluster on it.
    pub guests: Vec<GuestView>,
    /// The shared volumes that it sees.
    pub volumes: Vec<HostedVolumeView>,
}

/// A VM, as its host tells it beside `Get-VM`; what is absent nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GuestView {
    /// The id of the VM.
    pub id: String,
    /// Whether the shutdown integration service answers.
    pub guest_shutdown: bool,
    /// `AutomaticStopAction`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automatic_stop_action: Option<String>,
    /// Whether its clock follows that of the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_synchronization: Option<bool>,
    /// Whether it has a virtual TPM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_platform_module: Option<bool>,
    /// The guardians whose keys open its virtual TPM.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guardians: Vec<String>,
    /// Whether it has a RemoteFX adapter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_fx: Option<bool>,
    /// Whether a disk of it is shared with other VMs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_disks: Option<bool>,
    /// Its partner in Hyper-V Replica.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica: Option<Replica>,
    /// The VLANs of its adapters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vlans: Vec<u16>,
    /// Whether it is a domain controller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain_controller: Option<bool>,
}

/// A shared volume, as a machine tells it beside `Get-ClusterSharedVolume`; what is absent nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostedVolumeView {
    /// The friendly name.
    pub friendly_name: String,
    /// Whether a backup of it is running.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup_in_progress: Option<bool>,
    /// Whether data deduplication is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deduplication: Option<bool>,
    /// Whether Storage Replica replicates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replicated: Option<bool>,
}
