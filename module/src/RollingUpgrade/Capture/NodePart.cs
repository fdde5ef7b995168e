using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Capture;

/// <summary>One node of the inventory.</summary>
internal static class NodePart
{
    /// <summary>StatusInformation: the node is in quarantine.</summary>
    private const long Quarantined = 2;

    internal static JsonObject Read(PSObject node)
    {
        JsonObject part = new()
        {
            ["name"] = node.Text("Name"),
            ["id"] = node.Number("Id") ?? 0,
            ["state"] = ClusterNames.NodeState(node.Number("State")),
            ["vote"] = node.Number("NodeWeight") != 0,
            ["quarantined"] = ((node.Number("StatusInformation") ?? 0) & Quarantined) != 0,
        };
        if (ClusterNames.DrainState(node.Number("DrainStatus")) is { } drain)
        {
            part["drain"] = drain;
        }

        FaultDomains(node, part);
        return part;
    }

    /// <summary>FaultDomain is a text or a list of texts such as <c>Site:Paris</c> and <c>Rack:R1</c>.</summary>
    internal static void FaultDomains(PSObject node, JsonObject part)
    {
        foreach (string text in node.Texts("FaultDomain"))
        {
            string[] parts = text.Split([':'], 2);
            if (parts.Length < 2 || parts[1].Length == 0)
            {
                continue;
            }

            bool site = parts[0].Equals("Site", StringComparison.OrdinalIgnoreCase);
            part[site ? "site" : "faultDomain"] = parts[1];
        }
    }
}
