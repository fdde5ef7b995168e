namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterNodeState</c>, with Microsoft's numbers.</summary>
public enum ClusterNodeState
{
    /// <summary>Up.</summary>
    Up = 0,

    /// <summary>Down.</summary>
    Down = 1,

    /// <summary>Paused.</summary>
    Paused = 2,

    /// <summary>Joining.</summary>
    Joining = 3,

    /// <summary>Unknown.</summary>
    Unknown = -1,
}
