namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterCloudType</c>, with Microsoft's numbers.</summary>
public enum ClusterCloudType
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Azure.</summary>
    Azure = 1,

    /// <summary>Mixed.</summary>
    Mixed = 128,

    /// <summary>Unknown.</summary>
    Unknown = -1,
}
