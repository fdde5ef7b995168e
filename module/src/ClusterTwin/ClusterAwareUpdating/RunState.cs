namespace Microsoft.ClusterAwareUpdating;

/// <summary>The state of an Updating Run; the twin knows the one that scripts ask for.</summary>
public enum RunState
{
    /// <summary>RunNotInProgress.</summary>
    RunNotInProgress = 0,
}
