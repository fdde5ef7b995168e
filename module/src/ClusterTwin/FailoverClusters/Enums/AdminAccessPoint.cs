namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>AdminAccessPoint</c>, with Microsoft's numbers.</summary>
public enum AdminAccessPoint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>ActiveDirectoryAndDns.</summary>
    ActiveDirectoryAndDns = 1,

    /// <summary>Dns.</summary>
    Dns = 2,

    /// <summary>ActiveDirectory.</summary>
    ActiveDirectory = 3,
}
