namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>AdminAccessPointResType</c>, with Microsoft's numbers.</summary>
public enum AdminAccessPointResType
{
    /// <summary>Automatic.</summary>
    Automatic = 0,

    /// <summary>Singleton.</summary>
    Singleton = 1,

    /// <summary>Distributed.</summary>
    Distributed = 2,
}
