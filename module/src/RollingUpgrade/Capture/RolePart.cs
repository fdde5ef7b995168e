using System.Collections;
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

    internal RolePart(CaptureContext context, string[] nodes)
    {
        _context = context;
        _nodes = nodes;
    }

    /// <param name="groups">The groups.</param>
    /// <param name="resources">Their resources.</param>
    /// <param name="machines">Reads the VMs.</param>
    internal JsonArray Read(
        IReadOnlyList<GroupFacts> groups, IReadOnlyList<ResourceFacts> resources, VirtualMachinePart machines)
    {
        Dictionary<string, string[]> preferred = Owners(groups.Select(group => group.Item).ToArray(), ordered: true);
        Dictionary<string, string[]> possible = Possible(groups, resources);
        ILookup<string, ResourceFacts> byGroup =
            resources.ToLookup(resource => resource.Group, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, JsonObject> found = machines.Read(groups, resources);
        JsonArray roles = [];
        foreach (GroupFacts group in groups)
        {
            JsonObject role = group.Role;
            Put(role, "preferredOwners", preferred, group.Name);
            Put(role, "possibleOwners", possible, group.Name);
            role["resourceTypes"] =
                JsonReading.ToArray(byGroup[group.Name].Select(resource => resource.Type).Distinct());
            if (found.TryGetValue(group.Name, out JsonObject? machine))
            {
                role["virtualMachine"] = machine;
            }

            roles.Add((JsonNode)role);
        }

        return roles;
    }

    /// <summary>Roles without their owner lists and what is behind them.</summary>
    internal static JsonArray WithoutOwners(IReadOnlyList<PSObject> groups) =>
        new(groups.Select(group => (JsonNode?)GroupFacts.Of(group).Role).ToArray());

    private static void Put(JsonObject role, string field, Dictionary<string, string[]> owners, string name)
    {
        if (owners.TryGetValue(name, out string[]? list) && list.Length > 0)
        {
            role[field] = JsonReading.ToArray(list);
        }
    }

    /// <summary>The owner lists of groups or resources, by name, in one pipeline for all of them.</summary>
    /// <param name="items">The groups or resources.</param>
    /// <param name="ordered">Whether the order means something; else a list of all nodes need not be read.</param>
    private Dictionary<string, string[]> Owners(IReadOnlyList<PSObject> items, bool ordered)
    {
        Dictionary<string, string[]> lists = new(StringComparer.OrdinalIgnoreCase);
        if (items.Count == 0)
        {
            return lists;
        }

        ClusterCommand source = new(FailoverClusters, ordered ? "Get-ClusterGroup" : "Get-ClusterResource");
        ClusterCommand command = new ClusterCommand(FailoverClusters, "Get-ClusterOwnerNode").From(items, source);
        foreach (PSObject list in _context.Optional(command) ?? [])
        {
            if (list.Text("ClusterObject") is { } name)
            {
                bool all = !ordered
                    && Properties.Plain(list.Value("OwnerNodes")) is ICollection owners
                    && owners.Count == _nodes.Length;
                lists[name] = all ? _nodes : list.Texts("OwnerNodes");
            }
        }

        return lists;
    }

    /// <summary>
    /// The nodes that may own a group: those that may own each of its resources; none listed means every node.
    /// </summary>
    private Dictionary<string, string[]> Possible(
        IReadOnlyList<GroupFacts> groups, IReadOnlyList<ResourceFacts> resources)
    {
        Dictionary<string, string[]> byResource =
            Owners(resources.Select(resource => resource.Item).ToArray(), ordered: false);
        ILookup<string, ResourceFacts> byGroup =
            resources.ToLookup(resource => resource.Group, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string[]> possible = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in groups.Select(group => group.Name))
        {
            IEnumerable<string> owners = _nodes;
            foreach (ResourceFacts resource in byGroup[name])
            {
                if (byResource.TryGetValue(resource.Name, out string[]? list)
                    && list.Length > 0 && list.Length < _nodes.Length)
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
