using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;

namespace RollingUpgrade;

/// <summary>Where a run stands: what every gate and every hook is given.</summary>
public sealed class RollingUpgradeProgress
{
    internal RollingUpgradeProgress(JsonElement status, string? node)
    {
        RunId = status.Text("runId") ?? string.Empty;
        Cluster = status.Text("cluster") ?? string.Empty;
        State = RunStory.State(status.Text("state"));
        Node = node ?? status.Text("node");
        Step = (int)status.Number("step");
        Steps = (int)status.Number("stepsTotal");
        Activity = status.Text("activity") ?? string.Empty;
        NodesDone = status.Texts("nodesDone");
        Remaining = TimeSpan.FromSeconds(status.Number("remainingSeconds"));
        Reason = status.Part("reason")?.Text("message");
        Remedy = status.Part("reason")?.Text("remedy");
    }

    /// <summary>The id of the run.</summary>
    public string RunId { get; }

    /// <summary>Whether the cluster is a twin, so that nothing real has to be told of it.</summary>
    public bool IsRehearsal => RunIds.IsOfTwin(RunId);

    /// <summary>The name of the cluster.</summary>
    public string Cluster { get; }

    /// <summary>The state.</summary>
    public RollingUpgradeState State { get; }

    /// <summary>The node whose turn it is; null between nodes.</summary>
    public string? Node { get; }

    /// <summary>The step in hand, from 1.</summary>
    public int Step { get; }

    /// <summary>How many steps there are.</summary>
    public int Steps { get; }

    /// <summary>What the step does.</summary>
    public string Activity { get; }

    /// <summary>The nodes that are done.</summary>
    public IReadOnlyList<string> NodesDone { get; }

    /// <summary>Time left by the plan's own estimate.</summary>
    public TimeSpan Remaining { get; }

    /// <summary>Why the run pauses, where it does.</summary>
    public string? Reason { get; }

    /// <summary>What to do about that.</summary>
    public string? Remedy { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Cluster} {State} {RunId}";
}
