namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterNetworkRole</c>, with Microsoft's numbers.</summary>
public enum ClusterNetworkRole
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Cluster.</summary>
    Cluster = 1,

    /// <summary>Client.</summary>
    Client = 2,

    /// <summary>ClusterAndClient.</summary>
    ClusterAndClient = 3,
}
