using ClusterTwin.Views;

namespace Microsoft.ClusterAwareUpdating;

/// <summary>An Updating Run that is in progress, as far as the inventory tells it.</summary>
public sealed class CauRun
{
    internal CauRun(UpdatingRunView run, string cluster)
    {
        RunId = Guid.TryParse(run.Id, out Guid id) ? id : Guid.Empty;
        RunStartTime = run.StartedAt;
        CurrentOrchestrator = run.Orchestrator.Length == 0 ? cluster : run.Orchestrator;
        NodeStatusNotifications = run.InProgress;
        NodeResults = run.Finished;
    }

    /// <summary>RunId; empty where nobody read it.</summary>
    public Guid RunId { get; }

    /// <summary>RunStartTime.</summary>
    public DateTime RunStartTime { get; }

    /// <summary>CurrentOrchestrator.</summary>
    public string CurrentOrchestrator { get; }

    /// <summary>NodeStatusNotifications: the nodes that are not finished.</summary>
    public NodeStatusNotification[] NodeStatusNotifications { get; }

    /// <summary>NodeResults: the nodes that are finished.</summary>
    public NodeResult[] NodeResults { get; }
}
