using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using ClusterTwin.Views;

namespace ClusterTwin.Machines;

/// <summary>MPIO and iSCSI of one machine.</summary>
internal static class StorageAnswers
{
    private static readonly string[] Policies = ["FOO", "RR", "RRWS", "LQD", "WP", "LB"];

    /// <summary>Get-MSDSMGlobalDefaultLoadBalancePolicy.</summary>
    public static IEnumerable<object> Policy(GuardedCall call, string machine) =>
        [Bench.Part(new Bench(call, machine).ProfilePart("multipath"), "policy")?.GetString() ?? "None"];

    /// <summary>Set-MSDSMGlobalDefaultLoadBalancePolicy.</summary>
    public static IEnumerable<object> SetPolicy(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare("setMultipathPolicy", ("policy", bench.Text("Policy")));
    }

    /// <summary>Get-MSDSMAutomaticClaimSettings: what shows paths has been claimed.</summary>
    public static IEnumerable<object> Claims(GuardedCall call, string machine)
    {
        bool hasPaths = new Bench(call, machine).Facts()?.Number("storagePaths"u8) > 0;
        return [new Hashtable { ["iSCSI"] = hasPaths, ["SAS"] = false }];
    }

    /// <summary>Enable-MSDSMAutomaticClaim: the twin's disks are claimed once their targets are connected.</summary>
    public static IEnumerable<object> Claim(GuardedCall call, string machine) => [];

    /// <summary>mpclaim: <c>-s -d</c> lists the disks, <c>-l -d number policy</c> sets a policy.</summary>
    public static IEnumerable<object> Claimer(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        JsonElement[] disks = [.. Bench.Items(Bench.Part(bench.ProfilePart("multipath"), "disks"))];
        string[] arguments = call.Arguments;
        if (arguments is ["-s", "-d"])
        {
            return disks.Select((disk, place) => $"MPIO Disk{place}    Disk {place + 1}    "
                + $"{Bench.Part(disk, "policy")?.GetString() ?? "RR"}    Microsoft DSM");
        }

        bool sets = arguments is ["-l", "-d", _, _];
        if (!sets || !int.TryParse(arguments[2], out int number) || number < 0 || number >= disks.Length
            || !int.TryParse(arguments[3], out int code) || code < 1 || code > Policies.Length)
        {
            call.RefuseNotModelled($"'{string.Join(" ", arguments)}'");
            return [];
        }

        return bench.Prepare(
            "setMultipathPolicy", ("policy", Policies[code - 1]), ("disk", disks[number].Text("serialNumber"u8)));
    }

    /// <summary>The class MPIO_DISK_INFO of the namespace root\WMI.</summary>
    public static PSObject DiskInformation(string machine, JsonElement facts)
    {
        JsonElement? multipath = Bench.Part(Bench.Part(facts, "profile"), "multipath");
        PSObject[] disks = Bench.Items(Bench.Part(multipath, "disks"))
            .Select((disk, place) => MachineAnswers.Make(
                "MPIO_DRIVE_INFO",
                ("Name", $"MPIO Disk{place}"),
                ("SerialNumber", disk.Text("serialNumber"u8)),
                ("NumberPaths", disk.Number("paths"u8))))
            .ToArray();
        return MachineAnswers.Make("MPIO_DISK_INFO", ("DriveInfo", disks), ("PSComputerName", machine));
    }

    /// <summary>Get-InitiatorPort.</summary>
    public static IEnumerable<object> Initiators(GuardedCall call, string machine) =>
        Bench.Items(new Bench(call, machine).ProfilePart("initiators")).SelectMany(one => Bench.One(
            "Storage/MSFT_InitiatorPort",
            ("NodeAddress", one.Text("name"u8)),
            ("PortAddress", one.Text("name"u8)),
            ("ConnectionType", one.Text("kind"u8) == "iscsi" ? "iSCSI" : "Fibre Channel")));

    /// <summary>Set-InitiatorPort.</summary>
    public static IEnumerable<object> RenameInitiator(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare(
            "renameInitiator", ("name", bench.Text("NodeAddress")), ("newName", bench.Text("NewNodeAddress")));
    }

    /// <summary>Get-IscsiTargetPortal.</summary>
    public static IEnumerable<object> Portals(GuardedCall call, string machine) =>
        Known(call, machine, "portals", "TargetPortalAddress", portal =>
            Bench.One("iSCSI/MSFT_iSCSITargetPortal", ("TargetPortalAddress", portal)));

    /// <summary>New-IscsiTargetPortal.</summary>
    public static IEnumerable<object> AddPortal(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        return bench.Prepare("addTargetPortal", ("portal", bench.Text("TargetPortalAddress")));
    }

    /// <summary>Get-IscsiTarget: those that are connected.</summary>
    public static IEnumerable<object> Targets(GuardedCall call, string machine) =>
        Known(call, machine, "targets", "NodeAddress", target =>
            Bench.One("iSCSI/MSFT_iSCSITarget", ("NodeAddress", target), ("IsConnected", true)));

    /// <summary>Connect-IscsiTarget.</summary>
    public static IEnumerable<object> Connect(GuardedCall call, string machine)
    {
        Bench bench = new(call, machine);
        if (!call.IsOn("IsPersistent"))
        {
            call.RefuseNotModelled("a connection that does not outlive a restart");
        }

        return bench.Prepare("connectTarget", ("target", bench.Text("NodeAddress")));
    }

    private static IEnumerable<object> Known(
        GuardedCall call, string machine, string list, string parameter, Func<string, IEnumerable<object>> show)
    {
        Bench bench = new(call, machine);
        string wanted = bench.Text(parameter);
        string[] found = Bench.Items(bench.ProfilePart("initiators"))
            .SelectMany(one => Bench.Texts(Bench.Part(one, list)))
            .Where(name => wanted.Length == 0 || NamePattern.Same(name, wanted))
            .ToArray();
        return found.Length > 0 || wanted.Length == 0
            ? found.SelectMany(show)
            : bench.NotFound(list.TrimEnd('s'), wanted);
    }
}
