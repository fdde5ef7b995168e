namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterGroupState</c>, with Microsoft's numbers.</summary>
public enum ClusterGroupState
{
    /// <summary>Online.</summary>
    Online = 0,

    /// <summary>Offline.</summary>
    Offline = 1,

    /// <summary>Failed.</summary>
    Failed = 2,

    /// <summary>PartialOnline.</summary>
    PartialOnline = 3,

    /// <summary>Pending.</summary>
    Pending = 4,

    /// <summary>Unknown.</summary>
    Unknown = -1,
}
