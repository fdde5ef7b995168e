using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Capture;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Guard;

/// <summary>Reads what the rules of one step need, and no more, into a partial inventory.</summary>
/// <remarks>The help of each guarded cmdlet says what that is.</remarks>
internal sealed class StepFacts
{
    private readonly CaptureContext _context;
    private readonly IRunClock _clock;
    private readonly CancellationToken _stopping;

    internal StepFacts(CaptureContext context, IRunClock clock, CancellationToken stopping)
    {
        _context = context;
        _clock = clock;
        _stopping = stopping;
    }

    /// <summary>A partial inventory for a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="subjects">The nodes, or for a machine that joins the machines, that it is about.</param>
    internal JsonObject Read(GuardedStep step, IReadOnlyList<string> subjects)
    {
        PSObject cluster = Required("Get-Cluster")[0];
        IReadOnlyList<PSObject> nodes = Required("Get-ClusterNode");
        JsonObject inventory = new()
        {
            ["schema"] = "rolling-upgrade/inventory/1",
            ["capturedAt"] = JsonReading.Format(_clock.Now),
            ["cluster"] = new ClusterPart(_context).ReadForStep(cluster, votes: step == GuardedStep.Remove),
            ["nodes"] = Nodes(nodes, WithFacts(step, nodes, subjects)),
            ["coordinator"] = new JsonObject { ["name"] = _context.Nodes.Coordinator },
        };
        switch (step)
        {
            case GuardedStep.Suspend:
            case GuardedStep.Pool:
            case GuardedStep.VirtualMachineVersions:
                inventory["roles"] = Roles(nodes, Hosted(step, inventory));
                inventory["storage"] = new StoragePart(_context).ReadHealth(cluster);
                break;
            case GuardedStep.Remove:
                inventory["roles"] = HoldsKeys(inventory, cluster, subjects)
                    ? RolesWithKeys(inventory, nodes)
                    : RolesOf(nodes, subjects);
                break;
            case GuardedStep.Add:
                // A member is asked below `nodes`; that it is one already, the cluster says in its own words.
                inventory["machines"] = Machines(
                    subjects.Except(nodes.Select(Name), StringComparer.OrdinalIgnoreCase));
                break;
            case GuardedStep.Level:
                inventory["roles"] = RolePart.WithoutOwners(Required("Get-ClusterGroup"));
                break;
        }

        return inventory;
    }

    /// <summary>The nodes whose machine is asked: a drain needs room on every node that is up.</summary>
    private static HashSet<string> WithFacts(
        GuardedStep step, IReadOnlyList<PSObject> nodes, IReadOnlyList<string> subjects) =>
        new(
            step switch
            {
                GuardedStep.Suspend or GuardedStep.Pool or GuardedStep.VirtualMachineVersions => nodes
                    .Where(node => ClusterNames.NodeState(node.Number("State")) is "up" or "paused")
                    .Select(Name),
                GuardedStep.Remove or GuardedStep.Resume or GuardedStep.Add => subjects,
                _ => [],
            },
            StringComparer.OrdinalIgnoreCase);

    private static string Name(PSObject item) => item.Text("Name") ?? string.Empty;

    private IReadOnlyList<PSObject> Required(string command) =>
        _context.Required(new ClusterCommand(FailoverClusters, command));

    private JsonArray Nodes(IReadOnlyList<PSObject> nodes, HashSet<string> withFacts)
    {
        JsonArray list = [];
        foreach (PSObject node in nodes)
        {
            _stopping.ThrowIfCancellationRequested();
            string name = Name(node);
            JsonObject part = NodePart.Read(node);
            if (withFacts.Contains(name) && Facts(name) is { } facts)
            {
                part["machine"] = facts;
            }

            if (node.Number("BuildNumber") is > 0 and long build)
            {
                part["build"] = build;
            }

            list.Add(part);
        }

        return list;
    }

    private JsonArray Roles(IReadOnlyList<PSObject> nodes, HostedWorkloads hosted)
    {
        string[] names = nodes.Select(Name).ToArray();
        return new RolePart(_context, names)
            .Read(
                Required("Get-ClusterGroup").Select(GroupFacts.Of).ToArray(),
                Required("Get-ClusterResource").Select(ResourceFacts.Of).ToArray(),
                new VirtualMachinePart(_context, names, hosted, controllers: null, _stopping));
    }

    /// <summary>
    /// Whether keys of virtual TPMs may go with a node that is evicted: only then is it read which VMs need them. Below
    /// level 9 there are no virtual TPMs.
    /// </summary>
    private static bool HoldsKeys(JsonObject inventory, PSObject cluster, IReadOnlyList<string> subjects) =>
        cluster.Number("ClusterFunctionalLevel") is >= 9
        && inventory["nodes"]!.AsArray()
            .Where(node => subjects.Contains((string?)node!["name"] ?? string.Empty, StringComparer.OrdinalIgnoreCase))
            .Select(node => node!["machine"])
            .Where(machine => machine is not null)
            .Any(machine => machine!["profile"]?["guardians"] is not JsonArray { Count: 0 });

    /// <summary>All roles, with what the hosts say of their VMs, and the keys that lie on the other nodes.</summary>
    private JsonArray RolesWithKeys(JsonObject inventory, IReadOnlyList<PSObject> nodes)
    {
        foreach (JsonObject node in inventory["nodes"]!.AsArray().OfType<JsonObject>())
        {
            bool answers = (string?)node["state"] is "up" or "paused";
            if (answers && node["machine"] is null && Facts((string?)node["name"] ?? string.Empty) is { } facts)
            {
                node["machine"] = facts;
            }
        }

        return Roles(nodes, Hosted(inventory));
    }

    /// <summary>Before a version is raised: the partner of a replica, which only the host of the VM tells.</summary>
    private HostedWorkloads Hosted(GuardedStep step, JsonObject inventory) =>
        step == GuardedStep.VirtualMachineVersions ? Hosted(inventory) : new HostedWorkloads([]);

    /// <summary>What the nodes that answer say of their VMs.</summary>
    private HostedWorkloads Hosted(JsonObject inventory)
    {
        string[] up = inventory["nodes"]!.AsArray()
            .Where(node => node!["machine"] is not null)
            .Select(node => (string?)node!["name"] ?? string.Empty)
            .ToArray();
        return HostedWorkloads.Read(_context.Nodes, up);
    }

    /// <summary>The roles that the nodes still own.</summary>
    private JsonArray RolesOf(IReadOnlyList<PSObject> nodes, IReadOnlyList<string> subjects)
    {
        PSObject[] owners = nodes
            .Where(node => subjects.Contains(Name(node), StringComparer.OrdinalIgnoreCase))
            .ToArray();
        return owners.Length == 0
            ? []
            : RolePart.WithoutOwners(
                _context.Required(new ClusterCommand(FailoverClusters, "Get-ClusterGroup").From(
                    owners, new ClusterCommand(FailoverClusters, "Get-ClusterNode"))));
    }

    private JsonArray Machines(IEnumerable<string> subjects)
    {
        JsonArray list = [];
        foreach (string name in subjects)
        {
            // A machine that does not answer is left out: what the rules need of it is then unknown.
            if (Facts(name) is { } facts)
            {
                list.Add(new JsonObject { ["name"] = name, ["machine"] = facts });
            }
        }

        return list;
    }

    private JsonNode? Facts(string machine) => _context.Nodes.Facts(machine)["facts"]?.DeepClone();
}
