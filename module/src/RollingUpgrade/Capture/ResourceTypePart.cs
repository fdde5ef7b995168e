using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>The resource types that roles use, and the nodes on which each is installed.</summary>
internal static class ResourceTypePart
{
    internal static JsonArray Read(CaptureContext context, IReadOnlyList<ResourceFacts> resources)
    {
        JsonArray list = [];
        foreach (string type in resources
            .Select(resource => resource.Type)
            .Where(type => type.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(type => type, StringComparer.Ordinal))
        {
            ClusterCommand command =
                new ClusterCommand(FailoverClusters, "Get-ClusterOwnerNode").With("ResourceType", type);
            if (context.Optional(command)?.FirstOrDefault() is { } owners)
            {
                list.Add((JsonNode)new JsonObject
                {
                    ["name"] = type,
                    ["possibleOwners"] = JsonReading.ToArray(owners.Texts("OwnerNodes")),
                });
            }
        }

        return list;
    }
}
