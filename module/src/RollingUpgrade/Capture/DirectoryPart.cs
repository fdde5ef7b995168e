using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>The names under which clients find the cluster and its roles, with their addresses.</summary>
internal sealed class DirectoryPart
{
    private readonly CaptureContext _context;

    internal DirectoryPart(CaptureContext context)
    {
        _context = context;
    }

    /// <summary>Entries of the directory as the cluster knows them, the cluster's own name first.</summary>
    internal IReadOnlyList<JsonObject> Read(string cluster, IReadOnlyList<PSObject> resources)
    {
        PSObject[] named = resources.Where(resource => resource.Text("ResourceType") is "Network Name").ToArray();
        PSObject[] addressed = resources
            .Where(resource => resource.Text("ResourceType") is "IP Address" or "IPv6 Address")
            .ToArray();
        Dictionary<string, string> names = Parameters(named, "Name");
        Dictionary<string, string> addresses = Parameters(addressed, "Address");
        List<JsonObject> entries = [];
        foreach (PSObject resource in named)
        {
            if (!names.TryGetValue(resource.Text("Name") ?? string.Empty, out string? name))
            {
                continue;
            }

            bool own = name.Equals(cluster, StringComparison.OrdinalIgnoreCase);
            string? group = resource.Text("OwnerGroup");
            JsonObject entry = new()
            {
                ["name"] = name,
                ["clusterName"] = own,
                ["addresses"] = new JsonArray(addressed
                    .Where(other => group is not null && other.Text("OwnerGroup") == group)
                    .Select(other => addresses.TryGetValue(other.Text("Name") ?? string.Empty, out string? address)
                        ? (JsonNode?)JsonValue.Create(address)
                        : null)
                    .Where(address => address is not null)
                    .ToArray()),
            };
            entries.Insert(own ? 0 : entries.Count, entry);
        }

        if (!entries.Exists(entry => (bool)entry["clusterName"]!))
        {
            entries.Insert(0, new JsonObject { ["name"] = cluster, ["clusterName"] = true });
        }

        return entries;
    }

    /// <summary>One private property of several resources, by the name of the resource.</summary>
    private Dictionary<string, string> Parameters(PSObject[] resources, string parameter)
    {
        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        if (resources.Length == 0)
        {
            return values;
        }

        ClusterCommand command = new ClusterCommand(FailoverClusters, "Get-ClusterParameter")
            .From(resources, new ClusterCommand(FailoverClusters, "Get-ClusterResource"))
            .With("Name", parameter);
        foreach (PSObject found in _context.Optional(command) ?? [])
        {
            if (found.Text("ClusterObject") is { } resource && found.Text("Value") is { Length: > 0 } value)
            {
                values[resource] = value;
            }
        }

        return values;
    }
}
