namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>NodeCloudType</c>, with Microsoft's numbers.</summary>
public enum NodeCloudType
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Azure.</summary>
    Azure = 1,

    /// <summary>Unknown.</summary>
    Unknown = -1,
}
