using System.Text.Json;
using System.Text.Json.Nodes;
using ClusterTwin.Views;

namespace ClusterTwin.Machines;

/// <summary>Virtual switches, adapters of the host on them, and settings of one Hyper-V host.</summary>
internal static class HostAnswers
{
    private static readonly (string Parameter, string Field)[] Numbers =
    [
        ("MaximumVirtualMachineMigrations", "maximumMigrations"),
        ("MaximumStorageMigrations", "maximumStorageMigrations"),
    ];

    private static readonly (string Parameter, string Field)[] Paths =
    [
        ("VirtualMachinePath", "virtualMachinePath"),
        ("VirtualHardDiskPath", "virtualHardDiskPath"),
        ("MacAddressMinimum", "macAddressMinimum"),
        ("MacAddressMaximum", "macAddressMaximum"),
    ];

    /// <summary>The parameters of Set-VMHost that the twin heeds.</summary>
    internal static readonly string[] Settings =
    [
        .. Numbers.Concat(Paths).Select(pair => pair.Parameter),
        "VirtualMachineMigrationAuthenticationType", "VirtualMachineMigrationPerformanceOption",
        "UseAnyNetworkForMigration", "WhatIf", "Confirm",
    ];

    /// <summary>New-VMSwitch.</summary>
    public static IEnumerable<object> AddSwitch(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string[] members = call.Texts("NetAdapterName");
        string kind = members.Length > 0 ? "external" : bench.Text("SwitchType").ToLowerInvariant();
        bool isTeam = call.IsOn("EnableEmbeddedTeaming") || members.Length > 1;
        string mode = bench.Text("MinimumBandwidthMode").ToLowerInvariant();
        JsonObject made = new()
        {
            ["name"] = bench.Text("Name"),
            ["kind"] = kind,
            ["teaming"] = isTeam ? "set" : "none",
            ["members"] = AdapterAnswers.List(members),
            ["singleRoot"] = call.IsOn("EnableIov"),
        };
        if (mode.Length > 0)
        {
            made["bandwidthMode"] = mode;
        }

        if (kind == "external" && !call.IsOff("AllowManagementOS"))
        {
            call.RefuseNotModelled("a switch that makes an adapter of the host by itself: -AllowManagementOS $false");
        }

        return bench.Prepare("addSwitch", ("switch", made));
    }

    /// <summary>Set-VMHost.</summary>
    public static IEnumerable<object> SetHost(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        JsonObject settings = [];
        foreach ((string parameter, string field) in Numbers)
        {
            settings[field] = AdapterAnswers.Number(bench, parameter);
        }

        foreach ((string parameter, string field) in Paths)
        {
            settings[field] = call.Value(parameter) is null ? null : bench.Text(parameter);
        }

        settings["migrationTransport"] = call.Value("VirtualMachineMigrationPerformanceOption") is null
            ? null : bench.Text("VirtualMachineMigrationPerformanceOption").ToLowerInvariant();
        settings["migrationAuthentication"] = call.Value("VirtualMachineMigrationAuthenticationType") is null
            ? null
            : NamePattern.Same(bench.Text("VirtualMachineMigrationAuthenticationType"), "CredSSP")
                ? "credSsp" : "kerberos";
        if (call.Value("UseAnyNetworkForMigration") is not null && call.IsOff("UseAnyNetworkForMigration"))
        {
            settings["migrationNetworks"] = AdapterAnswers.List(Networks(bench));
        }

        return bench.Prepare("setHost", ("settings", settings));
    }

    /// <summary>Enable-VMMigration.</summary>
    public static IEnumerable<object> EnableMigration(GuardedCall call, string machine) =>
        new Bench(call, machine).Prepare("setHost", ("settings", new JsonObject { ["migrationEnabled"] = true }));

    /// <summary>Get-VMMigrationNetwork.</summary>
    public static IEnumerable<object> MigrationNetworks(GuardedCall call, string machine) =>
        Networks(new Bench(call, machine)).Select((subnet, place) => MachineAnswers.Make(
            "Microsoft.HyperV.PowerShell.VMMigrationNetwork",
            ("Subnet", subnet),
            ("Priority", place),
            ("ComputerName", machine)));

    /// <summary>Add-VMMigrationNetwork.</summary>
    public static IEnumerable<object> AddMigrationNetwork(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return SetNetworks(bench, Networks(bench).Append(bench.Text("Subnet")));
    }

    /// <summary>Remove-VMMigrationNetwork.</summary>
    public static IEnumerable<object> RemoveMigrationNetwork(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        string gone = bench.Text("Subnet");
        return SetNetworks(bench, Networks(bench).Where(subnet => !NamePattern.Same(subnet, gone)));
    }

    /// <summary>Get-VMNetworkAdapter -ManagementOS.</summary>
    public static IEnumerable<object> HostAdapter(GuardedCall call, string machine)
    {
        Bench bench = OfHost(call, machine);
        string wanted = bench.Text("Name");
        JsonElement[] all = [.. Bench.Items(bench.Part("adapters")).Where(IsVirtual)];
        JsonElement[] found =
            [.. all.Where(one => wanted.Length == 0 || NamePattern.Same(Bench.Bare(one.Text("name"u8)), wanted))];
        return found.Length == 0 && wanted.Length > 0
            ? bench.NotFound("virtual network adapter", wanted)
            : found.SelectMany(one => Bench.One(
                "Microsoft.HyperV.PowerShell.VMInternalNetworkAdapter",
                ("Name", Bench.Bare(one.Text("name"u8))),
                ("SwitchName", one.OptionalText("switch"u8)),
                ("IsManagementOs", true),
                ("ComputerName", machine)));
    }

    /// <summary>Add-VMNetworkAdapter -ManagementOS.</summary>
    public static IEnumerable<object> AddHostAdapter(GuardedCall call, string machine)
    {
        Bench bench = OfHost(call, machine);
        return bench.Prepare("addHostAdapter", ("name", bench.Text("Name")), ("switch", bench.Text("SwitchName")));
    }

    /// <summary>Get-VMNetworkAdapterVlan -ManagementOS.</summary>
    public static IEnumerable<object> AdapterVlan(GuardedCall call, string machine)
    {
        Bench bench = OfHost(call, machine);
        string wanted = bench.Text("VMNetworkAdapterName");
        if (bench.Adapter(wanted) is not { } adapter || !IsVirtual(adapter))
        {
            return bench.NotFound("virtual network adapter", wanted);
        }

        uint vlan = adapter.Number("vlan"u8);
        return Bench.One(
            "Microsoft.HyperV.PowerShell.VMNetworkAdapterVlanSetting",
            ("OperationMode", vlan == 0 ? "Untagged" : "Access"),
            ("AccessVlanId", (int)vlan));
    }

    /// <summary>Set-VMNetworkAdapterVlan -ManagementOS -Access.</summary>
    public static IEnumerable<object> SetAdapterVlan(GuardedCall call, string machine)
    {
        Bench bench = OfHost(call, machine);
        return bench.Prepare(
            "setAdapter",
            ("adapter", bench.Text("VMNetworkAdapterName")),
            ("vlan", AdapterAnswers.Number(bench, "VlanId")));
    }

    private static Bench OfHost(GuardedCall call, string machine)
    {
        if (!call.IsOn("ManagementOS"))
        {
            call.RefuseNotModelled("an adapter of a VM");
        }

        return new Bench(call, machine);
    }

    private static bool IsVirtual(JsonElement adapter) => adapter.OptionalText("kind"u8) == "hostVirtual";

    private static string[] Networks(Bench bench) =>
        [.. Bench.Texts(Bench.Part(bench.Part("hyperV"), "migrationNetworks"))];

    private static IEnumerable<object> SetNetworks(Bench bench, IEnumerable<string> networks) => bench.Prepare(
        "setHost", ("settings", new JsonObject { ["migrationNetworks"] = AdapterAnswers.List(networks) }));
}
