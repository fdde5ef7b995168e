using System.Text.Json;

namespace RollingUpgrade;

/// <summary>What a run did, and how to go on.</summary>
public sealed class RollingUpgradeResult
{
    /// <summary>The name of the cluster.</summary>
    public string Cluster { get; internal set; } = string.Empty;

    /// <summary>How the run ended.</summary>
    public RollingUpgradeState State { get; internal set; }

    /// <summary>The id of the run in the journal.</summary>
    public string RunId { get; internal set; } = string.Empty;

    /// <summary>ClusterFunctionalLevel as it was read last.</summary>
    public int? FunctionalLevel { get; internal set; }

    /// <summary>The nodes that are done.</summary>
    public IReadOnlyList<string> Nodes { get; internal set; } = [];

    /// <summary>Moves of roles that ended where the plan wanted them.</summary>
    public long Moves { get; internal set; }

    /// <summary>Virtual machines whose configuration version was raised.</summary>
    public IReadOnlyList<string> VersionsRaised { get; internal set; } = [];

    /// <summary>Roles that were down or paused at all; a role that is not named was not.</summary>
    public IReadOnlyList<RoleDowntime> Downtime { get; internal set; } = [];

    /// <summary>From the first event to the last, on the clock of the cluster: a twin's is virtual.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>What the rules said before the run.</summary>
    public IReadOnlyList<Finding> Findings { get; internal set; } = [];

    /// <summary>What was left undone, with its reason.</summary>
    public IReadOnlyList<string> LeftUndone { get; internal set; } = [];

    /// <summary>The story of the run, line by line.</summary>
    public IReadOnlyList<RunLine> Lines { get; internal set; } = [];

    /// <summary>Why it paused or failed.</summary>
    public string? Reason { get; internal set; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; internal set; }

    /// <summary>What the state means for the administrator.</summary>
    public string Message { get; internal set; } = string.Empty;

    /// <summary>The command that goes on; null where there is nothing to go on with.</summary>
    public string? ResumeCommand { get; internal set; }

    /// <summary>The plan that was carried out.</summary>
    public UpgradePlan? Plan { get; internal set; }

    /// <summary>The status document that the result was made of.</summary>
    internal JsonElement Status { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Cluster} {State}";
}
