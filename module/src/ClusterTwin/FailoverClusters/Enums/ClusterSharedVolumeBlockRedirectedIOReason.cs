namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterSharedVolumeBlockRedirectedIOReason</c>, with Microsoft's numbers.</summary>
[Flags]
public enum ClusterSharedVolumeBlockRedirectedIOReason
{
    /// <summary>NotBlockRedirected.</summary>
    NotBlockRedirected = 0,

    /// <summary>NoDiskConnectivity.</summary>
    NoDiskConnectivity = 1,

    /// <summary>StorageSpaceNotAttached.</summary>
    StorageSpaceNotAttached = 2,

    /// <summary>VolumeReplicationEnabled.</summary>
    VolumeReplicationEnabled = 4,
}
