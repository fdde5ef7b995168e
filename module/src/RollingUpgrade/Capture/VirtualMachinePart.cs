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
    private const int VirtualMachineGroup = 111;
    private readonly CaptureContext _context;
    private readonly string[] _nodes;
    private readonly CancellationToken _stopping;

    internal VirtualMachinePart(CaptureContext context, string[] nodes, CancellationToken stopping)
    {
        _context = context;
        _nodes = nodes;
        _stopping = stopping;
    }

    /// <summary>The machines by the name of their group.</summary>
    internal Dictionary<string, JsonObject> Read(
        IReadOnlyList<PSObject> groups, IReadOnlyList<PSObject> resources)
    {
        Dictionary<string, JsonObject> found = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> names = new(
            groups.Where(group => group.Number("GroupType") == VirtualMachineGroup)
                .Select(group => group.Text("Name") ?? string.Empty),
            StringComparer.OrdinalIgnoreCase);
        if (names.Count == 0)
        {
            return found;
        }

        Dictionary<string, string> groupOfMachine = GroupsById(resources);
        foreach (string host in _nodes)
        {
            _stopping.ThrowIfCancellationRequested();
            IReadOnlyList<PSObject> machines =
                _context.Optional(new ClusterCommand(HyperV, "Get-VM").With("ComputerName", host)) ?? [];
            HashSet<string> compatible = Compatible(machines);
            Dictionary<string, int> checkpoints = Checkpoints(machines);
            foreach (PSObject machine in machines.Where(machine => machine.Flag("IsClustered") != false))
            {
                string name = machine.Text("Name") ?? string.Empty;
                string id = Id(machine.Text("Id"));
                string group = groupOfMachine.TryGetValue(id, out string? named) ? named : name;
                if (names.Contains(group))
                {
                    JsonObject part = Machine(machine, id);
                    part["processorCompatibility"] = compatible.Contains(name);
                    part["checkpoints"] = checkpoints.TryGetValue(name, out int count) ? count : 0;
                    found[group] = part;
                }
            }
        }

        return found;
    }

    private static JsonObject Machine(PSObject machine, string id)
    {
        JsonObject part = new()
        {
            ["id"] = id,
            ["configurationVersion"] = machine.Text("Version"),
            ["state"] = ClusterNames.VirtualMachineState(machine.Number("State")),
            ["memory"] = Memory(machine),
            ["processors"] = machine.Number("ProcessorCount") ?? 1,
            ["switches"] = JsonReading.ToArray(Switches(machine)),
            ["localMedia"] = JsonReading.ToArray(LocalMedia(machine)),
        };
        return part;
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

    private static IEnumerable<string> Switches(PSObject machine) =>
        machine.Items("NetworkAdapters")
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

    private HashSet<string> Compatible(IReadOnlyList<PSObject> machines)
    {
        IReadOnlyList<PSObject>? processors = machines.Count == 0
            ? null
            : _context.Optional(new ClusterCommand(HyperV, "Get-VMProcessor").With("VM", Bare(machines)));
        return new HashSet<string>(
            (processors ?? [])
                .Where(processor => processor.Flag("CompatibilityForMigrationEnabled") == true)
                .Select(processor => processor.Text("VMName") ?? string.Empty),
            StringComparer.OrdinalIgnoreCase);
    }

    private Dictionary<string, int> Checkpoints(IReadOnlyList<PSObject> machines)
    {
        IReadOnlyList<PSObject>? snapshots = machines.Count == 0
            ? null
            : _context.Optional(new ClusterCommand(HyperV, "Get-VMSnapshot").With("VM", Bare(machines)));
        return (snapshots ?? [])
            .GroupBy(snapshot => snapshot.Text("VMName") ?? string.Empty, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(list => list.Key, list => list.Count(), StringComparer.OrdinalIgnoreCase);
    }

    private static object[] Bare(IReadOnlyList<PSObject> items) => items.Select(item => item.BaseObject).ToArray();

    /// <summary>Group names by the id of their VM: a group may have another name than its VM.</summary>
    private static Dictionary<string, string> GroupsById(IReadOnlyList<PSObject> resources)
    {
        Dictionary<string, string> groups = new(StringComparer.OrdinalIgnoreCase);
        foreach (PSObject resource in resources.Where(item => item.Text("ResourceType") == "Virtual Machine"))
        {
            string id = Id(resource.Text("VmId") ?? resource.Text("VMId"));
            if (id.Length > 0 && resource.Text("OwnerGroup") is { } group)
            {
                groups[id] = group;
            }
        }

        return groups;
    }

    private static string Id(string? text) => (text ?? string.Empty).Trim('{', '}').ToLowerInvariant();
}
