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

        // What objects say now is read before the next call, after which a live object would look again.
        IReadOnlyList<JsonObject> members = nodes.Select(NodePart.Read).ToArray();
        string[] names = members.Select(node => (string?)node["name"] ?? string.Empty).ToArray();
        ResourceFacts[] parts = resources.Select(ResourceFacts.Of).ToArray();
        GroupFacts[] roles = groups.Select(GroupFacts.Of).ToArray();
        ClusterPart part = new(_context);
        JsonObject inventory = new()
        {
            ["schema"] = "rolling-upgrade/inventory/1",
            ["capturedAt"] = JsonReading.Format(_clock.Now),
            ["cluster"] = part.Read(cluster, resources),
        };
        List<string> answered = [];
        _progress("the machines", 10);
        inventory["nodes"] = Nodes(members, names, answered);
        HostedWorkloads hosted = HostedWorkloads.Read(_context.Nodes, answered);
        inventory["machines"] = Machines(answered);
        string name = (string?)inventory["cluster"]!["name"] ?? string.Empty;
        Surroundings(inventory, answered, new DirectoryPart(_context).Read(name, resources));
        _stopping.ThrowIfCancellationRequested();
        inventory["networks"] = new NetworkPart(_context).Read(part.NetworksWithoutMigration);
        _progress("roles", 50);
        VirtualMachinePart machines = new(_context, names, hosted, Controllers(inventory), _stopping);
        inventory["roles"] = new RolePart(_context, names).Read(roles, parts, machines);
        inventory["resourceTypes"] = ResourceTypePart.Read(_context, parts);
        new AffinityPart(_context).Read(inventory);
        _progress("storage", 85);
        inventory["storage"] = new StoragePart(_context).Read(cluster, inventory["nodes"]!.AsArray(), hosted);
        Unanswered(inventory);
        WhatNodesTell.Complete(inventory);
        return inventory;
    }

    private void Surroundings(JsonObject inventory, List<string> answered, IReadOnlyList<JsonObject> names)
    {
        JsonObject found = _context.Nodes.Surroundings(answered, names);
        foreach (KeyValuePair<string, JsonNode?> field in found.Where(field => field.Key != "accounts"))
        {
            inventory[field.Key] = field.Value?.DeepClone();
        }

        if (found["accounts"] is JsonObject accounts)
        {
            WhatNodesTell.AddAccounts(inventory, accounts);
        }
    }

    private void Unanswered(JsonObject inventory)
    {
        // Whether there is a role of Cluster-Aware Updating its own cmdlets say, or nobody: the group is there.
        bool updates = inventory["roles"]!.AsArray().Any(role => (string?)role!["kind"] == "clusterAwareUpdating");
        if (updates && inventory["cluster"]!["updating"]!["present"]!.GetValue<bool>() == false)
        {
            _context.Unanswered.Add(
                (ClusterCommand.Updating, (string?)inventory["cluster"]!["name"] ?? string.Empty));
        }

        if (_context.Unanswered.Count > 0 && inventory["coordinator"] is JsonObject coordinator)
        {
            coordinator["unanswered"] = new JsonArray([.. _context.Unanswered.Distinct().Select(one =>
                (JsonNode?)new JsonObject { ["module"] = one.Module, ["machine"] = one.Machine })]);
        }
    }

    private static string[]? Controllers(JsonObject inventory) =>
        (inventory["domainControllers"] as JsonArray)?.Select(name => (string?)name ?? string.Empty).ToArray();

    /// <summary>All members are asked at the same time; one that does not answer keeps no machine.</summary>
    private JsonArray Nodes(IReadOnlyList<JsonObject> members, string[] names, List<string> answered)
    {
        IReadOnlyList<JsonObject> answers = _context.Nodes.Facts(names);
        JsonArray list = [];
        foreach ((JsonObject member, JsonObject answer) in members.Zip(answers, (member, answer) => (member, answer)))
        {
            if (Facts((string?)member["name"] ?? string.Empty, answer, answered) is { } facts)
            {
                member["machine"] = facts;
            }

            list.Add((JsonNode)member);
        }

        return list;
    }

    private JsonArray Machines(List<string> answered)
    {
        IReadOnlyList<JsonObject> standing = _context.Nodes.StandingReady();
        string[] names = standing.Select(machine => (string?)machine["name"] ?? string.Empty).ToArray();
        IReadOnlyList<JsonObject> answers = _context.Nodes.Facts(names);
        JsonArray list = [];
        foreach ((JsonObject machine, JsonObject answer) in standing.Zip(answers, (one, answer) => (one, answer)))
        {
            // A machine whose facts nobody knows can't be planned with, so it is left out and named.
            if (Facts((string?)machine["name"] ?? string.Empty, answer, answered) is { } facts)
            {
                machine["machine"] = facts;
                list.Add((JsonNode)machine);
            }
        }

        return list;
    }

    private JsonNode? Facts(string machine, JsonObject answer, List<string> answered)
    {
        if (answer["facts"] is not { } facts)
        {
            _context.Note($"{machine} does not answer; its facts are unknown");
            return null;
        }

        answered.Add(machine);
        JsonNode copy = facts.DeepClone();
        copy["observedAt"] = JsonReading.Format(_clock.Now);
        return copy;
    }
}
