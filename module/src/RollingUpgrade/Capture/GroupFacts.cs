using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Capture;

/// <summary>What a capture reads of a group, once: a live object would ask the cluster at every look.</summary>
internal sealed class GroupFacts
{
    private const int VirtualMachineGroup = 111;

    private GroupFacts(PSObject item)
    {
        Item = item;
        Name = item.Text("Name") ?? string.Empty;
        long? type = item.Number("GroupType");
        IsVirtualMachine = type == VirtualMachineGroup;
        Role = new JsonObject
        {
            ["name"] = Name,
            ["id"] = ResourceFacts.PlainId(item.Text("Id") ?? Name),
            ["kind"] = ClusterNames.RoleKind(type),
            ["owner"] = item.Text("OwnerNode"),
            ["state"] = ClusterNames.RoleState(item.Number("State")),
            ["priority"] = item.Number("Priority") ?? 2000,
            ["antiAffinityClasses"] = JsonReading.ToArray(item.Texts("AntiAffinityClassNames")),
            ["locked"] = item.Number("LockedFromMoving") is > 0,
            ["automaticFailback"] = item.Number("AutoFailbackType") is > 0,
        };
        Hour("failbackWindowStart", item.Number("FailbackWindowStart"));
        Hour("failbackWindowEnd", item.Number("FailbackWindowEnd"));
        if (item.Text("PreferredSite") is { Length: > 0 } site)
        {
            Role["preferredSite"] = site;
        }
    }

    internal PSObject Item { get; }

    internal string Name { get; }

    internal bool IsVirtualMachine { get; }

    /// <summary>The role of the inventory, as far as the group itself tells it.</summary>
    internal JsonObject Role { get; }

    internal static GroupFacts Of(PSObject item) => new(item);

    /// <summary>An hour of the day; what was never set reads as 4294967295.</summary>
    private void Hour(string field, long? value)
    {
        if (value is >= 0 and < 24)
        {
            Role[field] = value;
        }
    }
}
