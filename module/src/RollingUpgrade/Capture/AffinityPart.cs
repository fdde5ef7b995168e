using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>Affinity rules and group sets; a level that has none of them has no cmdlet that answers.</summary>
internal sealed class AffinityPart
{
    private readonly CaptureContext _context;

    internal AffinityPart(CaptureContext context)
    {
        _context = context;
    }

    internal void Read(JsonObject inventory)
    {
        inventory["affinityRules"] = List("Get-ClusterAffinityRule", Rule);
        inventory["groupSets"] = List("Get-ClusterGroupSet", Set);
    }

    private JsonArray List(string name, Func<PSObject, JsonObject?> read)
    {
        IReadOnlyList<PSObject> found = _context.Optional(new ClusterCommand(FailoverClusters, name)) ?? [];
        return new JsonArray(found.Select(read).OfType<JsonObject>().ToArray<JsonNode?>());
    }

    internal static JsonObject? Rule(PSObject rule)
    {
        if (ClusterNames.AffinityKind(rule.Text("RuleType")) is not { } kind)
        {
            return null;
        }

        JsonObject part = new()
        {
            ["name"] = rule.Text("Name"),
            ["kind"] = kind,
            ["roles"] = JsonReading.ToArray(rule.Texts("Groups")),
            ["enabled"] = rule.Number("Enabled") is not 0,
            ["soft"] = rule.Number("SoftAntiAffinity") is > 0,
        };
        // As the class names them, or as its table does.
        string[] named = rule.Texts("ClusterSharedVolumes");
        string[] volumes = named.Length > 0 ? named : rule.Texts("Cluster Shared Volumes");
        if (volumes.Length > 0)
        {
            part["volumes"] = JsonReading.ToArray(volumes);
        }

        return part;
    }

    private static JsonObject Set(PSObject set)
    {
        JsonObject part = new()
        {
            ["name"] = set.Text("Name"),
            ["roles"] = JsonReading.ToArray(set.Texts("GroupNames")),
            ["providerSets"] = JsonReading.ToArray(set.Texts("ProviderNames")),
            ["startupDelaySeconds"] = set.Number("StartupDelay") ?? 0,
        };
        // As a name, or as the number of the class.
        string? setting = set.Text("StartupDelayTrigger") switch
        {
            "Delay" or "1" => "delay",
            "Online" or "2" => "online",
            _ => null,
        };
        (string Field, JsonNode? Value)[] known =
        [
            ("startupSetting", setting),
            ("startupCount", set.Number("StartupCount")),
            ("isGlobal", set.Flag("IsGlobal")),
            ("reserveSpareNode", set.Flag("ReserveSpareNode")),
        ];
        foreach ((string field, JsonNode? value) in known.Where(one => one.Value is not null))
        {
            part[field] = value;
        }

        return part;
    }
}
