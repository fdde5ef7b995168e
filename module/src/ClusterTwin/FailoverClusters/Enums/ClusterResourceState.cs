namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterResourceState</c>, with Microsoft's numbers.</summary>
public enum ClusterResourceState
{
    /// <summary>Inherited.</summary>
    Inherited = 0,

    /// <summary>Initializing.</summary>
    Initializing = 1,

    /// <summary>Online.</summary>
    Online = 2,

    /// <summary>Offline.</summary>
    Offline = 3,

    /// <summary>Failed.</summary>
    Failed = 4,

    /// <summary>Pending.</summary>
    Pending = 128,

    /// <summary>OnlinePending.</summary>
    OnlinePending = 129,

    /// <summary>OfflinePending.</summary>
    OfflinePending = 130,

    /// <summary>Unknown.</summary>
    Unknown = -1,
}
