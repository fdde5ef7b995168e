namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterNodeFailbackStatus</c>, with Microsoft's numbers.</summary>
public enum ClusterNodeFailbackStatus
{
    /// <summary>NotInitiated.</summary>
    NotInitiated = 0,

    /// <summary>InProgress.</summary>
    InProgress = 1,

    /// <summary>Completed.</summary>
    Completed = 2,

    /// <summary>Failed.</summary>
    Failed = 3,
}
