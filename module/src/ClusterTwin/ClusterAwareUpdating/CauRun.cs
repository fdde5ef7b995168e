namespace Microsoft.ClusterAwareUpdating;

/// <summary>An Updating Run that is in progress. The twin knows that there is one, and no more.</summary>
public sealed class CauRun
{
    internal CauRun(string orchestrator) => CurrentOrchestrator = orchestrator;

    /// <summary>RunId: empty.</summary>
    public Guid RunId => Guid.Empty;

    /// <summary>CurrentOrchestrator.</summary>
    public string CurrentOrchestrator { get; }

    /// <summary>NodeStatusNotifications: empty.</summary>
    public object[] NodeStatusNotifications => [];

    /// <summary>NodeResults: empty.</summary>
    public object[] NodeResults => [];
}
