using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;

namespace RollingUpgrade;

/// <summary>A run as the journal keeps it.</summary>
public sealed class RollingUpgradeRun
{
    internal RollingUpgradeRun(JsonElement summary, JsonElement control)
    {
        IsDriven = RunDriver.IsAlive(control.Part("driver"));
        IsStopRequested = control.Part("stop") is not null;
        RunId = summary.Text("runId") ?? string.Empty;
        Cluster = summary.Text("cluster") ?? string.Empty;
        Purpose = summary.Text("purpose") ?? string.Empty;
        State = RunStory.State(summary.Text("state"));
        StartedAt = summary.Time("startedAt");
        UpdatedAt = summary.Time("updatedAt");
        Who = summary.Text("who") ?? string.Empty;
        HostName = summary.Text("host") ?? string.Empty;
        Transitions = (int)summary.Number("transitions");
        ResumeCommand = RunStory.ResumeCommand(State, RunId);
    }

    /// <summary>The id of the run.</summary>
    public string RunId { get; }

    /// <summary>The name of the cluster.</summary>
    public string Cluster { get; }

    /// <summary>upgrade, or virtualMachineVersions.</summary>
    public string Purpose { get; }

    /// <summary>The state after the last event.</summary>
    public RollingUpgradeState State { get; }

    /// <summary>When it was made, by the clock of the cluster: a twin's is virtual.</summary>
    public DateTimeOffset? StartedAt { get; }

    /// <summary>The time of the last event.</summary>
    public DateTimeOffset? UpdatedAt { get; }

    /// <summary>Who began it.</summary>
    public string Who { get; }

    /// <summary>The machine that it was begun from.</summary>
    public string HostName { get; }

    /// <summary>How many events are kept.</summary>
    public int Transitions { get; }

    /// <summary>Whether a session on this machine drives it now.</summary>
    public bool IsDriven { get; }

    /// <summary>Whether that session has been asked to stop and has not followed yet.</summary>
    public bool IsStopRequested { get; }

    /// <summary>Whether it ran on a twin.</summary>
    public bool IsRehearsal => RunIds.IsOfTwin(RunId);

    /// <summary>The command that goes on with it; null where there is nothing to go on with.</summary>
    public string? ResumeCommand { get; }

    /// <summary>The story, where it was asked for.</summary>
    public IReadOnlyList<RunLine> Lines { get; internal set; } = [];

    /// <summary>The steps and how far each has come, where they were asked for.</summary>
    public IReadOnlyList<RunStep> Steps { get; internal set; } = [];

    /// <summary>What each node was right before the run evicted it, where it was asked for.</summary>
    public IReadOnlyList<ClusterNodeProfile> NodeProfiles { get; internal set; } = [];

    /// <summary>The plan, where it was asked for.</summary>
    public UpgradePlan? Plan { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Cluster} {State} {RunId}";
}
