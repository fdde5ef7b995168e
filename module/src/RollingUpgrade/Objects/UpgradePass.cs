using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>One release hop of the whole cluster, on the way to a release that is further away.</summary>
public sealed class UpgradePass
{
    internal UpgradePass(JsonElement document, string cluster)
    {
        Cluster = cluster;
        Number = (int)document.Number("number");
        From = document.Text("from") ?? string.Empty;
        To = document.Text("to") ?? string.Empty;
        Rebuilds = (int)document.Number("rebuilds");
        Needs = document.Items("needs").Select(need => new Finding(need, cluster)).ToArray();
        Outages = document.Items("outages").Select(outage => new UpgradeOutage(outage)).ToArray();
        Days = new UpgradeDays(document.Part("days") ?? default);
    }

    /// <summary>The cluster.</summary>
    public string Cluster { get; }

    /// <summary>Its place on the way, from 1.</summary>
    public int Number { get; }

    /// <summary>The release that it begins with.</summary>
    public string From { get; }

    /// <summary>The release that it leads to.</summary>
    public string To { get; }

    /// <summary>Nodes that get a new operating system.</summary>
    public int Rebuilds { get; }

    /// <summary>What has to be done, or has to be true, before it starts.</summary>
    public IReadOnlyList<Finding> Needs { get; }

    /// <summary>Roles that are interrupted, and why.</summary>
    public IReadOnlyList<UpgradeOutage> Outages { get; }

    /// <summary>Working days, by the estimates of the policy.</summary>
    public UpgradeDays Days { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{From} to {To}";
}
