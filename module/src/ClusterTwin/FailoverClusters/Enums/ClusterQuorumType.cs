namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterQuorumType</c>, with Microsoft's numbers.</summary>
public enum ClusterQuorumType
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>Majority.</summary>
    Majority = 1,

    /// <summary>DiskOnly.</summary>
    DiskOnly = 2,
}
