//! What somebody configures on one machine: the requests behind the cmdlets that prepare a node.

use rolling_upgrade_core::model::Switch;
use serde::{Deserialize, Serialize};

/// One thing that is configured on a machine. Each is one cmdlet's work, named beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Preparation {
    /// `Add-Computer -DomainName`: takes effect after a restart.
    JoinDomain {
        /// The domain.
        domain: String,
    },
    /// `Enable-NetAdapterRdma`, `Enable-NetAdapterQos`, `Set-NetAdapterAdvancedProperty`, `Set-DnsClient`,
    /// `New-NetRoute`, `Set-DnsClientServerAddress`,
    /// `Set-VMNetworkAdapterVlan`: what is absent stays.
    SetAdapter {
        /// The adapter.
        adapter: String,
        /// RDMA.
        #[serde(default)]
        rdma: Option<bool>,
        /// Data center bridging.
        #[serde(default)]
        data_center_bridging: Option<bool>,
        /// The size of a packet.
        #[serde(default)]
        packet_bytes: Option<u32>,
        /// The VLAN.
        #[serde(default)]
        vlan: Option<u16>,
        /// Whether it registers its addresses with the name service.
        #[serde(default)]
        registers_in_dns: Option<bool>,
        /// The default gateway.
        #[serde(default)]
        gateway: Option<String>,
        /// The name servers in order.
        #[serde(default)]
        name_servers: Option<Vec<String>>,
    },
    /// `New-NetIPAddress`.
    AddAddress {
        /// The adapter.
        adapter: String,
        /// The address with its prefix, such as `10.0.1.11/24`.
        address: String,
    },
    /// `Add-VMNetworkAdapter -ManagementOS`.
    AddHostAdapter {
        /// Its name in Hyper-V, without `vEthernet`.
        name: String,
        /// The switch.
        switch: String,
    },
    /// `New-NetLbfoTeam`.
    AddTeam {
        /// Its name.
        name: String,
        /// The adapters.
        members: Vec<String>,
    },
    /// `New-VMSwitch`; a member may be a team.
    AddSwitch {
        /// The switch.
        switch: Switch,
    },
    /// `Set-VMHost`, `Enable-VMMigration`, `Add-` and `Remove-VMMigrationNetwork`: what is absent stays.
    SetHost {
        /// The settings.
        settings: HostChange,
    },
    /// `Set-MSDSMGlobalDefaultLoadBalancePolicy`, or `mpclaim -l -d` for one disk.
    SetMultipathPolicy {
        /// The policy, such as `RR`.
        policy: String,
        /// The serial number of the disk; absent for all that have no policy of their own.
        #[serde(default)]
        disk: Option<String>,
    },
    /// `Set-InitiatorPort`.
    RenameInitiator {
        /// Its name.
        name: String,
        /// Its new name.
        new_name: String,
    },
    /// `New-IscsiTargetPortal`.
    AddTargetPortal {
        /// The address.
        portal: String,
    },
    /// `Connect-IscsiTarget -IsPersistent $true`.
    ConnectTarget {
        /// The target.
        target: String,
    },
    /// `Import-PfxCertificate`.
    ImportCertificate {
        /// The store.
        store: String,
        /// The thumbprint.
        thumbprint: String,
    },
    /// `New-HgsGuardian` with the certificates of a guardian.
    ImportGuardian {
        /// Its name.
        name: String,
    },
    /// `Enable-NetFirewallRule`.
    EnableFirewallRule {
        /// The rule.
        rule: String,
    },
    /// `Add-MpPreference`.
    AddExclusion {
        /// The path, or `process:` and a program.
        exclusion: String,
    },
    /// `Add-LocalGroupMember`.
    AddLocalGroupMember {
        /// The group.
        group: String,
        /// The member.
        member: String,
    },
    /// `Set-Service -StartupType`.
    SetService {
        /// The service.
        service: String,
        /// `automatic`, `manual` or `disabled`.
        start: String,
    },
    /// `powercfg /setactive`.
    SetPowerPlan {
        /// The plan.
        plan: String,
    },
    /// `Set-CimInstance`, `New-CimInstance` of the page file.
    SetPageFile {
        /// `automatic`, or the file with its sizes.
        page_file: String,
    },
    /// `w32tm /config`.
    SetTimeSource {
        /// The source.
        source: String,
    },
}

impl Preparation {
    /// The kind, as the document names it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::JoinDomain { .. } => "joinDomain",
            Self::SetAdapter { .. } => "setAdapter",
            Self::AddAddress { .. } => "addAddress",
            Self::AddHostAdapter { .. } => "addHostAdapter",
            Self::AddTeam { .. } => "addTeam",
            Self::AddSwitch { .. } => "addSwitch",
            Self::SetHost { .. } => "setHost",
            Self::SetMultipathPolicy { .. } => "setMultipathPolicy",
            Self::RenameInitiator { .. } => "renameInitiator",
            Self::AddTargetPortal { .. } => "addTargetPortal",
            Self::ConnectTarget { .. } => "connectTarget",
            Self::ImportCertificate { .. } => "importCertificate",
            Self::ImportGuardian { .. } => "importGuardian",
            Self::EnableFirewallRule { .. } => "enableFirewallRule",
            Self::AddExclusion { .. } => "addExclusion",
            Self::AddLocalGroupMember { .. } => "addLocalGroupMember",
            Self::SetService { .. } => "setService",
            Self::SetPowerPlan { .. } => "setPowerPlan",
            Self::SetPageFile { .. } => "setPageFile",
            Self::SetTimeSource { .. } => "setTimeSource",
        }
    }
}

/// Settings of a Hyper-V host; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct HostChange {
    /// Whether live migration is enabled.
    pub migration_enabled: Option<bool>,
    /// The networks of live migration, in order.
    pub migration_networks: Option<Vec<String>>,
    /// `kerberos` or `credSsp`.
    pub migration_authentication: Option<String>,
    /// `tcpip`, `compression` or `smb`.
    pub migration_transport: Option<String>,
    /// Live migrations at the same time.
    pub maximum_migrations: Option<u32>,
    /// Storage migrations at the same time.
    pub maximum_storage_migrations: Option<u32>,
    /// Where VMs are created.
    pub virtual_machine_path: Option<String>,
    /// Where disks are created.
    pub virtual_hard_disk_path: Option<String>,
    /// The first MAC address of the pool.
    pub mac_address_minimum: Option<String>,
    /// The last one.
    pub mac_address_maximum: Option<String>,
}
