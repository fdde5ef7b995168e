//! Facts of one machine, member of the cluster or not: what the node interface answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Health, MachineProfile, Release, Timestamp};

/// The facts of one machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Machine {
    /// The release that runs there.
    pub release: Release,
    /// The NT build number, such as 14393.
    pub build: u32,
    /// The update revision behind the build number (UBR).
    #[serde(default)]
    pub revision: u32,
    /// The processor.
    pub processor: Processor,
    /// Physical memory.
    #[serde(rename = "memoryMiB")]
    pub memory_mib: u64,
    /// Installed roles and features by their names in `Get-WindowsFeature`, such as `Hyper-V`.
    #[serde(default)]
    pub features: Vec<String>,
    /// Virtual switches.
    #[serde(default)]
    pub switches: Vec<Switch>,
    /// Network adapters of the host.
    #[serde(default)]
    pub adapters: Vec<Adapter>,
    /// Disks that sit in this machine.
    #[serde(default)]
    pub disks: Vec<Disk>,
    /// Paths to shared storage, counted over all shared disks (MPIO); absent where nobody counted them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_paths: Option<u32>,
    /// Settings of the Hyper-V host, where the role is installed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hyper_v: Option<HyperVSettings>,
    /// Whether a restart or servicing is pending.
    #[serde(default)]
    pub pending_restart: bool,
    /// Whether the operating system boots from a VHD.
    #[serde(default)]
    pub boots_from_vhd: bool,
    /// Whether the edition is Storage Server.
    #[serde(default)]
    pub storage_server: bool,
    /// The domain that the machine has joined, in DNS form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Names of VMs that run there and are no roles of the cluster.
    #[serde(default)]
    pub unclustered_virtual_machines: Vec<String>,
    /// Lists that could not be read: they are empty, and not known to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<MachineList>,
    /// What a rebuild has to restore beside that.
    #[serde(default, skip_serializing_if = "MachineProfile::is_unread")]
    pub profile: MachineProfile,
    /// When these facts were read; absent means with the rest of the inventory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_at: Option<Timestamp>,
}

/// A list of facts that can be unknown as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum MachineList {
    /// `features`.
    Features,
    /// `switches`.
    Switches,
    /// `adapters`.
    Adapters,
    /// `disks`.
    Disks,
    /// The addresses of every adapter.
    Addresses,
    /// `unclusteredVirtualMachines`.
    UnclusteredVirtualMachines,
}

/// A processor as far as an upgrade depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Processor {
    /// The vendor: `GenuineIntel`, `AuthenticAMD`.
    pub vendor: String,
    /// The name of the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Second-level address translation (EPT, NPT): Hyper-V needs it from 2016 on. Absent means unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_level_address_translation: Option<bool>,
    /// A name for the set of features that guests see; hosts of one set exchange VMs without compatibility mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature_set: Option<String>,
    /// Logical processors.
    pub logical_processors: u32,
}

/// A virtual switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Switch {
    /// The name, compared with exact spelling between nodes.
    pub name: String,
    /// The type.
    #[serde(default)]
    pub kind: SwitchKind,
    /// How several adapters are joined.
    #[serde(default)]
    pub teaming: Teaming,
    /// The adapters under it, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// How bandwidth is shared: `none`, `absolute`, `weight`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bandwidth_mode: Option<String>,
    /// Whether single-root I/O virtualisation is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub single_root: Option<bool>,
}

/// The type of a virtual switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SwitchKind {
    /// Bound to an adapter.
    #[default]
    External,
    /// Host and VMs only.
    Internal,
    /// VMs only.
    Private,
}

/// How several adapters are joined under a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Teaming {
    /// Not at all.
    #[default]
    None,
    /// A load balancing and failover team (LBFO).
    Lbfo,
    /// Switch embedded teaming (SET).
    Set,
}

/// A network adapter of the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Adapter {
    /// The name of the connection.
    pub name: String,
    /// Physical, or a virtual adapter of the host.
    #[serde(default)]
    pub kind: AdapterKind,
    /// The cluster network it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// The VLAN, where one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vlan: Option<u16>,
    /// The speed of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub megabits_per_second: Option<u64>,
    /// Whether RDMA is on; absent where nobody read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rdma: Option<bool>,
    /// Its addresses with their prefix, such as `10.0.1.11/24`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// The default gateway, where it leads to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// The name servers that it asks, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub name_servers: Vec<String>,
    /// Whether it registers its addresses with the name service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registers_in_dns: Option<bool>,
    /// The size of a jumbo packet in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packet_bytes: Option<u32>,
    /// Whether data center bridging is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_center_bridging: Option<bool>,
    /// The switch that it is connected to, where it is an adapter of the host on a virtual switch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<String>,
    /// The version of its driver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<String>,
}

/// What an adapter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum AdapterKind {
    /// A card.
    #[default]
    Physical,
    /// An adapter of the host on a virtual switch.
    HostVirtual,
}

/// A disk that sits in the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Disk {
    /// The serial number.
    pub serial_number: String,
    /// Capacity.
    #[serde(rename = "sizeMiB")]
    pub size_mib: u64,
    /// Whether the operating system boots from it.
    #[serde(default)]
    pub boot: bool,
    /// Whether it belongs to a Storage Spaces Direct pool.
    #[serde(default)]
    pub pooled: bool,
    /// Health.
    #[serde(default)]
    pub health: Health,
}

/// Settings of a Hyper-V host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HyperVSettings {
    /// `MaximumVirtualMachineMigrations`: live migrations at the same time.
    #[serde(default = "default_migrations")]
    pub maximum_migrations: u32,
    /// `MaximumStorageMigrations`.
    #[serde(default = "default_migrations")]
    pub maximum_storage_migrations: u32,
    /// `VirtualMachineMigrationPerformanceOption`: `tcpip`, `compression` or `smb`.
    #[serde(default = "default_transport")]
    pub migration_transport: String,
    /// `VirtualMachineMigrationAuthenticationType`: `kerberos` or `credSsp`.
    #[serde(default = "default_authentication")]
    pub migration_authentication: String,
    /// Whether live migration is enabled.
    #[serde(default = "default_true")]
    pub migration_enabled: bool,
    /// The networks that live migration uses, in order; absent where nobody read them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migration_networks: Option<Vec<String>>,
    /// Where configurations of VMs are created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub virtual_machine_path: Option<String>,
    /// Where disks of VMs are created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub virtual_hard_disk_path: Option<String>,
    /// The first MAC address of the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac_address_minimum: Option<String>,
    /// The last MAC address of the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac_address_maximum: Option<String>,
}

const fn default_migrations() -> u32 {
    2
}

fn default_transport() -> String {
    "compression".to_owned()
}

fn default_authentication() -> String {
    "kerberos".to_owned()
}

const fn default_true() -> bool {
    true
}

impl Default for HyperVSettings {
    fn default() -> Self {
        Self {
            maximum_migrations: default_migrations(),
            maximum_storage_migrations: default_migrations(),
            migration_transport: default_transport(),
            migration_authentication: default_authentication(),
            migration_enabled: true,
            migration_networks: None,
            virtual_machine_path: None,
            virtual_hard_disk_path: None,
            mac_address_minimum: None,
            mac_address_maximum: None,
        }
    }
}

impl Machine {
    /// Whether a list is known: what could not be read is empty, and says nothing.
    #[must_use]
    pub fn has_read(&self, list: MachineList) -> bool {
        !self.unread.contains(&list)
    }

    /// Whether a feature is installed, by its name and ignoring case.
    #[must_use]
    pub fn has_feature(&self, feature: &str) -> bool {
        self.features.iter().any(|installed| super::same_name(installed, feature))
    }

    /// The switch of exactly this name.
    #[must_use]
    pub fn switch(&self, name: &str) -> Option<&Switch> {
        self.switches.iter().find(|switch| switch.name == name)
    }
}
