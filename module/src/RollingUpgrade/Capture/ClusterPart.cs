using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>The cluster itself: level, votes, balancer, Cluster-Aware Updating.</summary>
internal sealed class ClusterPart
{
    /// <summary>The functional level of 2016, from which on clusters balance by themselves: below it 0 is no answer.
    /// </summary>
    private const long BalancerLevel = 9;

    private readonly CaptureContext _context;

    internal ClusterPart(CaptureContext context)
    {
        _context = context;
    }

    /// <summary>The ids of the networks that live migration does not use; null where nobody read them.</summary>
    internal IReadOnlyCollection<string>? NetworksWithoutMigration { get; private set; }

    internal JsonObject Read(PSObject cluster, IReadOnlyList<PSObject> resources)
    {
        JsonObject part = new()
        {
            ["name"] = cluster.Text("Name"),
            ["functionalLevel"] = cluster.Number("ClusterFunctionalLevel") ?? 0,
            ["upgradeVersion"] = cluster.Number("ClusterUpgradeVersion") ?? 0,
            ["enforcedAntiAffinity"] = cluster.Number("ClusterEnforcedAntiAffinity") is > 0,
            ["quorum"] = Quorum(cluster),
            ["updating"] = UpdatingPart(),
        };
        Copy(part, "id", cluster.Text("Id")?.ToLowerInvariant());
        Copy(part, "domain", cluster.Text("Domain"));
        if (cluster.Number("ClusterFunctionalLevel") >= BalancerLevel)
        {
            Copy(part, "autoBalancerMode", cluster.Number("AutoBalancerMode"));
            CopyPositive(part, "autoBalancerLevel", cluster.Number("AutoBalancerLevel"));
        }

        CopyPositive(part, "maximumParallelMigrations", cluster.Number("MaximumParallelMigrations"));
        Copy(part, "addEvictDelaySeconds", cluster.Number("AddEvictDelay"));
        CopyPositive(part, "sameSubnetThreshold", cluster.Number("SameSubnetThreshold"));
        Copy(part, "blockCacheMiB", cluster.Number("BlockCacheSize"));
        MachineType(part, resources);
        return part;
    }

    /// <summary>What the rules of a single step need of it.</summary>
    internal JsonObject ReadForStep(PSObject cluster, bool votes)
    {
        JsonObject part = new()
        {
            ["name"] = cluster.Text("Name"),
            ["functionalLevel"] = cluster.Number("ClusterFunctionalLevel") ?? 0,
            ["enforcedAntiAffinity"] = cluster.Number("ClusterEnforcedAntiAffinity") is > 0,
        };
        Copy(part, "domain", cluster.Text("Domain"));
        if (votes)
        {
            part["quorum"] = Quorum(cluster);
        }

        return part;
    }

    private static void Copy(JsonObject part, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            part[name] = value;
        }
    }

    private static void Copy(JsonObject part, string name, long? value)
    {
        // A property that this level does not have reads as absent; one that was never set as 4294967295.
        if (value is >= 0 and < uint.MaxValue)
        {
            part[name] = value;
        }
    }

    /// <summary>A property whose least value is 1: the object shows 0 where the cluster does not have it.</summary>
    private static void CopyPositive(JsonObject part, string name, long? value) =>
        Copy(part, name, value is 0 ? null : value);

    private JsonObject Quorum(PSObject cluster)
    {
        JsonObject part = new()
        {
            ["dynamic"] = cluster.Number("DynamicQuorum") is not 0,
            ["lowerPriorityNodeId"] = cluster.Number("LowerQuorumPriorityNodeId") ?? 0,
        };
        PSObject? settings =
            _context.Optional(new ClusterCommand(FailoverClusters, "Get-ClusterQuorum"))?.FirstOrDefault();
        if (settings is null)
        {
            return part;
        }

        part["kind"] = settings.Text("QuorumType") is "DiskOnly" or "2" ? "diskOnly" : "majority";
        if (settings.Value("QuorumResource") is { } resource && Live(resource) is { } witness)
        {
            part["witness"] = Witness(witness);
        }

        return part;
    }

    private JsonObject Witness(PSObject resource)
    {
        string type = resource.Text("ResourceType") ?? string.Empty;
        JsonObject witness = new()
        {
            ["kind"] = type.Contains("Cloud") ? "cloud" : type.Contains("Share") ? "fileShare" : "disk",
            ["resource"] = resource.Text("Name"),
            ["online"] = resource.Text("State") is "Online" or "2",
        };
        if ((string?)witness["kind"] == "fileShare"
            && Parameter(OfResource(resource), "SharePath")
                is { Length: > 0 } path)
        {
            witness["sharePath"] = path;
        }

        return witness;
    }

    /// <summary>A resource within another object, of which a copy holds the name only.</summary>
    private PSObject? Live(object resource) => Properties.Plain(resource) is string name
        ? _context.Optional(new ClusterCommand(FailoverClusters, "Get-ClusterResource").With("Name", name))
            ?.FirstOrDefault()
        : PSObject.AsPSObject(resource);

    private static ClusterCommand OfResource(PSObject resource) =>
        new ClusterCommand(FailoverClusters, "Get-ClusterParameter")
            .From(resource, new ClusterCommand(FailoverClusters, "Get-ClusterResource"));

    /// <summary>
    /// Private properties of the resource type of VMs, which any resource of a VM leads to: from which priority on a
    /// drain migrates live, and which networks live migration does not use.
    /// </summary>
    private void MachineType(JsonObject part, IReadOnlyList<PSObject> resources)
    {
        ClusterCommand read = new(FailoverClusters, "Get-ClusterResourceType");
        object? type = resources
            .FirstOrDefault(resource => resource.Text("ResourceType") == "Virtual Machine")
            ?.Value("ResourceType");
        if (Properties.Plain(type) is string name)
        {
            // Of an object within a copy only the name is left.
            type = _context.Optional(new ClusterCommand(FailoverClusters, read.Name).With("Name", name))
                ?.FirstOrDefault();
        }

        IReadOnlyList<PSObject>? parameters = type is null
            ? null
            : _context.Optional(new ClusterCommand(FailoverClusters, "Get-ClusterParameter").From(type, read));
        string? Value(string name) => parameters
            ?.FirstOrDefault(parameter => parameter.Text("Name") == name)
            ?.Text("Value");
        if (long.TryParse(Value("MoveTypeThreshold"), out long threshold))
        {
            part["moveTypeThreshold"] = threshold;
        }

        if (Value("MigrationExcludeNetworks") is { } excluded)
        {
            NetworksWithoutMigration = excluded.Split([';', ' '], StringSplitOptions.RemoveEmptyEntries)
                .Select(id => id.Trim('{', '}').ToLowerInvariant())
                .ToArray();
        }
    }

    private string? Parameter(ClusterCommand command, string name) =>
        _context.Optional(command)?.FirstOrDefault(parameter => parameter.Text("Name") == name)?.Text("Value");

    private JsonObject UpdatingPart()
    {
        bool? online = _context.Optional(new ClusterCommand(Updating, "Get-CauClusterRole")) is { } role
            ? UpdatingRole.IsOnline(role)
            : null;
        JsonObject part = new() { ["present"] = online is not null, ["enabled"] = online == true };
        if (online is not null)
        {
            // The answer is an Updating Run, or the word that none is in progress, which a warning then repeats.
            ClusterCommand command = new ClusterCommand(Updating, "Get-CauRun")
                .With("WarningAction", ActionPreference.SilentlyContinue);
            part["runInProgress"] = _context.Optional(command) is { Count: > 0 } run
                && run[0].ToString() != "RunNotInProgress";
        }

        return part;
    }
}
