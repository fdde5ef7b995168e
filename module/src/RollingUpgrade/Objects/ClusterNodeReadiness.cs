using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>Whether a machine that returns may be added to the cluster, and what it lacks.</summary>
public sealed class ClusterNodeReadiness
{
    internal ClusterNodeReadiness(JsonElement answer, string cluster)
    {
        JsonElement readiness = answer.GetProperty("readiness");
        Machine = readiness.Text("machine") ?? string.Empty;
        Node = readiness.Text("node") ?? string.Empty;
        Release = readiness.Text("release") ?? string.Empty;
        Ready = readiness.Flag("ready");
        Findings = readiness.Items("findings").Select(finding => new Finding(finding, cluster)).ToArray();
        WithoutCounterpart = answer.Texts("withoutCounterpart");
    }

    /// <summary>The machine that returns.</summary>
    public string Machine { get; }

    /// <summary>The node whose place it takes; itself on the same hardware.</summary>
    public string Node { get; }

    /// <summary>The release that it has to run.</summary>
    public string Release { get; }

    /// <summary>Whether nothing keeps it from being added.</summary>
    public bool Ready { get; }

    /// <summary>What is missing, unknown or different; what keeps it from being added comes first.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What the map of the hardware leaves without a counterpart, a sentence each.</summary>
    public IReadOnlyList<string> WithoutCounterpart { get; }

    /// <inheritdoc/>
    public override string ToString() => Ready ? $"{Machine} is ready" : $"{Machine} is not ready";
}
