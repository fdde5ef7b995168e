//! What the cmdlets of FailoverClusters and ClusterAwareUpdating answer.

use rolling_upgrade_core::model::{NodeName, RoleName, UpdatingRun};
use serde::{Deserialize, Serialize};

/// `Get-Cluster`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterView {
    /// `Name`.
    pub name: String,
    /// `Domain`.
    pub domain: String,
    /// `Id`.
    pub id: String,
    /// `ClusterFunctionalLevel`.
    pub functional_level: u32,
    /// `ClusterUpgradeVersion`.
    pub upgrade_version: u32,
    /// `S2DEnabled`.
    pub spaces_direct: bool,
    /// Every other property by Microsoft's name; numbers and texts. A property that the level does not have is absent.
    pub properties: serde_json::Map<String, serde_json::Value>,
}

/// `Get-ClusterNode`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// `Name`.
    pub name: NodeName,
    /// `Id`.
    pub id: u32,
    /// `State`.
    pub state: u32,
    /// `StatusInformation`: flags.
    pub status_information: u32,
    /// `DrainStatus`.
    pub drain_status: u32,
    /// `DrainTarget`; 4294967295 where there is none.
    pub drain_target: u32,
    /// `DrainErrorCode`.
    pub drain_error_code: u32,
    /// `FailbackStatus`.
    pub failback_status: u32,
    /// `NodeWeight`.
    pub node_weight: u32,
    /// `DynamicWeight`.
    pub dynamic_weight: u32,
    /// `BuildNumber`.
    pub build_number: u32,
    /// `MajorVersion`.
    pub major_version: u32,
    /// `MinorVersion`.
    pub minor_version: u32,
    /// `NodeHighestVersion`: the highest functional level in the upper 16 bits.
    pub node_highest_version: u32,
    /// `NodeLowestVersion`.
    pub node_lowest_version: u32,
    /// The name of the fault domain above the node, where one is set.
    pub fault_domain: Option<String>,
    /// The site, where one is set.
    pub site: Option<String>,
}

/// `Get-ClusterGroup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// `Name`.
    pub name: RoleName,
    /// `Id`.
    pub id: String,
    /// `OwnerNode`.
    pub owner: NodeName,
    /// `State`.
    pub state: u32,
    /// `StatusInformation`.
    pub status_information: u32,
    /// `GroupType`.
    pub group_type: u32,
    /// `Priority`.
    pub priority: u32,
    /// `AutoFailbackType`.
    pub auto_failback_type: u32,
    /// `AntiAffinityClassNames`.
    pub anti_affinity_class_names: Vec<String>,
    /// `LockedFromMoving`.
    pub locked_from_moving: u32,
    /// `PersistentState`.
    pub persistent_state: u32,
    /// `IsCoreGroup`.
    pub is_core_group: bool,
    /// `PreferredSite`.
    pub preferred_site: Option<String>,
    /// `FailbackWindowStart`; 4294967295 where none is set.
    pub failback_window_start: u32,
    /// `FailbackWindowEnd`; 4294967295 where none is set.
    pub failback_window_end: u32,
    /// The id of the VM, where the group is one.
    pub virtual_machine_id: Option<String>,
}

/// `Get-ClusterResource`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    /// `Name`.
    pub name: String,
    /// `Id`.
    pub id: String,
    /// `State`.
    pub state: u32,
    /// `OwnerGroup`.
    pub owner_group: RoleName,
    /// `OwnerNode`.
    pub owner_node: NodeName,
    /// `ResourceType`.
    pub resource_type: String,
    /// `IsCoreResource`.
    pub is_core_resource: bool,
    /// Private properties as `Get-ClusterParameter` lists them.
    pub parameters: serde_json::Map<String, serde_json::Value>,
}

/// `Get-ClusterNetwork`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkView {
    /// `Name`.
    pub name: String,
    /// `Id`.
    pub id: String,
    /// `State`: 0 unavailable, 1 down, 2 partitioned, 3 up.
    pub state: u32,
    /// `Role`.
    pub role: u32,
    /// `Address`.
    pub address: String,
    /// `AddressMask`.
    pub address_mask: String,
    /// `Metric`.
    pub metric: u32,
}

/// `Get-ClusterNetworkInterface`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInterfaceView {
    /// `Name`.
    pub name: String,
    /// `Node`.
    pub node: NodeName,
    /// `Network`.
    pub network: String,
    /// `Adapter`.
    pub adapter: String,
    /// `Id`.
    pub id: String,
    /// `Ipv4Addresses` and `Ipv6Addresses`, without their prefixes.
    pub addresses: Vec<String>,
    /// `State`: 3 Up.
    pub state: u32,
}

/// `Get-ClusterSharedVolume`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedVolumeView {
    /// `Name`.
    pub name: String,
    /// `Id`.
    pub id: String,
    /// `OwnerNode`.
    pub owner: NodeName,
    /// `State`: a `ClusterResourceState`.
    pub state: u32,
    /// `SharedVolumeInfo[0].FriendlyVolumeName`.
    pub friendly_volume_name: String,
    /// Capacity.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
    /// What of it is free; nothing where nobody read it.
    #[serde(rename = "freeMiB")]
    pub free_mib: Option<u64>,
    /// The file system.
    pub file_system: String,
    /// Whether I/O is redirected.
    pub redirected: bool,
}

/// `Get-ClusterQuorum`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuorumView {
    /// `QuorumType`: 0 unknown, 1 majority, 2 disk only.
    pub quorum_type: u32,
    /// The witness resource, where there is one.
    pub witness: Option<WitnessView>,
    /// Whether the cluster was started with forced quorum.
    pub forced: bool,
}

/// The witness of a quorum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WitnessView {
    /// The name of its resource.
    pub resource: String,
    /// `Physical Disk`, `File Share Witness`, `Cloud Witness`.
    pub resource_type: String,
    /// Whether it is online.
    pub online: bool,
    /// The path of a share.
    pub share_path: Option<String>,
    /// `WitnessDynamicWeight`.
    pub dynamic_weight: u32,
}

/// `Get-ClusterOwnerNode`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnerNodesView {
    /// The group or resource.
    pub cluster_object: String,
    /// The owners in order.
    pub owner_nodes: Vec<NodeName>,
}

/// `Get-ClusterOwnerNode` of everything: most groups and resources share their list with many others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnerListsView {
    /// The lists that occur.
    pub lists: Vec<Vec<NodeName>>,
    /// The groups or resources with the place of their list.
    pub objects: Vec<OwnedView>,
}

/// A group or a resource, and the place of its list of owners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnedView {
    /// Its name.
    pub name: String,
    /// The place in the lists.
    pub list: usize,
}

/// `Get-ClusterNodeSupportedVersion`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportedVersionView {
    /// The node.
    pub node: NodeName,
    /// The highest functional level.
    pub functional_level: u32,
    /// The upgrade version.
    pub upgrade_version: u32,
}

/// `Get-CauClusterRole` and `Get-CauRun`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdatingView {
    /// Whether the role exists.
    pub present: bool,
    /// Whether it is enabled (online).
    pub enabled: bool,
    /// Whether an Updating Run is in progress.
    pub run_in_progress: bool,
    /// What is known of that run.
    pub run: Option<UpdatingRun>,
    /// The name of its group.
    pub group: Option<RoleName>,
}

/// `Get-ClusterAffinityRule`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AffinityRuleView {
    /// `Name`.
    pub name: String,
    /// `RuleType`: 1 one fault domain, 2 one node, 3 different fault domains, 4 different nodes.
    pub rule_type: u32,
    /// `Groups`.
    pub groups: Vec<RoleName>,
    /// `ClusterSharedVolumes`, by the names of their resources.
    pub volumes: Vec<String>,
    /// `Enabled`.
    pub enabled: bool,
    /// `SoftAntiAffinity`.
    pub soft: bool,
}

/// `Get-ClusterGroupSet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupSetView {
    /// `Name`.
    pub name: String,
    /// `GroupNames`.
    pub groups: Vec<RoleName>,
    /// `ProviderNames`: the sets that have to be online first.
    pub providers: Vec<String>,
    /// `StartupDelay`.
    pub startup_delay_seconds: u32,
    /// `StartupDelayTrigger`: 1 Delay, 2 Online.
    pub startup_delay_trigger: u32,
    /// `StartupCount`; 4294967295 for all of its roles.
    pub startup_count: u32,
    /// `IsGlobal`.
    pub is_global: bool,
    /// `ReserveSpareNode`, of an availability set.
    pub reserve_spare_node: bool,
}
