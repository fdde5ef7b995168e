namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterNodeDrainStatus</c>, with Microsoft's numbers.</summary>
public enum ClusterNodeDrainStatus
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
