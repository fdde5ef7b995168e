namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterNetworkInterfaceState</c>, with Microsoft's numbers.</summary>
public enum ClusterNetworkInterfaceState
{
    /// <summary>Unavailable.</summary>
    Unavailable = 0,

    /// <summary>Failed.</summary>
    Failed = 1,

    /// <summary>Unreachable.</summary>
    Unreachable = 2,

    /// <summary>Up.</summary>
    Up = 3,

    /// <summary>Unknown.</summary>
    Unknown = -1,
}
