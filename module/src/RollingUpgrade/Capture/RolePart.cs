using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>The roles of the inventory, with their owner lists and their virtual machines.</summary>
internal sealed class RolePart
{
    private readonly CaptureContext _context;
    private readonly string[] _nodes;
    private readonly CancellationToken _stopping;

    internal RolePart(CaptureContext context, string[] nodes, CancellationToken stopping)
    {
        _context = context;
        _nodes = nodes;
        _stopping = stopping;
    }

    internal JsonArray Read(IReadOnlyList<PSObject> groups, IReadOnlyList<PSObject> resources)
    {
        Dictionary<string, string[]> preferred = Owners(groups);
        Dictionary<string, string[]> possible = Possible(groups, resources);
        Dictionary<string, JsonObject> machines =
            new VirtualMachinePart(_context, _nodes, _stopping).Read(groups, resources);
        JsonArray roles = [];
        foreach (PSObject group in groups)
        {
            string name = group.Text("Name") ?? string.Empty;
            JsonObject role = Role(group, name);
            Put(role, "preferredOwners", preferred, name);
            Put(role, "possibleOwners", possible, name);
            if (machines.TryGetValue(name, out JsonObject? machine))
            {
                role["virtualMachine"] = machine;
            }

            roles.Add(role);
        }

        return roles;
    }

    /// <summary>Roles without their owner lists and what is behind them.</summary>
    internal static JsonArray WithoutOwners(IReadOnlyList<PSObject> groups) =>
        new(groups.Select(group => (JsonNode?)Role(group, group.Text("Name") ?? string.Empty)).ToArray());

    private static JsonObject Role(PSObject group, string name) => new()
    {
        ["name"] = name,
        ["id"] = (group.Text("Id") ?? name).Trim('{', '}').ToLowerInvariant(),
        ["kind"] = ClusterNames.RoleKind(group.Number("GroupType")),
        ["owner"] = group.Text("OwnerNode"),
        ["state"] = ClusterNames.RoleState(group.Number("State")),
        ["priority"] = group.Number("Priority") ?? 2000,
        ["antiAffinityClasses"] = JsonReading.ToArray(group.Texts("AntiAffinityClassNames")),
        ["locked"] = group.Number("LockedFromMoving") is > 0,
        ["automaticFailback"] = group.Number("AutoFailbackType") is > 0,
    };

    private static void Put(JsonObject role, string field, Dictionary<string, string[]> owners, string name)
    {
        if (owners.TryGetValue(name, out string[]? list) && list.Length > 0)
        {
            role[field] = JsonReading.ToArray(list);
        }
    }

    /// <summary>The owner lists of groups or resources, by name, in one pipeline for all of them.</summary>
    private Dictionary<string, string[]> Owners(IReadOnlyList<PSObject> items)
    {
        Dictionary<string, string[]> lists = new(StringComparer.OrdinalIgnoreCase);
        if (items.Count == 0)
        {
            return lists;
        }

        ClusterCommand command = new ClusterCommand(FailoverClusters, "Get-ClusterOwnerNode").From(items);
        foreach (PSObject list in _context.Optional(command) ?? [])
        {
            if (list.Text("ClusterObject") is { } name)
            {
                lists[name] = list.Texts("OwnerNodes");
            }
        }

        return lists;
    }

    /// <summary>
    /// The nodes that may own a group: those that may own each of its resources; none listed means every node.
    /// </summary>
    private Dictionary<string, string[]> Possible(IReadOnlyList<PSObject> groups, IReadOnlyList<PSObject> resources)
    {
        Dictionary<string, string[]> byResource = Owners(resources);
        ILookup<string, PSObject> byGroup = resources.ToLookup(
            resource => resource.Text("OwnerGroup") ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string[]> possible = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in groups.Select(group => group.Text("Name") ?? string.Empty))
        {
            IEnumerable<string> owners = _nodes;
            foreach (PSObject resource in byGroup[name])
            {
                string resourceName = resource.Text("Name") ?? string.Empty;
                if (byResource.TryGetValue(resourceName, out string[]? list) && list.Length > 0)
                {
                    owners = owners.Where(node => list.Contains(node, StringComparer.OrdinalIgnoreCase)).ToArray();
                }
            }

            string[] left = owners.ToArray();
            possible[name] = left.Length == _nodes.Length ? [] : left;
        }

        return possible;
    }
}
