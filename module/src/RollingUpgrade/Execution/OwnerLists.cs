using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Capture;
using RollingUpgrade.Documents;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Execution;

/// <summary>Reads owner lists again, after they were set.</summary>
internal static class OwnerLists
{
    /// <summary>The preferred owners of each group, and the nodes that may own each of its resources.</summary>
    internal static JsonArray Read(ClusterCommands commands, PSObject[] groups)
    {
        ClusterCommand readGroups = new(FailoverClusters, "Get-ClusterGroup");
        ClusterCommand readResources = new(FailoverClusters, "Get-ClusterResource");
        Dictionary<string, string[]> preferred = Of(commands, groups, readGroups);
        PSObject[] resources = groups.Length == 0
            ? []
            : [.. commands.Invoke(new ClusterCommand(FailoverClusters, "Get-ClusterResource")
                .From(groups, readGroups)).Objects];
        Dictionary<string, string[]> byResource = Of(commands, resources, readResources);
        ILookup<string, string> ofGroup = resources.Select(ResourceFacts.Of)
            .ToLookup(resource => resource.Group, resource => resource.Name, StringComparer.OrdinalIgnoreCase);
        JsonArray lists = [];
        foreach (string name in groups.Select(group => group.Text("Name") ?? string.Empty))
        {
            JsonObject list = new() { ["role"] = name };
            if (preferred.TryGetValue(name, out string[]? owners))
            {
                list["preferred"] = JsonReading.ToArray(owners);
            }

            string[][] possible =
                [.. ofGroup[name].Select(resource => byResource.TryGetValue(resource, out string[]? one) ? one : [])];
            if (possible.Length > 0)
            {
                list["possible"] = JsonReading.ToArray(possible.Aggregate(
                    (left, right) => [.. left.Intersect(right, StringComparer.OrdinalIgnoreCase)]));
            }

            lists.Add((JsonNode)list);
        }

        return lists;
    }

    private static Dictionary<string, string[]> Of(ClusterCommands commands, PSObject[] items, ClusterCommand source)
    {
        Dictionary<string, string[]> lists = new(StringComparer.OrdinalIgnoreCase);
        if (items.Length == 0)
        {
            return lists;
        }

        ClusterCommand command = new ClusterCommand(FailoverClusters, "Get-ClusterOwnerNode").From(items, source);
        foreach (PSObject list in commands.Invoke(command).Objects)
        {
            if (list.Text("ClusterObject") is { } name)
            {
                lists[name] = list.Texts("OwnerNodes");
            }
        }

        return lists;
    }
}
