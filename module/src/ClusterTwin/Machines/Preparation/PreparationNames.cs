namespace ClusterTwin.Machines;

/// <summary>
/// The commands that prepare one machine, as the script of a node's profile calls them. Where a session is on a machine
/// of the twin, or names one, the twin answers; else what reads goes on to its original, and what changes is refused.
/// </summary>
internal static class PreparationNames
{
    private const string NetAdapter = "NetAdapter";
    private const string HyperV = "Hyper-V";
    private const string Mpio = "MPIO";
    private const string Iscsi = "iSCSI";
    private const string Accounts = "Microsoft.PowerShell.LocalAccounts";
    private const string Management = "Microsoft.PowerShell.Management";
    private const string Cim = "CimCmdlets";

    /// <summary>The commands.</summary>
    public static readonly ProductionName[] All =
    [
        .. Adapters(), .. Hosts(), .. Storage(), .. System(),
        Program("mpclaim", StorageAnswers.Claimer),
        Program("powercfg", SystemAnswers.Power),
        Program("w32tm", SystemAnswers.Time),
    ];

    private static ProductionName[] Adapters() =>
    [
        One("Get-NetAdapter", NetAdapter, AdapterAnswers.Adapter, "Name"),
        One("Get-NetAdapterRdma", NetAdapter, AdapterAnswers.Rdma, "Name"),
        One("Enable-NetAdapterRdma", NetAdapter, AdapterAnswers.EnableRdma, "Name"),
        One("Get-NetAdapterQos", NetAdapter, AdapterAnswers.Bridging, "Name"),
        One("Enable-NetAdapterQos", NetAdapter, AdapterAnswers.EnableBridging, "Name"),
        One("Get-NetAdapterAdvancedProperty", NetAdapter, AdapterAnswers.Property, "Name", "RegistryKeyword"),
        One("Set-NetAdapterAdvancedProperty", NetAdapter, AdapterAnswers.SetProperty,
            "Name", "RegistryKeyword", "RegistryValue"),
        One("Get-NetIPAddress", "NetTCPIP", AdapterAnswers.Address, "InterfaceAlias", "IPAddress"),
        One("New-NetIPAddress", "NetTCPIP", AdapterAnswers.AddAddress, "InterfaceAlias", "IPAddress", "PrefixLength"),
        One("Get-NetRoute", "NetTCPIP", AdapterAnswers.Route, "InterfaceAlias", "DestinationPrefix"),
        One("New-NetRoute", "NetTCPIP", AdapterAnswers.AddRoute, "InterfaceAlias", "DestinationPrefix", "NextHop"),
        One("Get-DnsClientServerAddress", "DnsClient", AdapterAnswers.NameServers, "InterfaceAlias", "AddressFamily"),
        One("Set-DnsClientServerAddress", "DnsClient", AdapterAnswers.SetNameServers,
            "InterfaceAlias", "ServerAddresses"),
        One("Get-DnsClient", "DnsClient", AdapterAnswers.NameService, "InterfaceAlias"),
        One("Set-DnsClient", "DnsClient", AdapterAnswers.SetNameService,
            "InterfaceAlias", "RegisterThisConnectionsAddress"),
        One("Get-NetLbfoTeam", "NetLbfo", AdapterAnswers.Team, "Name"),
        One("New-NetLbfoTeam", "NetLbfo", AdapterAnswers.AddTeam, "Name", "TeamMembers"),
    ];

    private static ProductionName[] Hosts() =>
    [
        new("New-VMSwitch", HyperV)
        {
            Heeded = ["Name", "NetAdapterName", "SwitchType", "EnableEmbeddedTeaming", "AllowManagementOS",
                "MinimumBandwidthMode", "EnableIov", "WhatIf", "Confirm"],
            Switches = ["WhatIf", "Confirm"],
            Answer = HostAnswers.AddSwitch,
        },
        new("Set-VMHost", HyperV)
        {
            Heeded = HostAnswers.Settings,
            Switches = ["WhatIf", "Confirm"],
            Answer = HostAnswers.SetHost,
        },
        One("Enable-VMMigration", HyperV, HostAnswers.EnableMigration),
        One("Get-VMMigrationNetwork", HyperV, HostAnswers.MigrationNetworks),
        One("Add-VMMigrationNetwork", HyperV, HostAnswers.AddMigrationNetwork, "Subnet"),
        One("Remove-VMMigrationNetwork", HyperV, HostAnswers.RemoveMigrationNetwork, "Subnet"),
        OfHost("Get-VMNetworkAdapter", HostAnswers.HostAdapter, "Name"),
        OfHost("Add-VMNetworkAdapter", HostAnswers.AddHostAdapter, "Name", "SwitchName"),
        OfHost("Get-VMNetworkAdapterVlan", HostAnswers.AdapterVlan, "VMNetworkAdapterName"),
        OfHost("Set-VMNetworkAdapterVlan", HostAnswers.SetAdapterVlan, "VMNetworkAdapterName", "VlanId"),
    ];

    private static ProductionName[] Storage() =>
    [
        One("Get-MSDSMGlobalDefaultLoadBalancePolicy", Mpio, StorageAnswers.Policy),
        One("Set-MSDSMGlobalDefaultLoadBalancePolicy", Mpio, StorageAnswers.SetPolicy, "Policy"),
        One("Get-MSDSMAutomaticClaimSettings", Mpio, StorageAnswers.Claims),
        One("Enable-MSDSMAutomaticClaim", Mpio, StorageAnswers.Claim, "BusType"),
        One("Get-InitiatorPort", "Storage", StorageAnswers.Initiators),
        One("Set-InitiatorPort", "Storage", StorageAnswers.RenameInitiator, "NodeAddress", "NewNodeAddress"),
        One("Get-IscsiTargetPortal", Iscsi, StorageAnswers.Portals, "TargetPortalAddress"),
        One("New-IscsiTargetPortal", Iscsi, StorageAnswers.AddPortal, "TargetPortalAddress"),
        One("Get-IscsiTarget", Iscsi, StorageAnswers.Targets, "NodeAddress"),
        One("Connect-IscsiTarget", Iscsi, StorageAnswers.Connect,
            "NodeAddress", "TargetPortalAddress", "IsPersistent", "IsMultipathEnabled"),
    ];

    private static ProductionName[] System() =>
    [
        new("Add-Computer", Management)
        {
            Positions = ["DomainName"],
            Heeded = ["DomainName", "Credential", "Confirm", "WhatIf", "Force"],
            Switches = ["Force", "Confirm", "WhatIf"],
            IsRefusedLocally = true,
            Answer = SystemAnswers.JoinDomain,
        },
        new("Rename-Computer", Management)
        {
            Positions = ["NewName"],
            Heeded = ["NewName", "Force", "WhatIf", "Confirm"],
            Switches = ["Force", "WhatIf", "Confirm"],
            IsRefusedLocally = true,
            Answer = SystemAnswers.Rename,
        },
        One("New-CimInstance", Cim, PageFileAnswers.Add, "ClassName", "Property", "Namespace"),
        One("Set-CimInstance", Cim, PageFileAnswers.Change, "InputObject", "Property"),
        One("Remove-CimInstance", Cim, PageFileAnswers.Remove, "InputObject"),
        One("Test-Path", Management, SystemAnswers.TestPath, "Path", "LiteralPath"),
        One("Set-Service", Management, SystemAnswers.SetService, "Name", "StartupType"),
        One("Start-Service", Management, SystemAnswers.StartService, "Name"),
        One("Import-PfxCertificate", "PKI", SystemAnswers.ImportCertificate,
            "FilePath", "CertStoreLocation", "Password"),
        One("Get-HgsGuardian", "HgsClient", SystemAnswers.Guardian, "Name"),
        One("New-HgsGuardian", "HgsClient", SystemAnswers.AddGuardian, "Name", "SigningCertificate",
            "SigningCertificatePassword", "EncryptionCertificate", "EncryptionCertificatePassword"),
        One("Get-NetFirewallRule", "NetSecurity", SystemAnswers.FirewallRule, "Name", "DisplayName"),
        One("Enable-NetFirewallRule", "NetSecurity", SystemAnswers.EnableFirewallRule, "Name"),
        One("Get-MpPreference", "Defender", SystemAnswers.Antivirus),
        One("Add-MpPreference", "Defender", SystemAnswers.Exclude, "ExclusionPath", "ExclusionProcess"),
        One("Get-LocalGroupMember", Accounts, SystemAnswers.GroupMember, "Group", "Member"),
        One("Add-LocalGroupMember", Accounts, SystemAnswers.AddGroupMember, "Group", "Member"),
    ];

    /// <summary>A command whose values come by position, too, in the order in which they are heeded.</summary>
    private static ProductionName One(
        string name, string module, Func<GuardedCall, string, IEnumerable<object>> answer, params string[] heeded) =>
        new(name, module)
        {
            Positions = heeded,
            Heeded = [.. heeded, "WhatIf", "Confirm"],
            Switches = ["WhatIf", "Confirm"],
            IsRefusedLocally = !OnlyReads(name),
            TakesPaths = name == "Test-Path",
            PathsFromPipeline = name == "Test-Path",
            Answer = answer,
        };

    private static bool OnlyReads(string name) =>
        name.StartsWith("Get-", StringComparison.Ordinal) || name.StartsWith("Test-", StringComparison.Ordinal);

    /// <summary>A command of Hyper-V that is answered for the adapters of the host, not for those of VMs.</summary>
    private static ProductionName OfHost(
        string name, Func<GuardedCall, string, IEnumerable<object>> answer, params string[] heeded) =>
        new(name, HyperV)
        {
            Heeded = [.. heeded, "ManagementOS", "Access", "WhatIf", "Confirm"],
            Switches = ["ManagementOS", "Access", "WhatIf", "Confirm"],
            Answer = answer,
        };

    private static ProductionName Program(string name, Func<GuardedCall, string, IEnumerable<object>> answer) =>
        new(name, string.Empty) { Answer = answer };
}
