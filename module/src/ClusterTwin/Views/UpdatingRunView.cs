using System.Text.Json;
using Microsoft.ClusterAwareUpdating;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-CauRun</c> while a run is in progress.</summary>
internal sealed class UpdatingRunView
{
    public string Id { get; init; } = string.Empty;

    public DateTime StartedAt { get; init; }

    public string Orchestrator { get; init; } = string.Empty;

    public NodeStatusNotification[] InProgress { get; init; } = [];

    public NodeResult[] Finished { get; init; } = [];

    public static UpdatingRunView Read(JsonElement view) => new()
    {
        Id = view.Text("id"u8),
        StartedAt = view.Time("startedAt"u8),
        Orchestrator = view.Text("orchestrator"u8),
        InProgress = [.. view.Elements("inProgress"u8).Select(node => new NodeStatusNotification(
            node.Text("node"u8), node.Text("status"u8), node.Time("at"u8)))],
        Finished = [.. view.Elements("finished"u8).Select(node => new NodeResult(
            node.Text("node"u8), node.Text("status"u8), node.Number("succeeded"u8), node.Number("failed"u8)))],
    };
}
