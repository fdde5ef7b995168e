using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>The way to a release, pass by pass, and whether a new cluster is the better way.</summary>
public sealed class UpgradePath
{
    internal UpgradePath(JsonElement report)
    {
        Cluster = report.Text("cluster") ?? string.Empty;
        From = report.Text("from") ?? string.Empty;
        To = report.Text("to") ?? string.Empty;
        Passes = report.Items("passes").Select(pass => new UpgradePass(pass, Cluster)).ToArray();
        if (report.Part("comparison") is not { } comparison)
        {
            return;
        }

        Advice = comparison.Text("advice");
        Reasons = comparison.Texts("reasons");
        RollingDays = Days(comparison, "rolling");
        NewClusterDays = Days(comparison, "newCluster");
    }

    /// <summary>The cluster.</summary>
    public string Cluster { get; }

    /// <summary>The release that it has.</summary>
    public string From { get; }

    /// <summary>The release that it is to have.</summary>
    public string To { get; }

    /// <summary>The passes, in order; none where one pass is enough.</summary>
    public IReadOnlyList<UpgradePass> Passes { get; }

    /// <summary>roll or newCluster; null below three passes, where nothing is compared.</summary>
    public string? Advice { get; }

    /// <summary>Why.</summary>
    public IReadOnlyList<string> Reasons { get; } = [];

    /// <summary>Working days of all passes.</summary>
    public UpgradeDays? RollingDays { get; }

    /// <summary>Working days of a new cluster to which the roles move.</summary>
    public UpgradeDays? NewClusterDays { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{From} to {To}";

    private static UpgradeDays? Days(JsonElement comparison, string course) =>
        comparison.Part(course)?.Part("days") is { } days ? new UpgradeDays(days) : null;
}
