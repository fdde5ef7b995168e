namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterNetworkState</c>, with Microsoft's numbers.</summary>
public enum ClusterNetworkState
{
    /// <summary>Unavailable.</summary>
    Unavailable = 0,

    /// <summary>Down.</summary>
    Down = 1,

    /// <summary>Partitioned.</summary>
    Partitioned = 2,

    /// <summary>Up.</summary>
    Up = 3,

    /// <summary>Unknown.</summary>
    Unknown = -1,
}
