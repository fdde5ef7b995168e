using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>
/// Reads a live cluster into an inventory document, through the two seams and without changing anything.
/// </summary>
internal sealed class InventoryCapture
{
    private readonly CaptureContext _context;
    private readonly IRunClock _clock;
    private readonly Action<string, int> _progress;
    private readonly CancellationToken _stopping;

    /// <param name="context">How to read.</param>
    /// <param name="clock">The clock that dates the inventory.</param>
    /// <param name="progress">Is told what is read and how much is done, in hundredths.</param>
    /// <param name="stopping">Cancelled by Ctrl+C.</param>
    internal InventoryCapture(
        CaptureContext context, IRunClock clock, Action<string, int> progress, CancellationToken stopping)
    {
        _context = context;
        _clock = clock;
        _progress = progress;
        _stopping = stopping;
    }

    /// <summary>An inventory document, not yet validated.</summary>
    internal JsonObject Read()
    {
        _progress("the cluster", 0);
        PSObject cluster = _context.Required(new ClusterCommand(FailoverClusters, "Get-Cluster"))[0];
        IReadOnlyList<PSObject> nodes = _context.Required(new ClusterCommand(FailoverClusters, "Get-ClusterNode"));
        IReadOnlyList<PSObject> groups = _context.Required(new ClusterCommand(FailoverClusters, "Get-ClusterGroup"));
        IReadOnlyList<PSObject> resources =
            _context.Required(new ClusterCommand(FailoverClusters, "Get-ClusterResource"));

        JsonObject inventory = new()
        {
            ["schema"] = "rolling-upgrade/inventory/1",
            ["capturedAt"] = JsonReading.Format(_clock.Now),
            ["cluster"] = new ClusterPart(_context).Read(cluster, resources),
        };
        inventory["nodes"] = Nodes(nodes);
        inventory["machines"] = Machines();
        inventory["networks"] = new NetworkPart(_context).Read();
        _progress("roles", 60);
        string[] names = nodes.Select(node => node.Text("Name") ?? string.Empty).ToArray();
        inventory["roles"] = new RolePart(_context, names, _stopping).Read(groups, resources);
        _progress("storage", 90);
        inventory["storage"] = new StoragePart(_context).Read(cluster, names);
        return inventory;
    }

    private JsonArray Nodes(IReadOnlyList<PSObject> nodes)
    {
        JsonArray list = [];
        foreach (PSObject node in nodes)
        {
            _stopping.ThrowIfCancellationRequested();
            string name = node.Text("Name") ?? string.Empty;
            _progress($"the node {name}", 10 + (40 * list.Count / nodes.Count));
            list.Add(NodePart.Read(node, Facts(name)));
        }

        return list;
    }

    private JsonArray Machines()
    {
        JsonArray list = [];
        foreach (JsonObject standing in _context.Nodes.StandingReady())
        {
            string name = (string?)standing["name"] ?? string.Empty;
            // A machine whose facts nobody knows can't be planned with, so it is left out and named.
            if (Facts(name) is { } facts)
            {
                standing["machine"] = facts;
                list.Add(standing);
            }
        }

        return list;
    }

    private JsonNode? Facts(string machine)
    {
        JsonObject answer = _context.Nodes.Facts(machine);
        if (answer["facts"] is { } facts)
        {
            return facts.DeepClone();
        }

        _context.Note($"{machine} does not answer; its facts are unknown");
        return null;
    }
}
