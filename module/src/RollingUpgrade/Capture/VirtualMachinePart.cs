using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>The virtual machines behind the roles, read host by host.</summary>
internal sealed class VirtualMachinePart
{
    private const long Mebibyte = 1024 * 1024;
    private const string ShutdownService = "9F8233AC-BE49-4C79-8EE3-E7E1985B2077";
    private const string TimeService = "2497F4DE-E9FA-4204-80E4-4B75C46419C0";
    private readonly CaptureContext _context;
    private readonly string[] _nodes;
    private readonly HostedWorkloads _hosted;
    private readonly IReadOnlyCollection<string>? _controllers;
    private readonly CancellationToken _stopping;

    /// <param name="context">How to read.</param>
    /// <param name="nodes">The hosts.</param>
    /// <param name="hosted">What the hosts say of their VMs.</param>
    /// <param name="controllers">The short names of the domain controllers; null where nobody read them.</param>
    /// <param name="stopping">Cancelled by Ctrl+C.</param>
    internal VirtualMachinePart(
        CaptureContext context,
        string[] nodes,
        HostedWorkloads hosted,
        IReadOnlyCollection<string>? controllers,
        CancellationToken stopping)
    {
        _context = context;
        _nodes = nodes;
        _hosted = hosted;
        _controllers = controllers;
        _stopping = stopping;
    }

    /// <summary>The machines by the name of their group; the hosts are asked at the same time.</summary>
    internal Dictionary<string, JsonObject> Read(
        IReadOnlyList<GroupFacts> groups, IReadOnlyList<ResourceFacts> resources)
    {
        Dictionary<string, JsonObject> found = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> names = new(
            groups.Where(group => group.IsVirtualMachine).Select(group => group.Name),
            StringComparer.OrdinalIgnoreCase);
        if (names.Count == 0)
        {
            return found;
        }

        Dictionary<string, string> groupOfMachine = resources
            .Where(resource => resource.MachineId.Length > 0)
            .GroupBy(resource => resource.MachineId)
            .ToDictionary(list => list.Key, list => list.Last().Group);
        IReadOnlyList<IReadOnlyList<PSObject>?> hosts = _context.Optional(_nodes
            .Select(host => new ClusterCommand(HyperV, "Get-VM").With("ComputerName", host))
            .ToArray());
        NoteUnanswered(_nodes, hosts);
        _stopping.ThrowIfCancellationRequested();
        // What the machines say is read now; after the next call a live object would look again.
        (string Name, JsonObject Part)[][] machines = hosts
            .Select(host => (host ?? [])
                .Where(machine => machine.Flag("IsClustered") != false)
                .Select(machine => (machine.Text("Name") ?? string.Empty, Machine(machine)))
                .ToArray())
            .ToArray();
        string[] holding = _nodes.Where((_, place) => machines[place].Length > 0).ToArray();
        HashSet<string> compatible = Compatible(holding);
        Dictionary<string, int> checkpoints = Checkpoints(holding);
        MachineParameters parameters = MachineParameters.Read(_context, resources);
        foreach ((string name, JsonObject part) in machines.SelectMany(host => host))
        {
            string id = (string?)part["id"] ?? string.Empty;
            string group = groupOfMachine.TryGetValue(id, out string? named) ? named : name;
            if (names.Contains(group))
            {
                part["processorCompatibility"] = compatible.Contains(name);
                part["checkpoints"] = checkpoints.TryGetValue(name, out int count) ? count : 0;
                parameters.Complete(part, group);
                _hosted.Complete(part, _controllers);
                found[group] = part;
            }
        }

        return found;
    }

    private static JsonObject Machine(PSObject machine)
    {
        PSObject[] adapters = machine.Items("NetworkAdapters");
        JsonObject part = new()
        {
            ["id"] = ResourceFacts.PlainId(machine.Text("Id")),
            ["configurationVersion"] = machine.Text("Version"),
            ["state"] = ClusterNames.VirtualMachineState(machine.Number("State")),
            ["memory"] = Memory(machine),
            ["processors"] = machine.Number("ProcessorCount") ?? 1,
            ["switches"] = JsonReading.ToArray(Switches(adapters)),
            ["localMedia"] = JsonReading.ToArray(LocalMedia(machine)),
        };
        Services(part, machine);
        Extras(part, machine, adapters);
        return part;
    }

    /// <summary>Integration services, by the last part of their id, which no language changes.</summary>
    private static void Services(JsonObject part, PSObject machine)
    {
        foreach (PSObject service in machine.Items("VMIntegrationService"))
        {
            string id = service.Text("Id") ?? string.Empty;
            if (id.EndsWith(ShutdownService, StringComparison.OrdinalIgnoreCase))
            {
                part["guestShutdown"] = service.Flag("Enabled") == true;
            }
            else if (id.EndsWith(TimeService, StringComparison.OrdinalIgnoreCase))
            {
                part["timeSynchronization"] = service.Flag("Enabled") == true;
            }
        }
    }

    /// <summary>The shared volume of a path: the folder below <c>C:\ClusterStorage</c>.</summary>
    private static string? Volume(string? path)
    {
        string[] parts = (path ?? string.Empty).Split('\\');
        bool shared = parts.Length > 2 && parts[1].Equals("ClusterStorage", StringComparison.OrdinalIgnoreCase);
        return shared && parts[2].Length > 0 ? parts[2] : null;
    }

    /// <summary>What only some machines have; each stays absent where the host does not tell it.</summary>
    private static void Extras(JsonObject part, PSObject machine, PSObject[] adapters)
    {
        if (Volume(machine.Text("Path")) is { } volume)
        {
            part["volume"] = volume;
        }

        if (ClusterNames.StopAction(machine.Number("AutomaticStopAction")) is { } action)
        {
            part["automaticStopAction"] = action;
        }

        int[] vlans = adapters
            .Select(adapter => adapter.Value("VlanSetting"))
            .Where(setting => setting is not null)
            .Select(setting => (int)(PSObject.AsPSObject(setting!).Number("AccessVlanId") ?? 0))
            .Where(vlan => vlan > 0)
            .Distinct()
            .OrderBy(vlan => vlan)
            .ToArray();
        if (vlans.Length > 0)
        {
            part["vlans"] = new JsonArray(vlans.Select(vlan => (JsonNode?)JsonValue.Create(vlan)).ToArray());
        }

        if (machine.Value("RemoteFxAdapter") is not null)
        {
            part["remoteFx"] = true;
        }

        PSObject[] disks = machine.Items("HardDrives");
        if (disks.Length > 0 && disks.All(disk => disk.Flag("SupportPersistentReservations") is not null))
        {
            part["sharedDisks"] = disks.Any(disk => disk.Flag("SupportPersistentReservations") == true);
        }
    }

    private static JsonObject Memory(PSObject machine)
    {
        bool dynamic = machine.Flag("DynamicMemoryEnabled") == true;
        JsonObject memory = new()
        {
            ["assignedMiB"] = MiB(machine, "MemoryAssigned"),
            ["startupMiB"] = MiB(machine, "MemoryStartup"),
            ["dynamic"] = dynamic,
        };
        if (dynamic)
        {
            memory["minimumMiB"] = MiB(machine, "MemoryMinimum");
            memory["maximumMiB"] = MiB(machine, "MemoryMaximum");
        }

        return memory;
    }

    private static long MiB(PSObject machine, string property) => (machine.Number(property) ?? 0) / Mebibyte;

    private static IEnumerable<string> Switches(PSObject[] adapters) => adapters
        .Select(adapter => adapter.Text("SwitchName") ?? string.Empty)
        .Where(name => name.Length > 0)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Images and disks that only this host can reach.</summary>
    private static IEnumerable<string> LocalMedia(PSObject machine) =>
        machine.Items("DVDDrives").Concat(machine.Items("HardDrives"))
            .Select(drive => drive.Text("Path") ?? string.Empty)
            .Where(IsLocal);

    private static bool IsLocal(string path) =>
        path.Length > 0
        && !path.StartsWith(@"\\", StringComparison.Ordinal)
        && path.IndexOf(@":\ClusterStorage\", StringComparison.OrdinalIgnoreCase) < 0;

    private HashSet<string> Compatible(string[] hosts) => new(
        OfAll(hosts, "Get-VMProcessor")
            .Where(processor => processor.Flag("CompatibilityForMigrationEnabled") == true)
            .Select(processor => processor.Text("VMName") ?? string.Empty),
        StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, int> Checkpoints(string[] hosts) => OfAll(hosts, "Get-VMSnapshot")
        .GroupBy(snapshot => snapshot.Text("VMName") ?? string.Empty, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(list => list.Key, list => list.Count(), StringComparer.OrdinalIgnoreCase);

    /// <summary>What a cmdlet says of the machines of each host; by name, since a copy of a machine is none.</summary>
    private IEnumerable<PSObject> OfAll(string[] hosts, string cmdlet)
    {
        IReadOnlyList<IReadOnlyList<PSObject>?> answers = _context.Optional(hosts
            .Select(host => new ClusterCommand(HyperV, cmdlet).With("ComputerName", host).With("VMName", "*"))
            .ToArray());
        NoteUnanswered(hosts, answers);
        return answers.SelectMany(found => found ?? []);
    }

    private void NoteUnanswered(string[] hosts, IReadOnlyList<IReadOnlyList<PSObject>?> answers) =>
        _context.Unanswered.AddRange(
            hosts.Where((_, place) => answers[place] is null).Select(host => (HyperV, host)));
}
