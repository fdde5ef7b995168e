namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterSharedVolumeState</c>, with Microsoft's numbers.</summary>
public enum ClusterSharedVolumeState
{
    /// <summary>Unavailable.</summary>
    Unavailable = 0,

    /// <summary>Paused.</summary>
    Paused = 1,

    /// <summary>Direct.</summary>
    Direct = 2,

    /// <summary>FileSystemRedirected.</summary>
    FileSystemRedirected = 3,

    /// <summary>BlockRedirected.</summary>
    BlockRedirected = 4,
}
